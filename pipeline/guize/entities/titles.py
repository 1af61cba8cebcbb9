"""Titles of rules: in 《》, or named without them; told apart by the decision list of `vocabulary/titles.toml`."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from guize import vocabulary
from guize.records import Span

_QUOTED = re.compile(r"《((?:[^《》\n]|《[^《》\n]{1,60}》){1,120})》")
_INNER = re.compile("《([^《》\n]{1,60})》|〈([^〈〉\n]{1,60})〉")
_BLANK = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")
_LEFT, _RIGHT = 30, 30  # characters around a title that are looked at
_ANY = re.compile("")


class _Test(NamedTuple):
    label: str
    left: re.Pattern[str]
    title: re.Pattern[str]
    right: re.Pattern[str]


class _Rules(NamedTuple):
    tests: tuple[_Test, ...]
    status: re.Pattern[str]
    quoted: re.Pattern[str]
    bare: tuple[re.Pattern[str], ...]
    bare_in_text: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = vocabulary.load("titles")
    parts = ("left", "title", "right")
    return _Rules(
        tuple(
            _Test(test["label"], *(re.compile(test[part]) if part in test else _ANY for part in parts))
            for test in data["decide"]
        ),
        re.compile(data["status"]),
        re.compile(data["bare"]["quoted"]),
        tuple(re.compile(pattern) for pattern in data["bare"]["title"]),
        re.compile(data["bare"]["text"]),
    )


def find(content: str) -> list[Span]:
    """The titles that a text names, in order.

    The label is `rule` (created, changed or ended by this text), `law` (cited), `announcement` (the announcement's own
    name) or `other`; the value is the name without 《》 and without （征求意见稿） or （试行）.
    """
    spans = list(_quoted(content)) if "《" in content else []
    spans += [_rule(match) for match in _rules().quoted.finditer(content)]
    if not any(span.label == "rule" for span in spans):
        spans += _bare(content)
    return spans


def _quoted(content: str) -> Iterator[Span]:
    named: list[str] = []  # backwards and sorted: the names that end alike stand together
    previous: Span | None = None
    for match in _QUOTED.finditer(content):
        name = _normal(match[1])
        label = _chained(content, previous, match.start())
        if label is None:
            label = "other" if _is_short_form(name, named) else _label(content, match)
        previous = Span(match.start(), match.end(), label, name)
        insort(named, name[::-1])
        yield previous
        if label == "announcement":
            yield from _inner(match)


def _label(content: str, match: re.Match[str]) -> str:
    start, end = match.span()
    left, right = content[max(0, start - _LEFT) : start], content[end : end + _RIGHT]
    tests = _rules().tests
    return next(t.label for t in tests if t.title.search(match[1]) and t.left.search(left) and t.right.match(right))


def _chained(content: str, previous: Span | None, start: int) -> str | None:
    """The label of the law that this title stands in one list with (根据《甲》《乙》)."""
    if (
        previous
        and previous.label == "law"
        and content[previous.end : start].strip() in ("", "、", "和", "及", "与", "以及")
    ):
        return "law"
    return None


def _is_short_form(name: str, named: list[str]) -> bool:
    """Whether a title is the end of one named before, and shorter (《办法》)."""
    if len(name) < 3:
        return True
    after = bisect_right(named, name[::-1])
    return after < len(named) and named[after].startswith(name[::-1])


def _inner(match: re.Match[str]) -> Iterator[Span]:
    """The rules named inside the title of an announcement (《关于修订《甲规则》的公告》)."""
    for inner in _INNER.finditer(match[1]):
        offset = match.start(1)
        yield Span(offset + inner.start(), offset + inner.end(), "rule", _normal(inner[1] or inner[2]))


def _bare(content: str) -> Iterator[Span]:
    rules = _rules()
    title_end = content.find("\n") if "\n" in content else len(content)
    found = [match for pattern in rules.bare for match in pattern.finditer(content[:title_end])]
    if not found and (revised := rules.bare_in_text.search(content, title_end)):
        found = [revised]
    yield from map(_rule, found)


def _rule(match: re.Match[str]) -> Span:
    return Span(*match.span("name"), "rule", match["name"].strip())


def _normal(name: str) -> str:
    return _BLANK.sub("", _rules().status.sub("", name).strip())
