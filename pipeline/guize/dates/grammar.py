"""The compiled grammar: one pass over the text finds every mention of time.

The patterns are data (`guize/vocabulary/dates.toml`), their words too (`calendar.toml`). A gate, one compiled regular
expression, stops only where the first two characters can begin a mention (a number counts as one), and there only the
patterns that can begin so are tried, in the order of the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from guize.vocabulary import Vocabulary, expand

# Length-preserving, so that offsets in the folded text are offsets in the text: full-width signs, and the traditional
# characters of the grammar's words.
_FOLD = {
    ord(a): b
    for a, b in zip(
        "０１２３４５６７８９．／：（）－～〜　\xa0Ｑ，；'後週個點時這農曆兩鐘號間禮歲閏臘內過來將從當該開陽陰舊節慶聖誕復婦兒親師"
        "雙萬數幾約發佈無隔現還種穀驚蟄處滿國動勞紀歷於實訊電報為裡裏淩財黃資戰親鍾",
        "0123456789./:()-~~  Q,;’后周个点时这农历两钟号间礼岁闰腊内过来将从当该开阳阴旧节庆圣诞复妇儿亲师"
        "双万数几约发布无隔现还种谷惊蛰处满国动劳纪历于实讯电报为里里凌财黄资战亲钟",
        strict=True,
    )
}
_GROUP = re.compile(r"\(\?P<(\w+)>")
_BLANKS = "[ \\t]{0,3}"
_DIGITS = "0123456789"
_HAN = "〇零○一二三四五六七八九十百千廿卅半两几数"
_NUMERALS = _DIGITS + _HAN
_TOKEN = re.compile(r"(\[[^\]]+\]|.)(\[[^\]]+\]|.)")


class Match(NamedTuple):
    """A raw match: its pattern, where it stands, and the named groups that took part."""

    pattern: str
    build: str
    start: int
    end: int
    groups: dict[str, str]


class Pattern(NamedTuple):
    """A named pattern of the grammar; `begins` are pairs of first and second characters, each any of several."""

    name: str
    build: str
    regex: re.Pattern[str]
    begins: frozenset[tuple[str, str]]
    examples: list[str]


def fold(text: str) -> str:
    """`text` with full-width digits and punctuation as ASCII; the same length."""
    return text.translate(_FOLD)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def unique(regex: str) -> str:
    """`regex` with numbered names for second and later uses of a group (`year`, `year_2`)."""
    seen: dict[str, int] = {}

    def rename(match: re.Match[str]) -> str:
        name = match.group(1)
        seen[name] = seen.get(name, 0) + 1
        return match.group() if seen[name] == 1 else f"(?P<{name}_{seen[name]}>"

    return _GROUP.sub(rename, regex)


def parts(words: Vocabulary) -> dict[str, str]:
    """The grammar's parts, those that list the words of the calendar included."""
    grammar, calendar = words.load("dates"), words.load("calendar")
    shapes, festivals = grammar["shapes"], calendar["festivals"]
    return {
        **grammar["parts"],
        **{f"{unit}_word": _any_of(listed) for unit, listed in calendar["offsets"].items()},
        **{f"later_{unit}": _any_of(listed) for unit, listed in calendar["context"].items()},
        "era_name": _any_of(calendar["eras"]),
        "daypart": _any_of(calendar["dayparts"]),
        "decoy": _any_of(grammar["decoys"]["words"]),
        "festival": "|".join(
            shapes[festivals[name].get("shape", "plain")].replace("{name}", name)
            for name in sorted(festivals, key=len, reverse=True)
        ),
    }


def _beginning(word: str) -> tuple[str, str]:
    """What a word begins with: its first two characters, or a number and what follows it."""
    digits = _DIGITS if word[0] in _DIGITS else _HAN
    rest = word.lstrip(digits)
    if rest != word and (rest or digits == _DIGITS):
        return _NUMERALS, rest[:1]
    return word[0], _NUMERALS if word[1:2] in _DIGITS else word[1:2]


def _begins(pattern: Mapping[str, Any], words: Vocabulary) -> frozenset[tuple[str, str]]:
    """The beginnings that a pattern states, or else those of its examples."""
    grammar = words.load("dates")
    calendar = words.load("calendar")
    listed = {"{decoy}": grammar["decoys"]["words"], "{festival}": calendar["festivals"]}
    named = {**grammar["begins"], "era": " ".join(calendar["eras"])}
    found = set() if "begins" in pattern else {_beginning(fold(example)) for example in pattern["examples"]}
    for token in pattern.get("begins", "").split():
        if token in listed:
            found |= {_beginning(word) for word in listed[token]}
        else:
            pairs = (_TOKEN.findall(part) for part in expand(token, named).split())
            found |= {(_members(first), _members(second)) for [(first, second)] in pairs}
    return frozenset(found)


def _members(symbol: str) -> str:
    return _NUMERALS if symbol == "#" else "" if symbol == "*" else symbol.strip("[]")


@cache
def patterns(words: Vocabulary) -> tuple[Pattern, ...]:
    """The grammar's patterns in the order in which they are tried."""
    known = parts(words)
    return tuple(
        Pattern(
            p["name"],
            p["build"],
            re.compile(unique(expand(p["regex"], known)), re.ASCII),
            _begins(p, words),
            p["examples"],
        )
        for p in words.load("dates")["pattern"]
    )


Try = tuple[str, str, Callable[[str, int], re.Match[str] | None]]


class Scanner(NamedTuple):
    """The gate, and what to try behind it, by first and second character; `""` stands for any second one."""

    gate: re.Pattern[str]
    tries: Mapping[str, Mapping[str, tuple[Try, ...]]]


@cache
def scanner(words: Vocabulary) -> Scanner:
    """The compiled dispatch of the grammar."""
    table: dict[str, dict[str, list[Pattern]]] = {}
    for pattern in patterns(words):
        for firsts, seconds in pattern.begins:
            for first in firsts:
                for second in seconds or [""]:
                    table.setdefault(first, {}).setdefault(second, []).append(pattern)
    gate = "|".join(_gate(first, "".join(row), anywhere="" in row) for first, row in table.items())
    order = {pattern.name: i for i, pattern in enumerate(patterns(words))}

    def tries(row: Mapping[str, list[Pattern]], second: str) -> tuple[Try, ...]:
        names = {pattern.name: pattern for pattern in row[second] + row.get("", [])}
        ordered = sorted(names.values(), key=lambda pattern: order[pattern.name])
        return tuple((pattern.name, pattern.build, pattern.regex.match) for pattern in ordered)

    rows = {first: {second: tries(row, second) for second in row} for first, row in table.items()}
    return Scanner(re.compile(gate, re.ASCII), rows)


def _gate(first: str, seconds: str, *, anywhere: bool) -> str:
    """The gate for one first character; a literal first, so that the search skips to it without trying."""
    if first in _DIGITS:
        return f"{first}[0-9]{{0,8}}+{_follow(seconds)}|{first}(?:[0-9]{{2}}|[0-9]{{7}})(?![0-9])"
    if first in _HAN:
        within = "".join(c for c in seconds if c in _HAN)
        after_number = "".join(c for c in seconds if c not in _HAN)
        return f"{first}[{_HAN}]{{0,8}}+{_follow(after_number)}" + (f"|{first}(?=[{within}])" if within else "")
    return re.escape(first) + ("" if anywhere else _follow(seconds))


def _follow(seconds: str) -> str:
    return f"{_BLANKS}(?=[{re.escape(seconds)}])"


def scan(folded: str, words: Vocabulary) -> Iterator[Match]:
    """All matches of the grammar in a folded text, from left to right, not overlapping; those of build "nothing" too."""
    gate, tries = scanner(words)
    done = 0
    for stop in gate.finditer(folded):
        start, second = stop.span()
        if start < done:
            continue
        row = tries[folded[start]]
        for name, build, match in row.get(folded[second : second + 1]) or row.get("", ()):
            found = match(folded, start)
            if found is not None:
                done = found.end()
                groups = {k: v for k, v in found.groupdict().items() if v is not None}
                yield Match(name, build, start, done, groups)
                break
