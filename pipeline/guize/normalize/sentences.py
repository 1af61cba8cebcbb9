"""The sentences of an item that state the change: the proof of the fields that no single word gives."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from guize import vocabulary

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")


@cache
def _wording() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = vocabulary.load("statement")
    return re.compile("|".join(words["changing"])), re.compile("|".join(words["beside"]))


def states_change(text: str) -> bool:
    """Whether words of a change stand in `text`."""
    return _wording()[0].search(text) is not None


def change_bearing(content: str, start: int, end: int, proofs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The sentence in `[start, end)` that most clearly states a change, as offsets in `content`.

    Args:
        content: title and text of the item.
        start: where the stretch that states the change begins.
        end: where it ends.
        proofs: spans that other fields rest on (the effective date, a rule title, a value).
    """
    changing, beside = _wording()
    starts = sorted(first for first, _ in proofs)
    best, best_score = (start, end), -1.0
    for match in _SENTENCE.finditer(content, start, end):
        a, b = match.span()
        a += len(match.group()) - len(match.group().lstrip())
        if b - a < 4:
            continue
        score = 1.5 * min(2, len(changing.findall(match.group()))) - 2 * bool(beside.search(match.group()))
        score += bisect_left(starts, b) - bisect_left(starts, a)
        if score > best_score:
            best, best_score = (a, b), score
    return best
