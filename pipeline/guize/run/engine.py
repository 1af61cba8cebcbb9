"""The order of work: chunks are handed out ahead and their extractions come back in the order of the chunks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, Self

import pyarrow as pa

from guize.extractor import Extractor
from guize.run.batches import encode_extractions
from guize.run.extraction import Result, extract

Promise = Callable[[], pa.RecordBatch]


class Engine(Protocol):
    """Where chunks are extracted. A context: what it holds is released at its end."""

    ahead: int
    """Chunks to hand out before the first is waited for."""

    def submit(self, chunk: Sequence[Result]) -> Promise:
        """Hand out a chunk; the promise waits for its batch of `EXTRACTIONS`."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...


class Serial:
    """In this process, when a chunk is waited for."""

    ahead = 0

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor

    def submit(self, chunk: Sequence[Result]) -> Promise:
        """See `Engine`."""
        return lambda: encode_extractions(extract(chunk, self._extractor))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass


def run(chunks: Iterable[Sequence[Result]], engine: Engine) -> Iterator[pa.RecordBatch]:
    """Batches of `EXTRACTIONS`, one a chunk, in the order of the chunks; few chunks are in memory at any time."""
    waiting: deque[Promise] = deque()
    for chunk in chunks:
        waiting.append(engine.submit(chunk))
        if len(waiting) > engine.ahead:
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()
