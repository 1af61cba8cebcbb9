"""What a run did, counted batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from guize.errors import InputError
from guize.records import ItemRow

_TOLD = 100  # failures that are told one by one


class Summary(NamedTuple):
    """What a run did. `failures` are one-line reasons, the first hundred of them."""

    n_items: int
    n_changes: int
    n_failed: int
    failures: tuple[str, ...]


class Tally:
    """Counts the rows of a run.

    Args:
        strict: whether an item that fails ends the run.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self.n_items = 0
        self._strict = strict
        self._n_changes = 0
        self._n_failed = 0
        self._failed: list[ItemRow] = []

    def add(self, changes: pa.RecordBatch, items: pa.RecordBatch) -> None:
        """Count rows of the two tables.

        Raises:
            InputError: one of the items failed, and `strict` was asked for.
        """
        bad = items.filter(pc.equal(items.column("status"), "failed"))
        self.n_items += items.num_rows
        self._n_changes += changes.num_rows
        self._n_failed += bad.num_rows
        told = bad.slice(0, _TOLD - len(self._failed)).to_pylist()
        self._failed += [ItemRow.model_validate(row) for row in told]
        if self._strict and bad.num_rows:
            raise as_error(self._failed[0])

    def summary(self) -> Summary:
        """The counts.

        Raises:
            InputError: no item at all could be read.
        """
        refuse_nothing(self.n_items, self._n_failed, self._failed)
        return Summary(self.n_items, self._n_changes, self._n_failed, tuple(str(as_error(row)) for row in self._failed))


def refuse_nothing(n_items: int, n_failed: int, failed: Sequence[ItemRow]) -> None:
    """Raise where no item at all could be read.

    Raises:
        InputError: there is no item, or all have failed.
    """
    if n_items == 0:
        raise InputError("the inputs hold no item")
    if n_failed == n_items:
        raise as_error(failed[0])


def as_error(row: ItemRow) -> InputError:
    """A failed item as an error: where it is and why."""
    item = row.source_id or (str(row.item_index) if row.item_index or row.title else None)
    return InputError(row.reason or "failed", source=row.source, item=item)
