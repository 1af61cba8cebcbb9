"""How far the sentences of a text state a change of a rule: counts of words of `vocabulary/actor.toml`."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from guize import vocabulary

_SENTENCE_END = re.compile("[。！？；\n]")


class _Words(NamedTuple):
    automaton: AhoCorasick
    changes: int  # the words before this index state a change, those from it on other news
    points: float
    most: int
    least: int


@cache
def _words() -> _Words:
    data = vocabulary.load("actor")["statement"]
    automaton = AhoCorasick(
        data["change"] + data["beside"], matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
    )
    return _Words(automaton, len(data["change"]), data["points"], data["most"], data["least"])


class Statements:
    """The sentences of a text, each with points for stating a change."""

    def __init__(self, content: str) -> None:
        self._ends = [match.start() for match in _SENTENCE_END.finditer(content)]
        self._seen: list[set[int]] = [set() for _ in range(len(self._ends) + 1)]
        for index, start, _ in _words().automaton.find_matches_as_indexes(content):
            self._seen[bisect_right(self._ends, start)].add(index)

    def points(self, offset: int) -> float:
        """Points of the sentence at `offset`: different words of a change, less twice those of other news."""
        words = _words()
        seen = self._seen[bisect_right(self._ends, offset)]
        beside = sum(index >= words.changes for index in seen)
        return words.points * max(min(len(seen) - beside, words.most) - 2 * beside, words.least)
