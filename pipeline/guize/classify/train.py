"""Training: reads the corpus, chooses among candidates by grouped cross-validation, fits, calibrates, writes.

Needs the extra `train`. The same corpus and configuration give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sklearn.model_selection import GroupKFold

from guize.classify.corpus import Example, join_standoff, read_gold, read_standoff, read_training
from guize.classify.features import Extractor, Features, Settings
from guize.classify.fit import (
    Calibration,
    Targets,
    balance,
    build_vocabulary,
    calibrate,
    choose_thresholds,
    fit_scorer,
    probabilities,
    targets_of,
    to_matrix,
    to_weights,
)
from guize.classify.folds import group_duplicates
from guize.classify.lexicon import load_lexicon
from guize.classify.linear import Scorer, Weights
from guize.classify.metrics import Scores, intervals, score
from guize.classify.model import META_FILE, SCHEMA, WEIGHTS_FILE
from guize.classify.signals import Signals, approximate
from guize.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from guize.classify.arrays import Doubles, Ints

SignalSource = Callable[[Sequence[Example]], list[Signals]]
_BATCH = 256  # items
_CHOOSE_BY = ("is_change_even", "categories", "categories_macro", "change_type")


class Candidate(NamedTuple):
    """One way to build the model."""

    name: str
    features: Settings
    min_df: int
    c: float
    n_grams: bool = True
    most_even: float = 4.0  # largest weight given to an example so that sources state changes with even odds


class Config(NamedTuple):
    """The training configuration, `models/training.json`; paths are relative to the folder above it.

    Attributes:
        train: gold files with texts, by part; the project's own, public.
        held_out: gold files that are only measured on, by part.
        standoff: labels of texts of the real corpus.
        real: files of the real corpus, in the folder given to `train`: `train`, `held_out`, `unlabelled`.
        part_weights: weight of an example of each part; 1 where not named.
        choose_on: parts whose out-of-fold scores choose the candidate, the calibration and the thresholds.
    """

    root: Path
    version: str
    train: dict[str, str]
    held_out: dict[str, str]
    standoff: str
    real: dict[str, str]
    part_weights: dict[str, float]
    choose_on: list[str]
    folds: int
    candidates: list[Candidate]


class Measured(NamedTuple):
    """Scores on one part, with the ends of their 95 % intervals."""

    part: str
    n: int
    n_changes: int
    scores: Scores
    low: Scores
    high: Scores


class Report(NamedTuple):
    """What a training run did.

    Attributes:
        tried: out-of-fold scores of each candidate, by part.
        chosen: name of the candidate that was taken.
        nested: out-of-fold scores by part, each fold with the candidate that the other folds choose.
        measured: scores of the final model on the held-out parts.
        counts: examples and changes by part; `dropped` counts near-duplicates of held-out texts.
        files: SHA-256 of each file read.
    """

    tried: dict[str, dict[str, Scores]]
    chosen: str
    nested: dict[str, Scores]
    measured: list[Measured]
    counts: dict[str, tuple[int, int]]
    dropped: int
    files: dict[str, str]


class Model(NamedTuple):
    """A fitted model, as it is written."""

    weights: Weights
    meta: dict[str, Any]


class _Corpus(NamedTuple):
    examples: list[Example]
    held_out: dict[str, list[Example]]
    dropped: int
    files: dict[str, str]


class _OutOfFold(NamedTuple):
    """Out-of-fold scores of a candidate, what follows from them, and its scores by part."""

    scores: Doubles
    calibration: Calibration
    thresholds: dict[str, float]
    parts: dict[str, Scores]


def load_config(path: Path) -> Config:
    """Reads a training configuration.

    Raises:
        InputError: the file cannot be read, or lacks a key.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        candidates = [
            Candidate(**(candidate | {"features": Settings(**candidate["features"])}))
            for candidate in data.pop("candidates")
        ]
        return Config(root=path.resolve().parent.parent, candidates=candidates, **data)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputError(f"the training configuration cannot be used: {error}", source=str(path)) from error


def signals_from_text(examples: Sequence[Example]) -> list[Signals]:
    """Signals read off the texts by patterns."""
    return [approximate(example.title, example.text) for example in examples]


def train(
    config: Config,
    real: Path | None = None,
    signals: SignalSource = signals_from_text,
    *,
    public_only: bool = False,
) -> tuple[Model, Report]:
    """Trains a model.

    Args:
        config: the configuration.
        real: folder of the real corpus; without it the model is trained and measured on the public part alone.
        signals: what other stages know of the examples.
        public_only: train on the public part alone, and measure on the real corpus too.

    Raises:
        InputError: a file of the corpus cannot be used.
    """
    corpus = _read(config, real, public_only=public_only)
    targets = targets_of(corpus.examples)
    folds = _split(corpus.examples, config.folds)
    known = signals(corpus.examples)
    runs = {
        candidate.name: _cross_validate(candidate, config, corpus.examples, known, targets, folds)
        for candidate in config.candidates
    }
    everywhere = np.ones(len(corpus.examples), np.bool_)
    chosen = _best(runs, config, corpus.examples, everywhere)
    candidate = next(candidate for candidate in config.candidates if candidate.name == chosen)
    run = runs[chosen]
    weights = _fit(candidate, config, corpus.examples, known, targets)
    measured = [
        _measure(part, items, candidate, weights, run, signals(items)) for part, items in corpus.held_out.items()
    ]
    report = Report(
        tried={name: tried.parts for name, tried in runs.items()},
        chosen=chosen,
        nested=_nested(runs, config, corpus.examples, folds),
        measured=measured,
        counts=_counts(corpus.examples),
        dropped=corpus.dropped,
        files=corpus.files,
    )
    return Model(weights, _meta(config, candidate, run, report, public=public_only or real is None)), report


def save(model: Model, folder: Path) -> None:
    """Writes `weights.npz` and `model.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / WEIGHTS_FILE, **model.weights._asdict())
    digest = hashlib.sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest()
    meta = json.dumps(model.meta | {"sha256": digest}, ensure_ascii=False, indent=1)
    (folder / META_FILE).write_text(meta + "\n", encoding="utf-8")


def _read(config: Config, real: Path | None, *, public_only: bool) -> _Corpus:
    paths = {part: config.root / path for part, path in config.train.items()}
    held_out = {part: config.root / path for part, path in config.held_out.items()}
    examples = [example for part, path in paths.items() for example in read_training(path, part, {})]
    used = list(paths.values())
    if real is not None:
        held_out["real"] = real / config.real["held_out"]
    if real is not None and not public_only:
        standoff = config.root / config.standoff
        items, unlabelled = real / config.real["train"], real / config.real["unlabelled"]
        labels = read_standoff(standoff)
        examples += read_training(items, "real", labels)
        examples += join_standoff(labels, unlabelled, "standoff")
        used += [standoff, items, unlabelled]
    gold = {part: read_gold(path, part) for part, path in held_out.items()}
    kept = _without_duplicates(examples, [item for items in gold.values() for item in items])
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in used}
    return _Corpus(kept, gold, len(examples) - len(kept), hashes)


def _without_duplicates(examples: list[Example], held_out: list[Example]) -> list[Example]:
    """The examples that are no near-duplicates of held-out texts."""
    both = [*examples, *held_out]
    groups = group_duplicates([item.title for item in both], [item.text for item in both])
    taken = set(groups[len(examples) :].tolist())
    return [example for example, group in zip(examples, groups.tolist(), strict=False) if group not in taken]


def _split(examples: Sequence[Example], folds: int) -> Ints:
    """The fold of each example; near-duplicates, and what is of one item, share one."""
    groups = group_duplicates([item.title for item in examples], [item.text for item in examples])
    first = {item.id: group for item, group in reversed(list(zip(examples, groups.tolist(), strict=True)))}
    groups = np.array([first[item.id] for item in examples])
    fold = np.zeros(len(examples), np.int64)
    for number, (_, held) in enumerate(GroupKFold(folds).split(fold, groups=groups)):
        fold[held] = number
    return fold


def _features(candidate: Candidate, examples: Sequence[Example], signals: Sequence[Signals]) -> Features:
    extractor = Extractor(load_lexicon(), candidate.features)
    parts = []
    for start in range(0, len(examples), _BATCH):
        batch = examples[start : start + _BATCH]
        titles, texts = [item.title for item in batch], [item.text for item in batch]
        part = extractor.extract(titles, texts, signals[start : start + _BATCH])
        parts.append(part._replace(segment=part.segment + 2 * start))
    return Features(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def _weights(config: Config, examples: Sequence[Example]) -> Doubles:
    return np.array([config.part_weights.get(example.part, 1.0) for example in examples])


def _even_by_part(examples: Sequence[Example]) -> Doubles:
    return balance(examples, [example.part for example in examples])


def _even_by_source(candidate: Candidate, examples: Sequence[Example]) -> Doubles:
    return balance(examples, [example.source for example in examples], candidate.most_even)


def _cross_validate(
    candidate: Candidate,
    config: Config,
    examples: Sequence[Example],
    signals: Sequence[Signals],
    targets: Targets,
    folds: Ints,
) -> _OutOfFold:
    features = _features(candidate, examples, signals)
    vocabulary = build_vocabulary(features, candidate.min_df if candidate.n_grams else len(examples) + 1)
    matrix = to_matrix(features, vocabulary)
    weight, source_even = _weights(config, examples), _even_by_source(candidate, examples)
    scores = np.zeros((len(examples), targets.value.shape[1]))
    for fold in range(config.folds):
        inside = np.flatnonzero(folds != fold)
        coefficients, biases = fit_scorer(
            matrix[inside], _at(targets, inside), weight[inside], source_even[inside], candidate.c
        )
        outside = np.flatnonzero(folds == fold)
        scores[outside] = matrix[outside] @ coefficients + biases
    of_parts = np.flatnonzero([example.part in config.choose_on for example in examples])
    even = _even_by_part([examples[n] for n in of_parts])
    calibration = calibrate(scores[of_parts], _at(targets, of_parts), even)
    chances = probabilities(scores, calibration)
    thresholds = choose_thresholds(chances[of_parts], _at(targets, of_parts), even)
    parts = {part: _score_part(part, examples, chances, thresholds) for part in config.choose_on}
    return _OutOfFold(scores, calibration, thresholds, {part: got for part, got in parts.items() if got})


def _at(targets: Targets, index: Ints) -> Targets:
    return Targets(targets.value[index], targets.known[index])


def _score_part(
    part: str, examples: Sequence[Example], chances: Doubles, thresholds: dict[str, float]
) -> Scores | None:
    index = [n for n, item in enumerate(examples) if item.part == part and item.whole]
    return score([examples[n] for n in index], chances[index], thresholds) if index else None


def _best(
    runs: dict[str, _OutOfFold], config: Config, examples: Sequence[Example], where: Sequence[bool] | Any
) -> str:
    """The candidate with the best mean out-of-fold score over the deciding parts, among the examples `where`."""
    chosen = [n for n, inside in enumerate(where) if inside]
    items = [examples[n] for n in chosen]
    means = {}
    for name, run in runs.items():
        chances = probabilities(run.scores[chosen], run.calibration)
        parts = [_score_part(part, items, chances, run.thresholds) for part in config.choose_on]
        means[name] = np.mean([[getattr(part, key) for key in _CHOOSE_BY] for part in parts if part])
    return max(means, key=lambda name: float(means[name]))


def _nested(
    runs: dict[str, _OutOfFold], config: Config, examples: Sequence[Example], folds: Ints
) -> dict[str, Scores]:
    """Out-of-fold scores where each fold takes the candidate and thresholds that the other folds choose."""
    chances = np.zeros_like(next(iter(runs.values())).scores)
    targets = targets_of(examples)
    for fold in range(config.folds):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        run = runs[_best(runs, config, examples, folds != fold)]
        deciding = np.array([n for n in inside if examples[n].part in config.choose_on])
        even = _even_by_part([examples[n] for n in deciding])
        calibration = calibrate(run.scores[deciding], _at(targets, deciding), even)
        chances[outside] = probabilities(run.scores[outside], calibration)
    scored = {part: _score_part(part, examples, chances, run.thresholds) for part in config.choose_on}
    return {part: scores for part, scores in scored.items() if scores}


def _fit(
    candidate: Candidate,
    config: Config,
    examples: Sequence[Example],
    signals: Sequence[Signals],
    targets: Targets,
) -> Weights:
    features = _features(candidate, examples, signals)
    vocabulary = build_vocabulary(features, candidate.min_df if candidate.n_grams else len(examples) + 1)
    fitted = fit_scorer(to_matrix(features, vocabulary), targets, _weights(config, examples), _even_by_source(candidate, examples), candidate.c)
    return to_weights(vocabulary, *fitted)


def _measure(
    part: str,
    items: list[Example],
    candidate: Candidate,
    weights: Weights,
    run: _OutOfFold,
    signals: Sequence[Signals],
) -> Measured:
    scores = Scorer(weights).score(_features(candidate, items, signals))
    chances = probabilities(scores, run.calibration)
    changes = sum(item.is_change for item in items)
    low, high = intervals(items, chances, run.thresholds)
    return Measured(part, len(items), changes, score(items, chances, run.thresholds), low, high)


def _counts(examples: Sequence[Example]) -> dict[str, tuple[int, int]]:
    parts = dict.fromkeys(example.part for example in examples)
    wholes = {part: [item for item in examples if item.part == part and item.whole] for part in parts}
    return {part: (len(items), sum(item.is_change for item in items)) for part, items in wholes.items()}


def _meta(config: Config, candidate: Candidate, run: _OutOfFold, report: Report, *, public: bool) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "version": config.version,
        "candidate": candidate.name,
        "features": candidate.features._asdict(),
        "lexicon_sha256": load_lexicon().sha256,
        "calibration": {
            "slope": [round(float(value), 6) for value in run.calibration.slope],
            "intercept": [round(float(value), 6) for value in run.calibration.intercept],
        },
        "thresholds": run.thresholds,
        "training": {
            "public_only": public,
            "public_parts": list(config.train),
            "counts": {part: list(count) for part, count in report.counts.items()},
            "files": report.files,
        },
    }
