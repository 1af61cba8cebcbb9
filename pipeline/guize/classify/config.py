"""The training configuration, `models/training.json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from guize.classify.features import Settings
from guize.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


class Candidate(NamedTuple):
    """One way to build the model.

    Attributes:
        name: says how it differs.
        features: settings of the features.
        min_df: texts in which an n-gram must occur.
        c: inverse strength of the penalty.
        n_grams: whether there are n-grams at all.
        most_even: largest weight that an example is given so that its source states changes with even odds.
    """

    name: str
    features: Settings
    min_df: int
    c: float
    n_grams: bool = True
    most_even: float = 4.0


class Config(NamedTuple):
    """What is trained from what; paths are relative to `root`, the folder above the configuration's.

    Attributes:
        train: gold files with texts, by part; the project's own, public.
        rows: the parts whose labels are whole rows, on which the confidence of rows is fitted.
        held_out: gold files that are only measured on, by part.
        standoff: labels of texts of the real corpus.
        real: files of the real corpus, in the folder given to `train`: `train`, `held_out`, `unlabelled`.
        part_weights: weight of an example of each part; 1 where not named.
        choose_on: parts whose out-of-fold scores choose the candidate, the calibration and the thresholds.
        folds: of the cross-validation.
        margin: by which another candidate's mean score must be better than the last one's to be taken.
    """

    root: Path
    version: str
    train: dict[str, str]
    rows: list[str]
    held_out: dict[str, str]
    standoff: str
    real: dict[str, str]
    part_weights: dict[str, float]
    choose_on: list[str]
    folds: int
    margin: float
    candidates: list[Candidate]


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
        message = f"the training configuration cannot be used: {error}"
        raise InputError(message, source=str(path)) from error
