"""A notice or an article as an HTML page: its title, its publication time, and its text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from guize import vocabulary
from guize.errors import InputError
from guize.read.byline import take_bylines
from guize.read.furniture import is_foot
from guize.read.html_tables import flatten_tables
from guize.read.html_tree import Node, drop_link_lists, lines_of, select
from guize.read.kind import infer_kind
from guize.read.times import parse_time
from guize.records import Item

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_LONG = 40  # characters from which a sentence is a text's, not a foot's
_JSON_LD = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')


class Head:
    """What the head of a page says of it; to be read before the page is cleared."""

    def __init__(self, tree: Node) -> None:
        named: dict[str, str] = {}
        for meta in select(tree.document, "meta[content]"):
            for attribute in ("property", "name", "itemprop"):
                named.setdefault(meta.getattr(attribute, "").lower(), meta.getattr("content", "").strip())
        self.title = _one_line(tree.title or "")
        self.og_title = _one_line(named.get("og:title", ""))
        scripts = select(tree.document, "script[type='application/ld+json']")
        names = vocabulary.load("reading")["html"]["published"]
        self.stamps = [named[name.lower()] for name in names if name.lower() in named]
        self.stamps += [match[1] for script in scripts if (match := _JSON_LD.search(script.text))]


def read_html_page(tree: Node, head: Head, name: str) -> Item:
    """The one item of a page that is cleared of furniture.

    Raises:
        InputError: the page holds no text.
    """
    body = tree.body
    title = _title(body, head)
    moments = [moment.getattr("datetime", "") for moment in select(body, "time[datetime]")]
    flatten_tables(tree)
    drop_link_lists(body)
    lines = lines_of(body)
    if not lines:
        raise InputError("the HTML page has no text")
    start = next((index + 1 for index, line in enumerate(lines) if _one_line(line) == title), 0)
    visible, rest = take_bylines(lines[start:])
    text = "\n".join(_without_foot(rest))
    if not title and not text.strip():
        raise InputError("the HTML page has no text")
    published_at = _first_time(head.stamps) or visible or _first_time(moments)
    return Item(title=title, text=text, published_at=published_at, source=name, kind=infer_kind(title, text))


def _title(body: Node, head: Head) -> str:
    """The longest heading that the page's name contains; a site's name may be a heading too.

    Without such a heading it is og:title, the first h1, or the page's name without the site's.
    """
    name = head.og_title or head.title
    headings = [_one_line(node.text) for node in select(body, "h1, h2, h3")]
    named = [heading for heading in headings if heading and heading in name]
    if named:
        return max(named, key=lambda heading: (len(heading), -name.index(heading)))
    first = next((heading for node in select(body, "h1") if (heading := _one_line(node.text))), "")
    return head.og_title or first or _without_site(head.title)


def _without_foot(lines: Sequence[str]) -> Sequence[str]:
    """The lines before the foot of the page, which has no long sentence in it."""
    last = max((index for index, line in enumerate(lines) if len(line) >= _LONG and "。" in line), default=0)
    end = next((index for index in range(last, len(lines)) if is_foot(lines[index])), len(lines))
    return lines[:end]


def _without_site(name: str) -> str:
    separator, site = _site_patterns()
    parts = separator.split(name)
    return site.sub("", parts[0] if parts[0] else name)


def _first_time(stamps: list[str]) -> datetime | None:
    for stamp in stamps:
        try:
            if moment := parse_time(stamp):
                return moment
        except ValueError:
            continue
    return None


def _one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def _site_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = vocabulary.load("reading")["html"]
    return re.compile(words["title_separator"]), re.compile(words["site_name"])
