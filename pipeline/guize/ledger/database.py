"""The DuckDB file of a ledger: opened, written in transactions, read as Arrow."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from guize.errors import InputError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BUSY = "Could not set lock"
_MEMORY = "2GB"
"""What DuckDB keeps in memory; beyond it, it writes to a folder beside the file."""


class Database:
    """A connection to a DuckDB file.

    Args:
        path: the file; it is made where it is absent and not `read_only`.
        read_only: beside others that read.
        patience: seconds to wait while another process has the file.

    Raises:
        InputError: the file is no DuckDB file.
        OutputError: the file cannot be made, or another process keeps it.
    """

    def __init__(self, path: Path, *, read_only: bool, patience: float) -> None:
        self._path = path
        self._connection = self._open(read_only, time.monotonic() + patience)
        self.run("SET TimeZone = 'Asia/Shanghai'")
        self.run(f"SET memory_limit = '{_MEMORY}'")

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written in the block, or nothing; temporary tables are dropped.

        Raises:
            OutputError: DuckDB fails, for instance on a full disk.
        """
        self.run("BEGIN")
        try:
            yield
            for (table,) in self.rows("SELECT table_name FROM duckdb_tables() WHERE temporary"):
                self.run(f"DROP TABLE {table}")
            self.run("COMMIT")
        except BaseException as error:
            with suppress(duckdb.Error):  # a commit that failed has rolled back already
                self.run("ROLLBACK")
            if isinstance(error, duckdb.Error):
                reason = str(error).splitlines()[0]
                raise OutputError(f"cannot be written: {reason}", source=str(self._path)) from error
            raise

    def run(self, statement: str, **values: object) -> None:
        """Execute a statement; `$name` in it is the value of that name."""
        self.rows(statement, **values)

    def script(self, statements: str, **values: object) -> None:
        """Execute statements that a semicolon ends."""
        for statement in filter(str.strip, statements.split(";")):
            self.run(statement, **values)

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        """The rows of a query, all of them: an undrained result would block the connection."""
        found: list[tuple[Any, ...]] = self._connection.execute(query, _used(query, values)).fetchall()
        return found

    def table(self, query: str, **values: object) -> pa.Table:
        """The rows of a query as Arrow."""
        return self._connection.sql(query, params=_used(query, values)).to_arrow_table()

    def create(self, table: str, rows: pa.Table, *, temporary: bool = False) -> None:
        """Make a table of the rows."""
        self._with(rows, f"CREATE {'TEMP ' if temporary else ''}TABLE {table} AS SELECT * FROM batch")

    def insert(self, table: str, rows: pa.Table) -> None:
        """Append rows to a table that has columns of their names."""
        self._with(rows, f"INSERT INTO {table} BY NAME SELECT * FROM batch")

    def _with(self, rows: pa.Table, statement: str) -> None:
        self._connection.register("batch", rows)
        try:
            self.run(statement)
        finally:
            self._connection.unregister("batch")

    def _open(self, read_only: bool, until: float) -> duckdb.DuckDBPyConnection:
        while True:
            try:
                return duckdb.connect(str(self._path), read_only=read_only)
            except duckdb.Error as error:
                if _BUSY not in str(error):
                    kind = InputError if self._path.is_file() else OutputError
                    message = str(error).splitlines()[0]
                    raise kind(f"cannot be opened as a ledger: {message}", source=str(self._path)) from error
                if time.monotonic() > until:
                    raise OutputError(
                        "another process is writing to the ledger; try again", source=str(self._path)
                    ) from error
                time.sleep(0.05)


def _used(query: str, values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if f"${name}" in query}
