"""From the corpus to a model on disk: the command `guize train`.

The labels are trained first; then the whole extractor runs over the training items with the labels that models of other
folds gave them, and the confidence of a row is fitted on whether the row came out right.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from guize.classify.card import write_card
from guize.classify.confidence import RowConfidence, fit_row_confidence
from guize.classify.config import load_config
from guize.classify.labels import Labels
from guize.classify.model import WEIGHTS_FILE
from guize.classify.train import Model, Report, save, train
from guize.extractor import Extractor
from guize.score.calibration import judged_rows
from guize.score.gold import load_gold
from guize.score.predictions import by_source_id

# Rows are accepted from the least confidence on at which this share of the accepted ones is right, out of fold.
_ACCEPTED_RIGHT = 0.9


def train_to(
    config: Path, output: Path, *, real: Path | None = None, card: Path | None = None, public_only: bool = False
) -> Report:
    """Train a model, write it, and write its model card.

    Args:
        config: the training configuration, `models/training.json`.
        output: the folder for `weights.npz` and `model.json`.
        real: folder of the real corpus (`train.jsonl`, `dev.jsonl`, `unlabelled.jsonl.gz`); without it the model is
            trained on the public part alone.
        card: the file for the model card; none is written where None.
        public_only: train on the public part alone although `real` is given, to measure on it.

    Raises:
        InputError: a file of the corpus cannot be used.
    """
    settings = load_config(config)
    model, report = train(settings, real, public_only=public_only)
    save(model, output)
    paths = [settings.root / settings.train[part] for part in settings.rows]
    if real is not None and not public_only:
        paths.append(real / settings.real["train"])
    confidence, threshold = _row_confidence(Extractor(output), paths, report.out_of_fold)
    meta = model.meta | {"row_confidence": confidence._asdict(), "gate": {"threshold": threshold}}
    save(Model(model.weights, meta), output)
    if card is not None:
        public = report
        if real is not None and not public_only:
            _, public = train(settings, real, public_only=True)
        write_card(card, model, report, public, (output / WEIGHTS_FILE).stat().st_size, settings.folds)
    return report


def _row_confidence(
    extractor: Extractor, paths: list[Path], labels: Mapping[str, Labels]
) -> tuple[RowConfidence, float]:
    """The confidence model fitted on rows made from out-of-fold labels, and the gate's threshold chosen on them."""
    features: list[dict[str, float]] = []
    right: list[bool] = []
    for path in paths:
        gold = [item for item in load_gold(path) if item.id in labels]
        rows = extractor.with_features([item.to_item() for item in gold], [labels[item.id] for item in gold])
        known = {change.change_id: row for item_rows in rows for change, row in item_rows}
        predictions = by_source_id([change for item_rows in rows for change, _ in item_rows])
        for judged in judged_rows(gold, predictions):
            features.append(known[judged.change_id])
            right.append(judged.correct)
    fitted = fit_row_confidence(features, np.array(right))
    rounded = RowConfidence(fitted.names, tuple(round(w, 6) for w in fitted.weights), round(fitted.bias, 6))
    chances = np.array([rounded.probability(row) for row in features])
    return rounded, _threshold(chances, np.array(right))


def _threshold(
    chances: np.ndarray[tuple[int], np.dtype[np.float64]], right: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> float:
    """The least confidence from which on the share of right rows is `_ACCEPTED_RIGHT`; 1 where it is nowhere."""
    order = np.argsort(-chances, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= _ACCEPTED_RIGHT)
    return round(float(chances[order][enough[-1]]), 4) if len(enough) else 1.0
