"""Grouped cross-validation of candidates: out-of-fold scores, what is calibrated on them, and the choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sklearn.model_selection import GroupKFold

from guize.classify.features import Extractor, Features
from guize.classify.fit import (
    Calibration,
    Targets,
    Vocabulary,
    balance,
    build_vocabulary,
    calibrate,
    choose_thresholds,
    fit_scorer,
    probabilities,
    to_matrix,
)
from guize.classify.folds import group_duplicates
from guize.classify.lexicon import load_lexicon
from guize.classify.metrics import Scores, score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy.sparse import csr_matrix

    from guize.classify.arrays import Bools, Doubles, Ints
    from guize.classify.config import Candidate, Config
    from guize.classify.corpus import Example
    from guize.classify.signals import Signals

_BATCH = 256  # items
_CHOOSE_BY = ("is_change_even", "categories", "categories_macro", "change_type")


class TrainingSet(NamedTuple):
    """n examples, their signals from other stages, their labels and their folds."""

    examples: Sequence[Example]
    signals: Sequence[Signals]
    targets: Targets
    folds: Ints


class Run(NamedTuple):
    """What cross-validating a candidate gave.

    Attributes:
        scores: out-of-fold scores of the n examples, n x k.
        calibration: fitted on them.
        thresholds: chosen on them.
        parts: how good they are, by part of the corpus.
    """

    scores: Doubles
    calibration: Calibration
    thresholds: dict[str, float]
    parts: dict[str, Scores]


class Fitted(NamedTuple):
    """A scorer as it was fitted: coefficients (columns x k) and biases (k)."""

    vocabulary: Vocabulary
    coefficients: Doubles
    biases: Doubles


def split(examples: Sequence[Example], folds: int) -> Ints:
    """The fold of each example; near-duplicates, and what is of one item, share one."""
    groups = group_duplicates([item.title for item in examples], [item.text for item in examples])
    first: dict[str, int] = {}
    own = [first.setdefault(item.id, group) for item, group in zip(examples, groups.tolist(), strict=True)]
    fold = np.zeros(len(examples), np.int64)
    for number, (_, held) in enumerate(GroupKFold(folds).split(fold, groups=own)):
        fold[held] = number
    return fold


def extract(candidate: Candidate, examples: Sequence[Example], signals: Sequence[Signals]) -> Features:
    """The features of any number of examples."""
    extractor = Extractor(load_lexicon(), candidate.features)
    parts: list[Features] = []
    for start in range(0, len(examples), _BATCH):
        batch = examples[start : start + _BATCH]
        titles, texts = [item.title for item in batch], [item.text for item in batch]
        part = extractor.extract(titles, texts, signals[start : start + _BATCH])
        parts.append(part._replace(segment=part.segment + 2 * start, item=part.item + start))
    arrays = [np.concatenate(field) for field in list(zip(*parts, strict=True))[1:]]
    return Features(len(examples), *arrays)


def fit(candidate: Candidate, config: Config, data: TrainingSet) -> Fitted:
    """Fits the scorer on all examples."""
    vocabulary, matrix = _matrix(candidate, data)
    weight, even = _weights(candidate, config, data)
    return Fitted(vocabulary, *fit_scorer(matrix, data.targets, weight, even, candidate.c))


def cross_validate(candidate: Candidate, config: Config, data: TrainingSet) -> Run:
    """Out-of-fold scores of a candidate, and what follows from them."""
    _, matrix = _matrix(candidate, data)
    weight, even = _weights(candidate, config, data)
    scores = np.zeros(data.targets.value.shape)
    for fold in range(config.folds):
        inside, outside = np.flatnonzero(data.folds != fold), np.flatnonzero(data.folds == fold)
        targets = data.targets.at(inside)
        fitted = fit_scorer(matrix[inside], targets, weight[inside], even[inside], candidate.c)
        scores[outside] = matrix[outside] @ fitted[0] + fitted[1]
    calibration, thresholds = _settle(scores, config, data, np.ones(len(scores), np.bool_))
    chances = probabilities(scores, calibration)
    return Run(scores, calibration, thresholds, score_parts(chances, thresholds, config, data.examples))


def choose(runs: dict[str, Run], config: Config, data: TrainingSet, among: Bools) -> str:
    """The candidate with the best mean out-of-fold score over the deciding parts, among some examples.

    It is the last one, which is the preferred, unless another is better by the margin.
    """
    chosen = np.flatnonzero(among)
    examples = [data.examples[n] for n in chosen.tolist()]
    means = {}
    for name, run in runs.items():
        chances = probabilities(run.scores[chosen], run.calibration)
        parts = score_parts(chances, run.thresholds, config, examples).values()
        means[name] = float(np.mean([[getattr(part, key) for key in _CHOOSE_BY] for part in parts]))
    best, preferred = max(means, key=lambda name: means[name]), config.candidates[-1].name
    return best if means[best] > means[preferred] + config.margin else preferred


def nest(runs: dict[str, Run], config: Config, data: TrainingSet) -> dict[str, Scores]:
    """Scores by part where each fold takes the candidate, calibration and thresholds that the others choose."""
    shape = data.targets.value.shape
    chances, margins = np.zeros(shape), np.zeros(shape)
    for fold in range(config.folds):
        others = data.folds != fold
        run = runs[choose(runs, config, data, others)]
        calibration, thresholds = _settle(run.scores, config, data, others)
        chances[~others] = probabilities(run.scores[~others], calibration)
        margins[~others] = [thresholds.get(name, 0.5) for name in data.targets.names]
    # each fold has thresholds of its own; shifting the probabilities makes them one half
    shifted = np.clip(chances + 0.5 - margins, 0, 1)
    halves = dict.fromkeys(data.targets.names, 0.5)
    return score_parts(shifted, halves, config, data.examples)


def score_parts(
    chances: Doubles, thresholds: dict[str, float], config: Config, examples: Sequence[Example]
) -> dict[str, Scores]:
    """Scores of the whole items of each deciding part that has any."""
    found = {}
    for part in config.choose_on:
        index = [n for n, item in enumerate(examples) if item.part == part and item.whole]
        if index:
            found[part] = score([examples[n] for n in index], chances[index], thresholds)
    return found


def _matrix(candidate: Candidate, data: TrainingSet) -> tuple[Vocabulary, csr_matrix]:
    features = extract(candidate, data.examples, data.signals)
    vocabulary = build_vocabulary(features, candidate.min_df if candidate.n_grams else features.n + 1)
    columns = Extractor(load_lexicon(), candidate.features).columns
    return vocabulary, to_matrix(features, vocabulary, columns)


def _weights(candidate: Candidate, config: Config, data: TrainingSet) -> tuple[Doubles, Doubles]:
    weight = np.array([config.part_weights.get(example.part, 1.0) for example in data.examples])
    sources = [example.source for example in data.examples]
    return weight, balance(data.examples, sources, candidate.most_even)


def _settle(scores: Doubles, config: Config, data: TrainingSet, among: Bools) -> tuple[Calibration, dict[str, float]]:
    """Calibration and thresholds from the out-of-fold scores of some examples of the deciding parts."""
    deciding = np.array([item.part in config.choose_on for item in data.examples])
    index = np.flatnonzero(deciding & among)
    examples = [data.examples[n] for n in index.tolist()]
    even = balance(examples, [item.part for item in examples])
    targets = data.targets.at(index)
    calibration = calibrate(scores[index], targets, even)
    return calibration, choose_thresholds(probabilities(scores[index], calibration), targets, even)
