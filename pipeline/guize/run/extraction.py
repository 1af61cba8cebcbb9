"""Read results to extractions: every item ends in one row, whatever happens to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from guize.extractor import Extractor
from guize.records import Extraction, Failure, Item, ItemRow, content_hash
from guize.write import verify

Result = Item | Failure

_ITEMS = 512  # of a chunk
_CHARACTERS = 1 << 22  # of a chunk; an item may be of any length


def chunks(results: Iterable[Result]) -> Iterator[list[Result]]:
    """The results in their order, some hundreds at a time; where they are cut depends on nothing but them."""
    chunk: list[Result] = []
    size = 0
    for result in results:
        chunk.append(result)
        size += len(result.text) if isinstance(result, Item) else 0
        if len(chunk) == _ITEMS or size >= _CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def extract(chunk: Sequence[Result], extractor: Extractor) -> list[Extraction]:
    """Extractions of a chunk, in order; an item that breaks the extractor becomes a failed row and stops no other."""
    done = iter(_extract_all([result for result in chunk if isinstance(result, Item)], extractor))
    return [next(done) if isinstance(result, Item) else failed(result) for result in chunk]


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


def not_extracted(item: Item, reason: str) -> Failure:
    """An item that was read, as a failure of its extraction."""
    return Failure(item.source, f"extraction failed: {reason}", item.item_index, item.source_id, item.title)


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
