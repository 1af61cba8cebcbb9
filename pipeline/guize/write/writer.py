"""The tables `changes` and `items`, written to any number of outputs in one pass."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import pyarrow as pa

from guize.errors import OutputError
from guize.write.csv_files import CsvSink
from guize.write.duckdb_file import DuckDBSink
from guize.write.json_lines import JsonLinesSink
from guize.write.parquet_file import ParquetSink
from guize.write.schema import CHANGES, ITEMS, TABLES, to_batch
from guize.write.staging import Staging, naming

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

    from guize.records import ItemRow, PolicyChange

ROWS_AT_A_TIME = 2_048


class Sink(Protocol):
    """One output format: takes batches of the tables."""

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        """Append the rows to the table."""

    def close(self) -> None:
        """Complete the files."""


_SINKS: dict[str, Callable[[Callable[[str], Path], Mapping[str, pa.Schema]], Sink]] = {
    ".parquet": ParquetSink,
    ".csv": CsvSink,
    ".jsonl": JsonLinesSink,
    ".duckdb": DuckDBSink,
}


class Writer:
    """Takes rows in chunks of any size; after a clean `with` block all files are in place, else none.

    Memory is flat: rows are passed on `ROWS_AT_A_TIME`, whatever the chunks, so that chunks do not show in
    the files. Made by `open_writer`.
    """

    def __init__(self, files: Sequence[Path], tables: Mapping[str, pa.Schema], staging: Staging) -> None:
        self._tables = tables
        self._staging = staging
        self._sinks: dict[Path, Sink] = {}
        self._pending = {table: _Pending(schema) for table, schema in tables.items()}
        try:
            for path in files:
                with naming(path):
                    self._sinks[path] = _SINKS[path.suffix.lower()](self._places(path), tables)
        except BaseException:
            self._abandon()
            raise

    def write(self, changes: Sequence[PolicyChange], items: Sequence[ItemRow]) -> None:
        """Append rows.

        Raises:
            OutputError: where an output cannot be written, for instance on a full disk.
        """
        self.write_batches(to_batch(changes, CHANGES), to_batch(items, ITEMS))

    def write_batches(self, changes: pa.RecordBatch, items: pa.RecordBatch) -> None:
        """Append rows that are in Arrow form already, with the columns of `CHANGES` and `ITEMS`.

        Raises:
            OutputError: as for `write`.
        """
        self.append("changes", changes)
        self.append("items", items)

    def append(self, table: str, batch: pa.RecordBatch) -> None:
        """Append rows to one table.

        Types that a file format has widened, such as Parquet's milliseconds, are cast back.

        Raises:
            OutputError: as for `write`.
        """
        self._pass_on(table, self._pending[table].add(batch.cast(self._tables[table])))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._abandon()
            return
        try:
            for table, pending in self._pending.items():
                self._pass_on(table, pending.rest())
            for path, sink in self._sinks.items():
                with naming(path):
                    sink.close()
            self._staging.commit()
        except BaseException:
            self._abandon()
            raise

    def _places(self, path: Path) -> Callable[[str], Path]:
        return lambda table: self._staging.add(_beside(path, table))

    def _pass_on(self, table: str, batches: Sequence[pa.RecordBatch]) -> None:
        for batch in batches:
            for path, sink in self._sinks.items():
                with naming(path):
                    sink.write(table, batch)

    def _abandon(self) -> None:
        for sink in self._sinks.values():
            with suppress(Exception):
                sink.close()
        self._staging.rollback()


def open_writer(
    outputs: Sequence[str | Path], tables: Mapping[str, pa.Schema] = TABLES, *, unfinished: str | None = None
) -> Writer:
    """A writer of the tables, `changes` and `items` unless others are named; use it in a `with` block.

    Args:
        outputs: each a file ending in .parquet, .csv, .jsonl or .duckdb, or a folder (it exists, or ends in
            `/`) for `changes.parquet` and `items.parquet`. Beside `changes.X` comes `items.X`, beside any
            other `foo.X` comes `foo.items.X`; CSV adds `values`, `dates` and `evidence` likewise; DuckDB has
            all tables in the one file. Missing folders are made; files already there are replaced.
        tables: the schema of each table; one is `changes`.
        unfinished: name of the hidden folders in which the files are made, emptied of what is in them; a fresh
            one by default.

    Raises:
        OutputError: at once, where an output has an unknown suffix or cannot be written.
    """
    return Writer([changes_file(output) for output in outputs], tables, Staging(unfinished))


class _Pending:
    """Rows not yet passed on."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._batches: list[pa.RecordBatch] = []
        self._rows = 0

    def add(self, batch: pa.RecordBatch) -> list[pa.RecordBatch]:
        self._batches.append(batch)
        self._rows += batch.num_rows
        whole = self._rows - self._rows % ROWS_AT_A_TIME
        if whole == 0:
            return []
        table = pa.Table.from_batches(self._batches, self._schema)
        self._batches = table.slice(whole).to_batches()
        self._rows -= whole
        return [
            batch
            for start in range(0, whole, ROWS_AT_A_TIME)
            for batch in _contiguous(table.slice(start, ROWS_AT_A_TIME))
        ]

    def rest(self) -> list[pa.RecordBatch]:
        return _contiguous(pa.Table.from_batches(self._batches, self._schema))


def _contiguous(table: pa.Table) -> list[pa.RecordBatch]:
    batches: list[pa.RecordBatch] = table.combine_chunks().to_batches()
    return batches


def changes_file(output: str | Path) -> Path:
    """The file of `changes` that an output names; a folder's is `changes.parquet`.

    Raises:
        OutputError: the output has an unknown suffix.
    """
    path = Path(output)
    with naming(path):
        if path.is_dir() or str(output).endswith(("/", os.sep)):
            return path / "changes.parquet"
    if path.suffix.lower() not in _SINKS:
        known = ", ".join(_SINKS)
        raise OutputError(f"unknown kind of output: name a file in {known}, or a folder/", source=str(output))
    return path


def _beside(path: Path, table: str) -> Path:
    if table == "changes":
        return path
    stem = "" if path.stem == "changes" else f"{path.stem}."
    return path.with_name(f"{stem}{table}{path.suffix}")
