"""HTML pages: a listing, or one notice or article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guize.read.html_listing import find_blocks
from guize.read.html_page import Head, read_html_page
from guize.read.html_tree import clear, parse
from guize.read.listing import to_results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guize.records import Failure, Item


def read_html(text: str, name: str) -> Iterator[Item | Failure]:
    """The items of a listing page, or the one item of any other.

    Raises:
        InputError: the page holds no text.
    """
    tree = parse(text)
    head = Head(tree)
    clear(tree.body)
    entries = find_blocks(tree.body)
    return to_results(entries, name) if entries else iter([read_html_page(tree, head, name)])
