"""Chunks as Arrow record batches: what crosses to another process, or to another machine, and what is kept on disk.

The stages as one function over such batches, `extract_batches`, are what every engine runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

import pyarrow as pa

from guize.extractor import Extractor
from guize.read import Page
from guize.records import CST, Extraction, Failure, Item, Kind
from guize.run.extraction import Result, extract
from guize.write import CHANGES, ITEMS, to_batch
from guize.write.schema import to_array

RESULTS: pa.Schema = pa.schema(
    [
        pa.field("title", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("published_at", pa.timestamp("us", "UTC")),
        pa.field("source", pa.string(), nullable=False),
        pa.field("source_id", pa.string()),
        pa.field("item_index", pa.int32(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("failure", pa.string()),
        pa.field("page", pa.binary()),
        pa.field("encoding", pa.string()),
    ]
)
"""What was read, a row an item. `failure` says why one could not be read, and is null where it could; in `page` are
the bytes of an HTML page not parsed yet, in `encoding` their codec, where it is known."""

EXTRACTIONS: pa.Schema = pa.schema(
    [
        pa.field("item", pa.struct(list(ITEMS)), nullable=False),
        pa.field("changes", pa.list_(pa.field("element", pa.struct(list(CHANGES)), nullable=False)), nullable=False),
    ]
)
"""What is made of it, a row an item: its row of the table `items`, and its rows of the table `changes`."""

_EPOCH = datetime(1970, 1, 1, 8, tzinfo=CST)


def encode_results(results: Sequence[Result]) -> pa.RecordBatch:
    """Results as a batch of `RESULTS`."""
    rows = [_cells(result) for result in results]
    columns = [
        to_array(list(column), field.type) for column, field in zip(zip(*rows, strict=True), RESULTS, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=RESULTS)


def decode_results(batch: pa.RecordBatch) -> list[Result]:
    """Results from a batch of `RESULTS`; times come back in China time."""
    columns = [
        (column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column).to_pylist()
        for column in batch.columns
    ]
    return [_result(*cells) for cells in zip(*columns, strict=True)]


def encode_extractions(extractions: Sequence[Extraction]) -> pa.RecordBatch:
    """Extractions as a batch of `EXTRACTIONS`."""
    rows = to_batch([extraction.row for extraction in extractions], ITEMS)
    changes = to_batch([change for extraction in extractions for change in extraction.changes], CHANGES)
    ends = accumulate((len(extraction.changes) for extraction in extractions), initial=0)
    lists = pa.ListArray.from_arrays(
        pa.array(ends, pa.int32()), changes.to_struct_array(), type=EXTRACTIONS.field("changes").type
    )
    return pa.RecordBatch.from_arrays([rows.to_struct_array(), lists], schema=EXTRACTIONS)


def tables(batch: pa.RecordBatch) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """The rows of `changes` and of `items` in a batch of `EXTRACTIONS`."""
    return (
        pa.RecordBatch.from_struct_array(batch.column("changes").flatten()),
        pa.RecordBatch.from_struct_array(batch.column("item")),
    )


def extract_batches(batches: Iterable[pa.RecordBatch], extractor: Extractor) -> Iterator[pa.RecordBatch]:
    """Batches of `RESULTS` to batches of `EXTRACTIONS`, one by one, in bounded memory."""
    for batch in batches:
        yield encode_extractions(extract(decode_results(batch), extractor))


def to_bytes(batch: pa.RecordBatch, compression: str | None = None) -> bytes:
    """A batch as an Arrow IPC stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression=compression)) as stream:
        stream.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def from_bytes(data: bytes) -> pa.RecordBatch:
    """The batch of an Arrow IPC stream that `to_bytes` made.

    Raises:
        pyarrow.ArrowException: the bytes are damaged.
    """
    with pa.ipc.open_stream(data) as stream:
        return stream.read_next_batch()


def _cells(result: Result) -> tuple[object, ...]:
    match result:
        case Failure(source, reason, index, source_id, title):
            return title, "", None, source, source_id, index, "", reason, None, None
        case Page(content, source, encoding):
            return "", "", None, source, None, 0, "", None, content, encoding
        case item:
            time = item.published_at
            return (
                item.title,
                item.text,
                time,
                item.source,
                item.source_id,
                item.item_index,
                item.kind,
                None,
                None,
                None,
            )


def _result(
    title: str,
    text: str,
    published_at: int | None,
    source: str,
    source_id: str | None,
    item_index: int,
    kind: Kind,
    failure: str | None,
    page: bytes | None,
    encoding: str | None,
) -> Result:
    if failure is not None:
        return Failure(source, failure, item_index, source_id, title)
    if page is not None:
        return Page(page, source, encoding)
    return Item(
        title=title,
        text=text,
        published_at=None if published_at is None else _EPOCH + timedelta(microseconds=published_at),
        source=source,
        source_id=source_id,
        item_index=item_index,
        kind=kind,
    )
