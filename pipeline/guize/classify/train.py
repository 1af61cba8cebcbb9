"""Training: reads the corpus, chooses among candidates by cross-validation, fits, measures, writes.

Needs the extra `train`. The same corpus and configuration give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from guize.classify.corpus import Example, join_standoff, read_gold, read_standoff, read_training
from guize.classify.fit import probabilities, targets_of, to_weights
from guize.classify.folds import group_duplicates
from guize.classify.labels import Labels, to_labels
from guize.classify.lexicon import load_lexicon
from guize.classify.linear import Scorer, Weights
from guize.classify.metrics import Scores, intervals, score
from guize.classify.model import META_FILE, SCHEMA, WEIGHTS_FILE
from guize.classify.signals import Signals, approximate
from guize.classify.validation import Run, TrainingSet, choose, cross_validate, extract, fit, nest, split

if TYPE_CHECKING:
    from pathlib import Path

    from guize.classify.config import Candidate, Config

SignalSource = Callable[[Sequence[Example]], list[Signals]]


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
        counts: items, and items with changes, by part.
        dropped: examples left out as near-duplicates of held-out texts.
        files: SHA-256 of each file trained on.
        out_of_fold: labels of each whole item by the models of the folds it is not in, by id.
    """

    tried: dict[str, dict[str, Scores]]
    chosen: str
    nested: dict[str, Scores]
    measured: list[Measured]
    counts: dict[str, tuple[int, int]]
    dropped: int
    files: dict[str, str]
    out_of_fold: dict[str, Labels]


class Model(NamedTuple):
    """A fitted model, as it is written."""

    weights: Weights
    meta: dict[str, Any]


class _Corpus(NamedTuple):
    examples: list[Example]
    held_out: dict[str, list[Example]]
    dropped: int
    files: dict[str, str]


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
        real: folder of the real corpus; without it only the public part is trained and measured on.
        signals: what other stages know of the examples.
        public_only: train on the public part alone, and measure on the real corpus too.

    Raises:
        InputError: a file of the corpus cannot be used.
    """
    corpus = _read(config, real, public_only=public_only)
    examples = corpus.examples
    data = TrainingSet(examples, signals(examples), targets_of(examples), split(examples, config.folds))
    runs = {candidate.name: cross_validate(candidate, config, data) for candidate in config.candidates}
    chosen = choose(runs, config, data, np.ones(len(examples), np.bool_))
    candidate = next(candidate for candidate in config.candidates if candidate.name == chosen)
    run = runs[chosen]
    weights = to_weights(*fit(candidate, config, data))
    report = Report(
        tried={name: tried.parts for name, tried in runs.items()},
        chosen=chosen,
        nested=nest(runs, config, data),
        measured=[
            _measure(part, items, candidate, weights, run, signals(items)) for part, items in corpus.held_out.items()
        ],
        counts=_counts(examples),
        dropped=corpus.dropped,
        files=corpus.files,
        out_of_fold={
            example.id: labels
            for example, labels in zip(examples, to_labels(probabilities(run.scores, run.calibration)), strict=True)
            if example.whole
        },
    )
    meta = _meta(config, candidate, run, report)
    meta["training"]["public_only"] = public_only or real is None
    return Model(weights, meta), report


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
    groups = group_duplicates([item.title for item in both], [item.text for item in both]).tolist()
    taken = set(groups[len(examples) :])
    return [example for example, group in zip(examples, groups, strict=False) if group not in taken]


def _measure(
    part: str,
    items: list[Example],
    candidate: Candidate,
    weights: Weights,
    run: Run,
    signals: Sequence[Signals],
) -> Measured:
    scores = Scorer(weights).score(extract(candidate, items, signals))
    chances = probabilities(scores, run.calibration)
    changes = sum(item.is_change for item in items)
    low, high = intervals(items, chances, run.thresholds)
    return Measured(part, len(items), changes, score(items, chances, run.thresholds), low, high)


def _counts(examples: Sequence[Example]) -> dict[str, tuple[int, int]]:
    parts = dict.fromkeys(example.part for example in examples)
    wholes = {part: [item for item in examples if item.part == part and item.whole] for part in parts}
    return {part: (len(items), sum(item.is_change for item in items)) for part, items in wholes.items()}


def _meta(config: Config, candidate: Candidate, run: Run, report: Report) -> dict[str, Any]:
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
            "public_parts": list(config.train),
            "counts": {part: list(count) for part, count in report.counts.items()},
            "files": report.files,
        },
    }
