"""Batches on this machine: read, extract, write, in bounded memory; every input item ends in one row of `items`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from guize.errors import InputError
from guize.extractor import Extractor, shared_extractor
from guize.read import read
from guize.records import Extraction, Failure, Item, ItemRow, PolicyChange, content_hash
from guize.write import open_writer, verify

CHUNK = 512


class Summary(NamedTuple):
    """What a run did. `failures` are one-line reasons, the first hundred of them."""

    n_items: int
    n_changes: int
    n_failed: int
    failures: tuple[str, ...]


def failed_row(failure: Failure) -> ItemRow:
    """The row of an item that could not be read or extracted."""
    return ItemRow(
        item_id="it-" + content_hash("failed", failure.source, failure.source_id, failure.item_index, failure.title),
        source=failure.source,
        source_id=failure.source_id,
        item_index=failure.item_index,
        title=failure.title,
        status="failed",
        reason=failure.reason,
    )


def chunks(results: Iterable[Item | Failure], extractor: Extractor) -> Iterator[list[tuple[Item | None, Extraction]]]:
    """Extractions in input order, some hundreds at a time, each with its item (None where it could not be read)."""
    source = iter(results)
    while chunk := list(islice(source, CHUNK)):
        done = iter(_extract_all([r for r in chunk if isinstance(r, Item)], extractor))
        yield [(r, next(done)) if isinstance(r, Item) else (None, Extraction([], failed_row(r))) for r in chunk]


def _extract_all(items: Sequence[Item], extractor: Extractor) -> list[Extraction]:
    """Extractions of items; an item that breaks the extractor becomes a failed row and does not stop the others."""
    try:
        extractions = list(extractor.stream(items))
        for item, extraction in zip(items, extractions, strict=True):
            verify(item, extraction.changes)
    except Exception as error:
        if len(items) > 1:
            middle = len(items) // 2
            return _extract_all(items[:middle], extractor) + _extract_all(items[middle:], extractor)
        item = items[0]
        reason = f"extraction failed: {type(error).__name__}: {error}".splitlines()[0]
        return [Extraction([], failed_row(Failure(item.source, reason, item.item_index, item.source_id, item.title)))]
    return extractions


def extract_items(
    inputs: Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    model: Path | None = None,
) -> Iterator[tuple[Item | None, Extraction]]:
    """Every input item with its extraction, in order.

    Raises:
        InputError: an input does not exist, at once.
        ModelError: the model cannot be loaded, at once.
    """
    extractor = Extractor(model) if model else shared_extractor()
    results = read(inputs, columns=columns, encoding=encoding)
    return (pair for chunk in chunks(results, extractor) for pair in chunk)


def extract_rows(
    inputs: Sequence[str | Path], *, columns: Mapping[str, str] | None = None
) -> tuple[list[PolicyChange], list[ItemRow]]:
    """All changes and all item rows of the inputs, in memory.

    Raises:
        InputError: an input does not exist, or nothing in the inputs can be read.
    """
    extractions = [extraction for _, extraction in extract_items(inputs, columns=columns)]
    rows = [extraction.row for extraction in extractions]
    _refuse_nothing(len(rows), [row for row in rows if row.status == "failed"])
    return [change for extraction in extractions for change in extraction.changes], rows


def extract_to(
    inputs: Sequence[str | Path],
    outputs: Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    model: Path | None = None,
    strict: bool = False,
    progress: Callable[[int], None] = lambda n: None,
) -> Summary:
    """Extract the inputs and write the tables; outputs appear only when all of it is done.

    Args:
        inputs: files, folders, globs, or `-`.
        outputs: where to write; the suffix says the format.
        columns: names of table columns, as {"title": "标题"}.
        encoding: of text inputs; found out where None.
        model: a model's folder; the shipped one where None.
        strict: raise at the first failed item, and write nothing.
        progress: called with the number of items done.

    Raises:
        InputError: an input does not exist; no item can be read; with `strict`, any item failed.
        OutputError: an output cannot be written.
        ModelError: the model cannot be loaded.
    """
    extractor = Extractor(model) if model else shared_extractor()
    results = read(inputs, columns=columns, encoding=encoding)
    n_items = n_changes = 0
    failed: list[ItemRow] = []
    n_failed = 0
    with open_writer(outputs) as writer:
        for chunk in chunks(results, extractor):
            changes = [change for _, extraction in chunk for change in extraction.changes]
            rows = [extraction.row for _, extraction in chunk]
            bad = [row for row in rows if row.status == "failed"]
            if bad and strict:
                raise InputError(bad[0].reason or "failed", source=bad[0].source, item=_name(bad[0]))
            writer.write(changes, rows)
            n_items += len(rows)
            n_changes += len(changes)
            n_failed += len(bad)
            failed += bad[: max(0, 100 - len(failed))]
            progress(n_items)
        _refuse_nothing(n_items, failed if n_failed == n_items else [])
    return Summary(n_items, n_changes, n_failed, tuple(describe(row) for row in failed))


def _refuse_nothing(n_items: int, failed: Sequence[ItemRow]) -> None:
    """Raise where no item at all could be read."""
    if n_items == 0:
        raise InputError("the inputs hold no item")
    if len(failed) >= n_items:
        raise InputError(failed[0].reason or "cannot be read", source=failed[0].source, item=_name(failed[0]))


def _name(row: ItemRow) -> str | None:
    return row.source_id or (str(row.item_index) if row.item_index or row.title else None)


def describe(row: ItemRow) -> str:
    """One line for a failed item: where it is and why."""
    return str(InputError(row.reason or "failed", source=row.source, item=_name(row)))
