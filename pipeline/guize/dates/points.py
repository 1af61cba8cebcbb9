"""What a match denotes, and the arithmetic of calendar stretches."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from guize import vocabulary
from guize.dates.context import Context
from guize.dates.mention import MentionKind, Point
from guize.dates.numerals import number

Groups = dict[str, str]


class Value(NamedTuple):
    """What a match denotes. `full`: its year is written, so that it fixes the years of later dates.

    `approx`: the words themselves say that it is only about so (两三天, 30余天).
    """

    kind: MentionKind
    first: Point | None = None
    last: Point | None = None
    duration: str | None = None
    basis: str = "text"
    full: bool = False
    timex: str | None = None
    approx: bool = False


WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}
# The groups that name a year.
_YEARS = frozenset({"year", "year_2", "yq", "era", "era_2", "stem", "stem_2", "relyear", "relyear_2"})
_ONE_DAY = timedelta(days=1)
# Two digits of a year up to this one are of this century.
_THIS_CENTURY = 49

UNKNOWN = Value("date", basis="unknown")
IMPOSSIBLE = Value("date", basis="impossible")


@cache
def offsets(unit: str) -> dict[str, int]:
    """How far the words for a unit (`year`, `day` …) lie from the one of the news day."""
    return vocabulary.load("calendar")["offsets"][unit]  # type: ignore[no-any-return]


@cache
def later(unit: str) -> dict[str, int]:
    """How far the words for a unit lie from the one of the date before in the text."""
    return vocabulary.load("calendar")["context"][unit]  # type: ignore[no-any-return]


@cache
def _eras() -> dict[str, int]:
    return vocabulary.load("calendar")["eras"]  # type: ignore[no-any-return]


def make_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def span_point(first: date, last: date, precision: str) -> Point:
    """The point that covers whole days from `first` to `last`, both included."""
    start = datetime(first.year, first.month, first.day)
    try:
        end = datetime(last.year, last.month, last.day) + _ONE_DAY
    except OverflowError:
        end = datetime.max
    return Point(start, end, precision, first)


def days(first: date, last: date, precision: str, *, full: bool, basis: str = "text") -> Value:
    """The value that covers whole days from `first` to `last`, both included."""
    return Value("date", span_point(first, last, precision), full=full, basis=basis)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - _ONE_DAY if (year, month) < (9999, 12) else date.max


def shift_month(day: date, months: int) -> date:
    """The same day `months` months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def years_around(anchor: date, reach: int = 1) -> range:
    """The years from `reach` before the anchor's to `reach` after it."""
    return range(max(1, anchor.year - reach), min(9999, anchor.year + reach) + 1)


def named_year(groups: Groups, ctx: Context) -> int | None:
    """The year the groups name, absolutely or relative to the news day; None where they name none."""
    if groups.keys().isdisjoint(_YEARS):
        return None
    if written := groups.get("year") or groups.get("yq") or groups.get("year_2"):
        year = number(written.lstrip("’‘"))
        if year is not None and year < 100:
            return year + (2000 if year <= _THIS_CENTURY else 1900)
        return year
    if (stem := groups.get("stem") or groups.get("stem_2")) and ctx.news_day:
        return _stem_year(stem, ctx.news_day.year)
    if era := groups.get("era") or groups.get("era_2"):
        count = number(groups.get("era_year") or groups["era_year_2"])
        return count and _eras()[era] + count - 1
    if relative := groups.get("relyear") or groups.get("relyear_2"):
        if (ahead := later("year").get(relative)) is not None:
            base = ctx.last.day if ctx.last else ctx.news_day
            return base.year + ahead if base else None
        return ctx.news_day.year + offsets("year")[relative.removesuffix("年") + "年"] if ctx.news_day else None
    return None


def _stem_year(stem: str, near: int) -> int | None:
    """The year of the sixty-year cycle (甲子 was year 4) that lies nearest to another; None where it has none such."""
    heaven, earth = "甲乙丙丁戊己庚辛壬癸".index(stem[0]), "子丑寅卯辰巳午未申酉戌亥".index(stem[1])
    return next(
        (y for y in range(max(1, near - 30), near + 30) if (y - 4) % 10 == heaven and (y - 4) % 12 == earth), None
    )


def names_year(groups: Groups) -> bool:
    """Whether the groups name a year, known or not."""
    return not groups.keys().isdisjoint(_YEARS)


def relative_month(relative: str, ctx: Context) -> date | None:
    """The first day of the month that 本月, 次月 … name; None where there is nothing to count from."""
    if (ahead := later("month").get(relative)) is not None:
        base = ctx.last.day if ctx.last else ctx.news_day
    else:
        base, ahead = ctx.news_day, offsets("month")[relative]
    return shift_month(base.replace(day=1), ahead) if base else None


def middle_year(month: int, ctx: Context) -> int | None:
    """The year for a month or a longer part of a year that names none; None where there is nothing to count from."""
    anchor = ctx.year_anchor()
    if anchor is None:
        return None
    found = ctx.nearest(date(y, month, 15) for y in years_around(anchor))
    return (found or anchor).year
