"""Predictions: the changes that the extractor wrote, found again for the gold items they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from guize.errors import InputError
from guize.records import Item, PolicyChange
from guize.score.fields import compact
from guize.write.stored import read_changes

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import pandas as pd

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
    """The predicted changes of a table, by `source_id`; see `guize.write.read_changes`."""
    return by_source_id(read_changes(source))


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
