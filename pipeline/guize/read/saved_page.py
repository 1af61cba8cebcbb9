"""Pages that a browser saved as one file (MHTML, .mht)."""

from __future__ import annotations

import email
from email import policy
from typing import TYPE_CHECKING, BinaryIO

from guize.errors import InputError
from guize.read.encoding import detect_encoding
from guize.read.html import read_html
from guize.read.rows import clean
from guize.read.streams import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from guize.records import Failure, Item

_PAGES = ("text/html", "application/xhtml+xml")


def read_saved_page(stream: BinaryIO, name: str) -> Iterator[Item | Failure]:
    """The items of the page itself; its frames, pictures and styles are not read.

    Raises:
        InputError: the file holds no HTML page, or a page without text.
    """
    message = email.message_from_bytes(read_document(stream), policy=policy.default)
    page = _page(message)
    if page is None:
        raise InputError("a saved page without HTML in it")
    content = page.get_payload(decode=True)
    assert isinstance(content, bytes)
    if not content.strip():
        raise InputError("the HTML page has no text")
    return read_html(clean(content.decode(detect_encoding(content), "replace")), name)


def _page(message: EmailMessage) -> EmailMessage | None:
    """The part that `start` or the saved address names (RFC 2557); the first page where neither does."""
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    start, address = message.get_param("start"), message["Snapshot-Content-Location"]
    for part in pages:
        if (start and part["Content-ID"] == start) or (address and part["Content-Location"] == address):
            return part
    return pages[0] if pages else None
