"""JSON Lines: one row a line, nulls kept, dates and times as ISO 8601."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pyarrow as pa


class JsonLinesSink:
    """Writes one object a line, UTF-8."""

    def __init__(self, place: Callable[[str], Path], tables: Mapping[str, pa.Schema]) -> None:
        self._open = ExitStack()
        self._files = {table: self._open.enter_context(place(table).open("wb")) for table in tables}

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        """Append the rows to the table's file."""
        self._files[table].writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in batch.to_pylist())

    def close(self) -> None:
        """Complete the files."""
        self._open.close()
