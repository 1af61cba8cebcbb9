"""The items that changes were read from, found again in the original inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guize.errors import InputError
from guize.read import read
from guize.records import Item

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from guize.records import PolicyChange


def find_texts(
    changes: Sequence[PolicyChange],
    inputs: Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> dict[str, Item]:
    """The items of the changes, by `item_id`; an item that is not in the inputs has no entry.

    Args:
        changes: the rows whose items are wanted.
        inputs: files, folders, globs, or `-`: those that the changes were extracted from.
        columns: names of table columns, as {"title": "标题"}.
        encoding: of text inputs; found out where None.

    Raises:
        InputError: an input does not exist, or no item of the changes is in the inputs.
    """
    wanted = {change.item_id for change in changes}
    results = read(inputs, columns=columns, encoding=encoding)
    found = {item.item_id: item for item in results if isinstance(item, Item) and item.item_id in wanted}
    if wanted and not found:
        raise InputError("no item of the changes is in these inputs", source=", ".join(map(str, inputs)))
    return found
