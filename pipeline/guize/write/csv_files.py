"""CSV for spreadsheets: UTF-8 with a byte order mark, nested columns as files of their own."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import CSVWriter

from guize.write.flat import flatten, nested

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

# What a spreadsheet may run as a formula, full-width forms too. Numbers are no text: -1.5 stays as it is.
_FORMULA = r"\A([=+\-@\t\r\n＝＋－＠])"


class CsvSink:
    """Writes the tables, and their nested columns as tables keyed by the first column: `values`, `events.values`."""

    def __init__(self, place: Callable[[str], Path], tables: Mapping[str, pa.Schema]) -> None:
        self._open = ExitStack()
        self._writers: dict[str, CSVWriter] = {}
        for table, schema in tables.items():
            empty = pa.RecordBatch.from_pylist([], schema)
            for name, cells in self._tables(table, empty).items():
                file = self._open.enter_context(pa.OSFile(str(place(name)), "wb"))
                file.write(b"\xef\xbb\xbf")
                self._writers[name] = self._open.enter_context(CSVWriter(file, cells.schema))

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        """Append the rows to the table's file and its nested rows to theirs."""
        for name, cells in self._tables(table, batch).items():
            self._writers[name].write_batch(_harmless(cells))

    def close(self) -> None:
        """Complete the files."""
        self._open.close()

    def _tables(self, table: str, batch: pa.RecordBatch) -> dict[str, pa.RecordBatch]:
        prefix = "" if table == "changes" else f"{table}."
        inner = nested(batch, batch.schema.names[0])
        return {table: flatten(batch), **{f"{prefix}{name}": rows for name, rows in inner.items()}}


def _harmless(cells: pa.RecordBatch) -> pa.RecordBatch:
    columns = [
        pc.replace_substring_regex(column, _FORMULA, r"'\1") if pa.types.is_string(column.type) else column
        for column in cells.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=cells.schema)
