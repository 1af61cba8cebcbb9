"""A notice or an article as plain text: title, perhaps lines with time and author, and the text."""

from __future__ import annotations

import re

from guize.errors import InputError
from guize.read.byline import take_bylines
from guize.read.kind import infer_kind
from guize.records import Item

_LONGEST_TITLE = 100  # characters
_NO_TITLE = re.compile(r"[。；;：:，,、]\s*$")  # how a salutation or a sentence ends


def read_text_page(text: str, name: str) -> Item:
    """The one item of a page of plain text.

    The first line is its title, unless no time stands below and it is long or ends as a sentence does.

    Raises:
        InputError: the page holds nothing but a time and an author.
    """
    before, lines = take_bylines(text.split("\n"))
    if not lines:
        raise InputError("the page has no text")
    title = lines[0].strip()
    after, below = take_bylines(lines[1:])
    if after or (len(title) <= _LONGEST_TITLE and not _NO_TITLE.search(title)):
        lines = below
    else:
        title = ""
    body = "\n".join(lines).rstrip()
    return Item(title=title, text=body, published_at=before or after, source=name, kind=infer_kind(title, body))
