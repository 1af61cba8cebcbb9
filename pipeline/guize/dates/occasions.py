"""Festivals, shopping occasions and the lunar calendar."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, timedelta

from guize.dates import calendar
from guize.dates.clock import timed
from guize.dates.context import Context
from guize.dates.durations import counted_from
from guize.dates.numerals import number
from guize.dates.points import IMPOSSIBLE, UNKNOWN, Groups, Value, days, named_year, span_point, years_around


def festival(groups: Groups, ctx: Context) -> Value | None:
    """A festival's day, or with 期间/假期 its days off; 春节前两天 counts from that day."""
    name, year, full = calendar.festival_name(groups["festival"], ctx.words), named_year(groups, ctx), True
    if year is None:
        anchor = ctx.year_anchor()
        if anchor is None:
            return UNKNOWN
        day = ctx.nearest(d for y in years_around(anchor) if (d := calendar.festival_day(name, y, ctx.words)))
        full = False
    elif not MINYEAR <= year <= MAXYEAR:
        return UNKNOWN
    else:
        day = calendar.festival_day(name, year, ctx.words)
    if day is None:
        return None
    days_off = "period" in groups or calendar.names_days_off(name, ctx.words)
    if days_off and (off := calendar.holiday_period(name, day.year, ctx.words)):
        first, last = off
        return Value("range", span_point(first, first, "day"), span_point(last, last, "day"), full=full)
    if "side" in groups:
        return counted_from(day, groups, full=full)
    if "eve" in groups or "after" in groups:
        day += timedelta(days=-1 if "eve" in groups else 1)
    return timed(day, groups, full=full)


_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}


def _lunar_day(text: str) -> int:
    return number(text.removeprefix("初")) or 1


def _solar(groups: Groups, year: int) -> tuple[date, date] | None:
    """First and last day of what the groups name in a year of the lunar calendar (the eve: before that year)."""
    if "eve" in groups:
        day = calendar.new_year_eve(year)
    elif "newyear" in groups:
        day = calendar.lunar_to_solar(year, 1, _lunar_day(groups["newyear"]))
    else:
        name = groups["lmonth"]
        leap, name = name.startswith("闰"), name.removeprefix("闰")
        month = _LUNAR_MONTHS.get(name) or number(name) or 1
        if "lday" not in groups:
            first = calendar.lunar_to_solar(year, month, 1, leap=leap)
            ends = (calendar.lunar_to_solar(year, month, d, leap=leap) for d in (30, 29))
            last = next((d for d in ends if d), None)
            return (first, last) if first and last else None
        day = calendar.lunar_to_solar(year, month, _lunar_day(groups["lday"]), leap=leap)
    return (day, day) if day else None


def lunar_date(groups: Groups, ctx: Context) -> Value | None:
    """A date of the lunar calendar, or one of its months."""
    year, full = named_year(groups, ctx), True
    if year is None:
        anchor = ctx.year_anchor()
        if anchor is None:
            return UNKNOWN
        candidates = {found[0]: found for y in years_around(anchor) if (found := _solar(groups, y))}
        nearest = ctx.nearest(candidates)
        stretch, full = candidates[nearest] if nearest else None, False
    else:
        stretch = _solar(groups, year)
    if stretch is None:
        return IMPOSSIBLE
    first, last = stretch
    if last - first > timedelta(0):
        return days(first, last, "lunar_month", full=full)
    return timed(first, groups, full=full)
