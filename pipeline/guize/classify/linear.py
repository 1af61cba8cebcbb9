"""The linear scorer: rows of weights for hashed n-grams and for dense features, one column an output."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from guize.classify.features import BITS

if TYPE_CHECKING:
    from guize.classify.arrays import Array, Codes, Doubles, Floats, Ints
    from guize.classify.features import Features


class Weights(NamedTuple):
    """Weights of r n-gram buckets and d dense features for k outputs, as stored."""

    bucket: Codes  # r, ascending
    idf: Array  # r, float16
    n_gram: Array  # r x k, float16
    dense: Floats  # d x k
    bias: Floats  # k


class Scorer:
    """Scores batches of features."""

    def __init__(self, weights: Weights) -> None:
        self._row = np.full(1 << BITS, -1, np.int32)
        self._row[weights.bucket] = np.arange(len(weights.bucket), dtype=np.int32)
        self._idf = weights.idf.astype(np.float32)
        self._n_gram = weights.n_gram.astype(np.float32) * self._idf[:, None]
        self._dense = weights.dense
        self._bias = weights.bias

    def score(self, features: Features) -> Doubles:
        """Scores (log odds before calibration) of n items, n x k."""
        n = len(features.dense)
        row, segment = known_rows(self._row, features)
        norm = segment_norms(self._idf[row], segment, n)
        scores = (features.dense @ self._dense + self._bias).astype(np.float64)
        if len(row):
            begins = np.flatnonzero(np.diff(segment, prepend=-1))
            sums = np.add.reduceat(self._n_gram[row], begins, axis=0)
            np.add.at(scores, segment[begins] // 2, sums / norm[segment[begins], None])
        return scores


def known_rows(row_of: Array, features: Features) -> tuple[Ints, Ints]:
    """Row and segment of each n-gram that the model knows, ordered by segment."""
    row = row_of[features.token]
    known = np.flatnonzero(row >= 0)
    known = known[np.argsort(features.segment[known], kind="stable")]
    return row[known], features.segment[known]


def segment_norms(idf: Array, segment: Ints, n: int) -> Doubles:
    """Euclidean length of each view of n items, of which the n-grams are to have length one; 2n."""
    return np.sqrt(np.bincount(segment, idf.astype(np.float64) ** 2, 2 * n))
