"""Parquet: one file a table; the same rows give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


class ParquetSink:
    """Writes each batch as one row group."""

    def __init__(self, place: Callable[[str], Path], tables: Mapping[str, pa.Schema]) -> None:
        self._writers = {
            table: pq.ParquetWriter(place(table), schema, compression="zstd") for table, schema in tables.items()
        }

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        """Append a row group to the table's file."""
        self._writers[table].write_batch(batch)

    def close(self) -> None:
        """Complete the files."""
        for writer in self._writers.values():
            writer.close()
