"""Confidence in a whole row: one probability from those of its labels and from what other stages say."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guize.classify.arrays import Array, Bools
    from guize.classify.labels import Decision

_STEPS = 50
_LEAST = 1e-6


class RowConfidence(NamedTuple):
    """A logistic model of "the whole row is right"; stored under `row_confidence` in `model.json`.

    Attributes:
        names: of the features: those of `row_features`.
        weights: one a feature.
        bias: the constant.
    """

    names: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float

    def probability(self, features: Mapping[str, float]) -> float:
        """Probability that the row is right."""
        pairs = zip(self.names, self.weights, strict=True)
        odds = self.bias + sum(weight * features[name] for name, weight in pairs)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def row_features(decision: Decision, extra: Mapping[str, float]) -> dict[str, float]:
    """Features of a row: the logs of the product and of the least of its labels' probabilities, and others.

    Args:
        decision: the labels of the row.
        extra: scores of other stages from 0 to 1, for instance of its dates; the same names for every row.
    """
    parts = (decision.p_is_change, decision.p_categories, decision.p_change_type)
    logs = [math.log(max(part, _LEAST)) for part in parts]
    return {"log_product": sum(logs), "log_least": min(logs), **extra}


def fit_row_confidence(
    rows: Sequence[Mapping[str, float]], right: Bools, ridge: float = 1.0, prior: float = 0.0
) -> RowConfidence:
    """Fits the logistic model by Newton's method.

    Args:
        rows: features of n rows, with the same names.
        right: n, whether the whole row was right.
        ridge: strength with which the weights are held to `prior`.
        prior: the weight that a feature has without evidence.
    """
    names = tuple(rows[0])
    x = np.array([[row[name] for name in names] + [1.0] for row in rows])
    y = right.astype(np.float64)
    held = np.full(len(names) + 1, ridge)
    held[-1] = 0.0
    weights = np.full(len(names) + 1, prior)
    weights[-1] = 0.0
    for _ in range(_STEPS):
        chance: Array = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (chance - y) + held * (weights - prior)
        curvature = (x * (chance * (1 - chance))[:, None]).T @ x + np.diag(held + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step
        if np.abs(step).max() < 1e-9:
            break
    return RowConfidence(names, tuple(float(weight) for weight in weights[:-1]), float(weights[-1]))
