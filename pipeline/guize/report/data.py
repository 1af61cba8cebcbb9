"""What the review page knows of each change: the columns it shows, without those that are empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guize import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guize.records import Item, PolicyChange

_LEFT_OUT = {"dates", "announced_edtf", "effective_edtf", "item_index", "schema_version"}


def page_data(changes: Sequence[PolicyChange], items: Mapping[str, Item]) -> dict[str, Any]:
    """The changes, the texts of their items by `item_id`, and the Chinese names of their platforms by id."""
    named = {platform for change in changes for platform in change.platform}
    names = vocabulary.load("platforms")["names"]
    wanted = {change.item_id for change in changes}
    return {
        "changes": [_row(change) for change in changes],
        "texts": {item_id: item.text for item_id, item in items.items() if item_id in wanted},
        "platforms": {platform: names[platform][0] for platform in sorted(named) if platform in names},
    }


def _row(change: PolicyChange) -> dict[str, Any]:
    row = change.model_dump(mode="json", exclude=_LEFT_OUT, exclude_none=True)
    return {name: cell for name, cell in row.items() if cell not in ([], "", False)}
