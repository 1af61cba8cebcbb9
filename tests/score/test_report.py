from __future__ import annotations

import json

import pytest

from guize.score.predictions import by_source_id
from guize.score.report import errors, table, to_json
from guize.score.scores import score


@pytest.fixture
def run(gold_item, predict):
    gold = [
        gold_item("n-1", {"effective_from": "2024-04-01", "values": [{"what": "费率", "new": 3, "unit": "%"}]}),
        gold_item("n-2"),
        gold_item("n-3", {}),
        gold_item("n-4", {"announced_bound": "exact"}),
    ]
    found = [
        predict(
            "n-1",
            effective_from="2024-05-01",
            values=[{"what": "费率", "new": 0.3, "unit": "%"}],
            evidence=[
                {"field": "effective_from", "where": "text", "start": 0, "end": 4, "text": "5月1日"},
                {"field": "values[0]", "where": "text", "start": 5, "end": 9, "text": "0.3%"},
                {"field": "platform", "where": "title", "start": 0, "end": 2, "text": "淘宝"},
            ],
        ),
        predict("n-3"),
        predict("n-4", announced_bound="on_or_before"),
        predict("n-9"),
    ]
    return gold, by_source_id(found)


def test_errors_name_item_field_both_values_and_the_words(run):
    assert (
        errors(*run)
        == """\
n-1  公告n-1  (row wrong)
    effective_from      gold 2024-04-01 | predicted 2024-05-01 «5月1日»
    values_unit         gold null→3 % | predicted null→0.3 % «0.3%»

n-4  公告n-4  (row right)
    announced_bound     gold 2024-03-01 exact | predicted 2024-03-01 on_or_before

2 of 4 items differ from the gold, 1 of them in the row
"""
    )


def test_a_missed_and_an_invented_change_show_what_they_are(gold_item, predict):
    text = errors([gold_item("m", {}), gold_item("f")], by_source_id([predict("f", platform=["jd"])]))
    missed, invented, _ = text.split("\n\n")
    assert (
        "    is_change           gold True | predicted -\n    platform            gold taobao | predicted -" in missed
    )
    assert "    n_changes           gold 1 | predicted 0" in missed
    assert "    platform            gold - | predicted jd" in invented


def test_values_joined_to_the_wrong_change_are_an_error(gold_item, predict):
    days = ("2024-04-01", "2024-05-01")
    platforms = (["taobao"], ["tmall"])
    gold = [gold_item("a", *({"platform": p, "effective_from": d} for p, d in zip(platforms, days, strict=True)))]
    found = [predict("a", platform=p, effective_from=d) for p, d in zip(platforms, days[::-1], strict=True)]
    assert "the values are right, but joined to other changes" in errors(gold, by_source_id(found))


def test_the_table_has_a_line_for_each_field(run):
    scores = score(*run)
    lines = {line.split("  ")[0]: line.split() for line in table(scores).splitlines()}
    assert lines["field"] == ["field", "precision", "recall", "F1", "95%", "interval", "support"]
    assert lines["effective_from"][1:4] == ["0.0", "0.0", "0.0"]
    assert lines["platform"][1:4] == ["100.0", "100.0", "100.0"]
    assert lines["deadline"][1:4] == ["-", "-", "-"]
    assert lines["row_exact"][1] == "66.7"
    assert lines["row_exact"][-1] == "3"
    assert scores.fields.keys() <= lines.keys()
    assert "1 predicted changes of other items left out" in table(scores)


def test_json_is_rounded_stable_and_has_null_for_what_is_undefined(run):
    first, again = (json.dumps(to_json(score(*run)), allow_nan=False) for _ in range(2))
    assert first == again
    scores = json.loads(first)
    assert scores["fields"]["row_exact"]["accuracy"]["value"] == 0.6667
    assert scores["fields"]["deadline"]["f1"] == {"value": None, "low": None, "high": None}
    assert scores["unmatched"] == 1
