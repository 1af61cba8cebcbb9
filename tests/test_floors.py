"""The pinned quality gate: scores on labelled texts may not fall below `floors.json` without a deliberate change to it."""

import json
from pathlib import Path

import pytest

from guize.run.local import extract_rows
from guize.score.baseline import check, load_baseline
from guize.score.gold import load_gold
from guize.score.predictions import by_source_id
from guize.score.scores import score
from places import ROOT, shared

FLOORS = Path(__file__).with_name("floors.json")


def violations(gold: Path, inputs: Path) -> list[str]:
    changes, _ = extract_rows([inputs])
    return check(score(load_gold(gold), by_source_id(changes), resamples=0), load_baseline(FLOORS), gold.name)


def test_domain_dev(domain_dev):
    assert violations(domain_dev, domain_dev) == []


@pytest.mark.parametrize("name", ["fresh.jsonl", "blind.jsonl"])
def test_set_labelled_before_any_output_was_seen(name):
    gold = ROOT / "corpus" / "gold" / name
    assert violations(gold, gold) == []


def test_real_dev(real_dev):
    assert violations(real_dev, real_dev) == []


def test_seed_page(seed_gold, seed_page):
    assert violations(seed_gold, seed_page) == []


def test_seed_page_holds_twenty_items(seed_page):
    _, rows = extract_rows([seed_page])
    assert len(rows) == 20
    assert {row.status for row in rows} <= {"changed", "not_a_change"}


def test_floors_are_for_the_sets_that_are_scored():
    assert set(json.loads(FLOORS.read_text(encoding="utf-8"))) == {
        "domain-dev.jsonl",
        "fresh.jsonl",
        "blind.jsonl",
        "dev.jsonl",
        "gold.jsonl",
    }


def test_no_text_of_the_real_corpus_stands_in_the_project():
    window = 22
    known: set[str] = set()
    for path in (shared("real", "dev.jsonl"), shared("real", "train.jsonl"), shared("seed", "gold.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = "".join(json.loads(line)["text"].split())
            known.update(text[i : i + window] for i in range(0, max(0, len(text) - window), 1))
    own = [
        p
        for folder in ("pipeline", "corpus", "tests", "docs", "models")
        for p in (ROOT / folder).rglob("*")
        if p.is_file()
    ]
    copied = []
    for path in own:
        try:
            text = "".join(path.read_text(encoding="utf-8").split())
        except UnicodeDecodeError:
            continue
        if any(text[i : i + window] in known for i in range(len(text) - window) if not text[i : i + window].isascii()):
            copied.append(path.name)
    assert copied == []


@pytest.mark.parametrize("name", ["domain-dev.jsonl", "fresh.jsonl", "blind.jsonl", "dev.jsonl", "gold.jsonl"])
def test_row_exact_has_a_floor(name):
    assert "row_exact.accuracy" in load_baseline(FLOORS)[name]
