"""Features of texts: hashed character n-grams, groups of the lexicon, and ordered pairs of groups.

The title is one view. The other is the text, or of a long text its most telling sentences. Everything is
computed for a batch at once on flat arrays: the characters of all items one after the other.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from guize.classify.fold import CLAUSE_ENDS, DIGITS, SENTENCE_ENDS, codes_of, fold_codes, to_text
from guize.classify.signals import Signals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guize.classify.arrays import Bools, Codes, Floats, Ints
    from guize.classify.lexicon import Hits, Lexicon

BITS = 20  # of a hashed n-gram
_LIMIT = 1500  # characters of a text that are looked at
_PLATFORM = np.uint32(0xE000)  # stands for the name of any platform
_ZERO = np.uint32(ord("0"))


class Settings(NamedTuple):
    """What can be chosen about the features; stored with the model."""

    body: int = 200  # folded characters after which no further sentence of the text is read
    lead: float = 2.0  # bonus of the first sentence of a text when sentences are ranked
    later: float = 0.15  # malus of each sentence before it, up to ten
    longest: int = 3  # n-gram, in characters
    scale: float = 0.15  # of the dense features against the n-grams, whose vectors have length one


class Features(NamedTuple):
    """Features of a batch of n items; those that are not listed are 0.

    Attributes:
        n: number of items.
        token: bucket of each n-gram.
        segment: item * 2 + view (0 title, 1 text) of each n-gram.
        item: item of each other feature.
        column: which feature it is.
        value: its value.
    """

    n: int
    token: Codes
    segment: Ints
    item: Ints
    column: Ints
    value: Floats


class _Text(NamedTuple):
    """A batch as flat arrays, one entry a folded character."""

    codes: Codes
    segment: Ints
    sentence: Ints
    clause: Ints


class Extractor:
    """Computes features with a lexicon and settings."""

    def __init__(self, lexicon: Lexicon, settings: Settings) -> None:
        self.lexicon = lexicon
        self.settings = settings
        of_view = (len(lexicon.groups), lexicon.n_paired**2, lexicon.n_rivals)
        self._widths = [*accumulate([*(2 * width for width in of_view), len(Signals._fields)])]

    @property
    def columns(self) -> int:
        """Number of features beside the n-grams."""
        return self._widths[-1]

    def extract(self, titles: Sequence[str], texts: Sequence[str], signals: Sequence[Signals]) -> Features:
        """The features of a batch; the three sequences have the same length n."""
        n = len(titles)
        text = _lay_out(titles, texts)
        hits = self.lexicon.find(to_text(text.codes))
        kept = self._choose(text, hits)
        hits = hits.where(kept[text.sentence[hits.start]])
        known = np.array(signals, np.float32).ravel()
        counts = self._group_counts(text, hits, n)
        pairs, first = self._pairs(text, hits), self._first(text, hits)
        places = (np.flatnonzero(counts), pairs, first, np.flatnonzero(known))
        values = (np.log1p(counts[places[0]]), np.ones(len(pairs)), np.ones(len(first)), known[places[3]])
        item, column = [], []
        for place, start, end in zip(places, (0, *self._widths), self._widths, strict=False):
            owner, own = np.divmod(place, end - start)
            item.append(owner)
            column.append(own + start)
        value = np.concatenate(values).astype(np.float32) * np.float32(self.settings.scale)
        token, segment = self._n_grams(text, hits, kept[text.sentence])
        return Features(n, token, segment, np.concatenate(item), np.concatenate(column), value)

    def _choose(self, text: _Text, hits: Hits) -> Bools:
        """Which sentences are read: titles, and the best of each text until `body` characters are reached."""
        first = np.flatnonzero(np.diff(text.sentence, prepend=-1))
        size = np.diff(first, append=len(text.sentence))
        segment = text.segment[first]
        told = np.zeros((len(first), len(self.lexicon.groups)), np.float32)
        told[text.sentence[hits.start], hits.group] = 1
        score = told @ self.lexicon.cues
        order = np.arange(len(first)) - np.searchsorted(segment, segment)
        score += self.settings.lead / (1 + order) * (order < 2) - self.settings.later * np.minimum(order, 10)
        score[size < 4] -= 5
        ranked = np.lexsort((-score, segment))
        before = np.cumsum(size[ranked]) - size[ranked]
        before -= before[np.searchsorted(segment[ranked], segment[ranked])]
        kept = np.empty(len(first), np.bool_)
        kept[ranked] = before < self.settings.body
        kept |= segment % 2 == 0
        return kept

    def _group_counts(self, text: _Text, hits: Hits, n: int) -> Ints:
        """How often each group occurs in each view."""
        groups = len(self.lexicon.groups)
        read = hits.where(hits.group != self.lexicon.index("boilerplate"))
        return np.bincount(text.segment[read.start] * groups + read.group, minlength=2 * groups * n)

    def _pairs(self, text: _Text, hits: Hits) -> Ints:
        """The pairs of groups of which one follows the other within a clause and `within` characters."""
        paired = self.lexicon.paired[hits.group]
        start, end, group = (array[paired >= 0] for array in (hits.start, hits.end, paired))
        clause = text.clause[start]
        size = self.lexicon.n_paired
        place = (text.segment[start] * size + group) * size
        found = []
        for step in range(1, len(start)):
            gap = start[step:] - end[:-step]
            near = clause[step:] == clause[:-step]
            if not near.any():
                break
            near &= (gap >= 0) & (gap <= self.lexicon.within)
            found.append(place[:-step][near] + group[step:][near])
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)

    def _first(self, text: _Text, hits: Hits) -> Ints:
        """Which of the rival groups has the first term of each view."""
        rival = self.lexicon.rivals[hits.group]
        chosen = np.flatnonzero(rival >= 0)
        segment = text.segment[hits.start[chosen]]
        begins = np.flatnonzero(np.diff(segment, prepend=-1))
        return segment[begins] * self.lexicon.n_rivals + rival[chosen[begins]]

    def _n_grams(self, text: _Text, hits: Hits, kept: Bools) -> tuple[Codes, Ints]:
        codes = np.where(DIGITS[text.codes], _ZERO, text.codes)
        named = _covered(hits, self.lexicon.index("platform"), len(codes))
        begins = named & np.diff(named, prepend=np.False_)
        codes[begins] = _PLATFORM
        kept = kept & (begins | ~named) & ~_covered(hits, self.lexicon.index("boilerplate"), len(codes))
        codes, segment = codes[kept], text.segment[kept]
        salt = (segment % 2).astype(np.uint32) * np.uint32(0x9E3779B9)
        rolled = codes * np.uint32(2654435761)
        tokens, segments = [], []
        for n in range(1, min(self.settings.longest, len(codes)) + 1):
            if n > 1:
                rolled = (rolled[:-1] * np.uint32(16777619)) ^ (codes[n - 1 :] * np.uint32(2654435761))
            whole = segment[n - 1 :] == segment[: len(rolled)]
            mixed = rolled[whole] ^ salt[: len(rolled)][whole]
            mixed = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(2246822519 + 2 * n)
            tokens.append((mixed ^ (mixed >> np.uint32(13))) >> np.uint32(32 - BITS))
            segments.append(segment[: len(rolled)][whole])
        if not tokens:
            return np.empty(0, np.uint32), np.empty(0, np.int64)
        return np.concatenate(tokens), np.concatenate(segments)


def _lay_out(titles: Sequence[str], texts: Sequence[str]) -> _Text:
    parts = [part for title, text in zip(titles, texts, strict=True) for part in (title, text[:_LIMIT])]
    codes, kept = fold_codes(codes_of("\n".join(parts) + "\n"))
    lengths = np.fromiter((len(part) + 1 for part in parts), np.int64, len(parts))
    segment = np.repeat(np.arange(len(parts)), lengths)[kept]
    ends = SENTENCE_ENDS[codes]
    breaks = CLAUSE_ENDS[codes]
    return _Text(codes, segment, np.cumsum(ends) - ends, np.cumsum(breaks) - breaks)


def _covered(hits: Hits, group: int, size: int) -> Bools:
    """Which characters a term of the group covers."""
    chosen = hits.group == group
    opened = np.bincount(hits.start[chosen], minlength=size + 1)
    closed = np.bincount(hits.end[chosen], minlength=size + 1)
    return np.cumsum(opened - closed)[:size] > 0
