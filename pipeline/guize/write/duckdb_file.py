"""DuckDB: all tables in one database file, nested types kept, columns commented."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path


class DuckDBSink:
    """Writes the tables into the one file at the place of `changes`."""

    def __init__(self, place: Callable[[str], Path], tables: Mapping[str, pa.Schema]) -> None:
        import duckdb  # slow to import, and only this format needs it

        self._failure = duckdb.Error
        with self._as_os_error():
            self._connection = duckdb.connect(str(place("changes")))
        for table, schema in tables.items():
            self._run(f"CREATE TABLE {table} AS SELECT * FROM batch", schema.empty_table())  # noqa: S608
            for field in schema:
                comment = field.metadata[b"description"].decode().replace("'", "''")
                self._run(f"COMMENT ON COLUMN {table}.\"{field.name}\" IS '{comment}'")

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        """Append the rows to the table."""
        self._run(f"INSERT INTO {table} SELECT * FROM batch", pa.Table.from_batches([batch]))  # noqa: S608

    def close(self) -> None:
        """Complete the file."""
        with self._as_os_error():
            self._connection.close()

    def _run(self, statement: str, batch: pa.Table | None = None) -> None:
        with self._as_os_error():
            if batch is not None:
                self._connection.register("batch", batch)
            self._connection.execute(statement).fetchall()  # undrained, it would block the connection

    @contextmanager
    def _as_os_error(self) -> Iterator[None]:
        try:
            yield
        except self._failure as error:
            raise OSError(str(error)) from error
