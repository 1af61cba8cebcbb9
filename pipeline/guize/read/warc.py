"""Web archives (WARC): the HTML pages in them that may announce something."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader
from fastwarc.warc import ArchiveIterator, WarcRecordType

from guize.errors import InputError
from guize.read.candidates import is_candidate
from guize.read.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_PAGE = 8 << 20  # bytes of a page, packed or unpacked; what is larger is passed over
_PAGES = ("text/html", "application/xhtml+xml")
_DECODERS: dict[str, Callable[[BytesIO], Any]] = {
    "chunked": ChunkedReader,
    "gzip": GzipReader,
    "x-gzip": GzipReader,
    "deflate": lambda packed: GzipReader(packed, zlib=True),
    "br": BrotliReader,
}


def read_warc(stream: BinaryIO) -> Iterator[Page]:
    """The pages of an archive that name a platform or an authority and speak of rules, in its order.

    Records that are no HTML page, or no such page, are passed over before anything is decoded or parsed; a page's
    source is its address.

    Args:
        stream: the archive, plain or packed with gzip or Zstandard; only what is needed of it is in memory.

    Raises:
        InputError: the archive is damaged.
    """
    try:
        for record in ArchiveIterator(
            stream, record_types=WarcRecordType.response, parse_http=True, max_content_length=MAX_PAGE
        ):
            if record.http_content_type in _PAGES and is_candidate(content := _payload(record)):
                yield Page(content, record.headers.get("WARC-Target-URI") or "")
    except OSError as error:
        raise InputError(f"a damaged WARC archive: {error}") from None


def _payload(record: Any) -> bytes:
    """The page, without the packing for its way through the net; empty where that is damaged or too large."""
    content: bytes = record.reader.read()
    for header in ("Transfer-Encoding", "Content-Encoding"):
        for coding in reversed(record.http_headers.get(header, "").lower().replace(" ", "").split(",")):
            if coding in _DECODERS:
                # Archives may say that a page is packed and hold it unpacked.
                content = _decoded(content, coding)
    return content


def _decoded(content: bytes, coding: str) -> bytes:
    try:
        decoded: bytes = _DECODERS[coding](BytesIO(content)).read(MAX_PAGE + 1)
    except OSError:
        return content
    return decoded if len(decoded) <= MAX_PAGE else b""
