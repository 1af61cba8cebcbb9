"""Who is bound or served, as the text names them: the noun phrases that `vocabulary/audience.toml` finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from guize import vocabulary
from guize.records import Span


class _Cue(NamedTuple):
    pattern: re.Pattern[str]
    in_title: bool


class _Patterns(NamedTuple):
    cues: tuple[_Cue, ...]
    phrase: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = vocabulary.load("audience")
    roles, narrowing = _any_of(data["roles"]), _any_of(data["narrowing"])
    phrase = f"(?!{data['barred']}){data['free']}{roles}"
    parts = {
        "{who}": f"(?P<who>{phrase}(?:(?:朋友|伙伴|们)*[、和与及]{phrase}){{0,4}})",
        "{role}": f"(?P<who>{narrowing}{{0,3}}{roles})",
    }
    cues = []
    for cue in data["cues"]:
        pattern = cue["pattern"]
        for name, part in parts.items():
            pattern = pattern.replace(name, part)
        cues.append(_Cue(re.compile(pattern), cue["where"] == "title"))
    return _Patterns(tuple(cues), re.compile(phrase))


def _any_of(words: list[str]) -> str:
    """A pattern for any of the words, the longest first; it looks for their first characters first, which is fast."""
    firsts = "".join(sorted({word[0] for word in words}))
    return f"(?:(?=[{firsts}])(?:{'|'.join(sorted(words, key=len, reverse=True))}))"


def find(content: str) -> list[Span]:
    """Who a text says is bound or served, in order; label `audience`, value the phrase, each phrase once.

    Only the surest kind of statement that the text makes is read: 适用对象：… rather than a salutation, that rather
    than a role named in the title.
    """
    title_end = content.find("\n")
    for pattern, in_title in _patterns().cues:
        found: dict[str, Span] = {}
        for match in pattern.finditer(content, 0, title_end if in_title and title_end >= 0 else len(content)):
            for start, end in _phrases(match):
                name = content[start:end]
                found.setdefault(name, Span(start, end, "audience", name))
        if found:
            return list(found.values())
    return []


def _phrases(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The phrases joined in a match (卖家与创作者 → 卖家, 创作者)."""
    for phrase in _patterns().phrase.finditer(match.string, *match.span("who")):
        yield phrase.span()
