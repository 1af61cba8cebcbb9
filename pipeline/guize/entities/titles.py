"""Titles in 《》, and rules named without them: created or changed here, cited as the ground, or something else."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from guize import vocabulary
from guize.records import Span

_QUOTED = re.compile(r"《([^《》\n]{2,60}(?:《[^《》\n]{2,40}》[^《》\n]{0,30})?)》")


class _Cues(NamedTuple):
    rule_end: re.Pattern[str]
    announcement: re.Pattern[str]
    law_before: re.Pattern[str]
    cited_chain: re.Pattern[str]
    national_law: re.Pattern[str]
    law_passive: re.Pattern[str]
    other_before: re.Pattern[str]
    other: re.Pattern[str]
    strip: re.Pattern[str]
    change_after: re.Pattern[str]
    bare: re.Pattern[str]


@cache
def _cues() -> _Cues:
    data = vocabulary.load("titles")
    return _Cues(*(re.compile(data[name]) for name in _Cues._fields))


def normal_form(title: str) -> str:
    """A title without 《》, outer white space, and a trailing （征求意见稿）, （试行） or version."""
    title = title.strip("《》 \t")
    while stripped := _cues().strip.search(title):
        title = title[: stripped.start()].rstrip()
    return title


def find(content: str) -> list[Span]:
    """Titles of a text, in order, labelled rule, law, announcement or other; value is the normal form."""
    spans: list[Span] = []
    for match in _QUOTED.finditer(content):
        spans.append(Span(match.start(), match.end(), _label(content, match, spans), normal_form(match.group(1))))
    known = {s.value for s in spans}
    for match in _cues().bare.finditer(content):
        name = match.group("title")
        if name not in known and not any(name in (v or "") for v in known):
            spans.append(Span(*match.span("title"), "rule", name))
            known.add(name)
    return spans


def _label(content: str, match: re.Match[str], before: list[Span]) -> str:
    cues = _cues()
    title = match.group(1)
    left = content[max(0, match.start() - 24) : match.start()]
    right = content[match.end() : match.end() + 16]
    if cues.announcement.search(title):
        return "announcement"
    if cues.other.search(title) or cues.other_before.search(left):
        return "other"
    if cues.law_before.search(left):
        return "law"
    previous = before[-1] if before else None
    if previous and content[previous.end : match.start()] in ("、", "和", "及", "与", "", "以及") and previous.label in ("law", "other"):
        return previous.label
    changed = cues.change_after.match(right) is not None
    if cues.national_law.search(title) and not changed:
        return "law"
    if not changed and cues.law_passive.match(right):
        return "law"
    return "rule" if cues.rule_end.search(normal_form(title)) or changed else "other"
