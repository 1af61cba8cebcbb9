"""The compiled grammar: one pass over the text finds every mention of time.

The patterns are data (`guize/vocabulary/dates.toml`), their words too (`calendar.toml`). A gate, one compiled regular
expression, stops only where the first two characters can begin a mention (a number counts as one), and there only the
patterns that can begin so are tried, in the order of the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import compress
from typing import Any, NamedTuple

from guize.vocabulary import Vocabulary, expand

# Length-preserving, so that offsets in the folded text are offsets in the text: the usual full-width signs, one by one as
# that is quickest; and, where a text has any, full-width digits and the traditional characters of the grammar's words.
_SIGNS = tuple(zip("，：（）；　／－～\xa0", ",:();" + " /-~ ", strict=True))
_RARE = str.maketrans(
    "０１２３４５６７８９．〜Ｑ'後週個點時這農曆兩鐘號間禮歲閏臘內過來將從當該開陽陰舊節慶聖誕復婦兒親師雙萬數幾約發佈無現還種穀驚蟄處滿國"
    "動勞紀歷於實訊電報為裡裏淩財黃資戰鍾",
    "0123456789.~Q’后周个点时这农历两钟号间礼岁闰腊内过来将从当该开阳阴旧节庆圣诞复妇儿亲师双万数几约发布无现还种谷惊蛰处满国"
    "动劳纪历于实讯电报为里里凌财黄资战钟",
)
_ANY_RARE = re.compile(f"[{''.join(map(chr, _RARE))}]")
_GROUP = re.compile(r"\(\?P<(\w+)>")
_BLANKS = "[ \\t]{0,3}"
_DIGITS = "0123456789"
_HAN = "〇零○一二三四五六七八九十百千廿卅半两几数"
_NUMERALS = _DIGITS + _HAN
_SYMBOL = re.compile(r"\[[^\]]+\]|.")
# How many digits a number has that may be a date by itself.
_WHOLE = (3, 8, 14)


class Match(NamedTuple):
    """A raw match: its pattern, where it stands, and the named groups that took part."""

    pattern: str
    build: str
    start: int
    end: int
    groups: dict[str, str]


class Begin(NamedTuple):
    """A beginning: its first three characters, each any of several; without a third one any will do."""

    first: str
    second: str
    third: str = ""


class Pattern(NamedTuple):
    """A named pattern of the grammar and what it begins with."""

    name: str
    build: str
    regex: re.Pattern[str]
    begins: frozenset[Begin]
    examples: list[str]


def fold(text: str) -> str:
    """`text` with full-width digits and punctuation as ASCII, traditional characters simplified; the same length."""
    for sign, folded in _SIGNS:
        text = text.replace(sign, folded)
    return text.translate(_RARE) if _ANY_RARE.search(text) else text


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


def _beginning(word: str) -> Begin:
    """What a word begins with: its first two characters, or a number and what follows it."""
    digits = _DIGITS if word[0] in _DIGITS else _HAN
    rest = word.lstrip(digits)
    if rest != word and (rest or digits == _DIGITS):
        return Begin(_NUMERALS, rest[:1])
    return Begin(word[0], _NUMERALS if word[1:2] in _DIGITS else word[1:2])


def _whole(word: str) -> Begin:
    """A listed word as a beginning, its third character asked for."""
    begin = _beginning(word)
    if begin.first == _NUMERALS:
        return begin._replace(first=word[0])
    return begin if begin.second == _NUMERALS else begin._replace(third=word[2:3])


def _begins(pattern: Mapping[str, Any], words: Vocabulary) -> frozenset[Begin]:
    """The beginnings that a pattern states, or else those of its examples."""
    grammar, calendar = words.load("dates"), words.load("calendar")
    listed = {"{decoy}": grammar["decoys"]["words"], "{festival}": calendar["festivals"]}
    named = {**grammar["begins"], "era": " ".join(calendar["eras"])}
    if "begins" not in pattern:
        return frozenset(_beginning(fold(example)) for example in pattern["examples"])
    found: set[Begin] = set()
    for token in pattern["begins"].split():
        if token in listed:
            found |= {_whole(word) for word in listed[token]}
        else:
            entry, then = token.split("+", 1) if "}+" in token else (token, "")
            found |= {_stated(part, then) for part in expand(entry, named).split()}
    return frozenset(found)


def _stated(token: str, then: str) -> Begin:
    symbols = _SYMBOL.findall(token + then if token.endswith("年") else token)
    first, second, *rest = (_members(symbol) for symbol in symbols)
    return Begin(first, second, rest[0] if rest else "")


def _members(symbol: str) -> str:
    return "" if symbol == "*" else symbol.strip("[]").replace("#", _NUMERALS)


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


Try = tuple[str, str, tuple[str, ...], Callable[[str, int], re.Match[str] | None]]


class Row(NamedTuple):
    """What to try by the third character, and where it is none of those."""

    thirds: Mapping[str, tuple[Try, ...]]
    other: tuple[Try, ...]


_NOTHING = Row({}, ())


class Scanner(NamedTuple):
    """The gate, and what to try behind it, by the first two characters; a number counts as its first one.

    A Chinese number of two characters is looked up with what follows (五一小长假), too. `whole` is for numbers of three,
    eight or fourteen digits, which may begin more (618, 20240315); there one character stands for any second one.
    """

    gate: re.Pattern[str]
    rows: Mapping[str, Row]
    whole: Mapping[str, Row]


@cache
def scanner(words: Vocabulary) -> Scanner:
    """The compiled dispatch of the grammar."""
    table: dict[str, dict[str, list[tuple[Pattern, str]]]] = {}
    for pattern in patterns(words):
        for begin in pattern.begins:
            for first in begin.first:
                for second in begin.second or [""]:
                    table.setdefault(first, {}).setdefault(second, []).append((pattern, begin.third))
    order = {pattern.name: i for i, pattern in enumerate(patterns(words))}

    def tries(found: Iterable[Pattern]) -> tuple[Try, ...]:
        ordered = sorted({p.name: p for p in found}.values(), key=lambda p: order[p.name])
        return tuple((p.name, p.build, tuple(p.regex.groupindex), p.regex.match) for p in ordered)

    made: dict[tuple[tuple[str, str], ...], Row] = {}

    def row_of(found: list[tuple[Pattern, str]]) -> Row:
        # The ten digits begin the same, and so do the numerals: one row serves them all.
        key = tuple((pattern.name, third) for pattern, third in found)
        if key not in made:
            made[key] = new_row(found)
        return made[key]

    def new_row(found: list[tuple[Pattern, str]]) -> Row:
        thirds = {c: tries(p for p, third in found if not third or c in third) for c in {*"".join(t for _, t in found)}}
        blank = dict.fromkeys(" \t", tries(p for p, _ in found)) if thirds else {}
        return Row(thirds | blank, tries(p for p, third in found if not third))

    rows = {first + second: row_of(found) for first, row in table.items() for second, found in row.items() if second}
    for first in _HAN:
        row = table[first]
        pairs = ((inner, after) for inner in row if inner and inner in _HAN for after in row if after not in _HAN)
        rows |= {first + inner + after: row_of(_any_third(row[inner]) + row[after]) for inner, after in pairs}
    whole = {
        first + second: row_of(found + table[first].get("", []))
        for first in _DIGITS
        for second, found in table[first].items()
    }
    return Scanner(_gate(table), rows, whole)


def _any_third(found: list[tuple[Pattern, str]]) -> list[tuple[Pattern, str]]:
    return [(pattern, "") for pattern, _ in found]


def _gate(table: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """What stops at a first character that one of the second ones may follow, at a number after the whole of it.

    It opens with one class of characters, so that the search skips to these without trying.
    """

    def followed_by(firsts: Iterable[str], but: str = "") -> str:
        return f"{_BLANKS}(?={_one_of({second for first in firsts for second in table[first]} - {'', *but})})"

    digits = f"[0-9]{{0,8}}+{followed_by(_DIGITS)}|(?:[0-9]{{2}}|[0-9]{{7}}|[0-9]{{13}})(?![0-9])"
    chinese = f"[{_HAN}]{{0,8}}+{followed_by(_HAN, _HAN)}|(?=[{_HAN}])"
    word = followed_by(first for first in table if first not in _NUMERALS)
    ways = f"(?<=[0-9])(?:{digits})|(?<=[{_HAN}])(?:{chinese})|(?<![{_NUMERALS}]){word}"
    return re.compile(f"{_one_of(table)}(?:{ways})")


def _one_of(characters: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(characters)))}]"


def scan(folded: str, words: Vocabulary) -> Iterator[Match]:
    """All matches of the grammar in a folded text, from left to right, not overlapping; those of build "nothing" too."""
    gate, rows, whole = scanner(words)
    done = 0
    for stop in gate.finditer(folded):
        start, second = stop.span()
        if start < done:
            continue
        row = rows.get(folded[start : second + 1])
        if row is None:
            first, after = folded[start], folded[second : second + 1]
            if first in _DIGITS and len(stop.group().rstrip()) in _WHOLE:
                row = whole.get(first + after) or whole[first]
            elif (row := rows.get(first + after)) is None:
                second = start + 1
                row = rows.get(folded[start : second + 1], _NOTHING)
        for name, build, names, match in row.thirds.get(folded[second + 1 : second + 2], row.other):
            found = match(folded, start)
            if found is not None:
                done = found.end()
                values = found.groups()
                groups = dict(zip(compress(names, values), filter(None, values), strict=True))
                yield Match(name, build, start, done, groups)
                break
