"""One item, several changes: the parts of a text that state a change each (guideline §1).

Split only where the parts have different effective dates, and only where the text itself enumerates (一、… 二、…, 其一 …,
第一则 …, ★ …, 另一…) or different sentences name different acting platforms. A phased roll-out of one measure stays one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from guize import vocabulary
from guize.dates.mention import Mention
from guize.records import Span

_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")
_STRONG = 0.7
_HEADING_LENGTH = 40


class _Wording(NamedTuple):
    heading: re.Pattern[str]
    ordinal: re.Pattern[str]
    first: re.Pattern[str]
    aside: re.Pattern[str]


@cache
def _wording() -> _Wording:
    words = vocabulary.load("statement")["parts_of_an_item"]
    return _Wording(*(re.compile(words[name], re.MULTILINE) for name in _Wording._fields))


class Part(NamedTuple):
    """A stretch `[start, end)` of the content that states one change; `heading` is its own headline, if it has one."""

    start: int
    end: int
    heading: str = ""


def split(content: str, title_end: int, mentions: Sequence[Mention], platforms: Sequence[Span]) -> list[Part]:
    """The parts of the text with a change each; empty where the item states at most one."""
    starts = [
        m
        for m in mentions
        if m.role in ("effective_from", "effective_range") and m.score >= _STRONG and m.start >= title_end
    ]
    if len({m.day for m in starts}) < 2:
        return []
    for parts in (_sections(content, title_end), _sentences(content, title_end, starts, platforms)):
        chosen = _with_own_date(parts, starts)
        if len(chosen) > 1:
            return chosen
    return []


def _sections(content: str, title_end: int) -> list[Part]:
    """Enumerated sections, each up to the next heading of its own kind; the last ends with the text."""
    kinds: dict[str, list[int]] = {}
    for found in _wording().heading.finditer(content, title_end):
        kinds.setdefault(_kind(found.group().strip()), []).append(found.start())
    best = next((found for found in kinds.values() if len(found) > 1), [])
    parts = [Part(a, b, _headline(content[a:b])) for a, b in pairwise([*best, len(content)])] if best else []
    return [
        part
        for part in parts
        if not _wording().aside.search(content[part.start : part.end].lstrip().partition("\n")[0])
    ]


def _headline(section: str) -> str:
    """The first line of a section without its number, where it is short enough for a headline."""
    line = section.lstrip().partition("\n")[0]
    line = _wording().heading.sub("", line, count=1).strip()
    return line if len(line) <= _HEADING_LENGTH and not line.endswith("。") else ""


def _kind(heading: str) -> str:
    return re.sub(r"[一二三四五六七八九十\d]+", "N", heading)


def _sentences(content: str, title_end: int, starts: Sequence[Mention], platforms: Sequence[Span]) -> list[Part]:
    """Runs of sentences, each begun by an ordinal word, or by another platform that acts on a date of its own."""
    parts: list[Part] = []
    acting: str | None = None
    enumerated = False
    for match in _SENTENCE.finditer(content, title_end):
        head = match.group()[:24]
        names = [s.value for s in platforms if match.start() <= s.start < match.start() + 16]
        dated = any(match.start() <= m.start < match.end() for m in starts)
        ordinal = _wording().ordinal.search(head) is not None
        other = dated and bool(names) and acting is not None and names[0] != acting
        if ordinal and not enumerated and _wording().first.search(head):
            parts.clear()  # what stands before `其一` introduces the list
            enumerated = True
        if parts and not ordinal and not other:
            parts[-1] = Part(parts[-1].start, match.end())
        else:
            parts.append(Part(match.start(), match.end()))
        if names:
            acting = names[0]
    return parts


def _with_own_date(parts: Sequence[Part], starts: Sequence[Mention]) -> list[Part]:
    """The parts that have an effective date of their own, different from those before; empty where two share one."""
    chosen: list[Part] = []
    seen: set[date] = set()
    for part in parts:
        days = [m.day for m in starts if part.start <= m.start < part.end and m.day is not None]
        if days and not seen.intersection(days):
            chosen.append(part)
            seen.update(days)
    return chosen
