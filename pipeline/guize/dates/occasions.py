"""Festivals, shopping occasions and the lunar calendar."""

from __future__ import annotations

from datetime import date

from guize.dates import calendar
from guize.dates.context import Context
from guize.dates.numerals import number
from guize.dates.points import Groups, Value, named_year, span_point


def festival(groups: Groups, ctx: Context) -> Value | None:
    """A festival's day, or with 期间/假期 its days off."""
    name, year, full = calendar.festival_name(groups["festival"], ctx.words), named_year(groups, ctx), True
    if year is None:
        anchor = ctx.year_anchor()
        if anchor is None:
            return Value("date", basis="unknown")
        years = range(max(1, anchor.year - 1), min(9999, anchor.year + 1) + 1)
        found = ctx.nearest(d for y in years if (d := calendar.festival_day(name, y, ctx.words)))
        if found is None:
            return None
        year, full = found.year, False
    day = calendar.festival_day(name, year, ctx.words)
    if day is None:
        return None
    if "period" in groups and (days := calendar.holiday_period(name, year, ctx.words)):
        first, last = days
        return Value("range", span_point(first, first, "day"), span_point(last, last, "day"), full=full)
    return Value("date", span_point(day, day, "day"), full=full)


_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}


def _lunar_day(text: str) -> int | None:
    return number(text.removeprefix("初"))


def lunar_date(groups: Groups, ctx: Context) -> Value | None:
    """A date of the lunar calendar; without a day, its month."""
    year, full = named_year(groups, ctx), True
    if year is None:
        if ctx.year_anchor() is None:
            return Value("date", basis="unknown")
        year, full = 0, False

    def solar(lunar_year: int) -> date | None:
        if "eve" in groups:
            return calendar.new_year_eve(lunar_year)
        if "newyear" in groups:
            return calendar.lunar_to_solar(lunar_year, 1, _lunar_day(groups["newyear"]) or 1)
        month = groups.get("lmonth") or groups["lmonth2"]
        leap, month = month.startswith("闰"), month.removeprefix("闰")
        day = groups.get("lday") or groups.get("lday2")
        return calendar.lunar_to_solar(
            lunar_year, _LUNAR_MONTHS.get(month) or number(month) or 1, (_lunar_day(day) if day else 1) or 1, leap=leap
        )

    if full:
        found = solar(year)
    else:
        anchor = ctx.year_anchor() or date.min
        found = ctx.nearest(
            d for y in range(max(1, anchor.year - 1), min(9999, anchor.year + 1) + 1) if (d := solar(y))
        )
    if found is None:
        return Value("date", basis="impossible")
    return Value("date", span_point(found, found, "day"), full=full)
