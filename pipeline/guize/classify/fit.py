"""Fits the linear scorer, its calibration and its thresholds. Needs the extra `train`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from guize.classify.features import BITS
from guize.classify.labels import OUTPUTS, REGULATED, calibrated
from guize.classify.linear import Weights, known_rows, row_table, segment_norms
from guize.records import CHANGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guize.classify.arrays import Bools, Codes, Doubles, Floats, Ints
    from guize.classify.corpus import Example
    from guize.classify.features import Features

_BUCKET_MASK = np.int64((1 << BITS) - 1)


class Vocabulary(NamedTuple):
    """The n-gram buckets that occur in at least `min_df` texts, and their weights in them."""

    bucket: Codes
    idf: Floats


class Targets(NamedTuple):
    """Labels of n examples.

    Attributes:
        value: n x k, whether an output holds.
        known: n x k, whether the example teaches the output: all but `is_change` are given a change.
        names: of the k outputs.
    """

    value: Bools
    known: Bools
    names: tuple[str, ...] = OUTPUTS

    def at(self, index: Ints) -> Targets:
        """The labels of some of the examples."""
        return Targets(self.value[index], self.known[index], self.names)


class Calibration(NamedTuple):
    """From scores to log odds: slope and intercept of each output; the types share a slope."""

    slope: Doubles
    intercept: Doubles


def build_vocabulary(features: Features, min_df: int) -> Vocabulary:
    """The buckets of the n-grams of a corpus."""
    n = features.n
    told = np.unique((features.segment // 2 << BITS) | features.token.astype(np.int64))
    bucket, df = np.unique(told & _BUCKET_MASK, return_counts=True)
    chosen = df >= min_df
    idf = np.log((1 + n) / (1 + df[chosen])) + 1
    return Vocabulary(bucket[chosen].astype(np.uint32), idf.astype(np.float16).astype(np.float32))


def to_matrix(features: Features, vocabulary: Vocabulary, columns: int) -> csr_matrix:
    """The features as the scorer weighs them, n x (r + columns)."""
    n = features.n
    row, segment = known_rows(row_table(vocabulary.bucket), len(vocabulary.bucket), features)
    value = vocabulary.idf[row] / segment_norms(vocabulary.idf[row], segment, n)[segment]
    n_grams = csr_matrix((value, (segment // 2, row)), (n, len(vocabulary.bucket)))
    others = csr_matrix((features.value, (features.item, features.column)), (n, columns))
    return csr_matrix(hstack([n_grams, others]))


def targets_of(examples: Sequence[Example]) -> Targets:
    """The labels of examples; the type of an item with several changes is the first one's."""
    value = np.array([[_holds(example, output) for output in OUTPUTS] for example in examples], np.bool_)
    known = np.repeat(value[:, :1], len(OUTPUTS), axis=1)
    known[:, 0] = [example.whole or not example.is_change for example in examples]
    return Targets(value, known)


def _holds(example: Example, output: str) -> bool:
    if output in REGULATED:
        return output in example.categories
    if output in CHANGE_TYPES:
        return example.change_types[:1] == (output,)
    return example.is_change if output == "is_change" else example.tentative


def fit_scorer(
    matrix: csr_matrix, targets: Targets, weight: Doubles, even: Doubles, c: float
) -> tuple[Doubles, Doubles]:
    """L2-regularised logistic regression, one output against the rest.

    Args:
        matrix: n x columns.
        targets: labels of the n examples.
        weight: n, weight of each example.
        even: n, by which the weight is multiplied for `is_change`.
        c: inverse strength of the penalty.

    Returns:
        Coefficients (columns x k) and biases (k).
    """
    columns, biases = [], []
    for output in range(len(OUTPUTS)):
        chosen = np.flatnonzero(targets.known[:, output])
        model = LogisticRegression(
            C=c, class_weight="balanced", solver="liblinear", dual=True, max_iter=2000, random_state=0
        )
        own = weight * even if output == 0 else weight
        model.fit(matrix[chosen], targets.value[chosen, output], own[chosen])
        columns.append(model.coef_[0])
        biases.append(model.intercept_[0])
    return np.array(columns).T, np.array(biases)


def to_weights(vocabulary: Vocabulary, coefficients: Doubles, biases: Doubles) -> Weights:
    """The fitted scorer as it is stored."""
    rows = len(vocabulary.bucket)
    return Weights(
        vocabulary.bucket,
        vocabulary.idf.astype(np.float16),
        coefficients[:rows].astype(np.float16),
        coefficients[rows:].astype(np.float32),
        biases.astype(np.float32),
    )


def balance(examples: Sequence[Example], by: Sequence[str], most: float = np.inf) -> Doubles:
    """Weights that make half of each group state a change, as if items came to hand with even odds.

    How many items of a source state a change is how it was collected, not how often its items do;
    unbalanced, the model would learn the sources.

    Args:
        examples: the n examples.
        by: n, the group of each.
        most: no weight is larger.
    """
    group = np.array(by)
    holds = np.array([example.is_change for example in examples])
    weight = np.ones(len(examples))
    for name in dict.fromkeys(by):
        for side in (holds, ~holds):
            chosen = (group == name) & side
            weight[chosen] = (group == name).sum() / 2 / max(1, chosen.sum())
    return np.minimum(weight, most)


def calibrate(scores: Doubles, targets: Targets, weight: Doubles) -> Calibration:
    """Platt's scaling of each output, and one temperature for the types, from out-of-fold scores.

    Args:
        scores: n x k.
        targets: labels of the n examples.
        weight: n, of the examples for `is_change`.
    """
    slope, intercept = np.ones(len(OUTPUTS)), np.zeros(len(OUTPUTS))
    types = [OUTPUTS.index(name) for name in CHANGE_TYPES]
    for output in range(len(OUTPUTS)):
        chosen = targets.known[:, output]
        if output not in types:
            own = weight[chosen] if output == 0 else np.ones(int(chosen.sum()))
            slope[output], intercept[output] = _platt(scores[chosen, output], targets.value[chosen, output], own)
    given = targets.known[:, types[0]]
    slope[types] = _temperature(scores[given][:, types], targets.value[given][:, types].argmax(axis=1))
    return Calibration(slope, intercept)


def _platt(score: Doubles, holds: Bools, weight: Doubles) -> tuple[float, float]:
    positive, negative = float(weight[holds].sum()), float(weight[~holds].sum())
    wanted = np.where(holds, (positive + 1) / (positive + 2), 1 / (negative + 2))

    def loss(parameters: Doubles) -> float:
        odds = parameters[0] * score + parameters[1]
        return float(np.sum(weight * (np.logaddexp(0, odds) - wanted * odds)))

    fitted = minimize(loss, np.array([1.0, 0.0]), method="BFGS")
    return float(fitted.x[0]), float(fitted.x[1])


def _temperature(scores: Doubles, which: Ints) -> float:
    def loss(parameters: Doubles) -> float:
        odds = scores * parameters[0]
        return float(np.sum(np.logaddexp.reduce(odds, axis=1) - odds[np.arange(len(odds)), which]))

    return float(minimize(loss, np.array([1.0]), method="BFGS").x[0])


def probabilities(scores: Doubles, calibration: Calibration) -> Doubles:
    """Calibrated probabilities, n x k; those of the types sum to 1."""
    return calibrated(scores, calibration.slope, calibration.intercept)


def choose_thresholds(chances: Doubles, targets: Targets, weight: Doubles) -> dict[str, float]:
    """For each output that is decided by a threshold, the one with the best F1."""
    decided = ("is_change", *REGULATED, "tentative")
    thresholds: dict[str, float] = {}
    for name in decided:
        output = OUTPUTS.index(name)
        chosen = targets.known[:, output]
        own = weight[chosen] if output == 0 else np.ones(int(chosen.sum()))
        thresholds[name] = _best_threshold(chances[chosen, output], targets.value[chosen, output], own)
    return thresholds


def _best_threshold(chance: Doubles, holds: Bools, weight: Doubles) -> float:
    """The middle of the thresholds within half a point of the best F1, so that no single text decides."""
    grid = np.arange(0.15, 0.86, 0.01)
    scores = np.array([_f1(chance >= threshold, holds, weight) for threshold in grid])
    near = grid[scores >= scores.max() - 0.005]
    return round(float(np.median(near)), 2)


def _f1(predicted: Bools, holds: Bools, weight: Doubles) -> float:
    right = 2 * float(weight[predicted & holds].sum())
    return right / max(1e-9, right + float(weight[predicted != holds].sum()))
