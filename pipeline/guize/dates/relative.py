"""Dates counted from another day: 明日, 下周一, 次日, `15日`, clock times."""

from __future__ import annotations

from datetime import timedelta

from guize.dates.clock import Clock, at, clock_of, timed
from guize.dates.context import Context
from guize.dates.mention import Point
from guize.dates.numerals import number
from guize.dates.points import (
    IMPOSSIBLE,
    UNKNOWN,
    WEEKDAYS,
    Groups,
    Value,
    days,
    later,
    make_date,
    offsets,
    shift_month,
    span_point,
)

# A day of another month, and one on the side that the clause does not look to, must be nearer by so many days.
# A weekday so far ahead was at most two days ago.
_JUST = timedelta(days=4)
_OTHER_MONTH, _OTHER_TENSE = 15, 20


def week(groups: Groups, ctx: Context) -> Value | None:
    """A week, a weekend or one or several of its days; weeks begin on Monday.

    A day with no word for its week lies in this one; in the next one where it is past and the clause looks forward, in
    the last one where it is to come and the clause tells what happened.
    """
    today = ctx.news_day
    if today is None:
        return UNKNOWN
    relative = groups.get("relweek")
    ahead = offsets("week").get(relative, 0) if relative else 0
    if relative in later("week"):
        ahead, today = later("week")[relative], ctx.nearby.day if ctx.nearby else today
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
    if "weekend" in groups:
        saturday = monday + timedelta(days=5)
        return days(saturday, saturday + timedelta(days=1), "week", full=False, basis="reference")
    if "wd" not in groups:
        return days(monday, monday + timedelta(days=6), "week", full=False, basis="reference")
    day = monday + timedelta(days=WEEKDAYS[groups["wd"]])
    if relative is None and day < today and ctx.tense > 0:
        day += timedelta(weeks=1)
    elif relative is None and day > today and not ctx.alone and _told(day - today, ctx):
        day -= timedelta(weeks=1)
    if "to_wd" in groups:
        last = day + timedelta(days=(WEEKDAYS[groups["to_wd"]] - day.weekday()) % 7)
        return Value("range", span_point(day, day, "day"), span_point(last, last, "day"), basis="reference")
    return timed(day, groups, full=False, basis="reference")


def _told(ahead: timedelta, ctx: Context) -> bool:
    """Whether a day of this week that is to come is told of as past: by its clause, in a report, or as only just past."""
    tense = ctx.tense
    return tense < 0 or (tense == 0 and (ahead > _JUST or ctx.tells or not ctx.brief))


def relative_day(groups: Groups, ctx: Context) -> Value | None:
    """今日, 明天 from the news day; 当日, 次日 from the date before in the sentence; 即日 is the announcement."""
    relative = groups["rel"]
    if relative == "即日":
        day = ctx.announcement
        return Value("date", span_point(day, day, "day") if day else None, basis="announcement")
    short = len(relative) == 1
    ahead = (offsets("short_day") if short else offsets("day")).get(relative)
    if ahead is not None:
        base, basis = ctx.news_day, "reference"
        if base is None:
            return UNKNOWN
    else:
        opens = short or ctx.opens_sentence
        point = ctx.last if "publicity" in groups or opens else ctx.nearby
        if point is None and not opens:
            return None
        base, basis = (point.day if point else ctx.news_day), "context"
        ahead = later("short_day" if short else "day")[relative]
        if base is None:
            return UNKNOWN
    return timed(base + timedelta(days=ahead), groups, full=False, basis=basis)


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
    tense = ctx.tense
    months = (shift_month(anchor.replace(day=1), i) for i in (-1, 0, 1))
    best = min(
        (d for m in months if (d := make_date(m.year, m.month, day))),
        key=lambda d: (
            abs((d - anchor).days)
            + (_OTHER_MONTH if d.month != anchor.month else 0)
            + (_OTHER_TENSE if (d - anchor).days * tense < 0 else 0)
        ),
        default=None,
    )
    return timed(best, groups, full=False, basis="reference") if best else IMPOSSIBLE


def two_days(groups: Groups, ctx: Context) -> Value | None:
    """今明两天, 明后天, 今明两年: two days or years in a row, the first counted from the news day."""
    today, ahead = ctx.news_day, offsets("short_day")[groups["two"][0]]
    if today is None:
        return UNKNOWN
    if groups["unit"] == "年":
        this, next_one = (make_date(today.year + ahead + i, 1, 1) for i in (0, 1))
        if this is None or next_one is None:
            return UNKNOWN
        first, last = (span_point(day, day.replace(month=12, day=31), "year") for day in (this, next_one))
    else:
        ends = [today + timedelta(days=ahead + i) for i in (0, 1)]
        first, last = (span_point(day, day, "day") for day in ends)
    return Value("range", first, last, basis="reference")


def now(groups: Groups, ctx: Context) -> Value | None:
    """现在: the reference."""
    if ctx.reference is None:
        return None
    start = ctx.reference.replace(second=0, microsecond=0)
    point = Point(start, start + timedelta(minutes=1), "minute", start.date(), f"{start:%H:%M}")
    return Value("datetime", point, basis="reference")


def part_of_day(groups: Groups, ctx: Context) -> Value | None:
    """下午 by itself: on the day before it in the sentence, else on the news day."""
    day = ctx.nearby.day if ctx.nearby else ctx.news_day
    if day is None:
        return UNKNOWN
    found = timed(day, groups, full=False, basis="context" if ctx.nearby else "reference")
    return found._replace(kind="time")


def time_of_day(groups: Groups, ctx: Context) -> Value | None:
    """A clock time; on the day before it in the sentence where there is one, else on the news day."""
    clock = clock_of(groups) or clock_of(groups, "_2") or clock_of(groups, "_3")
    if clock is None:
        return None
    if written := groups.get("to") or groups.get("to_2") or groups.get("past"):
        minutes = {"一刻": 15, "三刻": 45}.get(written) or number(written) or 0
        seconds = clock.seconds + 60 * (minutes if "past" in groups else -minutes)
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
