"""Changes as an Atom feed (RFC 4287): what is new, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from guize.feeds.entry import headline, identity, moment, one_an_event, summary, writable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from guize.records import PolicyChange

_ATOM = "http://www.w3.org/2005/Atom"


def render_feed(changes: Iterable[PolicyChange], *, since: date | None = None, limit: int | None = 100) -> bytes:
    """The feed of the changes.

    Args:
        changes: rows of `changes` or `events`.
        since: only what was published on this day (UTC) or later.
        limit: the most entries; all where None.
    """
    entries = sorted(one_an_event(changes), key=lambda change: (moment(change), identity(change)), reverse=True)
    entries = [change for change in entries if since is None or moment(change).date() >= since][:limit]
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _add(feed, "id", "urn:guize:changes")
    _add(feed, "title", "平台规则变更")
    _add(feed, "updated", moment(entries[0]).isoformat() if entries else "1970-01-01T00:00:00+00:00")
    _add(ET.SubElement(feed, "author"), "name", "guize")
    for change in entries:
        feed.append(_entry(change))
    ET.indent(feed)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(change: PolicyChange) -> ET.Element:
    entry = ET.Element("entry")
    _add(entry, "id", f"urn:guize:{identity(change)}")
    _add(entry, "title", headline(change))
    _add(entry, "updated", moment(change).isoformat())
    if change.issuer:
        _add(ET.SubElement(entry, "author"), "name", writable(change.issuer))
    if change.source.startswith(("https://", "http://")):
        ET.SubElement(entry, "link", {"href": writable(change.source)})
    for term in (*change.platform, *change.categories, *change.topics):
        ET.SubElement(entry, "category", {"term": writable(term)})
    _add(entry, "summary", summary(change))
    return entry


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text
