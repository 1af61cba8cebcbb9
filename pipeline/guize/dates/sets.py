"""Recurring times (每周一, 每年6月, 周一至周五9:00-18:00), and days and weeks counted within a month or year."""

from __future__ import annotations

from datetime import date, timedelta

from guize.dates import calendar
from guize.dates.absolute import month_of
from guize.dates.clock import clock_of, dayparts
from guize.dates.context import Context
from guize.dates.durations import duration
from guize.dates.numerals import number
from guize.dates.points import (
    IMPOSSIBLE,
    UNKNOWN,
    WEEKDAYS,
    Groups,
    Value,
    days,
    make_date,
    month_end,
    named_year,
    names_year,
)

_EVERY = {
    "周": "XXXX-WXX", "星期": "XXXX-WXX", "礼拜": "XXXX-WXX", "月": "XXXX-XX", "季": "XXXX-QX", "季度": "XXXX-QX",
    "半年": "XXXX-HX", "年": "XXXX", "小时": "XXXX-XX-XXTXX", "分钟": "XXXX-XX-XXTXX:XX",
}  # fmt: skip


def recurring(groups: Groups, ctx: Context) -> Value | None:
    """A set of times, as a TIMEX3 value with X for what varies; a stroke joins the ends of each."""
    if "n" in groups:
        found = duration(groups, ctx)
        return Value("set", timex=found.duration or found.timex) if found else None
    if "festival" in groups:
        day = calendar.solar_day(calendar.festival_name(groups["festival"], ctx.words), ctx.words)
        return Value("set", timex=f"XXXX-{day[0]:02d}-{day[1]:02d}" if day else "XXXX")
    if "ypart" in groups:
        return Value("set", timex="XXXX")
    if "every" in groups:
        return Value("set", timex=_EVERY[groups["every"]])
    first, last = _day(groups, ""), _day(groups, "_2")
    if "workday" in groups:
        first, last = "XXXX-WXX-1", "XXXX-WXX-5"
    if "weekend" in groups:
        first = "XXXX-WXX-WE"
    start, end = _time(groups, ""), _time(groups, "_2")
    timex = (first or "XXXX-XX-XX") + start
    if last or end:
        timex += "/" + (last or "") + end
    return Value("set", timex=timex)


def _day(groups: Groups, suffix: str) -> str | None:
    if weekday := groups.get("wd" + suffix):
        return "XXXX-WXX-" + ("WE" if weekday == "末" else str(WEEKDAYS[weekday] + 1))
    month, day = (number(groups.get(name + suffix, "")) for name in ("month", "day"))
    if month:
        return f"XXXX-{month:02d}" + (f"-{day:02d}" if day else "")
    return f"XXXX-XX-{day:02d}" if day else None


def _time(groups: Groups, suffix: str) -> str:
    if clock := clock_of(groups, suffix):
        return f"T{clock.text}"
    part = groups.get("part_alone" + suffix)
    return f"T{dayparts()[part].timex}" if part else ""


def ordinal_week(groups: Groups, ctx: Context) -> Value | None:
    """第20周, 5月第二个星期日: a week (ISO 8601: the one with most of its days there) or the n-th such weekday."""
    stretch = _stretch(groups, ctx)
    if isinstance(stretch, Value):
        return stretch
    first, last = stretch
    n = number(groups["nth"]) if "nth" in groups else None
    if n is None and "nth_last" not in groups:
        return None
    if "wd" in groups or "weekend" in groups:
        weekday = WEEKDAYS[groups.get("wd", "六")]
        if n is None:
            day = last - timedelta(days=(last.weekday() - weekday) % 7)
        else:
            day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
        if not first <= day <= last:
            return IMPOSSIBLE
        if "weekend" in groups:
            return days(day, day + timedelta(days=1), "week", full=names_year(groups))
        return days(day, day, "day", full=names_year(groups))
    middle = first + timedelta(days=3)
    monday = middle - timedelta(days=middle.weekday())
    monday = last - timedelta(days=last.weekday()) if n is None else monday + timedelta(weeks=n - 1)
    if iso_day := groups.get("iso_day"):
        monday += timedelta(days=int(iso_day) - 1)
        return days(monday, monday, "day", full=True)
    return days(monday, monday + timedelta(days=6), "week", full=names_year(groups)) if monday <= last else IMPOSSIBLE


def edge_day(groups: Groups, ctx: Context) -> Value | None:
    """本月最后一天, 次月第5个工作日: a day or workday counted from the beginning or the end of a month or year."""
    stretch = _stretch(groups, ctx)
    if isinstance(stretch, Value):
        return stretch
    first, last = stretch
    n = number(groups.get("n", "一")) or 1
    step = timedelta(days=-1 if "edge_last" in groups else 1)
    day = last if "edge_last" in groups else first
    if groups["unit"] == "工作日":
        day = calendar.add_workdays(day - step, n * step.days)
    else:
        day += step * (n - 1)
    return days(day, day, "day", full=names_year(groups)) if first <= day <= last else IMPOSSIBLE


def _stretch(groups: Groups, ctx: Context) -> tuple[date, date] | Value:
    """First and last day of the month or year that the groups name, or of the year of the text."""
    if "month" in groups or "relmonth" in groups:
        found = month_of(groups, ctx)
        if found is None or isinstance(found, Value):
            return found or UNKNOWN
        return found[0], month_end(found[0].year, found[0].month)
    year = named_year(groups, ctx)
    if not names_year(groups) and (anchor := ctx.year_anchor()):
        year = anchor.year
    first = make_date(year, 1, 1) if year is not None and year < date.max.year else None
    return (first, first.replace(month=12, day=31)) if first else UNKNOWN
