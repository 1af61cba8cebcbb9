"""One probability for a whole row."""

from __future__ import annotations

import numpy as np
import pytest

from guize.classify.confidence import RowConfidence, fit_row_confidence, row_features
from guize.classify.labels import Decision, Labels, decide

THRESHOLDS = {"is_change": 0.5, "fees": 0.5, "shipping": 0.5, "refunds": 0.5, "content": 0.5, "tentative": 0.5}


def decision(is_change: float, fees: float, revise: float) -> Decision:
    categories = {"fees": fees, "shipping": 0.1, "refunds": 0.1, "content": 0.1}
    types = {"introduce": 1 - revise, "revise": revise, "retire": 0.0, "temporary": 0.0}
    return decide(Labels(is_change, categories, types, 0.0), THRESHOLDS)


def test_decision_gives_the_chance_of_each_label():
    sure = decision(0.9, 0.8, 0.7)
    assert sure.categories == ["fees"]
    assert sure.p_categories == pytest.approx(0.8 * 0.9**3)
    assert (sure.p_is_change, sure.p_change_type) == (0.9, 0.7)


def test_no_category_means_other():
    assert decision(0.9, 0.3, 0.7).categories == ["other"]


def test_fitted_confidence_is_calibrated():
    random = np.random.default_rng(1)
    chances = random.uniform(0.5, 1.0, (4000, 3))
    rows = [row_features(decision(*chance), {"dates": 1.0}) for chance in chances.tolist()]
    product = np.exp([row["log_product"] for row in rows])
    right = random.uniform(size=len(rows)) < product
    fitted = fit_row_confidence(rows, right)
    confidence = np.array([fitted.probability(row) for row in rows])
    for low, high in ((0.1, 0.3), (0.3, 0.5), (0.5, 0.7)):
        inside = (confidence >= low) & (confidence < high)
        assert right[inside].mean() == pytest.approx(confidence[inside].mean(), abs=0.06)


def test_features_of_other_stages_count():
    rows = [row_features(decision(0.9, 0.9, 0.9), {"dates": score}) for score in [0.0, 1.0] * 50]
    fitted = fit_row_confidence(rows, np.array([False, True] * 50))
    assert fitted.probability(rows[1]) > 0.8 > 0.2 > fitted.probability(rows[0])


def test_stored_confidence_reads_back():
    fitted = RowConfidence(("log_product",), (1.5,), 0.2)
    assert RowConfidence(**fitted._asdict()).probability({"log_product": -1.0}) == fitted.probability(
        {"log_product": -1.0}
    )
