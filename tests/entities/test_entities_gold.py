"""Pinned floors: who acts, and which rules are changed, on the project's labelled texts may not get worse without a word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guize.entities import actor, audience, authorities, platforms, titles
from guize.records import Item

CORPUS = Path(__file__).parents[2] / "corpus"


def labelled(path):
    for line in (CORPUS / path).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["is_change"]:
            yield Item(title=row["title"], text=row["text"], kind=row["kind"]), row["changes"]


@pytest.mark.parametrize(("path", "floor"), [("gold/domain-dev.jsonl", 0.98), ("train/domain.jsonl", 0.96)])
def test_platform_sets(path, floor):
    hits = [
        set(actor.decide(item, platforms.find(item.content), authorities.find(item.content)).platforms)
        == {platform for change in changes for platform in change["platform"]}
        for item, changes in labelled(path)
    ]
    assert sum(hits) / len(hits) >= floor


@pytest.mark.parametrize(("path", "floor"), [("gold/domain-dev.jsonl", 0.92), ("train/domain.jsonl", 0.88)])
def test_issuers(path, floor):
    hits = [
        actor.decide(item, platforms.find(item.content), authorities.find(item.content)).issuer
        in {change["issuer"] for change in changes}
        for item, changes in labelled(path)
    ]
    assert sum(hits) / len(hits) >= floor


@pytest.mark.parametrize(
    ("module", "field", "label", "path", "floor"),
    [
        (titles, "rule_titles", "rule", "gold/domain-dev.jsonl", 0.98),
        (titles, "rule_titles", "rule", "train/domain.jsonl", 0.98),
        (audience, "audience", "audience", "gold/domain-dev.jsonl", 0.46),
        (audience, "audience", "audience", "train/domain.jsonl", 0.52),
    ],
)
def test_f1_of_rule_titles_and_audience(module, field, label, path, floor):
    hits = found = gold = 0
    for item, changes in labelled(path):
        ours = {s.value for s in module.find(item.content) if s.label == label}
        theirs = {name for change in changes for name in change[field]}
        hits += len(ours & theirs)
        found += len(ours)
        gold += len(theirs)
    assert 2 * hits / (found + gold) >= floor
