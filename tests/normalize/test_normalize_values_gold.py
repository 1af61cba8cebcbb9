"""Pinned floors: values on the project's labelled texts may not get worse without a word."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from guize.normalize import values

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.parametrize(("path", "floor"), [("gold/domain-dev.jsonl", 0.95), ("train/domain.jsonl", 0.95)])
def test_f1_of_old_and_new(path, floor):
    hits = found = labelled = 0
    for line in (CORPUS / path).read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if not item["changes"]:
            continue
        gold = Counter((v["old"], v["new"]) for change in item["changes"] for v in change.get("values", []))
        ours = Counter((f.value.old, f.value.new) for f in values.find(f"{item['title']}\n{item['text']}"))
        hits += (gold & ours).total()
        found += ours.total()
        labelled += gold.total()
    assert 2 * hits / (found + labelled) >= floor
