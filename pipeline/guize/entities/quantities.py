"""Quantities: rates, sums of money, time limits and counts, with their value and unit.

One compiled alternation runs once over the text. Its first branches swallow what holds numbers but is
none: dates, times of day, titles in 《》, ordinals, long digit strings, names (7天无理由). All words are
data (`guize/vocabulary/units.toml`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Literal, NamedTuple

from guize import vocabulary
from guize.entities.numerals import ARABIC, FIRST, MULTIPLIER, SPELLED, read

Kind = Literal["percent", "money", "duration", "count"]


class Quantity(NamedTuple):
    """A quantity in `content[start:end]`.

    Attributes:
        start: offset of the first character.
        end: offset after the last character.
        low: the value, or the lower end of a range.
        high: the upper end of a range, else None.
        unit: %, an ISO 4217 code, h, min, s, d, workday, month, year, or a classifier.
        kind: percent, money, duration or count.
        text: the words.
    """

    start: int
    end: int
    low: float
    high: float | None
    unit: str
    kind: Kind
    text: str


class _Unit(NamedTuple):
    unit: str
    kind: Kind
    factor: float


_NEARBY = 1000
"""Characters before a sum in which the country of its currency is looked for."""

_YUAN = _Unit("CNY", "money", 1)


def find(content: str) -> list[Quantity]:
    """The quantities of `content` in order, not overlapping.

    Args:
        content: title and text as one string; offsets of the result count its characters.
    """
    grammar = _grammar()
    found: list[Quantity] = []
    for match in grammar.regex.finditer(content):
        if match.lastgroup:
            found.extend(grammar.read(match))
    return found


def unit_of(name: str) -> tuple[str, Kind, float] | None:
    """Unit, kind and factor of a unit's name as a text writes it (元/件, 个工作日), or None.

    For table headers, which give the unit once for a column of bare numbers.
    """
    return _grammar().units.get(name.split("/")[0].split("／")[0].strip())


def _alternatives(words: Any) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


class _Grammar:
    """The compiled pattern and the tables it reads its matches with."""

    def __init__(self, words: dict[str, Any]) -> None:
        self.units = _units(words)
        self.before = {sign: code for code, signs in words["money_before"].items() for sign in signs}
        self.money_of: dict[str, dict[str, str]] = words["money_of"]
        self.fractions: dict[str, float] = words["fractions"]
        self.settlement: dict[str, str] = words["settlement"]
        self.money_words = re.compile(_alternatives(words["number"]["money_words"]))
        self.counted_words = re.compile(_alternatives(words["number"]["counted_words"]))
        self.day_before = re.compile(f"(?:{_alternatives(words['days']['before'])})$")
        self.day_after = re.compile(_alternatives(words["days"]["after"]))
        self.regex = re.compile(_pattern(words, self.units, self.before))

    def read(self, match: re.Match[str]) -> list[Quantity]:
        """The quantity of a match; two where 从30天到60天 looks like a range; none where it is vague."""
        try:
            if match["fraction"]:
                return [_quantity(match, self._percent(match["whole"], match["part"]), _Unit("%", "percent", 1))]
            if match["settlement"]:
                unit = _Unit(self.settlement[match["settlement"][0]], "duration", 1)
                return [_quantity(match, float(match["days_after"]), unit)]
            if match["times"]:
                return [_quantity(match, read(match["times"]), self.units["倍"])]
            if match["bare"]:
                around = match.string[max(0, match.start() - 24) : match.end() + 8]
                is_money = self.money_words.search(around) and not self.counted_words.search(around)
                return [_quantity(match, read(match["bare"]), _YUAN)] if is_money else []
            return self._counted(match)
        except ValueError:
            return []

    def _percent(self, whole: str, part: str) -> float:
        share = self.fractions[whole] if whole in self.fractions else 100 / read(whole)
        return round(read(part) * share, 6)

    def _counted(self, match: re.Match[str]) -> list[Quantity]:
        """A number with its unit, or a range of two."""
        unit = self.units[match["unit"]] if match["unit"] else _YUAN
        if match["sign"] and unit.kind == "money":
            unit = unit._replace(unit=self.before[match["sign"]])
        elif match["unit"] in self.money_of:
            countries = self.money_of[match["unit"]]
            nearby = max(0, match.start() - _NEARBY)
            last = max(countries, key=lambda country: match.string.rfind(country, nearby, match.start()))
            unit = unit._replace(unit=countries[last])
        if match["unit"] == "日" and not self._counts_days(match):
            return []
        if not match["high"]:
            return [_quantity(match, read(match["low"]), unit)]
        low, high = _ends(match["low"], match["high"])
        first = self.units[match["low_unit"]] if match["low_unit"] else unit
        if low * first.factor <= high * unit.factor and not _is_move(match):
            return [_quantity(match, low, first, high * unit.factor)]
        if not match["low_unit"]:
            return []
        text, split, second = match[0], match.end("low_unit"), match.start("high")
        return [
            _quantity(match, low, first)._replace(end=split, text=text[: split - match.start()]),
            _quantity(match, high, unit)._replace(start=second, text=text[second - match.start() :]),
        ]

    def _counts_days(self, match: re.Match[str]) -> bool:
        """Whether N日 is a number of days and no day of the month."""
        if match["high"] or read(match["low"]) > 31:
            return read(match["high"] or match["low"]) > 31
        before = match.string[max(0, match.start() - 5) : match.start()].rstrip()
        return bool(self.day_before.search(before) or self.day_after.match(match.string, match.end()))


def _is_move(match: re.Match[str]) -> bool:
    """Whether two quantities that look like a range are two: 由30天到60天, 下调1个百分点至4%."""
    if not match["low_unit"] or match.string[match.end("low_unit") : match.start("high")].strip() not in ("到", "至"):
        return False
    points = ["百分点" in name for name in (match["low_unit"], match["unit"] or "")]
    return match.string[max(0, match.start() - 1)] in "由从" or points == [True, False]


def _quantity(match: re.Match[str], low: float, unit: _Unit, high: float | None = None) -> Quantity:
    value = round(low * unit.factor, 9)
    return Quantity(*match.span(), value, None if high is None else round(high, 9), unit.unit, unit.kind, match[0])


def _ends(low: str, high: str) -> tuple[float, float]:
    """Both ends of a range; in 3.5~4亿 the power is written once."""
    shared = low[0].isdecimal() and low[-1].isdecimal() and high[-1] in "万亿"
    scaled = read(low + high[-1]) if shared else read(low)
    return (scaled if scaled <= read(high) else read(low)), read(high)


def _units(words: dict[str, Any]) -> dict[str, _Unit]:
    units = {name: _Unit("%", "percent", factor) for name, factor in words["percent"].items()}
    units |= {name: _Unit(code, "money", 1) for code, names in words["money"].items() for name in names}
    units |= {
        name: _Unit(unit, "duration", float(factor))
        for unit, scales in words["duration"].items()
        for factor, names in scales.items()
        for name in names
    }
    return units | {name: _Unit(unit, "count", 1) for unit, names in words["count"].items() for name in names}


def _guarded(name: str, barred: list[str]) -> str:
    """The unit `name`, unless what follows makes it another word (分 in 分钟, h in http)."""
    latin = "(?![A-Za-z])" if name[-1].isascii() and name[-1].isalpha() else ""
    return re.escape(name) + (f"(?!{_alternatives(barred)})" if barred else "") + latin


def _pattern(words: dict[str, Any], units: dict[str, _Unit], before: dict[str, str]) -> str:
    """The alternation, from named parts; `s` is an optional blank, `d` a digit, `zh` a digit in words."""
    barred: dict[str, list[str]] = words["not_followed_by"]
    numbers, names = words["number"], words["names"]["words"]
    s, d, zh = "[ \u3000\u00a0]?", "[0-9０-９]", "[〇零一二三四五六七八九十]"
    unit = "|".join(_guarded(name, barred.get(name, [])) for name in sorted(units, key=len, reverse=True))
    number = f"(?:{ARABIC}(?:{s}{MULTIPLIER})?|{SPELLED})"
    span = f"{s}(?:[-–—―~～至到]|——|以上(?=[^，。；]{{1,8}}以下)){s}"
    day = f"(?:{s}{d}{{1,2}}{s}[日号](?:{span}{d}{{1,2}}{s}[日号])?)?"
    other = "|".join(
        [
            "《[^》]{0,80}》",
            _alternatives(names),
            f"第{s}{number}(?!{s}(?:{_alternatives(numbers['ordinal_but'])}))",
            f"[{numbers['vague']}][{FIRST}]+|[{numbers['round']}][百千万亿]+",
            f"{d}{{8,}}",
            f"(?:{d}{{4}}{s}年度?{s})?{d}{{1,2}}{s}月{day}|{d}{{4}}{s}年(?!期)",  # 2024年3月1日至3日 · 2024年
            f"{d}{{4}}[-/]{d}{{1,2}}(?:[-/]{d}{{1,2}})?(?!{d})",  # 2024/3/1
            f"{d}{{4}}[.]{d}{{1,2}}[.]{d}{{1,2}}(?!{d})",  # 2024.3.1
            f"(?:{zh}{{4}}年)?{zh}{{1,3}}月(?:{zh}{{1,3}}[日号])?|{zh}{{4}}年",  # 二〇二四年三月一日
            f"{d}{{1,2}}[:：]{d}{{2}}(?:[:：]{d}{{2}})?",  # 20:00:00
            f"{d}{{1,2}}{s}[点时](?![效限间长段评])(?:{s}{d}{{1,2}}{s}分)?",  # 8点30分 · 24时
        ]
    )
    whole = f"(?P<whole>{'|'.join(words['fractions'])}|[二三四五六七八九十])"
    fraction = f"(?P<fraction>{whole}分之(?P<part>{SPELLED}|{ARABIC}))"
    settlement = rf"(?P<settlement>[{''.join(words['settlement'])}]\+(?P<days_after>{d}{{1,2}})(?!{d}))"
    times = f"(?:{'|'.join(f'(?<={word})' for word in numbers['times_after'])})(?P<times>{number})"
    sign = f"(?P<sign>{_alternatives(before)})"
    high = f"{s}(?P<low_unit>{unit})?{span}(?:{_alternatives(before)})?(?P<high>{number})"
    per = f"(?:{s}[/／]{s}(?:{_alternatives(words['per']['words'])}))*"
    money = f"(?={s}(?:$|[^\\w]|{_alternatives(numbers['after_money'])}))"
    counted = f"(?:{sign}{s})?(?P<low>{number})(?:{high})?(?:{s}(?P<unit>{unit}){per}|(?(sign)(?![0-9])|(?!)))"
    bare = f"(?P<bare>(?:{ARABIC}{s}[万亿]|{SPELLED}(?<=[万亿])){money})"
    first = re.escape("".join(sorted({text[0] for text in [*before, *names, *words["settlement"]]})))
    guard = f"(?=[《第{numbers['vague']}{numbers['round']}{FIRST}{first}])(?<![0-9０-９A-Za-z.．])"
    return f"{guard}(?:{fraction}|{settlement}|{times}|{other}|{counted}|{bare})"


@cache
def _grammar() -> _Grammar:
    return _Grammar(vocabulary.load("units"))
