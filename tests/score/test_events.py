"""Linking against labelled clusters: three reports of two events."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from guize.cli import main
from guize.errors import InputError
from guize.run.local import extract_items
from guize.score.events import load_clusters, score_events
from guize.score.gold import GoldItem, load_gold
from guize.score.predictions import by_source_id
from places import ROOT, shared


def item(name: str, title: str, *changes: dict) -> GoldItem:
    fields = {"change_type": "revise", "categories": ["fees"], "announced_on": "2024-03-01", "announced_bound": "exact"}
    return GoldItem.model_validate(
        {
            "id": name,
            "title": title,
            "text": title,
            "published_at": "2024-03-01 10:00:00",
            "is_change": bool(changes),
            "changes": [fields | change for change in changes],
        }
    )


FEE = {
    "platform": ["jd"],
    "values": [{"what": "佣金", "old": 5, "new": 3, "unit": "%"}],
    "effective_from": "2024-03-10",
}
SEAL = {"platform": ["meituan"], "categories": ["shipping"], "effective_from": "2024-04-01"}
GOLD = [
    item("a", "京东将服饰佣金由5%降至3%", FEE),
    item("b", "京东服饰佣金3月10日起降至3%；美团要求外卖加封签", FEE, SEAL),
    item("c", "美团：4月1日起外卖须加封签", SEAL),
    item("d", "京东年货节今晚开始"),
]
CLUSTERS = [["a", "b#1"], ["b#2", "c"]]


def test_labelled_rows_that_report_one_event_are_brought_together():
    scores = score_events(GOLD, {}, CLUSTERS, resamples=0)
    assert scores["labelled"].metrics["f1"].value == 1
    assert scores["labelled"].support == 4


def test_what_was_not_extracted_is_an_event_of_its_own():
    scores = score_events(GOLD, {}, CLUSTERS, resamples=0)
    assert scores["extracted"] == scores["unlinked"]
    assert scores["unlinked"].metrics["recall"].value == 0.5


def test_extracted_rows_are_found_for_the_labelled_changes_they_state(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(one.model_dump_json() + "\n" for one in GOLD), encoding="utf-8")
    predicted = by_source_id(change for _, extraction in extract_items([path]) for change in extraction.changes)
    scores = score_events(GOLD, predicted, CLUSTERS, resamples=0)
    assert scores["extracted"].metrics["recall"].value > scores["unlinked"].metrics["recall"].value


@pytest.mark.parametrize(
    ("text", "message"),
    [("[[1, 2]]", "is no JSON list"), ("{", "is no JSON list"), ('[["a", "b"]]', "item b: is no change of the gold")],
)
def test_clusters_that_name_no_changes_are_refused(tmp_path, text, message):
    path = tmp_path / "clusters.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_clusters(path, GOLD)


def test_clusters_that_are_not_there_are_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        load_clusters(tmp_path / "none.json", GOLD)


def test_the_command_prints_them(tmp_path):
    gold, clusters = tmp_path / "gold.jsonl", tmp_path / "clusters.json"
    gold.write_text("".join(one.model_dump_json() + "\n" for one in GOLD), encoding="utf-8")
    clusters.write_text(json.dumps(CLUSTERS), encoding="utf-8")
    told = CliRunner().invoke(main, ["evaluate", str(gold), "--clusters", str(clusters), "--resamples", "10"])
    assert told.exit_code == 0
    rows = [line.split() for line in told.stdout.splitlines() if line.startswith(("labelled", "unlinked"))]
    assert [row[:4] for row in rows] == [["labelled", "100.0", "100.0", "100.0"], ["unlinked", "100.0", "50.0", "66.7"]]


def test_real_reports(tmp_path):
    lines = [
        line
        for name in ("train", "dev")
        for line in shared("real", f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        if json.loads(line)["is_change"]
    ]
    path = Path(tmp_path / "real.jsonl")
    path.write_text("\n".join(lines), encoding="utf-8")
    gold = load_gold(path)
    predicted = by_source_id(change for _, extraction in extract_items([path]) for change in extraction.changes)
    clusters = load_clusters(ROOT / "corpus" / "gold" / "real-clusters.json", gold)
    scores = score_events(gold, predicted, clusters, resamples=0)
    assert scores["labelled"].metrics["f1"].value >= 0.95
    assert scores["extracted"].metrics["f1"].value >= 0.93
