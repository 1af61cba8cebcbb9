"""Listing pages saved as text: items of title, time and summary, between navigation and pager."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from guize.read.byline import find_byline
from guize.read.furniture import is_foot, is_more, is_pager
from guize.read.times import parse_time
from guize.records import Failure, Item

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NUMBERED = re.compile(r"(?P<indent>\s*)(?P<number>\d{1,5})[.．、]\s+(?P<title>\S.*)")
_REACH = 4  # lines after a title within which its time is looked for
_ENOUGH = 3  # items with a time that make a page a listing; of numbered ones, beside a pager, one does


class Entry(NamedTuple):
    """One item of a listing, as its words."""

    number: str
    title: str
    stamp: str | None
    text: str


def find_entries(lines: Sequence[str]) -> list[Entry]:
    """The items of a listing; empty where the lines are no listing.

    An item begins with its numbered title or, on a page without numbers, with the line before a line that is
    a date and time. It ends where the next one, the pager or the foot of the page begins.
    """
    has_pager = any(is_pager(line) for line in lines)
    for starts, enough in ((_numbered(lines), 1 if has_pager else _ENOUGH), (_unnumbered(lines), _ENOUGH)):
        entries = [
            _entry(lines[start:end], str(position))
            for position, (start, end) in enumerate(pairwise([*starts, len(lines)]), 1)
        ]
        if sum(entry.stamp is not None for entry in entries) >= enough:
            return entries
    return []


def to_results(entries: Sequence[Entry], name: str) -> Iterator[Item | Failure]:
    """The items of a listing; one with a time that is none is a failure.

    Args:
        entries: the items as words.
        name: of the input, which is the source of them all.
    """
    for index, entry in enumerate(entries):
        try:
            published_at = parse_time(entry.stamp)
        except ValueError as error:
            yield Failure(name, str(error), index, entry.number, entry.title)
            continue
        yield Item(
            title=entry.title,
            text=entry.text,
            published_at=published_at,
            source=name,
            source_id=entry.number,
            item_index=index,
            kind="report",
        )


def _numbered(lines: Sequence[str]) -> list[int]:
    """Where numbered items begin: at titles with a time below, and at those that continue their numbers."""
    heads = [(index, match) for index, line in enumerate(lines) if (match := _NUMBERED.fullmatch(line))]
    timed = {index for index, _ in heads if _stamp(_reach(lines, index)) is not None}
    indent = next((match["indent"] for index, match in heads if index in timed), None)
    level = [(index, int(match["number"])) for index, match in heads if match["indent"] == indent]
    for step, order in ((1, level), (-1, level[::-1])):
        for (before, number), (index, next_number) in pairwise(order):
            if before in timed and next_number == number + step:
                timed.add(index)
    return [index for index, _ in level if index in timed]


def _unnumbered(lines: Sequence[str]) -> list[int]:
    """Where items without numbers begin: at the line before a time, that not being a time itself."""
    starts = []
    title = None
    for index, line in enumerate(lines):
        byline = find_byline(line)
        if byline and byline.has_clock:
            if title is not None:
                starts.append(title)
            title = None
        elif line.strip():
            title = index
    return starts


def _reach(lines: Sequence[str], index: int) -> list[str]:
    """The lines below a title among which its time may be."""
    below = []
    for line in lines[index + 1 : index + 1 + _REACH]:
        if _NUMBERED.fullmatch(line):
            break
        below.append(line)
    return below


def _stamp(lines: Sequence[str]) -> tuple[int, str] | None:
    """The position of the first line that is a time, and the time."""
    for position, line in enumerate(lines):
        byline = find_byline(line)
        if byline and (byline.has_clock or not byline.rest):
            return position, byline.stamp
    return None


def _entry(lines: Sequence[str], number: str) -> Entry:
    head = _NUMBERED.fullmatch(lines[0])
    body = list(takewhile(lambda line: not is_pager(line) and not is_foot(line), lines[1:]))
    stamp = _stamp(body[:_REACH])
    text = [
        line.strip()
        for position, line in enumerate(body)
        if line.strip() and not is_more(line) and not (stamp and position == stamp[0])
    ]
    return Entry(
        head["number"] if head else number,
        (head["title"] if head else lines[0]).strip(),
        stamp[1] if stamp else None,
        "\n".join(text),
    )
