"""Predictions: the changes that the extractor wrote, found again for the gold items they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from guize.errors import InputError
from guize.records import Item, PolicyChange
from guize.score.fields import compact
from guize.score.lines import explain, read_jsonl

if TYPE_CHECKING:
    from datetime import datetime

    from guize.score.gold import GoldItem

Predictions = Mapping[str, Sequence[PolicyChange]]
"""The predicted changes by `source_id`; an item without changes has no entry, or an empty one."""


def by_source_id(changes: Iterable[PolicyChange]) -> dict[str, list[PolicyChange]]:
    """The changes by their `source_id`, or by `item_id` where the input gave no id of its own."""
    grouped: dict[str, list[PolicyChange]] = defaultdict(list)
    for change in changes:
        grouped[change.source_id or change.item_id].append(change)
    return dict(grouped)


def load_changes(source: str | Path | pd.DataFrame) -> dict[str, list[PolicyChange]]:
    """The predicted changes of a table, by `source_id`.

    Args:
        source: a `changes` table as .parquet or .jsonl file, or the DataFrame that `guize.extract` returns.
            NaN and NaT are null; columns that are not in `guize.records.PolicyChange` are passed over.

    Raises:
        InputError: the table cannot be read, or a row of it is not a change.
    """
    name = "DataFrame" if isinstance(source, pd.DataFrame) else str(source)
    changes = []
    for index, row in enumerate(_rows(source)):
        stated = {key: row[key] for key in PolicyChange.model_fields if row.get(key) is not None}
        try:
            changes.append(PolicyChange.model_validate(stated))
        except ValidationError as error:
            raise InputError(f"is not a change: {explain(error)}", source=name, item=index) from error
    return by_source_id(changes)


def _rows(source: str | Path | pd.DataFrame) -> list[dict[str, Any]]:
    if isinstance(source, pd.DataFrame):
        return [{str(name): _plain(cell) for name, cell in row.items()} for row in source.to_dict(orient="records")]
    path = Path(source)
    if path.suffix == ".jsonl":
        return [row for _, row in read_jsonl(path)]
    if path.suffix != ".parquet":
        raise InputError("changes are read from .parquet or .jsonl", source=str(path))
    try:
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"cannot be read as Parquet: {error}", source=str(path)) from error
    return rows


def _plain(cell: Any) -> Any:
    """A cell of a DataFrame as Python values: arrays as lists, NaN, NaT and NA as None."""
    if isinstance(cell, dict):
        return {key: _plain(value) for key, value in cell.items()}
    if isinstance(cell, list | np.ndarray):
        return [_plain(value) for value in cell]
    return None if pd.isna(cell) else cell


def match(gold: Sequence[GoldItem], predictions: Predictions) -> dict[str, list[PolicyChange]]:
    """The predictions by gold id.

    A prediction belongs to the gold item whose id is its `source_id`. Where that is no gold id (a saved
    listing page numbers its items 1, 2, 3 …, whatever the gold calls them), it belongs to the one gold
    item with the same title, spaces aside, and the same `published_at`; the text is not compared, since
    readers may cut it differently. What belongs to no gold item, or to several, is left out. Matching what
    is matched changes nothing.

    Raises:
        InputError: there are predictions, and none of them belongs to a gold item.
    """
    ids = {item.id for item in gold}
    headlines: dict[tuple[str, datetime | None], list[str]] = defaultdict(list)
    for item in gold:
        headlines[_headline(item)].append(item.id)
    matched: dict[str, list[PolicyChange]] = defaultdict(list)
    for source_id, changes in predictions.items():
        for change in changes:
            same = [source_id] if source_id in ids else headlines.get(_headline(change), [])
            if len(same) == 1:
                matched[same[0]].append(change)
    if gold and not matched and any(predictions.values()):
        raise InputError(
            f"no predicted change belongs to a gold item: gold ids are like {gold[0].id!r}, source_ids like "
            f"{next(iter(predictions))!r}, and no title with its published_at agrees"
        )
    return dict(matched)


def _headline(record: GoldItem | PolicyChange) -> tuple[str, datetime | None]:
    return compact(record.title), Item(published_at=record.published_at).reference
