"""Blocking: only changes that share a block key are compared, which keeps linking near-linear.

Keys name the actor together with a rule, a subject, a value or a locality-sensitive hash of the text in a window of time, or
with an effective day. Windows overlap by half, so that days up to a window's half apart share one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from guize.link.profile import Profile
from guize.link.text import bands

WIDE, WINDOW, NARROW = 186, 62, 14
"""Days of a window for texts, for names, and for values, which are less telling."""
_AT_A_TIME = 4096
NEIGHBOURS = 64
"""Members of a block that a change is compared with: the next ones by day. Blocks seldom have so many."""


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
            [*(_key(*parts) for parts in _named_keys(p)), *_text_keys(p, row)]
            for p, row in zip(some, hashed, strict=True)
        ]
        keys.append(np.fromiter(chain.from_iterable(rows), np.int64))
        counts.append(np.fromiter(map(len, rows), np.int64))
    return BlockKeys(np.concatenate(keys), np.concatenate(counts))


def _named_keys(p: Profile) -> Iterator[tuple[object, ...]]:
    windows = _windows(p, WINDOW)
    day = p.effective.first if p.effective is not None and p.effective.first == p.effective.last else None
    for actor in sorted(p.actors) or [""]:
        for rule in sorted(p.rules):
            yield from (("rule", actor, rule, window) for window in windows)
            if day is not None:
                yield "rule", actor, rule, day
        yield from (("subject", actor, p.subject, window) for window in windows)
        if day is not None:
            yield from (("effective", actor, day, category) for category in sorted(p.categories))
        for new, unit in sorted({(v.new, v.unit or "") for v in p.values if v.new is not None}):
            yield from (("value", actor, new, unit, window) for window in _windows(p, NARROW))


def _windows(p: Profile, days: int) -> tuple[int, ...]:
    """The two windows that the day of announcement lies in."""
    if p.announced is None:
        return (-1,)
    day = p.announced.last.toordinal()
    return (2 * (day // days), 2 * ((day + days // 2) // days) + 1)


def _text_keys(p: Profile, hashed: list[int]) -> Iterator[int]:
    for actor in sorted(p.actors) or [""]:
        for window in _windows(p, WIDE):
            place = _key("text", actor, window)
            yield from (place ^ band for band in hashed)


def _key(*parts: object) -> int:
    digest = blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big", signed=True)


def candidate_pairs(blocks: BlockKeys) -> npt.NDArray[np.int64]:
    """Pairs of positions that share a key, each once, in order: an array of shape (pairs, 2).

    Positions are to be in the order of days: in a block of more than `NEIGHBOURS` members each is paired with the next
    ones only.
    """
    size = len(blocks.counts)
    member = np.repeat(np.arange(size), blocks.counts)
    order = np.lexsort((member, blocks.keys))
    keys, member = blocks.keys[order], member[order]
    codes = [np.empty(0, np.int64)]
    for step in range(1, NEIGHBOURS + 1):
        together = keys[step:] == keys[:-step]
        if not together.any():
            break
        codes.append(np.unique(member[:-step][together] * size + member[step:][together]))
    left, right = np.divmod(np.unique(np.concatenate(codes)), max(size, 1))
    pairs: npt.NDArray[np.int64] = np.stack([left, right], axis=1)[left != right]
    return pairs
