"""How good predicted labels are: is-change over all texts, the rest over texts that state a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from guize.classify.labels import OUTPUTS, REGULATED
from guize.records import CHANGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guize.classify.arrays import Array, Doubles, Ints
    from guize.classify.corpus import Example

_BINS = 10
_DRAWS = 500


class Scores(NamedTuple):
    """Scores from 0 to 1.

    Attributes:
        is_change: F1.
        is_change_even: F1 if half of the texts stated a change, by the rates of hits and false alarms.
        precision: of is-change.
        recall: of is-change.
        categories: micro-F1 over the five categories, given a change.
        categories_macro: macro-F1 over the five categories, given a change.
        change_type: accuracy given a change; where an item has several changes the type of any is right.
        tentative: F1 given a change.
        calibration_error: expected calibration error of is-change.
    """

    is_change: float
    is_change_even: float
    precision: float
    recall: float
    categories: float
    categories_macro: float
    change_type: float
    tentative: float
    calibration_error: float


def score(examples: Sequence[Example], chances: Doubles, thresholds: Mapping[str, float]) -> Scores:
    """Scores of calibrated probabilities (n x k) at thresholds."""
    gold = np.array([example.is_change for example in examples])
    chance = chances[:, OUTPUTS.index("is_change")]
    predicted = chance >= thresholds["is_change"]
    given = np.flatnonzero(gold)
    changes = [examples[index] for index in given.tolist()]
    columns = [chances[given, OUTPUTS.index(name)] >= thresholds[name] for name in REGULATED]
    held = np.array([*columns, ~np.any(columns, axis=0)]).T
    truth = np.array([[name in item.categories for name in (*REGULATED, "other")] for item in changes])
    types = chances[given][:, [OUTPUTS.index(name) for name in CHANGE_TYPES]].argmax(axis=1).tolist()
    typed = [CHANGE_TYPES[kind] in item.change_types for kind, item in zip(types, changes, strict=True)]
    hedged = chances[given, OUTPUTS.index("tentative")] >= thresholds["tentative"]
    precision, recall, f1 = _f1(predicted, gold)
    false_alarms = float((predicted & ~gold).sum()) / max(1.0, float((~gold).sum()))
    return Scores(
        is_change=f1,
        is_change_even=2 * recall / (1 + recall + false_alarms),
        precision=precision,
        recall=recall,
        categories=_f1(held, truth)[2],
        categories_macro=float(np.mean([_f1(held[:, k], truth[:, k])[2] for k in range(truth.shape[1])])),
        change_type=float(np.mean(typed)),
        tentative=_f1(hedged, np.array([item.tentative for item in changes]))[2],
        calibration_error=_calibration_error(chance, gold),
    )


def intervals(examples: Sequence[Example], chances: Doubles, thresholds: Mapping[str, float]) -> tuple[Scores, Scores]:
    """Lower and upper ends of 95 % bootstrap intervals over items."""
    random = np.random.default_rng(0)
    drawn = []
    for _ in range(_DRAWS):
        chosen: Ints = random.integers(0, len(examples), len(examples))
        drawn_examples = [examples[index] for index in chosen.tolist()]
        if any(example.is_change for example in drawn_examples):
            drawn.append(score(drawn_examples, chances[chosen], thresholds))
    low, high = np.quantile(np.array(drawn), [0.025, 0.975], axis=0)
    return Scores(*map(float, low)), Scores(*map(float, high))


def _f1(predicted: Array, gold: Array) -> tuple[float, float, float]:
    both = float((predicted & gold).sum())
    precision = both / max(1.0, float(predicted.sum()))
    recall = both / max(1.0, float(gold.sum()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _calibration_error(chance: Doubles, gold: Array) -> float:
    bins = np.minimum((chance * _BINS).astype(int), _BINS - 1)
    gaps = [abs(float((chance[bins == b] - gold[bins == b]).sum())) for b in range(_BINS)]
    return sum(gaps) / len(gold)
