"""Whether the confidence of a row can be trusted: judged rows, risk at coverage, calibration error."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from guize.score.fields import row
from guize.score.predictions import Predictions, match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from guize.records import Status
    from guize.score.gold import GoldItem


class JudgedRow(NamedTuple):
    """A predicted change, and whether the gold item has exactly that row (see `scores`, row_exact)."""

    gold_id: str
    change_id: str
    confidence: float
    status: Status
    correct: bool


class Operating(NamedTuple):
    """What happens where rows of at least this confidence are kept.

    `coverage` is the part of all rows that are kept, `risk` the part of those kept that are wrong.
    """

    threshold: float
    coverage: float
    risk: float


def judged_rows(gold: Sequence[GoldItem], predictions: Predictions) -> list[JudgedRow]:
    """Every predicted change of a gold item, judged; a gold row stands for one predicted row, the surest.

    Raises:
        InputError: no prediction belongs to the gold.
    """
    matched = match(gold, predictions)
    judged = []
    for item in gold:
        left = Counter(map(row, item.changes))
        for change in sorted(matched.get(item.id, []), key=lambda change: -change.confidence):
            correct = left[row(change)] > 0
            left[row(change)] -= correct
            judged.append(JudgedRow(item.id, change.change_id, change.confidence, change.status, correct))
    return judged


def risk_coverage(rows: Sequence[JudgedRow]) -> list[Operating]:
    """The risk-coverage curve (El-Yaniv and Wiener 2010), a point per distinct confidence, surest first."""
    if not rows:
        return []
    confidence = np.array([row.confidence for row in rows])
    wrong = np.array([not row.correct for row in rows])
    thresholds = np.unique(confidence)[::-1]
    kept = np.array([confidence >= threshold for threshold in thresholds])
    points = zip(thresholds, kept.mean(axis=1), (kept & wrong).sum(axis=1) / kept.sum(axis=1), strict=True)
    return [Operating(float(threshold), float(coverage), float(risk)) for threshold, coverage, risk in points]


def summary(rows: Sequence[JudgedRow]) -> str:
    """One line: how many rows are accepted and exact, how exact the surest 60 % are, and the calibration error."""
    if not rows:
        return "no rows predicted"
    accepted = [row.correct for row in rows if row.status == "accepted"]
    surest = sorted(rows, key=lambda row: -row.confidence)[: round(0.6 * len(rows))]
    confidence = [row.confidence for row in rows]
    error = expected_calibration_error(confidence, [row.correct for row in rows])
    parts = [f"{len(accepted)} of {len(rows)} rows accepted"]
    if accepted:
        parts[0] += f", {np.mean(accepted):.3f} of them exact"
    if surest:
        parts.append(f"{np.mean([row.correct for row in surest]):.3f} of the 60 % most confident exact")
    chance = calibration_error_by_chance(confidence)
    parts.append(f"expected calibration error {error:.3f} ({chance:.3f} by chance alone on as many rows)")
    return "; ".join(parts)


def expected_calibration_error(confidence: ArrayLike, correct: ArrayLike, bins: int = 10) -> float:
    """Mean distance of confidence and accuracy over bins of equal mass, weighted by their size.

    Equal mass (quantile) bins, as in Nguyen and O'Connor (2015), and not the equal widths of Guo et al.
    (2017): confidences crowd near 1, where equal widths would make one bin of nearly everything. Equal
    confidences share a bin, so the order of the rows does not matter.

    Args:
        confidence: probabilities in [0, 1], shape (rows,).
        correct: whether each row was right, shape (rows,).
        bins: the number of bins.

    Returns:
        A figure in [0, 1], 0 being calibrated; NaN without rows.
    """
    sure, right = np.asarray(confidence, dtype=np.float64), np.asarray(correct, dtype=np.float64)
    if not sure.size:
        return float("nan")
    edges = np.quantile(sure, np.linspace(0, 1, bins + 1)[1:-1])
    gaps = np.bincount(np.searchsorted(edges, sure, side="right"), weights=sure - right)
    return float(np.abs(gaps).sum() / sure.size)


def calibration_error_by_chance(confidence: ArrayLike, bins: int = 10, resamples: int = 200) -> float:
    """The mean `expected_calibration_error` that calibrated confidences show on so few rows, found by simulation.

    The estimator is biased upwards (Roelofs et al. 2022): each row is drawn right with the probability that is its
    confidence, so that all of the error is chance.

    Args:
        confidence: probabilities in [0, 1], shape (rows,).
        bins: the number of bins.
        resamples: simulated judgements; the seed is fixed.
    """
    sure = np.asarray(confidence, dtype=np.float64)
    drawn = np.random.default_rng(0).random((resamples, sure.size)) < sure
    return float(np.mean([expected_calibration_error(sure, right, bins) for right in drawn]))
