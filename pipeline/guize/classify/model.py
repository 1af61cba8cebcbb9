"""The trained classifier: loaded from plain files, checked, and applied to texts. Needs numpy only."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from guize.classify.features import Extractor, Settings
from guize.classify.labels import Decision, Labels, calibrated, decide, to_labels
from guize.classify.lexicon import load_lexicon
from guize.classify.linear import Scorer, Weights
from guize.classify.signals import Signals, approximate
from guize.errors import ModelError
from guize.vocabulary import SHIPPED, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


SCHEMA = 1  # of the model's files
WEIGHTS_FILE = "weights.npz"
META_FILE = "model.json"
_BATCH = 64  # items; many more leave the processor's cache


class LabelModel:
    """Labels texts: is it a change, what does it regulate, of which type is it, is it tentative."""

    def __init__(self, weights: Weights, meta: dict[str, Any], words: Vocabulary = SHIPPED) -> None:
        self.meta = meta
        self.version: str = meta["version"]
        self.thresholds: dict[str, float] = meta["thresholds"]
        self._extractor = Extractor(load_lexicon(words), Settings(**meta["features"]))
        self._scorer = Scorer(weights)
        self._slope = np.array(meta["calibration"]["slope"])
        self._intercept = np.array(meta["calibration"]["intercept"])

    @classmethod
    def load(cls, folder: Path, words: Vocabulary = SHIPPED) -> LabelModel:
        """The model in a folder, `weights.npz` and `model.json`, which reads the terms of a vocabulary.

        Raises:
            ModelError: files are missing, damaged, of another schema, or trained with another lexicon.
        """
        try:
            meta = json.loads((folder / META_FILE).read_text(encoding="utf-8"))
            stored = (folder / WEIGHTS_FILE).read_bytes()
        except (OSError, ValueError) as error:
            raise ModelError(f"the model cannot be read: {error}", source=str(folder)) from error
        if not isinstance(meta, dict) or meta.get("schema") != SCHEMA:
            raise ModelError(f"the model is not of schema {SCHEMA}", source=str(folder))
        if hashlib.sha256(stored).hexdigest() != meta.get("sha256"):
            raise ModelError("the weights do not match their checksum", source=str(folder / WEIGHTS_FILE))
        if load_lexicon().sha256 != meta.get("lexicon_sha256"):
            message = "the model was trained with another lexicon; run `guize train`"
            raise ModelError(message, source=str(folder))
        with np.load(folder / WEIGHTS_FILE, allow_pickle=False) as arrays:
            return cls(Weights(**{name: arrays[name] for name in Weights._fields}), meta, words)

    def predict(self, title: str, text: str, signals: Signals | None = None) -> Labels:
        """Labels of one text; `predict_many` costs a fraction of it an item."""
        return self.predict_many([title], [text], None if signals is None else [signals])[0]

    def predict_many(
        self, titles: Sequence[str], texts: Sequence[str], signals: Sequence[Signals] | None = None
    ) -> list[Labels]:
        """Labels of texts, in order; without signals they are read off the text by patterns."""
        if signals is None:
            signals = [approximate(title, text) for title, text in zip(titles, texts, strict=True)]
        labels: list[Labels] = []
        for start in range(0, len(titles), _BATCH):
            part = slice(start, start + _BATCH)
            features = self._extractor.extract(titles[part], texts[part], signals[part])
            labels.extend(to_labels(calibrated(self._scorer.score(features), self._slope, self._intercept)))
        return labels

    def decide(self, labels: Labels) -> Decision:
        """The labels that hold at the model's thresholds."""
        return decide(labels, self.thresholds)
