"""Which items to label first: those where the labeller will most likely correct something, and unlike one another."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from guize.records import Extraction

_BUCKETS = 1024


def expected_value(extraction: Extraction) -> float:
    """The chance that the model's answer is wrong, in [0, 1]: that of its least sure row, or of there being none."""
    return 1 - min([change.confidence for change in extraction.changes] or [extraction.row.confidence or 0.0])


def by_expected_value(texts: Sequence[str], values: Sequence[float], limit: int | None = None) -> list[int]:
    """Indices of the items to label, best first, the same on every machine.

    Greedy maximal marginal relevance (Carbonell and Goldstein 1998): next comes the item with the highest value times
    its distance from the most similar one already chosen. Similarity is the cosine of hashed character trigram counts;
    time grows with `limit` times the number of items.

    Args:
        texts: the items' texts.
        values: the value of a label for each, at least 0.
        limit: how many to choose; all where None.
    """
    if not texts:
        return []
    vectors = np.array([_trigrams(text) for text in texts])
    value = np.asarray(values, dtype=np.float64) + 1e-9  # equal texts without value still have an order
    nearest = np.zeros(len(texts))
    order: list[int] = []
    for _ in range(min(limit or len(texts), len(texts))):
        gain = value * (1.0 - nearest)
        gain[order] = -1.0
        best = int(np.argmax(gain))
        order.append(best)
        nearest = np.maximum(nearest, np.clip(vectors @ vectors[best], 0.0, 1.0))
    return order


def _trigrams(text: str) -> NDArray[np.float32]:
    """Logarithmic counts of the text's character trigrams in `_BUCKETS` buckets, of length 1."""
    buckets = [crc32(text[i : i + 3].encode("utf-8", "replace")) % _BUCKETS for i in range(max(1, len(text) - 2))]
    counts = np.log1p(np.bincount(buckets, minlength=_BUCKETS)).astype(np.float32)
    vector: NDArray[np.float32] = counts / np.linalg.norm(counts)
    return vector
