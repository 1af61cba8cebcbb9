"""Who is bound or served, as the text names them: the noun phrases that `vocabulary/audience.toml` finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from guize import vocabulary
from guize.records import Span


class _Patterns(NamedTuple):
    cues: tuple[re.Pattern[str], ...]
    phrase: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = vocabulary.load("audience")
    roles = "|".join(sorted(data["roles"], key=len, reverse=True))
    phrase = f"(?!{data['barred']}){data['modifier']}(?:{roles})"
    parts = {"{who}": f"(?P<who>{phrase})", "{more}": f"(?P<more>(?:[、和与及]{phrase})*)"}
    cues = []
    for cue in data["cues"]:
        pattern = cue["pattern"]
        for name, part in parts.items():
            pattern = pattern.replace(name, part)
        cues.append(re.compile(pattern))
    return _Patterns(tuple(cues), re.compile(phrase))


def find(content: str) -> list[Span]:
    """Who a text says is bound or served, in order; label `audience`, value the phrase, each phrase once.

    The surest kind of statement that the text makes is read (适用对象：…, before a salutation).
    """
    for cue in _patterns().cues:
        found: dict[str, Span] = {}
        for match in cue.finditer(content):
            for start, end in _phrases(match):
                name = content[start:end]
                found.setdefault(name, Span(start, end, "audience", name))
        if found:
            return list(found.values())
    return []


def _phrases(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    yield match.span("who")
    for other in _patterns().phrase.finditer(match.string, *match.span("more")):
        start, end = other.span()
        yield start, end
