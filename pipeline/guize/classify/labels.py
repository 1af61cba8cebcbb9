"""What the classifier says of a text, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from guize.records import CHANGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guize.classify.arrays import Doubles
    from guize.records import Category, ChangeType

REGULATED: tuple[Category, ...] = ("fees", "shipping", "refunds", "content")  # `other` is none of them
OUTPUTS: tuple[str, ...] = ("is_change", *REGULATED, *CHANGE_TYPES, "tentative")
_TYPES = slice(OUTPUTS.index(CHANGE_TYPES[0]), OUTPUTS.index(CHANGE_TYPES[-1]) + 1)


class Labels(NamedTuple):
    """Calibrated probabilities for one text.

    Attributes:
        is_change: that the text states a policy change.
        categories: of each of the four categories, given a change; they are not exclusive.
        change_type: of each type, given a change; they sum to 1.
        tentative: that the change is hedged, given a change.
    """

    is_change: float
    categories: dict[Category, float]
    change_type: dict[ChangeType, float]
    tentative: float


class Decision(NamedTuple):
    """The labels that hold, and the probability of each of them being right."""

    is_change: bool
    categories: list[Category]
    change_type: ChangeType
    tentative: bool
    p_is_change: float
    p_categories: float
    p_change_type: float
    p_tentative: float


def calibrated(scores: Doubles, slope: Doubles, intercept: Doubles) -> Doubles:
    """Probabilities, n x k, of scores, n x k (Platt's scaling); those of the types sum to 1 (softmax)."""
    odds = scores * slope + intercept
    chances = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    share = np.exp(odds[:, _TYPES] - odds[:, _TYPES].max(axis=1, keepdims=True))
    chances[:, _TYPES] = share / share.sum(axis=1, keepdims=True)
    return np.asarray(chances)


def to_labels(chances: Doubles) -> list[Labels]:
    """The labels of n texts from their probabilities, n x k."""
    return [
        Labels(
            row[0],
            dict(zip(REGULATED, row[1:], strict=False)),
            dict(zip(CHANGE_TYPES, row[_TYPES], strict=True)),
            row[-1],
        )
        for row in chances.tolist()
    ]


def decide(labels: Labels, thresholds: Mapping[str, float]) -> Decision:
    """The labels at the model's thresholds; `other` where no category holds."""
    held = [name for name in REGULATED if labels.categories[name] >= thresholds[name]]
    right = 1.0
    for name, probability in labels.categories.items():
        right *= probability if name in held else 1 - probability
    change_type = max(labels.change_type, key=lambda name: labels.change_type[name])
    is_change = labels.is_change >= thresholds["is_change"]
    tentative = labels.tentative >= thresholds["tentative"]
    return Decision(
        is_change=is_change,
        categories=held or ["other"],
        change_type=change_type,
        tentative=tentative,
        p_is_change=labels.is_change if is_change else 1 - labels.is_change,
        p_categories=right,
        p_change_type=labels.change_type[change_type],
        p_tentative=labels.tentative if tentative else 1 - labels.tentative,
    )
