"""An HTML page that is fetched but not yet parsed: parsing is most of the work of reading it, and can be done elsewhere."""

from __future__ import annotations

from typing import NamedTuple

from guize.errors import InputError
from guize.read.encoding import detect_encoding
from guize.read.html import read_html
from guize.read.rows import clean
from guize.records import Failure, Item


class Page(NamedTuple):
    """The bytes of an HTML page."""

    content: bytes
    source: str
    encoding: str | None = None
    """The codec, where it is known."""


def read_page(page: Page) -> list[Item | Failure]:
    """The items of a listing page, the one item of any other, or why there is none."""
    try:
        encoding = page.encoding or detect_encoding(page.content)
        # Sites cut descriptions in the middle of a character; browsers do not mind.
        return list(read_html(clean(page.content.decode(encoding, "replace")), page.source))
    except InputError as error:
        return [Failure(page.source, error.message)]
    except RecursionError:
        return [Failure(page.source, "nested too deeply")]
