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
    first: bool
    phrase: re.Pattern[str] | None


@cache
def _cues() -> tuple[_Cue, ...]:
    data = vocabulary.load("audience")
    roles, narrowing = _any_of(data["roles"]), _any_of(data["narrowing"])
    phrase = f"(?!{data['barred']}){data['free']}{roles}"
    parties = _any_of([role for role in data["roles"] if role not in data["bystanders"]])
    parts = {
        "{who}": f"(?P<who>{phrase}(?:(?:朋友|伙伴|们)*[、和与及]{phrase}){{0,4}})",
        "{party}": f"(?P<who>{narrowing}{{0,3}}{parties})",
        "{parties}": f"{parties}(?!{roles})",
    }
    cues = []
    for cue in data["cues"]:
        pattern = cue["pattern"]
        for name, part in parts.items():
            pattern = pattern.replace(name, part)
        joined = re.compile(phrase) if "{who}" in cue["pattern"] else None
        cues.append(_Cue(re.compile(pattern), cue["where"] == "title", cue.get("first", False), joined))
    return tuple(cues)


def _any_of(words: list[str]) -> str:
    """A pattern for any of the words, the longest first; it looks for their first characters first, which is fast."""
    firsts = "".join(sorted({word[0] for word in words}))
    return f"(?:(?=[{firsts}])(?:{'|'.join(sorted(words, key=len, reverse=True))}))"


def find(content: str) -> list[Span]:
    """Who a text says is bound or served, in order; label `audience`, value the phrase, each phrase once.

    Only the surest kind of statement that the text makes is read: 适用对象：… rather than a salutation, that rather
    than a role named in the title, and the first role named in passing last.
    """
    title_end = content.find("\n")
    for cue in _cues():
        found: dict[str, Span] = {}
        for match in cue.pattern.finditer(content, 0, title_end if cue.in_title and title_end >= 0 else len(content)):
            for start, end in _phrases(match, cue.phrase):
                name = content[start:end]
                found.setdefault(name, Span(start, end, "audience", name))
            if cue.first:
                break
        if found:
            return list(found.values())
    return []


def _phrases(match: re.Match[str], joined: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """The phrases joined in a match (卖家与创作者 → 卖家, 创作者); the whole of it where none can be."""
    if joined is None:
        yield match.span("who")
        return
    for phrase in joined.finditer(match.string, *match.span("who")):
        yield phrase.span()
