"""Platforms in a text: names, branches and services, from `vocabulary/platforms.toml`."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from guize.entities.folding import fold, inside_word
from guize.records import Span
from guize.vocabulary import SHIPPED, Vocabulary

_WINDOW = 8
_NAME = "\x1f"  # stands for the name in the window a guard looks at


class _Guard(NamedTuple):
    must: re.Pattern[str] | None
    must_not: re.Pattern[str] | None

    def passes(self, folded: str, start: int, end: int) -> bool:
        around = folded[max(0, start - _WINDOW) : start] + _NAME + folded[end : end + _WINDOW]
        if self.must_not and self.must_not.search(around):
            return False
        return self.must is None or self.must.search(around) is not None


class _Company(NamedTuple):
    platforms: tuple[str, ...]
    context: re.Pattern[str] | None
    otherwise: str | None

    def stands_for(self, folded: str, named: set[str]) -> str | None:
        """The platform that the company's name means in this text; None where it means none."""
        for platform in self.platforms:
            if platform in named:
                return platform
        if self.context and self.context.search(folded):
            return self.platforms[0]
        return self.otherwise


class _Entry(NamedTuple):
    """What a name denotes: a platform, a company that stands for one, or nothing (a trap)."""

    platform: str | None = None
    company: _Company | None = None
    is_service: bool = False
    guard: _Guard | None = None


_Match = tuple[int, int, _Entry]


class _Gazetteer(NamedTuple):
    automaton: AhoCorasick
    names: list[str]
    entries: list[_Entry]


@cache
def _gazetteer(words: Vocabulary) -> _Gazetteer:
    data = words.load("platforms")
    guards = {name: _Guard(_around(g.get("need")), _around(g.get("not"))) for name, g in data["guards"].items()}
    entries: dict[str, _Entry] = {word: _Entry() for word in data["traps"]["words"]}
    for table, is_service in (("services", True), ("names", False)):
        for platform, names in data[table].items():
            entries |= {n: _Entry(platform, is_service=is_service, guard=guards.get(n)) for n in names}
    for row in data["companies"]:
        context = re.compile(row["context"]) if "context" in row else None
        company = _Company(tuple(row["platforms"]), context, row.get("otherwise"))
        entries |= {n: _Entry(company=company, guard=guards.get(n)) for n in row["names"]}
    automaton = AhoCorasick(list(entries), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
    return _Gazetteer(automaton, list(entries), list(entries.values()))


def _around(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern.replace("@", _NAME)) if pattern else None


def find(content: str, words: Vocabulary = SHIPPED) -> list[Span]:
    """The platforms that a text names, in order; label `platform`, value the canonical id (GUIDELINE §2).

    Ambiguous names count only where what stands around them allows it (`1688个` is no platform); a company's name
    stands for the platform of its own that the text is about; a service is that of the platform it follows.
    """
    folded = fold(content)
    gazetteer = _gazetteer(words)
    found: list[_Match] = []
    for index, start, end in gazetteer.automaton.find_matches_as_indexes(folded):
        entry = gazetteer.entries[index]
        if (entry.platform is None and entry.company is None) or inside_word(folded, start, end):
            continue
        if entry.guard is None or entry.guard.passes(folded, start, end):
            found.append((start, end, entry))
    found = [one for before, one in zip([None, *found], found, strict=False) if not _is_tool_of(before, one)]
    named = {entry.platform for _, _, entry in found if entry.platform}
    spans = []
    for start, end, entry in found:
        platform = entry.company.stands_for(folded, named) if entry.company else entry.platform
        if platform:
            spans.append(Span(start, end, "platform", platform))
    return spans


def _is_tool_of(before: _Match | None, one: _Match) -> bool:
    """Whether a service's name stands right after another name, which tells whose it is (1688生意参谋)."""
    return before is not None and before[1] == one[0] and one[2].is_service


def is_service(name: str) -> bool:
    """Whether a name found in a text is that of a service or tool, not of an organisation."""
    return name.lower() in _services()


@cache
def _services() -> frozenset[str]:
    gazetteer = _gazetteer(SHIPPED)
    return frozenset(n for n, e in zip(gazetteer.names, gazetteer.entries, strict=True) if e.is_service)
