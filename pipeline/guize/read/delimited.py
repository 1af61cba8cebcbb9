"""Items as rows of delimited text: CSV, TSV, or with another delimiter; the first row names the columns."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

from guize.errors import InputError
from guize.read.encoding import has_broken_bytes
from guize.read.rows import NEEDED, Table, check_header, resolve, to_item
from guize.records import Failure, Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_DELIMITERS = ",\t;|"


def find_delimiter(line: str, columns: Mapping[str, str]) -> str | None:
    """The delimiter by which a line names a title or a text, and another field beside it; None if by none."""
    headers = {delimiter: _split(line, delimiter) for delimiter in _DELIMITERS}
    fields = {delimiter: resolve(header, columns) for delimiter, header in headers.items() if len(header) > 1}
    told = [delimiter for delimiter in fields if len(fields[delimiter]) > 1 and fields[delimiter].keys() & NEEDED]
    return max(told, key=lambda delimiter: len(fields[delimiter]), default=None)


def likely_delimiter(line: str) -> str:
    """The delimiter that occurs most, for a header without a known column."""
    return max(_DELIMITERS, key=line.count)


def read_delimited(stream: BinaryIO, encoding: str, delimiter: str, table: Table) -> Iterator[Item | Failure]:
    """One item a row, streamed; a broken row is a failure, and the next one is read.

    Raises:
        InputError: a column that is needed is missing.
    """
    rows = _rows(io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline=""), delimiter)
    _, header = next(rows, (0, []))
    if isinstance(header, csv.Error):
        raise InputError(f"the header is no row of a table: {header}")
    fields = check_header(header, table)
    for index, (line, row) in enumerate(rows):
        if isinstance(row, csv.Error):
            yield Failure(table.name, f"line {line} is no row of the table: {row}", index)
        elif any(row[len(header) :]):
            yield Failure(table.name, f"line {line} has {len(row)} cells, the header {len(header)}", index)
        elif has_broken_bytes("".join(row)):
            yield Failure(table.name, f"line {line} holds bytes that are not {encoding}", index)
        else:
            yield to_item(dict(zip(header, row, strict=False)), fields, table, index)


def _rows(text: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """The number of its first line and the cells of each row that is not blank, or why it is none."""
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, error
        else:
            if any(cell.strip() for cell in row):
                yield line, row


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []
