"""Dates of the calendar: days, months and their parts, quarters, seasons, years, decades."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from guize import vocabulary
from guize.dates.clock import timed
from guize.dates.context import Context
from guize.dates.numerals import number
from guize.dates.points import (
    IMPOSSIBLE,
    UNKNOWN,
    Groups,
    Value,
    days,
    make_date,
    middle_year,
    month_end,
    named_year,
    names_year,
    offsets,
    relative_month,
    shift_month,
    span_point,
    years_around,
)


@cache
def _table(name: str) -> dict[str, list[int]]:
    return vocabulary.load("calendar")[name]  # type: ignore[no-any-return]


def calendar_date(groups: Groups, ctx: Context) -> Value | None:
    """A day of a month, its year written, relative, or inferred."""
    day = number(groups["day"])
    if day is None:
        return None
    if relative := groups.get("relmonth"):
        first = relative_month(relative, ctx)
        if first is None:
            return UNKNOWN
        found = make_date(first.year, first.month, day)
        return timed(found, groups, full=False, basis="reference") if found else IMPOSSIBLE
    month = number(groups["month"])
    if month is None:
        return None
    year = named_year(groups, ctx)
    if year is not None:
        found = make_date(year, month, day)
        return timed(found, groups, full=True) if found else IMPOSSIBLE
    if names_year(groups):
        return UNKNOWN
    return _yearless(month, day, groups, ctx)


def _yearless(month: int, day: int, groups: Groups, ctx: Context) -> Value:
    anchor = ctx.year_anchor()
    if anchor is None:
        return UNKNOWN
    reach = 4 if (month, day) == (2, 29) else 1
    found = ctx.nearest(d for y in years_around(anchor, reach) if (d := make_date(y, month, day)))
    if found is None:
        return IMPOSSIBLE
    return timed(found, groups, full=False, basis="context" if ctx.full else "reference")


def same_day(groups: Groups, ctx: Context) -> Value | None:
    """去年的今天, 上个月的今天: the news day's like in another year, month or week."""
    today = ctx.news_day
    if today is None:
        return UNKNOWN
    if "relweek" in groups:
        found = today + timedelta(weeks=offsets("week")[groups["relweek"]])
    elif "relmonth" in groups:
        first = relative_month(groups["relmonth"], ctx) or today
        found = shift_month(today, (first.year - today.year) * 12 + first.month - today.month)
    else:
        found = shift_month(today, ((named_year(groups, ctx) or today.year) - today.year) * 12)
    return timed(found, groups, full=False, basis="reference")


def month_of(groups: Groups, ctx: Context) -> tuple[date, bool, str] | Value | None:
    """First day of the month the groups name, whether its year is written, and the basis; or why it is not known."""
    if relative := groups.get("relmonth"):
        first = relative_month(relative, ctx)
        return (first, False, "reference") if first else UNKNOWN
    if "month" not in groups:
        day = ctx.nearby.day if ctx.nearby else ctx.news_day
        return (day.replace(day=1), False, "reference") if day else UNKNOWN
    month = number(groups["month"])
    if month is None:
        return None
    if not 1 <= month <= 12:
        return IMPOSSIBLE
    year = named_year(groups, ctx)
    if year is not None:
        first = make_date(year, month, 1)
        return (first, True, "text") if first else IMPOSSIBLE
    year = middle_year(month, ctx)
    return (date(year, month, 1), False, "reference") if year is not None else UNKNOWN


def calendar_month(groups: Groups, ctx: Context) -> Value | None:
    """A month or a part of one, or two months (七八月)."""
    found = month_of(groups, ctx)
    if found is None or isinstance(found, Value):
        return found
    first, full, basis = found
    last = month_end(first.year, first.month)
    if to_month := groups.get("to_month"):
        second = shift_month(first, (number(to_month) or 0) - first.month)
        one, other = (span_point(day, month_end(day.year, day.month), "month") for day in (first, second))
        return Value("range", one, other, full=full, basis=basis, approx=True)
    part = groups.get("part", "").replace("半个", "半").removeprefix("月")
    if part not in _table("month_parts"):
        return days(first, last, "month", full=full, basis=basis)
    start, stop = _table("month_parts")[part]
    return days(first.replace(day=start), first.replace(day=min(stop, last.day)), "ten_days", full=full, basis=basis)


def _months(groups: Groups, ctx: Context, first_month: int, count: int, precision: str) -> Value:
    """`count` months from `first_month` on, in the year the groups name or the nearest one."""
    year, full = named_year(groups, ctx), True
    if year is None:
        year, full = middle_year(min(12, first_month + count // 2), ctx), False
    if year is None:
        return UNKNOWN
    first = make_date(year, first_month, 1)
    if first is None:
        return IMPOSSIBLE
    end = shift_month(first, count - 1)
    return days(first, month_end(end.year, end.month), precision, full=full)


def quarter(groups: Groups, ctx: Context) -> Value | None:
    """A quarter of a year, or its beginning or end: the first or last month."""
    written = groups.get("q") or groups.get("q_2") or groups.get("q_3") or groups.get("q_4")
    if written:
        q = number(written.removeprefix("第").replace("首", "1")) or 1
        found = _months(groups, ctx, 3 * q - 2, 3, "quarter")
    elif ctx.news_day is None:
        return UNKNOWN
    else:
        day = shift_month(ctx.news_day.replace(day=1), 3 * offsets("quarter")[groups.get("relquarter", "本")])
        first = day.replace(month=(day.month - 1) // 3 * 3 + 1)
        found = days(first, month_end(first.year, first.month + 2), "quarter", full=False, basis="reference")
    return _edge(found, groups.get("qpart"))


def _edge(value: Value, part: str | None) -> Value:
    """The first (初) or last month (末, 底) of a stretch, or all of it."""
    if part in (None, "内") or value.first is None:
        return value
    first = value.first.day if part == "初" else shift_month(value.first.end.date(), -1)
    return value._replace(first=span_point(first, month_end(first.year, first.month), "month"))


def half_year(groups: Groups, ctx: Context) -> Value | None:
    """A half of a year."""
    first = 1 if groups.get("half", "下")[0] in "上前" or groups.get("h") == "1" else 7
    return _edge(_months(groups, ctx, first, 6, "half_year"), groups.get("hpart"))


def first_months(groups: Groups, ctx: Context) -> Value | None:
    """前三季度, 前5个月: from January on, of the year named or the news day's."""
    n = number(groups["first"]) or 0
    months = 3 * n if groups["unit"] == "季度" else n
    year = named_year(groups, ctx) or (ctx.news_day.year if ctx.news_day else None)
    if year is None:
        return UNKNOWN
    first = make_date(year, 1, 1)
    if first is None or not 1 <= months <= 12:
        return None
    start, last = span_point(first, month_end(year, 1), "month"), date(year, months, 1)
    return Value("range", start, span_point(last, month_end(year, months), "month"), full=names_year(groups))


def year_part(groups: Groups, ctx: Context) -> Value | None:
    """年初 is January, 年中 June, 年底 December, 年内 the whole year; a season its three months."""
    part = groups["ypart"].lstrip("年岁")
    year, full = named_year(groups, ctx), True
    if year is None:
        anchor = ctx.nearby.day if ctx.nearby and part == "全年" else ctx.news_day
        if anchor is None:
            return UNKNOWN
        year, full = anchor.year, False
    month, count = _table("year_parts")[part]
    first = make_date(year, month, 1)
    if first is None:
        return IMPOSSIBLE
    end = shift_month(first, count - 1)
    precision = {1: "month", 3: "season"}.get(count, "year")
    return days(first, month_end(end.year, end.month), precision, full=full)


def calendar_year(groups: Groups, ctx: Context) -> Value | None:
    """A year."""
    year = named_year(groups, ctx)
    if year is None or not 1 <= year <= 9999:
        return UNKNOWN if names_year(groups) else None
    return days(date(year, 1, 1), date(year, 12, 31), "year", full=True)


def era_year(groups: Groups, ctx: Context) -> Value | None:
    """公元618年; a year before the era has no days here, only its TIMEX3 value."""
    year = number(groups["ce"])
    if year is None or not 1 <= year <= 9999:
        return UNKNOWN
    if "before" in groups:
        return Value("date", timex=f"BC{year:04d}")
    return days(date(year, 1, 1), date(year, 12, 31), "year", full=True)


# Which years of ten or a hundred 初, 中 and 末 mean.
_DECADE_PARTS = {"初": (0, 2), "中": (4, 6), "末": (7, 9), "后": (7, 9)}
_CENTURY_PARTS = {"初": (0, 9), "中": (40, 59), "末": (90, 99)}


def decade(groups: Groups, ctx: Context) -> Value | None:
    """A decade or a century (the hundred years that share their first two digits), or a part of one."""
    hundred = None
    if "century" in groups:
        hundred = ((number(groups["century"]) or 1) - 1) * 100
    elif relative := groups.get("relcentury"):
        if ctx.news_day is None:
            return UNKNOWN
        hundred = ctx.news_day.year // 100 * 100 + 100 * offsets("century")[relative]
    if "decade" not in groups:
        return _years(hundred or 0, "century", _CENTURY_PARTS.get(groups.get("cpart", "")[:1]), 99)
    tens = number(groups["decade"]) or 0
    tens = 10 * tens if tens < 10 else tens  # 七八十年代
    if hundred is None and tens < 100:
        hundred = 1900 if tens >= 30 else 2000
    first = (hundred or 0) + tens
    if "decade_to" in groups:
        return _years(first, "years", (0, (number(groups["decade_to"]) or 0) - first % 100 + 9), 9)
    return _years(first, "decade", _DECADE_PARTS.get(groups.get("dpart", "")[:1]), 9)


def _years(first: int, precision: str, part: tuple[int, int] | None, count: int) -> Value:
    start, stop = part or (0, count)
    begin, end = make_date(first + start, 1, 1), make_date(first + stop, 12, 31)
    return days(begin, end, precision if part is None else "years", full=True) if begin and end else IMPOSSIBLE


_LEAP_YEAR = datetime(2000, 1, 1)  # where there is none to infer: every day of a year is found, and then unknown


@lru_cache(maxsize=2048)
def _dateparser(text: str, base: datetime) -> date | None:
    import dateparser

    settings = {"REQUIRE_PARTS": ["month"], "PREFER_DAY_OF_MONTH": "first", "DATE_ORDER": "DMY", "RELATIVE_BASE": base}
    found = dateparser.parse(text[:40].replace(" of ", " "), languages=["en"], settings=settings)
    return found.date() if found else None


def english(groups: Groups, ctx: Context) -> Value | None:
    """English dates, by dateparser in strict mode on the short string the grammar has shaped."""
    text = groups["english"]
    if not any(c.isdigit() for c in text):
        return None
    words = text.replace(",", " ").replace(".", " ").split()
    full = any(len(w) == 4 and w.isdigit() for w in words)
    day = _dateparser(text, ctx.reference or _LEAP_YEAR)
    if day is None:
        return None
    if not full and ctx.reference is None:
        return UNKNOWN
    if any(len(w.rstrip("stndrh")) <= 2 and w[0].isdigit() for w in words):
        return timed(day, groups, full=full)
    return days(day.replace(day=1), month_end(day.year, day.month), "month", full=True)
