"""A `changes` table that guize wrote, read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from guize.errors import InputError
from guize.records import SCHEMA_VERSION, PolicyChange
from guize.write.lines import explain, read_jsonl

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

_ROWS_AT_A_TIME = 4096


def read_changes(source: str | Path | pd.DataFrame) -> list[PolicyChange]:
    """The rows of a `changes` table, in their order.

    Args:
        source: a .parquet, .jsonl or .duckdb file, or the DataFrame that `guize.extract` returns.
            NaN and NaT are null; columns that are not in `guize.records.PolicyChange` are passed over.

    Raises:
        InputError: the table cannot be read, a later guize wrote it in another layout, or a row of it is not a change.
    """
    return list(iter_changes(source))


def iter_changes(source: str | Path | pd.DataFrame) -> Iterator[PolicyChange]:
    """The rows of a `changes` table one after another, for tables that are larger than memory; see `read_changes`."""
    name = str(source) if isinstance(source, (str, Path)) else "DataFrame"
    for index, row in enumerate(_rows(source)):
        _check_schema(row.get("schema_version"), name)
        stated = {key: row[key] for key in PolicyChange.model_fields if row.get(key) is not None}
        try:
            yield PolicyChange.model_validate(stated)
        except ValidationError as error:
            raise InputError(f"is not a change: {explain(error)}", source=name, item=index) from error


def _check_schema(version: object, name: str) -> None:
    """Refuse a table whose layout is later than this guize's.

    Raises:
        InputError: the version is later than `SCHEMA_VERSION`.
    """
    if str(version).isdecimal() and int(str(version)) > int(SCHEMA_VERSION):
        raise InputError(
            f"its layout is version {version}, but this guize reads up to {SCHEMA_VERSION}; upgrade guize", source=name
        )


def _rows(source: str | Path | pd.DataFrame) -> Iterator[dict[str, Any]]:
    if not isinstance(source, (str, Path)):
        return ({str(name): _plain(cell) for name, cell in row.items()} for row in source.to_dict(orient="records"))
    path = Path(source)
    read = {".parquet": _parquet, ".jsonl": _json_lines, ".duckdb": _duckdb}.get(path.suffix.lower())
    if read is None:
        raise InputError("changes are read from .parquet, .jsonl or .duckdb", source=str(path))
    return read(path)


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    return (row for _, row in read_jsonl(path))


def _parquet(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(_ROWS_AT_A_TIME):
                yield from batch.to_pylist()
    except (OSError, ValueError, OverflowError, LookupError, pa.ArrowException) as error:
        raise InputError(f"cannot be read as Parquet: {error}", source=str(path)) from error


def _duckdb(path: Path) -> Iterator[dict[str, Any]]:
    import duckdb  # slow to import, and only this format needs it

    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            for batch in connection.sql("SELECT * FROM changes").to_arrow_reader(_ROWS_AT_A_TIME):
                yield from batch.to_pylist()
    except duckdb.Error as error:
        raise InputError(f"cannot be read as DuckDB: {str(error).splitlines()[0]}", source=str(path)) from error


def _plain(cell: Any) -> Any:
    """A cell of a DataFrame as Python values: arrays as lists, NaN, NaT and NA as None."""
    import pandas as pd

    if isinstance(cell, dict):
        return {key: _plain(value) for key, value in cell.items()}
    if isinstance(cell, list | np.ndarray):
        return [_plain(value) for value in cell]
    return None if pd.isna(cell) else cell
