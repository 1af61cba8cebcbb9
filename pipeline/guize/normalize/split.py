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
from guize.normalize.sentences import states_change
from guize.records import Span

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]?")
_STRONG = 0.7
_HEADING_LENGTH = 40
_HEAD = 24  # characters in which a part names who acts
_LEAD = 40  # characters in which it tells that something was announced


class _Wording(NamedTuple):
    heading: re.Pattern[str]
    ordinal: re.Pattern[str]
    first: re.Pattern[str]
    several: re.Pattern[str]
    aside: re.Pattern[str]
    reports: re.Pattern[str]


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
    chosen = _apart(content, _sections(content, title_end), starts, platforms)
    if len(chosen) < 2 and len({m.day for m in starts}) > 1:
        chosen = _apart(content, _sentences(content, title_end, starts, platforms), starts, platforms)
    return chosen if len(chosen) > 1 else []


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
    return re.sub("[一二三四五六七八九十①-⑩Ⅰ-Ⅹ0-9]+", "N", heading)


def _sentences(content: str, title_end: int, starts: Sequence[Mention], platforms: Sequence[Span]) -> list[Part]:
    """Runs of sentences, each begun by an ordinal word, or by another platform that acts on a date of its own."""
    parts: list[Part] = []
    acting: str | None = None
    enumerated = False
    several = False
    for match in _SENTENCE.finditer(content, title_end):
        head = match.group()[:_HEAD]
        names = [s.value for s in platforms if match.start() <= s.start < match.start() + 16]
        dated = any(match.start() <= m.start < match.end() for m in starts)
        ordinal = _wording().ordinal.search(head) is not None or (
            several and any(match.start() <= m.start <= match.start() + 1 for m in starts)
        )
        several = _announces_several(match.group()) or (several and match.group()[-1] in "；;")
        other = dated and bool(names) and acting is not None and names[0] != acting
        other = other and not _wording().aside.search(match.group())
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


def _announces_several(sentence: str) -> bool:
    """Whether a sentence such as `公布两项调整：1月2日起，…；` begins a list of parts that begin with their dates."""
    before, colon, _ = sentence.rpartition("：")
    return bool(colon) and sentence.endswith("；") and _wording().several.search(before) is not None


def _apart(content: str, parts: Sequence[Part], starts: Sequence[Mention], platforms: Sequence[Span]) -> list[Part]:
    """The parts that take effect on a day of their own, or on the same day by another platform.

    A part that shares both with the one before it is read with that one; one without a date states a change of its own
    only where it reports what another platform announces.
    """
    chosen: list[Part] = []
    seen: list[tuple[set[date], str | None]] = []
    for part in parts:
        days = {m.day for m in starts if part.start <= m.start < part.end and m.day is not None}
        acting = next((s.value for s in platforms if part.start <= s.start < min(part.end, part.start + _HEAD)), None)
        same = [i for i, (others, other) in enumerate(seen) if days & others and acting in (other, None)]
        if same == [len(chosen) - 1] and days:
            chosen[-1] = chosen[-1]._replace(end=part.end)
        elif (days and not same) or (
            not days
            and acting not in (None, *(other for _, other in seen))
            and _reports(content[part.start : part.end])
        ):
            chosen.append(part)
            seen.append((days, acting))
    return chosen


def _reports(section: str) -> bool:
    """Whether a section tells of an announcement that changes something."""
    return _wording().reports.search(section, 0, _LEAD) is not None and states_change(section)
