"""Blocking: only changes that share a block key are compared, however many changes there are.

Keys name the actor together with a rule, a subject, a value or a locality-sensitive hash of the text in a window of time, or
with an effective day; of an authority, which changes little, the category in a window is enough. Windows overlap by half, so
that days up to a window's half apart share one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from guize.link.profile import Profile, windows
from guize.link.text import bands, key

WIDE, WINDOW = 186, 62
"""Days of a window for texts, and for names and values."""
_AT_A_TIME = 4096
_PAIRS_AT_A_TIME = 1 << 22


class BlockKeys(NamedTuple):
    """The keys of all profiles, one after another, signed 64-bit; `counts` says how many each has."""

    keys: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]


def block_keys(profiles: Sequence[Profile]) -> BlockKeys:
    """The block keys of each profile, the same in every release."""
    keys, counts = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for start in range(0, len(profiles), _AT_A_TIME):
        some = profiles[start : start + _AT_A_TIME]
        hashed = bands([p.text for p in some]).view(np.int64).tolist()
        rows = [
            [*(key(*parts) for parts in _named_keys(p)), *_text_keys(p, row)]
            for p, row in zip(some, hashed, strict=True)
        ]
        keys.append(np.fromiter(chain.from_iterable(rows), np.int64))
        counts.append(np.fromiter(map(len, rows), np.int64))
    return BlockKeys(np.concatenate(keys), np.concatenate(counts))


def _named_keys(p: Profile) -> Iterator[tuple[object, ...]]:
    spans = _windows(p, WINDOW)
    day = p.effective.first if p.effective is not None and p.effective.first == p.effective.last else None
    for actor in sorted(p.actors) or [""]:
        for rule in sorted(p.rules):
            yield from (("rule", actor, rule, window) for window in spans)
            if day is not None:
                yield "rule", actor, rule, day
        yield from (("subject", actor, p.subject, window) for window in spans)
        if day is not None:
            yield from (("effective", actor, day, category) for category in sorted(p.categories))
        amounts = {(v.new if v.new is not None else v.old, v.unit or "") for v in p.values}
        for (amount, unit), category in sorted(product(amounts, p.categories), key=str):
            yield from (("value", actor, amount, unit, category, window) for window in spans)
    if p.authority:
        for category in sorted(p.categories):
            yield from (("authority", p.authority, category, window) for window in spans)


def _windows(p: Profile, days: int) -> tuple[int, ...]:
    """The windows that the day of announcement lies in."""
    return (-1,) if p.announced is None else windows(p.announced.last, days)


def _text_keys(p: Profile, hashed: list[int]) -> Iterator[int]:
    for actor in sorted(p.actors) or [""]:
        for window in _windows(p, WIDE):
            place = key("text", actor, window)
            yield from (place ^ band for band in hashed)


def candidate_pairs(blocks: BlockKeys) -> Iterator[npt.NDArray[np.int64]]:
    """Pairs of positions that share a key, each once, in order.

    Whether two are a pair depends on these two alone: what is linked in batches meets as what is linked at once.

    Yields:
        Arrays of shape (pairs, 2), the lesser position first; some four million pairs at most while no change meets more.
    """
    size = len(blocks.counts)
    member = np.repeat(np.arange(size), blocks.counts)
    order = np.argsort(blocks.keys, kind="stable")
    keys = blocks.keys[order]
    ends = np.append(np.flatnonzero(keys[1:] != keys[:-1]) + 1, len(keys))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    later = (np.repeat(ends, np.diff(ends, prepend=0)) - np.arange(1, len(keys) + 1))[place]
    by_key = member[order]
    firsts = np.concatenate([[0], np.cumsum(blocks.counts)])
    met = np.concatenate([[0], np.cumsum(later)])[firsts]
    start = 0
    while start < size:
        most = met[start] + _PAIRS_AT_A_TIME
        stop = max(start + 1, int(np.searchsorted(met, most, side="right")) - 1)
        some = slice(firsts[start], firsts[stop])
        counts = later[some]
        step = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        left, right = np.repeat(member[some], counts), by_key[np.repeat(place[some], counts) + 1 + step]
        pairs = np.stack(np.divmod(np.unique(left * size + right), size), axis=1)
        yield pairs[pairs[:, 0] != pairs[:, 1]]
        start = stop
