from __future__ import annotations

import math

import pytest

from guize.score.calibration import (
    JudgedRow,
    Operating,
    calibration_error_by_chance,
    expected_calibration_error,
    judged_rows,
    risk_coverage,
    summary,
)
from guize.score.predictions import by_source_id


def test_each_gold_row_stands_for_one_predicted_row(gold_item, predict):
    gold = [gold_item("a", {}), gold_item("b")]
    found = by_source_id(
        [
            predict("a", confidence=0.6),
            predict("a", confidence=0.9),
            predict("b", confidence=0.7, status="review"),
        ]
    )
    judged = judged_rows(gold, found)
    assert [(row.gold_id, row.confidence, row.status, row.correct) for row in judged] == [
        ("a", 0.9, "accepted", True),
        ("a", 0.6, "accepted", False),
        ("b", 0.7, "review", False),
    ]


def rows(*judged):
    return [JudgedRow("a", "", confidence, "accepted", correct) for confidence, correct in judged]


def test_risk_at_coverage():
    curve = risk_coverage(rows((0.9, True), (0.5, False), (0.8, False), (0.9, True)))
    assert curve == [
        Operating(0.9, 0.5, 0),
        Operating(0.8, 0.75, pytest.approx(1 / 3)),
        Operating(0.5, 1, 0.5),
    ]
    assert risk_coverage([]) == []


def test_a_confidence_that_says_how_often_it_is_right_has_no_error():
    confidence = [0.25] * 4 + [0.75] * 4
    correct = [True, False, False, False, True, True, True, False]
    assert expected_calibration_error(confidence, correct, bins=2) == pytest.approx(0)


def test_the_error_is_the_weighted_gap_of_the_bins():
    confidence = [0.5, 0.5, 0.9, 0.9]
    correct = [True, True, True, False]
    expected = (2 * abs(0.5 - 1) + 2 * abs(0.9 - 0.5)) / 4
    assert expected_calibration_error(confidence, correct, bins=2) == pytest.approx(expected)


def test_gaps_do_not_cancel_across_bins_of_equal_mass():
    # All near 1: bins of equal width would be one bin, in which the gaps cancel.
    confidence, correct = [0.92, 0.92, 0.98, 0.98], [True, True, True, False]
    assert expected_calibration_error(confidence, correct, bins=2) == pytest.approx((0.08 + 0.48) / 2)


def test_a_crowd_at_the_top_is_a_bin_of_its_own():
    confidence, correct = [0.5, 0.9, 0.9, 0.9], [True, True, True, False]
    expected = (abs(0.5 - 1) + abs(3 * 0.9 - 2)) / 4
    assert expected_calibration_error(confidence, correct, bins=2) == pytest.approx(expected)


def test_equal_confidences_share_a_bin_in_any_order():
    confidence = [0.8] * 10
    there = expected_calibration_error(confidence, [True] * 8 + [False] * 2)
    back = expected_calibration_error(confidence, [False] * 2 + [True] * 8)
    assert there == back == pytest.approx(0)


def test_without_rows_the_error_is_not_defined():
    assert math.isnan(expected_calibration_error([], []))


def test_the_summary_counts_accepted_rows_and_how_exact_they_are():
    judged = [
        JudgedRow("a", "", 0.9, "accepted", True),
        JudgedRow("b", "", 0.8, "accepted", False),
        JudgedRow("c", "", 0.3, "review", False),
    ]
    assert summary(judged).startswith("2 of 3 rows accepted, 0.500 of them exact; 0.500 of the 60 % most confident")
    assert summary([]) == "no rows predicted"


def test_calibration_error_by_chance_falls_with_the_number_of_rows():
    few, many = (calibration_error_by_chance([0.6, 0.8] * n) for n in (10, 1000))
    assert few > 0.05 > many > 0


def test_sure_confidences_leave_nothing_to_chance():
    assert calibration_error_by_chance([0.0, 1.0, 1.0]) == 0
