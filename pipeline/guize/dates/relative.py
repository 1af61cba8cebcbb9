"""Dates counted from another day: 明日, 下周一, 次日, `15日`, clock times."""

from __future__ import annotations

from datetime import timedelta

from guize.dates.clock import Clock, at, clock_of, timed
from guize.dates.context import Context
from guize.dates.numerals import number
from guize.dates.points import (
    IMPOSSIBLE,
    UNKNOWN,
    Groups,
    Value,
    days,
    later,
    make_date,
    offsets,
    shift_month,
    span_point,
)

WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}


def week(groups: Groups, ctx: Context) -> Value | None:
    """A week, a weekend or a day of a week; weeks begin on Monday."""
    today = ctx.news_day
    if today is None:
        return UNKNOWN
    relative = groups.get("relweek")
    try:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=offsets("week")[relative] if relative else 0)
        if "weekend" in groups:
            saturday = monday + timedelta(days=5)
            return days(saturday, saturday + timedelta(days=1), "week", full=False, basis="reference")
        if "wd" not in groups:
            return days(monday, monday + timedelta(days=6), "week", full=False, basis="reference")
        day = monday + timedelta(days=WEEKDAYS[groups["wd"]])
        if relative is None and day < today and ctx.tense > 0:
            day += timedelta(weeks=1)
        elif relative is None and day > today and ctx.tense <= 0:
            day -= timedelta(weeks=1)
    except OverflowError:
        return UNKNOWN
    return timed(day, groups, full=False, basis="reference")


def relative_day(groups: Groups, ctx: Context) -> Value | None:
    """今日, 明天 from the news day; 当日, 次日 from the date before in the sentence; 即日 is the announcement."""
    relative = groups["rel"]
    if relative == "即日":
        day = ctx.announced or ctx.news_day
        return Value("date", span_point(day, day, "day") if day else None, basis="announcement")
    short = len(relative) == 1
    ahead = (offsets("short_day") if short else offsets("day")).get(relative)
    if ahead is not None:
        base, basis = ctx.news_day, "reference"
        if base is None:
            return UNKNOWN
    else:
        point = ctx.last if "publicity" in groups or short else ctx.nearby
        if point is None and not short:
            return None
        base, basis = (point.day if point else ctx.news_day), "context"
        ahead = later("short_day" if short else "day")[relative]
        if base is None:
            return UNKNOWN
    try:
        return timed(base + timedelta(days=ahead), groups, full=False, basis=basis)
    except OverflowError:
        return UNKNOWN


def day_of_month(groups: Groups, ctx: Context) -> Value | None:
    """`15日`: in the month of the date before in the sentence, else the nearest such day to the news day."""
    day = number(groups["day"])
    if day is None:
        return None
    if near := ctx.nearby:
        found = make_date(near.day.year, near.day.month, day)
        return timed(found, groups, full=False, basis="context") if found else IMPOSSIBLE
    anchor = ctx.news_day
    if anchor is None:
        return UNKNOWN
    forward = ctx.tense > 0
    months = (shift_month(anchor.replace(day=1), i) for i in (-1, 0, 1))
    best = min(
        (d for m in months if (d := make_date(m.year, m.month, day))),
        key=lambda d: abs((d - anchor).days) + (20 if (d > anchor) != forward and d != anchor else 0),
        default=None,
    )
    return timed(best, groups, full=False, basis="reference") if best else IMPOSSIBLE


def time_of_day(groups: Groups, ctx: Context) -> Value | None:
    """A clock time; on the day before it in the sentence where there is one, else on the news day."""
    clock = clock_of(groups) or clock_of(groups, "_2")
    if clock is None:
        return None
    if to := groups.get("to") or groups.get("to_2"):
        minutes = {"一刻": 15, "三刻": 45}.get(to) or number(to) or 0
        seconds = clock.seconds - 60 * minutes
        if seconds < 0:
            return None
        clock = Clock(seconds, f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}", "minute")
    if near := ctx.nearby:
        return Value("time", at(near.day, clock), basis="context")
    point = at(ctx.news_day, clock) if ctx.news_day else None
    return Value("time", point, basis="reference", timex=f"T{clock.text}")


def vague(groups: Groups, ctx: Context) -> Value | None:
    """日前, 近期: no calendar value of their own; they bound the announcement."""
    return Value("vague")
