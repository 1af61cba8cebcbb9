"""Items as rows of a Parquet file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from guize.errors import InputError
from guize.read.rows import Table, check_header, to_item
from guize.records import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guize.records import Item

_BATCH = 512  # rows held in memory at once


def read_parquet(stream: BinaryIO, table: Table) -> Iterator[Item | Failure]:
    """One item a row, streamed by record batch; a row with a value that is none is a failure, and the next one is read.

    Raises:
        InputError: the file is damaged, or a column that is needed is missing.
    """
    import pyarrow as pa  # takes longer to import than most inputs to read
    import pyarrow.parquet as pq

    index = 0
    try:
        file = pq.ParquetFile(stream)
        fields = check_header(file.schema_arrow.names, table)
        for batch in file.iter_batches(batch_size=_BATCH, columns=sorted(set(fields.values()))):
            for row in _rows(batch):
                if isinstance(row, Exception):
                    yield Failure(table.name, f"a value of its row cannot be read: {row}", index)
                else:
                    yield to_item(row, fields, table, index)
                index += 1
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise InputError(f"a damaged Parquet file: {error}") from None


def _rows(batch: Any) -> Iterator[dict[str, Any] | Exception]:
    """The rows of a batch; in the place of one that Python cannot hold (text that is not UTF-8, the year 99999) the reason."""
    try:
        yield from batch.to_pylist()
    except (ValueError, OverflowError, LookupError) as error:
        if batch.num_rows == 1:
            yield error
        else:
            for row in range(batch.num_rows):
                yield from _rows(batch.slice(row, 1))
