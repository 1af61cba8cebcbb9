"""The lexicon as one automaton: which terms stand where in a text, and which groups they belong to."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick

from guize.classify.fold import fold, to_text
from guize.vocabulary import SHIPPED, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guize.classify.arrays import Bools, Floats, Ints


_SHORTEST = 5  # letters of a name that is not looked for inside longer words


class Hits(NamedTuple):
    """Terms found in a folded text, one entry a (term, group), ordered by `start`; offsets are in the folded text."""

    start: Ints
    end: Ints
    group: Ints

    def where(self, chosen: Bools) -> Hits:
        """The chosen entries."""
        return Hits(self.start[chosen], self.end[chosen], self.group[chosen])


class Lexicon:
    """The groups of the vocabulary file `lexicon`, compiled.

    Args:
        data: the file.
        platforms: further terms of the group `platform`; all of a group are alike to a model, so that it serves whatever
            they are, and the checksum leaves them out.
    """

    def __init__(self, data: dict[str, Any], platforms: Sequence[str] = ()) -> None:
        self.groups: tuple[str, ...] = tuple(data["groups"])
        self.cues: Floats = np.array([data["cues"].get(name, 0.0) for name in self.groups], np.float32)
        self.within = int(data["pairs"]["within"])
        self.paired: Ints = np.full(len(self.groups), -1, np.int64)
        for position, name in enumerate(data["pairs"]["groups"]):
            self.paired[self.groups.index(name)] = position
        self.n_paired = len(data["pairs"]["groups"])
        self.rivals: Ints = np.full(len(self.groups), -1, np.int64)
        for position, name in enumerate(data["first"]["groups"]):
            self.rivals[self.groups.index(name)] = position
        self.n_rivals = len(data["first"]["groups"])
        self.sha256 = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
        terms: dict[str, list[int]] = {}
        for index, name in enumerate(self.groups):
            more = platforms if name == "platform" else ()
            for term in dict.fromkeys(to_text(fold(term)) for term in (*data["groups"][name], *more)):
                terms.setdefault(term, []).append(index)
        self._automaton = AhoCorasick(list(terms))
        self._group_of = np.array([group for groups in terms.values() for group in groups], np.int64)
        self._sizes = np.array([len(groups) for groups in terms.values()], np.int64)
        self._offsets = np.cumsum(self._sizes) - self._sizes

    def index(self, group: str) -> int:
        """Position of a group's name in `groups`."""
        return self.groups.index(group)

    def find(self, folded: str) -> Hits:
        """All terms of a folded text, overlapping ones too."""
        matches = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        found = np.fromiter(chain.from_iterable(matches), np.int64, 3 * len(matches)).reshape(-1, 3)
        found = found[np.argsort(found[:, 1], kind="stable")]
        size = self._sizes[found[:, 0]]
        within_term = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        groups = self._group_of[np.repeat(self._offsets[found[:, 0]], size) + within_term]
        return Hits(np.repeat(found[:, 1], size), np.repeat(found[:, 2], size), groups)


@cache
def load_lexicon(words: Vocabulary = SHIPPED) -> Lexicon:
    """The lexicon of a vocabulary; compiled once per process."""
    return Lexicon(words.load("lexicon"), _plain_names(words.load("platforms")))


def _plain_names(data: dict[str, Any]) -> list[str]:
    """The names of platforms that mean one wherever they stand: none that needs a guard, or may be part of a word."""
    names = [name for names in data["names"].values() for name in names if name not in data["guards"]]
    return [name for name in names if not name.isascii() or len(name) >= _SHORTEST]
