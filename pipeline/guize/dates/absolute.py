"""Dates of the calendar: days, months and their thirds, quarters, years, decades."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from guize.dates.context import Context
from guize.dates.numerals import number
from guize.dates.points import Groups, Value, make_date, month_end, named_year, shift_month, span_point, timed

_REL_MONTHS = {
    "本月": 0,
    "这个月": 0,
    "当月": 0,
    "同月": 0,
    "上个月": -1,
    "上月": -1,
    "下个月": 1,
    "下月": 1,
    "次月": 1,
    "翌月": 1,
}


def calendar_date(groups: Groups, ctx: Context) -> Value | None:
    """A day of a month, its year written, relative, or inferred."""
    if groups.get("sep", "") != groups.get("sep2", ""):
        return None
    day = number(groups["day"])
    if day is None:
        return None
    if relative := groups.get("relmonth"):
        base = _month_base(relative, ctx)
        if base is None:
            return Value("date", basis="unknown")
        first = shift_month(base.replace(day=1), _REL_MONTHS[relative])
        found = make_date(first.year, first.month, day)
        return timed(found, groups, full=False, basis="reference") if found else Value("date", basis="impossible")
    month = number(groups["month"])
    if month is None:
        return None
    year = named_year(groups, ctx)
    if year is not None:
        found = make_date(year, month, day)
        return timed(found, groups, full=True) if found else Value("date", basis="impossible")
    return _yearless(month, day, groups, ctx)


def _month_base(relative: str, ctx: Context) -> date | None:
    if relative in ("当月", "同月", "次月", "翌月") and ctx.last is not None:
        return ctx.last.day
    return ctx.news_day


def _yearless(month: int, day: int, groups: Groups, ctx: Context) -> Value:
    anchor = ctx.year_anchor()
    if anchor is None:
        return Value("date", basis="unknown")
    years = range(max(1, anchor.year - 1), min(9999, anchor.year + 1) + 1)
    if (month, day) == (2, 29):
        years = range(max(1, anchor.year - 4), min(9999, anchor.year + 4) + 1)
    found = ctx.nearest(d for y in years if (d := make_date(y, month, day)))
    if found is None:
        return Value("date", basis="impossible")
    return timed(found, groups, full=False, basis="context" if ctx.full else "reference")


def calendar_month(groups: Groups, ctx: Context) -> Value | None:
    """A month or a third of one."""
    basis, full = "text", True
    if relative := groups.get("relmonth"):
        base = _month_base(relative, ctx)
        if base is None:
            return Value("date", basis="unknown")
        first = shift_month(base.replace(day=1), _REL_MONTHS[relative])
        basis, full = "reference", False
    elif "month" in groups:
        month = number(groups["month"])
        if month is None:
            return None
        year = named_year(groups, ctx)
        if year is None:
            anchor = ctx.year_anchor()
            if anchor is None:
                return Value("date", basis="unknown")
            middle = ctx.nearest(
                date(y, month, 15) for y in range(max(1, anchor.year - 1), min(9999, anchor.year + 1) + 1)
            )
            year, basis, full = (middle or anchor).year, "reference", False
        first = date(year, month, 1)
    else:
        day = ctx.nearby.day if ctx.nearby else ctx.news_day
        if day is None:
            return Value("date", basis="unknown")
        first, basis, full = day.replace(day=1), "reference", False
    last = month_end(first.year, first.month)
    part = groups.get("part", "").lstrip("月")
    if part in ("初", "上旬"):
        return Value("date", span_point(first, first.replace(day=10), "ten_days"), basis=basis, full=full)
    if part in ("中", "中旬"):
        return Value(
            "date", span_point(first.replace(day=11), first.replace(day=20), "ten_days"), basis=basis, full=full
        )
    if part in ("底", "末", "下旬"):
        return Value("date", span_point(first.replace(day=21), last, "ten_days"), basis=basis, full=full)
    return Value("date", span_point(first, last, "month"), basis=basis, full=full)


def _months(groups: Groups, ctx: Context, first_month: int, count: int, precision: str) -> Value:
    """`count` months from `first_month` on, in the year the groups name or the nearest one."""
    year, full = named_year(groups, ctx), True
    if year is None:
        anchor = ctx.year_anchor()
        if anchor is None:
            return Value("date", basis="unknown")
        middle = first_month + count // 2
        found = ctx.nearest(date(y, middle, 1) for y in range(max(1, anchor.year - 1), min(9999, anchor.year + 1) + 1))
        year, full = (found or anchor).year, False
    last = month_end(year, first_month + count - 1)
    return Value("date", span_point(date(year, first_month, 1), last, precision), full=full)


def quarter(groups: Groups, ctx: Context) -> Value | None:
    """A quarter of a year."""
    if relative := groups.get("relquarter"):
        if ctx.news_day is None:
            return Value("date", basis="unknown")
        day = shift_month(ctx.news_day.replace(day=1), {"本": 0, "上": -3, "下": 3}[relative])
        first = day.replace(month=(day.month - 1) // 3 * 3 + 1)
        return Value("date", span_point(first, month_end(first.year, first.month + 2), "quarter"), basis="reference")
    q = number((groups.get("q") or groups.get("q2") or groups["q3"]).removeprefix("第"))
    return _months(groups, ctx, 3 * (q or 1) - 2, 3, "quarter")


def half_year(groups: Groups, ctx: Context) -> Value | None:
    """A half of a year."""
    return _months(groups, ctx, 1 if groups["half"] == "上半年" else 7, 6, "half_year")


def year_part(groups: Groups, ctx: Context) -> Value | None:
    """年初 is January, 年中 June, 年底 December; 年内 the whole year."""
    part = groups["ypart"].lstrip("年岁")
    year, full = named_year(groups, ctx), True
    if year is None:
        if ctx.news_day is None:
            return Value("date", basis="unknown")
        year, full = ctx.news_day.year, False
    if part == "内":
        return Value("date", span_point(date(year, 1, 1), date(year, 12, 31), "year"), full=full)
    month = {"初": 1, "中": 6}.get(part, 12)
    return Value("date", span_point(date(year, month, 1), month_end(year, month), "month"), full=full)


def calendar_year(groups: Groups, ctx: Context) -> Value | None:
    """A year."""
    year = named_year(groups, ctx)
    if year is None or not 1 <= year <= 9999:
        return None
    return Value("date", span_point(date(year, 1, 1), date(year, 12, 31), "year"), full=True)


def decade(groups: Groups, ctx: Context) -> Value | None:
    """A decade or a century."""
    century = number(groups["century"]) if "century" in groups else None
    if "decade" not in groups:
        first = (century or 1) * 100 - 99
        return Value("date", span_point(date(first, 1, 1), date(first + 99, 12, 31), "century"), full=True)
    tens = number(groups["decade"]) or 0
    first = ((century - 1) * 100 if century else 1900 if tens >= 40 else 2000) + tens
    return Value("date", span_point(date(first, 1, 1), date(first + 9, 12, 31), "decade"), full=True)


@lru_cache(maxsize=2048)
def _dateparser(text: str, reference: datetime | None) -> tuple[date, bool] | None:
    import dateparser

    settings: dict[str, object] = {"REQUIRE_PARTS": ["month"], "PREFER_DAY_OF_MONTH": "first", "DATE_ORDER": "DMY"}
    if reference is not None:
        settings["RELATIVE_BASE"] = reference
    found = dateparser.parse(text[:40], languages=["en"], settings=settings)
    return (found.date(), any(c.isdigit() for c in text)) if found else None


def english(groups: Groups, ctx: Context) -> Value | None:
    """English dates, by dateparser in strict mode on the short string the grammar has shaped."""
    text = groups["english"]
    found = _dateparser(text, ctx.reference)
    if found is None or not found[1]:
        return None
    day = found[0]
    words = text.replace(",", " ").replace(".", " ").split()
    has_day = any(len(w.rstrip("stndrh")) <= 2 and w[0].isdigit() for w in words)
    if has_day:
        return Value("date", span_point(day, day, "day"), full=any(len(w) == 4 and w.isdigit() for w in words))
    return Value("date", span_point(day.replace(day=1), month_end(day.year, day.month), "month"), full=True)
