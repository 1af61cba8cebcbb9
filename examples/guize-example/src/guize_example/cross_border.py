"""A stage: marks the changes that concern cross-border trade, with the words that say so."""

from __future__ import annotations

import re

from guize.records import Evidence, Item, PolicyChange

_WORDS = re.compile("跨境|海外仓|出口|保税")


def mark(item: Item, changes: list[PolicyChange]) -> list[PolicyChange]:
    """The changes with the topic `cross_border` where the item says so. Changes are immutable: a stage returns copies."""
    found = _WORDS.search(item.content)
    if found is None:
        return changes
    where, start, end = item.locate(*found.span())
    evidence = Evidence(field="topics", where=where, start=start, end=end, text=found[0])
    return [
        change.model_copy(update={"topics": [*change.topics, "cross_border"], "evidence": [*change.evidence, evidence]})
        for change in changes
    ]
