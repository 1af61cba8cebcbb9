"""Near-duplicates among texts, which must not be on both sides of a split."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from guize.classify.fold import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guize.classify.arrays import Ints

_SKETCH = 64  # hashes kept of a text
_ALIKE = 0.4  # share of the smaller sketch that two near-duplicates have in common
_COMMON = 40  # texts; a hash that more have in common tells nothing
_HEAD = 400  # characters


def group_duplicates(titles: Sequence[str], texts: Sequence[str]) -> Ints:
    """The group of each text: near-duplicates, directly or through others, are one group."""
    parent = list(range(len(titles)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    sketches = [_sketch(title + text[:_HEAD]) for title, text in zip(titles, texts, strict=True)]
    holders: dict[int, list[int]] = defaultdict(list)
    for index, sketch in enumerate(sketches):
        common = Counter(other for value in sketch for other in holders[value])
        for other, count in common.items():
            if count >= _ALIKE * max(1, min(len(sketch), len(sketches[other]))):
                parent[root(index)] = root(other)
        for value in sketch:
            if len(holders[value]) < _COMMON:
                holders[value].append(index)
    return np.array([root(index) for index in range(len(titles))], np.int64)


def _sketch(content: str) -> list[int]:
    """The least hashes of the text's character 3-grams."""
    codes = fold(content).astype(np.uint64)
    if len(codes) < 3:
        return [int(code) for code in codes]
    mixed = (codes[:-2] * np.uint64(0x9E3779B97F4A7C15)) ^ (codes[1:-1] * np.uint64(0xC2B2AE3D27D4EB4F))
    mixed = (mixed ^ (codes[2:] * np.uint64(0x165667B19E3779F9))) * np.uint64(0xD6E8FEB86659FD93)
    return [int(value) for value in np.unique(mixed ^ (mixed >> np.uint64(32)))[:_SKETCH]]
