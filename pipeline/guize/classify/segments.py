"""Which sentences of a text speak of which of its changes, told from what the labels say of each change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_SENTENCE = re.compile(r"[^。；;\n]+[。；;\n]?")


def split_changes(text: str, changes: Sequence[dict[str, Any]]) -> list[str]:
    """The own sentences of each change; empty where there is one change, or one without sentences of its own.

    A sentence without a mark of any change goes with the sentence before it.
    """
    if len(changes) < 2:
        return []
    marks = [_marks(change) for change in changes]
    own: list[list[str]] = [[] for _ in changes]
    last: int | None = None
    for sentence in _SENTENCE.findall(text):
        counts = [sum(mark in sentence for mark in change) for change in marks]
        best = max(counts)
        if best and counts.count(best) == 1:
            last = counts.index(best)
        if last is not None:
            own[last].append(sentence)
    return ["".join(sentences) for sentences in own] if all(own) else []


def _marks(change: dict[str, Any]) -> set[str]:
    """Words that tell a change from the others: its rules, issuer, quantities, and effective day."""
    marks = {*change.get("rule_titles", [])} | {change.get("issuer") or ""}
    for value in change.get("values", []):
        numbers = (f"{value[side]}" for side in ("old", "new") if value.get(side))
        marks |= {str(value.get("what", "")), *numbers}
    day = (change.get("effective_from") or "").split("-")
    if len(day) == 3:
        marks |= {f"{int(day[1])}月{int(day[2])}日", f"{int(day[1])} 月 {int(day[2])} 日"}
    return marks - {""}
