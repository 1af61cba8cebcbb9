"""The entries of an RSS or Atom feed."""

from __future__ import annotations

import io
import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from guize.errors import InputError
from guize.read.html_tables import flatten_tables
from guize.read.html_tree import lines_of, parse
from guize.read.rows import FIELDS, Table, to_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from guize.records import Failure, Item

_REFERENCE = re.compile(r"&#(?:x([0-9a-f]+)|(\d+));?", re.IGNORECASE)
_COLUMNS = {field: field for field in FIELDS}


def read_feed(text: str, table: Table) -> Iterator[Item | Failure]:
    """One item an entry; of its content and its summary the fuller one, tables kept as rows.

    Raises:
        InputError: the feed is damaged, or declares entities, which could make it grow without bound.
    """
    import feedparser

    if "<!ENTITY" in text:
        raise InputError("a feed that declares XML entities; they are not expanded")
    try:
        feed = feedparser.parse(
            # As bytes: a string could be taken for an address to fetch.
            io.BytesIO(_REFERENCE.sub(_character, text).encode()),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # of any kind, where elements are not closed in their order
        raise InputError(f"a damaged feed: {type(error).__name__}: {error}") from None
    for index, entry in enumerate(feed.entries):
        yield to_item(_row(entry), _COLUMNS, table, index)


def _row(entry: Any) -> dict[str, object]:
    bodies = [_words(content, "value") for content in entry.get("content", [])]
    texts = map(_lines, [*bodies, _words(entry, "summary")])
    return {
        "title": " ".join(_lines(_words(entry, "title"))),
        "text": "\n".join(max(texts, key=lambda lines: sum(map(len, lines)))),
        "published_at": _moment(_words(entry, "published") or _words(entry, "updated")),
        "source": _words(entry.get("source"), "title"),
        "id": _words(entry, "id") or _words(entry, "link"),
    }


def _words(element: Any, name: str) -> str | None:
    """What an element says; None where it is missing, broken off, or made of others."""
    words = element.get(name) if isinstance(element, dict) else None
    return words if isinstance(words, str) else None


def _character(reference: re.Match[str]) -> str:
    """A reference as it is, or the replacement character where it refers to none, as browsers show it."""
    digits = (reference[1] or reference[2]).lstrip("0")
    number = int(digits[:8] or "0", 16 if reference[1] else 10)
    return reference[0] if 0 < number < 0xD800 or 0xE000 <= number < 0x110000 else "\ufffd"


def _lines(markup: str | None) -> list[str]:
    """The lines of text or of HTML: a feed does not say reliably which of them it holds."""
    if markup is None:
        return []
    if "<" not in markup and "&" not in markup:
        return [line for line in map(str.strip, markup.split("\n")) if line]
    tree = parse(markup)
    flatten_tables(tree)
    return lines_of(tree.body)


def _moment(stamp: str | None) -> datetime | str | None:
    """The time of a stamp as RSS writes it (`Mon, 06 May 2024 10:00:00 +0800`); any other as it is."""
    try:
        return parsedate_to_datetime(stamp or "")
    except (ValueError, OverflowError):
        return stamp
