"""guize 规则: what Chinese e-commerce platforms announce, as a table of policy changes.

import guize
changes = guize.extract("page.html")            # pandas DataFrame, a row a change
nlp = guize.load()                              # spaCy Language: doc._.changes, doc.spans["dates"], doc.cats
scores = guize.evaluate(changes, "gold.jsonl")  # precision, recall, F1 with intervals
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from guize.language import PolicyLanguage
    from guize.score.scores import Scores

__all__ = ["evaluate", "extract", "load"]


def load(model: str | PathLike[str] | None = None, *, config: str | PathLike[str] | None = None) -> PolicyLanguage:
    """A spaCy pipeline whose Docs carry dates, entities, labels and policy changes.

    Args:
        model: a folder with a trained model; the one that ships with guize where None.
        config: a configuration file (`guize.toml`) with your platforms, terms, date patterns and stages.

    Raises:
        ModelError: the model is missing, damaged or of another schema.
        ConfigError: the configuration cannot be read, or says something wrong.
    """
    from guize.language import load_language

    return load_language(model, config=config)


def extract(
    inputs: str | PathLike[str] | Sequence[str | PathLike[str]],
    *,
    columns: Mapping[str, str] | None = None,
    config: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """The policy changes that files, folders or globs state.

    Args:
        inputs: a path or several: listing pages, notices, articles (text, HTML), JSONL, CSV, Parquet.
        columns: names of table columns, as {"title": "标题"}.
        config: a configuration file (`guize.toml`) with your platforms, terms, date patterns and stages.

    Returns:
        A DataFrame with a row a change and the columns of `guize.records.PolicyChange`; items that could not be read
        are counted in `frame.attrs["failures"]`, a list of one-line reasons.

    Raises:
        InputError: an input does not exist, or nothing in the inputs can be read.
        ConfigError: the configuration cannot be read, or says something wrong.
    """
    from guize.config import Config
    from guize.run.local import extract_rows
    from guize.write import to_frame

    paths = [inputs] if isinstance(inputs, (str, PathLike)) else list(inputs)
    changes, items = extract_rows(
        [str(path) for path in paths], columns=columns, config=Config.load(config) if config else None
    )
    frame = to_frame(changes)
    frame.attrs["failures"] = [f"{row.source}: {row.reason}" for row in items if row.status == "failed"]
    return frame


def evaluate(
    changes: pd.DataFrame | str | PathLike[str], gold: str | PathLike[str], *, resamples: int = 1000
) -> Scores:
    """Scores of extracted changes against a labelled gold set, with 95 % bootstrap intervals.

    Args:
        changes: what `extract` returned, or a `changes` table on disk (.parquet, .jsonl).
        gold: a JSONL file of labelled items.
        resamples: bootstrap resamples of the items.

    Raises:
        InputError: a file cannot be read, or the changes are not of these items.
    """
    from pathlib import Path

    from guize.score.gold import load_gold
    from guize.score.predictions import load_changes
    from guize.score.scores import score

    source = Path(changes) if isinstance(changes, (str, PathLike)) else changes
    return score(load_gold(Path(gold)), load_changes(source), resamples=resamples)
