"""Opening an input, be it a file, a pipe or an archive (gzip, Zstandard), as a stream of bytes that can be rewound."""

from __future__ import annotations

import gzip
import io
import shutil
import sys
import tempfile
import zlib
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from fastwarc.stream_io import ZstdReader

from guize.errors import InputError
from guize.read.sources import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MAX_UNPACKED = 4 << 30  # bytes that an archive may unpack to
MAX_DOCUMENT = 64 << 20  # bytes of what must be held in memory at once: a page, a JSON array, a line
_IN_MEMORY = 16 << 20  # bytes of a pipe that are kept in memory before they go to a temporary file
_PIECE = 4 << 10  # bytes unpacked at once: what comes before the damage of an archive is kept
_PARQUET = b"PAR1"


class _Archive(NamedTuple):
    name: str
    mark: bytes
    unpack: Callable[[BinaryIO], Any]


_ARCHIVES = (
    _Archive("gzip", b"\x1f\x8b", lambda packed: gzip.GzipFile(fileobj=packed, mode="rb")),
    _Archive("Zstandard", b"\x28\xb5\x2f\xfd", ZstdReader),
)


class Opened(NamedTuple):
    """An input: its bytes, and the same as they are packed."""

    stream: BinaryIO
    packed: BinaryIO
    """Read from one of the two only: they share a position."""


@contextmanager
def open_input(path: Path) -> Iterator[Opened]:
    """A file, or standard input for `-`, as streams that can be rewound.

    Raises:
        OSError: the file cannot be read.
        InputError: an archive is damaged, or unpacks to more than 4096 MiB.
    """
    with ExitStack() as stack:
        raw: IO[bytes] = sys.stdin.buffer if path is STANDARD_INPUT else stack.enter_context(path.open("rb"))
        packed = cast("BinaryIO", raw if raw.seekable() else stack.enter_context(_spooled(raw)))
        head = packed.read(4)
        packed.seek(0)
        archive = next((archive for archive in _ARCHIVES if head.startswith(archive.mark)), None)
        stream = packed
        if archive is not None:
            stream = cast("BinaryIO", io.BufferedReader(_Unpacked(packed, archive, MAX_UNPACKED)))
            random_access = stream.read(len(_PARQUET)) == _PARQUET
            stream.seek(0)
            if random_access:
                stream = cast("BinaryIO", stack.enter_context(_spooled(stream)))
        yield Opened(stream, packed)


def read_head(stream: BinaryIO, size: int) -> bytes:
    """The first bytes of a stream, at most `size`; of a damaged archive those before the damage.

    Raises:
        InputError: the archive is damaged from its start.
    """
    head = bytearray()
    try:
        while len(head) < size and (piece := stream.read(min(_PIECE, size - len(head)))):
            head += piece
    except InputError:
        if not head:
            raise
    return bytes(head)


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


class _Unpacked(io.RawIOBase):
    """An archive's content, which can be read again from its start, up to a number of bytes."""

    def __init__(self, packed: BinaryIO, archive: _Archive, limit: int) -> None:
        self._packed = packed
        self._archive = archive
        self._limit = limit
        self._given = 0
        self.seek(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if (offset, whence) == (0, io.SEEK_CUR):
            return self._given
        if (offset, whence) != (0, io.SEEK_SET):
            raise io.UnsupportedOperation("an archive is read from its start")
        self._packed.seek(0)
        self._content = self._archive.unpack(self._packed)
        self._given = 0
        return 0

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._content.read(min(len(buffer), _PIECE))
        except (EOFError, OSError, zlib.error):
            raise InputError(f"a damaged {self._archive.name} archive") from None
        self._given += len(data)
        if self._given > self._limit:
            raise InputError(f"unpacks to more than {self._limit >> 20} MiB")
        buffer[: len(data)] = data
        return len(data)
