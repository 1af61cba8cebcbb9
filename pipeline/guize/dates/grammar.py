"""The compiled grammar: one pass over the text finds every mention of time.

The patterns are data (`guize/vocabulary/dates.toml`). They are joined into one alternation, guarded by a lookahead on
the first character, so that most positions of a text cost one set lookup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from guize.vocabulary import Vocabulary, expand

# Length-preserving, so that offsets in the folded text are offsets in the text.
_FOLD = {
    ord(a): b for a, b in zip("０１２３４５６７８９．／：（）－～〜　\xa0Ｑ，", "0123456789./:()-~~  Q,", strict=True)
}
_GROUP = re.compile(r"\(\?P<\w+>")


class Match(NamedTuple):
    """A raw match: which pattern, where, and its named groups that took part."""

    pattern: str
    build: str
    start: int
    end: int
    groups: dict[str, str]


class Pattern(NamedTuple):
    """A named pattern of the grammar."""

    name: str
    build: str
    regex: re.Pattern[str]
    examples: list[str]


def fold(text: str) -> str:
    """`text` with full-width digits and punctuation as ASCII; the same length."""
    return text.translate(_FOLD)


def _festival_regex(festivals: dict[str, dict[str, object]]) -> str:
    names = []
    for name in sorted(festivals, key=len, reverse=True):
        entry = festivals[name]
        if entry.get("numeric"):
            names.append(rf"(?<![\d.]){name}(?![\d.%元件个条人款万])")
        elif entry.get("only_period"):
            names.append(rf"(?<![\d一二三四五六七八九十双零〇]){name}(?=期间|小?长假|假期|黄金周)")
        else:
            names.append(rf"{name}(?:节(?![目约能省点])|(?![个名条]))")
    return "|".join(names)


@cache
def patterns(words: Vocabulary) -> tuple[Pattern, ...]:
    """The grammar's patterns in the order in which they are tried."""
    data = words.load("dates")
    parts: dict[str, str] = {**data["parts"], "festivals": _festival_regex(data["festivals"])}
    return tuple(
        Pattern(p["name"], p["build"], re.compile(_unique(expand(p["regex"], parts))), p["examples"])
        for p in data["pattern"]
    )


def _unique(regex: str) -> str:
    """Second and later uses of a part in one pattern get numbered group names (`year`, `year_2`)."""
    seen: dict[str, int] = {}

    def rename(match: re.Match[str]) -> str:
        name = match.group()[4:-1]
        seen[name] = seen.get(name, 0) + 1
        return match.group() if seen[name] == 1 else f"(?P<{name}_{seen[name]}>"

    return _GROUP.sub(rename, regex)


def plain(regex: str) -> str:
    """A regular expression without the names of its groups."""
    return _GROUP.sub("(?:", regex)


@cache
def _scanner(words: Vocabulary) -> re.Pattern[str]:
    joined = "|".join(f"(?P<{p.name}>{plain(p.regex.pattern)})" for p in patterns(words))
    return re.compile(f"(?={words.load('dates')['first']})(?:{joined})")


def scan(folded: str, words: Vocabulary) -> Iterator[Match]:
    """All matches of the grammar in a folded text, from left to right, not overlapping."""
    by_name = {p.name: p for p in patterns(words)}
    for found in _scanner(words).finditer(folded):
        pattern = by_name[str(found.lastgroup)]
        match = pattern.regex.match(folded, found.start())
        assert match is not None
        groups = {k.removesuffix("_2"): v for k, v in match.groupdict().items() if v is not None}
        yield Match(pattern.name, pattern.build, found.start(), found.end(), groups)
