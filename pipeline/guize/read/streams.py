"""Opening an input, be it a file, a pipe or a gzip archive, as a stream of bytes that can be rewound."""

from __future__ import annotations

import gzip
import io
import shutil
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from guize.errors import InputError
from guize.read.sources import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_UNPACKED = 4 << 30  # bytes that a gzip archive may unpack to
MAX_DOCUMENT = 64 << 20  # bytes of what must be held in memory at once: a page, a JSON array, a line
_IN_MEMORY = 16 << 20  # bytes of a pipe that are kept in memory before they go to a temporary file
_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"


@contextmanager
def open_input(path: Path) -> Iterator[BinaryIO]:
    """The unpacked bytes of a file, or of standard input for `-`, as a stream that can be rewound.

    Raises:
        OSError: the file cannot be read, or a gzip archive is damaged.
        EOFError: a gzip archive is cut short.
        InputError: a gzip archive unpacks to more than 4096 MiB.
    """
    with ExitStack() as stack:
        raw: IO[bytes] = sys.stdin.buffer if path is STANDARD_INPUT else stack.enter_context(path.open("rb"))
        stream = raw if raw.seekable() else stack.enter_context(_spooled(raw))
        packed = stream.read(len(_GZIP)) == _GZIP
        stream.seek(0)
        if packed:
            archive = stack.enter_context(gzip.GzipFile(fileobj=stream, mode="rb"))
            stream = io.BufferedReader(_Limited(archive, MAX_UNPACKED))
            random_access = stream.read(len(_PARQUET)) == _PARQUET
            stream.seek(0)
            if random_access:
                stream = stack.enter_context(_spooled(stream))
        yield cast("BinaryIO", stream)


def read_document(stream: BinaryIO) -> bytes:
    """All bytes of a stream that holds one document.

    Raises:
        InputError: there are more than 64 MiB.
    """
    content = stream.read(MAX_DOCUMENT + 1)
    if len(content) > MAX_DOCUMENT:
        raise InputError(f"larger than {MAX_DOCUMENT >> 20} MiB; split it, or give its items as JSON lines")
    return content


def _spooled(source: IO[bytes]) -> IO[bytes]:
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (the caller closes it)
    shutil.copyfileobj(source, copy)
    copy.seek(0)
    return cast("IO[bytes]", copy)


class _Limited(io.RawIOBase):
    """A stream that refuses to give more bytes than its limit."""

    def __init__(self, source: gzip.GzipFile, limit: int) -> None:
        self._source = source
        self._limit = limit

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._source.seek(offset, whence)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = self._source.readinto(buffer)
        if self._source.tell() > self._limit:
            raise InputError(f"unpacks to more than {self._limit >> 20} MiB")
        return count
