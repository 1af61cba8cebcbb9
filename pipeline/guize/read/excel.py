"""Items as rows of a workbook: Excel (.xlsx, .xlsm, .xlsb, .xls) or OpenDocument (.ods)."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, BinaryIO

from guize.errors import InputError
from guize.read.rows import NEEDED, Table, check_header, resolve, to_item
from guize.read.sheet_size import check_sheets
from guize.read.streams import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guize.records import Failure, Item

_FIRST_ROWS = 20  # among which a sheet names its columns; a headline may stand above
_MAX_UNPACKED = 1 << 30  # bytes that a workbook may unpack to

Rows = list[list[Any]]


def read_excel(stream: BinaryIO, table: Table) -> Iterator[Item | Failure]:
    """One item a row, of every sheet whose columns can be told; other sheets hold no items.

    Raises:
        InputError: the workbook is damaged or too large, or no sheet names a title or a text.
    """
    from python_calamine import CalamineWorkbook

    content = read_document(stream)
    try:
        _check_size(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]
    except InputError:
        raise
    except Exception as error:  # a damaged archive raises errors of a dozen kinds
        raise InputError(f"an Office document that is no workbook, or a damaged one: {error}") from None
    tables = [rows[start:] for rows in sheets if (start := _header_row(rows, table)) is not None]
    if not tables:
        first = next((row for rows in sheets for row in rows if any(cell != "" for cell in row)), [])
        check_header(first, table)
    index = 0
    for header, *rows in tables:
        fields = check_header(header, table)
        for row in rows:
            if any(cell != "" for cell in row):
                yield to_item(dict(zip(map(str, header), map(_plain, row), strict=True)), fields, table, index)
                index += 1


def _header_row(rows: Rows, table: Table) -> int | None:
    """The first row that names a title or a text, and another field beside it where there is more than one column."""
    for number, row in enumerate(rows[:_FIRST_ROWS]):
        fields = resolve(row, table.columns)
        if fields.keys() & NEEDED and len(fields) >= min(2, _filled(row)):
            return number
    return None


def _filled(row: Sequence[Any]) -> int:
    return sum(cell != "" for cell in row)


def _plain(cell: Any) -> Any:
    """A cell's value; Excel has no whole numbers, so 12.0 is 12."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _check_size(content: bytes) -> None:
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MAX_UNPACKED:
                raise InputError(f"unpacks to more than {_MAX_UNPACKED >> 20} MiB")
            check_sheets(archive)
