"""The linear scorer: rows of weights for hashed n-grams and for dense features, one column an output."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from guize.classify.features import BITS

if TYPE_CHECKING:
    from guize.classify.arrays import Array, Codes, Doubles, Floats, Ints
    from guize.classify.features import Features

_DIGITS = 9  # of a score; the order of sums, which differs between batches, changes later ones
_LEAST = 12.0  # about the length of three n-grams


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
        self._row = row_table(weights.bucket)
        self._idf = weights.idf.astype(np.float32)
        self._n_gram = np.ascontiguousarray((weights.n_gram.astype(np.float32) * self._idf[:, None]).T)
        self._dense = np.ascontiguousarray(weights.dense.T)
        self._bias = weights.bias.astype(np.float64)

    def score(self, features: Features) -> Doubles:
        """Scores (log odds before calibration) of n items, n x k; those of an item are the same in every batch."""
        n = features.n
        value = features.value.astype(np.float64)
        row, segment = known_rows(self._row, len(self._idf), features)
        share = 1 / np.take(segment_norms(np.take(self._idf, row), segment, n), segment)
        of_others, of_n_grams = _Runs(features.item), _Runs(segment // 2)
        scores = np.tile(self._bias, (n, 1))
        for output in range(len(self._bias)):
            of_others.add(np.take(self._dense[output], features.column) * value, scores[:, output])
            of_n_grams.add(np.take(self._n_gram[output], row) * share, scores[:, output])
        return np.round(scores, _DIGITS)


class _Runs:
    """Sums over runs of entries of the same owner."""

    def __init__(self, owner: Ints) -> None:
        self._begins = np.flatnonzero(np.diff(owner, prepend=-1))
        self._owner = owner[self._begins]

    def add(self, values: Doubles, totals: Doubles) -> None:
        """Adds each run's sum of `values` to its owner's entry of `totals`."""
        if len(self._begins):
            np.add.at(totals, self._owner, np.add.reduceat(values, self._begins))


def row_table(bucket: Codes) -> Array:
    """The row of each possible bucket; those that are not known have the row after the last."""
    rows = len(bucket)
    table = np.full(1 << BITS, rows, np.min_scalar_type(rows))
    table[bucket] = np.arange(rows)
    return table


def known_rows(table: Array, rows: int, features: Features) -> tuple[Ints, Ints]:
    """Row and segment of each n-gram that is known."""
    row = np.take(table, features.token)
    known = np.flatnonzero(row < rows)
    return np.take(row, known).astype(np.int64), np.take(features.segment, known)


def segment_norms(idf: Array, segment: Ints, n: int) -> Doubles:
    """Euclidean length of each view of n items, of which the n-grams are to have length one; 2n.

    A view of a character or two says little: it is taken to be as long as one of a few words.
    """
    return np.maximum(np.sqrt(np.bincount(segment, idf.astype(np.float64) ** 2, 2 * n)), _LEAST)
