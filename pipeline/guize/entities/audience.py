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
    faint: bool
    phrase: re.Pattern[str] | None


class _Grammar(NamedTuple):
    cues: tuple[_Cue, ...]
    bare: re.Pattern[str]
    narrower: dict[str, re.Pattern[str]]


@cache
def _grammar() -> _Grammar:
    data = vocabulary.load("audience")
    roles, names = _any_of(data["roles"]), _any_of(data["names"])
    narrowing, narrowed = _any_of(data["narrowing"]), _any_of(data["narrowing"] + data["names"])
    phrase = f"(?!{data['barred']}){data['free']}{roles}"
    listed = [name for platform in vocabulary.load("platforms")["names"].values() for name in platform]
    named = f"(?i:{_any_of([re.escape(name) for name in listed if len(name) > 2 or not name.isascii()])})"
    parties = _any_of([role for role in data["roles"] if role not in data["bystanders"]])
    parts = {
        "{who}": f"(?P<who>{phrase}(?:(?:朋友|伙伴|们)*[、和与及]{phrase}){{0,4}})",
        "{party}": f"(?P<who>{_firsts(data['roles'] + data['narrowing'] + data['names'])}{narrowed}{{0,3}}{parties})",
        "{parties}": f"{parties}(?!{roles})",
        "{named}": named,
    }
    several = {"{who}": phrase, "{named}": named}
    cues = []
    for cue in data["cues"]:
        pattern = cue["pattern"]
        for name, part in parts.items():
            pattern = pattern.replace(name, part)
        joined = next((re.compile(one) for part, one in several.items() if part in cue["pattern"]), None)
        in_title, first, faint = cue["where"] == "title", cue.get("first", False), cue.get("faint", False)
        cues.append(_Cue(re.compile(pattern), in_title, first, faint, joined))
    generic = data["generic"]
    return _Grammar(
        tuple(cues),
        re.compile(f"{names}?(?P<role>{_any_of(generic)})"),
        {role: re.compile(f"(?<!除){narrowing}{{1,3}}{role}(?!不|除外)") for role in generic},
    )


def _any_of(words: list[str]) -> str:
    """A pattern for any of the words, the longest first; it looks for their first characters first, which is fast."""
    return f"(?:{_firsts(words)}(?:{'|'.join(sorted(words, key=len, reverse=True))}))"


def _firsts(words: list[str]) -> str:
    return f"(?=[{''.join(sorted({word[0] for word in words}))}])"


def find(content: str) -> list[Span]:
    """Who a text says is bound or served, in order; label `audience`, value the phrase, each phrase once.

    Only the surest kind of statement that the text makes is read: 适用对象：… rather than a salutation, that rather
    than a role named in the title, and the first role named in passing last. Of a role that says nothing by itself
    (卖家) the text's narrower name is taken (欧洲站卖家); where it has none, a faint cue does not count.
    """
    title_end = content.find("\n")
    narrower: dict[str, re.Match[str] | None] = {}
    for cue in _grammar().cues:
        found: dict[str, Span] = {}
        for match in cue.pattern.finditer(content, 0, title_end if cue.in_title and title_end >= 0 else len(content)):
            for start, end in _phrases(match, cue.phrase):
                start, end = _narrower(content, start, end, narrower)
                name = content[start:end]
                found.setdefault(name, Span(start, end, "audience", name))
            if cue.first:
                break
        if found and not (cue.faint and len(found) == 1 and _grammar().bare.fullmatch(next(iter(found)))):
            return list(found.values())
    return []


def _narrower(content: str, start: int, end: int, known: dict[str, re.Match[str] | None]) -> tuple[int, int]:
    """Where the text names a bare role more narrowly; the role itself where it does not. Each role is looked for once."""
    bare = _grammar().bare.fullmatch(content, start, end)
    if bare is None:
        return start, end
    role = bare["role"]
    if role not in known:
        known[role] = _grammar().narrower[role].search(content)
    narrower = known[role]
    return narrower.span() if narrower else (start, end)


def _phrases(match: re.Match[str], joined: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """The phrases joined in a match (卖家与创作者 → 卖家, 创作者); the whole of it where none can be."""
    if joined is None:
        yield match.span("who")
        return
    for phrase in joined.finditer(match.string, *match.span("who")):
        yield phrase.span()
