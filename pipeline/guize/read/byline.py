"""The lines under a title that say when and by whom a text was published."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from guize import vocabulary
from guize.read.times import STAMP, parse_time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_LONGEST = 160  # characters of a byline
_LONGEST_NAME = 16
_RUNS_ON = re.compile(r"\s*(?:[至到~～—–-]+\s*\d|[起前后])")  # a term, not a moment
_SEPARATORS = re.compile(r"[\s|｜/·•,，()（）\[\]【】-]+")
_SENTENCE = re.compile(r"[:：。；！？!?《》“”]")


class Byline(NamedTuple):
    """A line that says when something was published, and nothing of what."""

    stamp: str  # the words that are the time
    rest: str  # what stands beside it besides `label: value` fields: the name of a site or an author
    has_clock: bool  # whether it names the hour and minute


@cache
def _fields() -> re.Pattern[str]:
    """`label: value` fields, also without space between them, `label 382`, and a label alone."""
    labels = "|".join(sorted(vocabulary.load("reading")["lines"]["labels"], key=len, reverse=True))
    value = rf"(?:(?!(?:{labels})\s*[:：])[^\s:：|｜，。；]){{1,24}}"
    field = rf"(?:{labels})\s*[:：](?:\s*{value})?"
    return re.compile(rf"(?<!\w)(?:(?:{field})+|(?:{labels})(?:\s*[\d,.]+万?\s*次?|(?!\w)))")


def find_byline(line: str) -> Byline | None:
    """The line's publication time, where the line is nothing but a time, fields beside it and perhaps a name.

    For example `2024-03-05 11:15:09`, `发布时间：2024年3月5日 来源：某网`, `某某网 · 2024-03-05 11:15`.
    """
    match = STAMP.search(line) if len(line) <= _LONGEST else None
    if match is None or _RUNS_ON.match(line, match.end()):
        return None
    around = STAMP.sub("|", line)
    rest = _SEPARATORS.sub(" ", _fields().sub(" ", around)).strip()
    if len(rest) > _LONGEST_NAME or _SENTENCE.search(rest):
        return None
    return Byline(match[0].strip(), rest, match["hour"] is not None)


def is_field_line(line: str) -> bool:
    """Whether the line consists of `label: value` fields only, such as `来源：某网 作者：某人`."""
    if not line.strip() or len(line) > _LONGEST or STAMP.search(line):
        return False
    return not _SEPARATORS.sub("", _fields().sub(" ", line))


def take_bylines(lines: Sequence[str]) -> tuple[datetime | None, Sequence[str]]:
    """The publication time that the first lines state, and the lines from the first of the text on.

    A second time stays in the text, and so does a line that also holds a name: they may be more than that.
    """
    published_at = None
    for position, line in enumerate(lines):
        byline = find_byline(line) if published_at is None else None
        if byline and (byline.has_clock or not byline.rest):
            try:
                published_at = parse_time(byline.stamp)
            except ValueError:
                return None, lines[position:]
            if byline.rest:
                return published_at, lines[position:]
        elif line.strip() and not is_field_line(line):
            return published_at, lines[position:]
    return published_at, []
