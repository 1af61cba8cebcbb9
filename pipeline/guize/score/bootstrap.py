"""Percentile bootstrap (Efron 1979): how much a score owes to the items that happen to be in the gold.

Items, not pairs, are resampled: the pairs of one item are right or wrong together.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from guize.errors import InputError

Floats = NDArray[np.float64]


class Estimate(NamedTuple):
    """A score in [0, 1] and the ends of its interval; NaN where it is not defined."""

    value: float
    low: float
    high: float


class FieldScore(NamedTuple):
    """The metrics of a field by name, and its support: the number of gold pairs, or of cases judged."""

    metrics: dict[str, Estimate]
    support: int


def sums(per_item: Floats, resamples: int, seed: int) -> Floats:
    """Column sums of counts over the items, then over `resamples` draws of as many items with replacement.

    Args:
        per_item: counts, shape (items, columns).
        resamples: the number of draws.
        seed: of the random generator; the same seed gives the same draws.

    Returns:
        Shape (1 + resamples, columns); row 0 is what was observed.

    Raises:
        InputError: there are no items.
    """
    items = len(per_item)
    if not items:
        raise InputError("there are no items to score")
    draws = np.random.default_rng(seed).multinomial(items, np.full(items, 1 / items), size=resamples)
    return np.vstack([per_item.sum(axis=0), draws @ per_item])


def ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Elementwise quotient, NaN where the denominator is 0."""
    quotient = np.full_like(numerator, np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator > 0)
    return quotient


def estimate(series: Floats, level: float) -> Estimate:
    """A metric with its interval, of its values over `sums`; draws in which it is undefined are left out."""
    drawn = series[1:][~np.isnan(series[1:])]
    if not drawn.size:
        return Estimate(float(series[0]), np.nan, np.nan)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(float(series[0]), float(low), float(high))
