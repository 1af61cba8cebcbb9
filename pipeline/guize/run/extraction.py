"""Read results to extractions: every item ends in one row, whatever happens to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from guize.extractor import Extractor
from guize.read import Page, read_page
from guize.records import Extraction, Failure, Item, ItemRow, content_hash
from guize.write import verify

Result = Item | Failure | Page

_R = TypeVar("_R", bound=Result)

_RESULTS = 512  # of a chunk
_SIZE = 1 << 22  # of a chunk, characters and bytes; an item may be of any length


def chunks(results: Iterable[_R]) -> Iterator[list[_R]]:
    """The results in their order, some hundreds at a time; where they are cut depends on nothing but them."""
    chunk: list[_R] = []
    size = 0
    for result in results:
        chunk.append(result)
        size += _size(result)
        if len(chunk) == _RESULTS or size >= _SIZE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def extract(chunk: Sequence[Result], extractor: Extractor) -> list[Extraction]:
    """Extractions of a chunk, in order; an item that breaks the extractor becomes a failed row and stops no other.

    A page has as many as there are items on it.
    """
    return extract_read([one for result in chunk for one in _parsed(result)], extractor)


def extract_read(chunk: Sequence[Item | Failure], extractor: Extractor) -> list[Extraction]:
    """As `extract`, one for each."""
    done = iter(_extract_all([one for one in chunk if isinstance(one, Item)], extractor))
    return [next(done) if isinstance(one, Item) else failed(one) for one in chunk]


def failed(failure: Failure) -> Extraction:
    """What becomes of an item that could not be read or extracted: a row with the reason."""
    row = ItemRow(
        item_id="it-" + content_hash("failed", failure.source, failure.source_id, failure.item_index, failure.title),
        source=failure.source,
        source_id=failure.source_id,
        item_index=failure.item_index,
        title=failure.title,
        status="failed",
        reason=failure.reason,
    )
    return Extraction([], row)


def not_extracted(result: Result, reason: str) -> Failure:
    """What was read, as a failure of its extraction."""
    if isinstance(result, Failure):
        return result
    reason = f"extraction failed: {reason}"
    if isinstance(result, Page):
        return Failure(result.source, reason)
    return Failure(result.source, reason, result.item_index, result.source_id, result.title)


def _parsed(result: Result) -> list[Item | Failure]:
    return read_page(result) if isinstance(result, Page) else [result]


def _size(result: Result) -> int:
    match result:
        case Page():
            return len(result.content)
        case Item():
            return len(result.text)
    return 0


def _extract_all(items: Sequence[Item], extractor: Extractor) -> list[Extraction]:
    try:
        extractions = list(extractor.stream(items))
        for item, extraction in zip(items, extractions, strict=True):
            verify(item, extraction.changes)
    except Exception as error:
        if len(items) > 1:
            middle = len(items) // 2
            return _extract_all(items[:middle], extractor) + _extract_all(items[middle:], extractor)
        return [failed(not_extracted(items[0], f"{type(error).__name__}: {error}".splitlines()[0]))]
    return extractions
