from __future__ import annotations

import pytest

from guize.errors import InputError
from guize.score.baseline import check, load_baseline
from guize.score.predictions import by_source_id
from guize.score.scores import score


@pytest.fixture
def scores(gold_item, predict):
    gold = [gold_item(f"i{n}", {}) for n in range(6)]
    found = [predict(f"i{n}", platform=["taobao" if n < 5 else "jd"]) for n in range(6)]
    return score(gold, by_source_id(found), resamples=0)


def test_a_score_below_its_floor_is_a_violation(scores):
    floors = {"platform.f1": 0.84, "row_exact.accuracy": 0.8333, "is_change.f1": 1.0}
    assert check(scores, {"dev": floors}, "dev") == ["platform f1 0.8333 is below its floor 0.84"]


def test_the_score_as_reported_reaches_itself_as_floor(gold_item, predict):
    gold = [gold_item(f"i{n}", {}) for n in range(3)]
    scores = score(gold, by_source_id([predict("i0"), predict("i1")]), resamples=0)
    assert check(scores, {"dev": {"is_change.recall": 0.6667}}, "dev") == []


def test_an_undefined_score_reaches_no_floor(scores):
    assert check(scores, {"dev": {"deadline.f1": 0.5}}, "dev") == ["deadline f1 is not defined; its floor is 0.5"]


@pytest.mark.parametrize("key", ["effective_form.f1", "platform.accuracy", "platform"])
def test_a_floor_for_what_is_not_scored_is_an_error(scores, key):
    with pytest.raises(InputError, match="which is not scored"):
        check(scores, {"dev": {key: 0.5}}, "dev")


def test_a_set_without_floors_is_an_error(scores):
    with pytest.raises(InputError, match="has no floors for 'test', only for dev"):
        check(scores, {"dev": {}}, "test")


def test_a_baseline_is_read_from_json(tmp_path):
    path = tmp_path / "baseline.json"
    path.write_text('{"dev.jsonl": {"platform.f1": 0.8}}', encoding="utf-8")
    assert load_baseline(path) == {"dev.jsonl": {"platform.f1": 0.8}}


@pytest.mark.parametrize("content", ["{", '{"dev": {"platform.f1": "high"}}', '{"dev": {"platform.f1": 80}}', "[]"])
def test_a_broken_baseline_is_named(tmp_path, content):
    path = tmp_path / "baseline.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"baseline\.json: is not a baseline: "):
        load_baseline(path)
