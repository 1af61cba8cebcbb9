"""Public authorities and industry bodies in a text, by a small grammar: `vocabulary/authorities.toml`.

A body is found by its own name (市场监管总局), by a place and the head of a local body (浙江省 + 市场监督管理局), by
a country and what a foreign body's name ends in (秘鲁 + 海关与税务总局), as departments without names (八部门), or as
a bare country or city that acts (法国将对 … 征收).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from guize import vocabulary
from guize.entities.folding import fold, inside_word
from guize.records import Span

_BEFORE = 6  # characters before an anchor that may belong to the name, or tell that a place does not act


class _Grammar(NamedTuple):
    anchors: AhoCorasick
    kinds: list[str]
    body_after_place: re.Pattern[str]
    place_before_body: re.Pattern[str]
    names_not: re.Pattern[str]
    suffix: re.Pattern[str]
    acts: re.Pattern[str]
    acts_not_after: re.Pattern[str]
    number: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    data = vocabulary.load("authorities")
    kinds: dict[str, str] = {}
    for kind in ("departments", "cities", "countries", "local", "names"):
        kinds |= dict.fromkeys(data[kind], kind)
    local = "|".join(sorted(data["local"], key=len, reverse=True))
    return _Grammar(
        AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA),
        list(kinds.values()),
        re.compile(f"{data['foreign_body']}|(?:省|市|州|自治区|特别行政区)?(?:[一-鿿]{{1,3}}[市区县州])?(?:{local})"),
        re.compile(f"(?:(?![{data['no_place']}])[一-鿿]){{2,3}}[省市县区州]$"),
        re.compile(data["names_not"]),
        re.compile(data["suffix"]),
        re.compile(f"(?!{data['acts_not']})(?:省|市)?(?:{'|'.join(data['acts'])})"),
        re.compile(data["acts_not_after"]),
        re.compile(data["number"]),
    )


def find(content: str) -> list[Span]:
    """The authorities that a text names as bodies or lets act, in order; label `authority`, value `regulator`."""
    grammar = _grammar()
    folded = fold(content)
    spans: list[Span] = []
    done = 0
    for index, start, end in grammar.anchors.find_matches_as_indexes(folded):
        if start >= done and not inside_word(folded, start, end):
            extent = _extent(grammar, content, grammar.kinds[index], start, end)
            if extent:
                spans.append(Span(*extent, "authority", "regulator"))
                done = extent[1]
    return spans


def is_place(name: str) -> bool:
    """Whether a name found in a text is a bare country or city, not a body."""
    return name in _places()


@cache
def _places() -> frozenset[str]:
    data = vocabulary.load("authorities")
    return frozenset(data["countries"] + data["cities"])


def _extent(grammar: _Grammar, content: str, kind: str, start: int, end: int) -> tuple[int, int] | None:
    """Start and end of the whole name around an anchor; None where the anchor names no authority here."""
    before = content[max(0, start - _BEFORE) : start]
    if kind == "departments":
        number = grammar.number.search(before)
        return (start - len(number.group()), end) if number else None
    if kind == "local":
        place = grammar.place_before_body.search(before)
        return (start - len(place.group()), _with_suffix(grammar, content, end)) if place else None
    if kind == "names":
        if grammar.names_not.match(content, end):
            return None
        return start, _with_suffix(grammar, content, end)
    if body := grammar.body_after_place.match(content, end):
        return start, _with_suffix(grammar, content, body.end())
    if grammar.acts.match(content, end) and not grammar.acts_not_after.search(before):
        return start, end
    return None


def _with_suffix(grammar: _Grammar, content: str, end: int) -> int:
    suffix = grammar.suffix.match(content, end)
    return suffix.end() if suffix else end
