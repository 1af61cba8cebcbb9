"""Items as rows of a Parquet file."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from guize.errors import InputError
from guize.read.rows import Table, check_header, to_item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guize.records import Failure, Item

_BATCH = 512  # rows held in memory at once


def read_parquet(stream: BinaryIO, table: Table) -> Iterator[Item | Failure]:
    """One item a row, streamed by record batch.

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
            for row in batch.to_pylist():
                yield to_item(row, fields, table, index)
                index += 1
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"a damaged Parquet file: {error}") from None
