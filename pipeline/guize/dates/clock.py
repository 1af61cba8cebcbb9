"""Clock times and parts of the day, and the day they stand with."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import cache, lru_cache
from typing import NamedTuple

from guize import vocabulary
from guize.dates.mention import Point
from guize.dates.numerals import number
from guize.dates.points import Groups, Value, span_point

_STEP = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
_FRACTIONS = {"半": 30, "一刻": 15, "1刻": 15, "三刻": 45, "3刻": 45}
_CHINA = timedelta(hours=8)


class Clock(NamedTuple):
    """A time of day: seconds after midnight, `HH:MM[:SS]` as stated (24:00 allowed), and its precision."""

    seconds: int
    text: str
    precision: str


class Daypart(NamedTuple):
    """A part of the day; see `calendar.toml`."""

    hours: tuple[int, int]
    afternoon: range
    tomorrow: range
    midnight: int
    timex: str


@cache
def dayparts() -> dict[str, Daypart]:
    """The parts of the day by name."""

    def closed(bounds: list[int]) -> range:
        return range(bounds[0], bounds[1] + 1) if bounds else range(0)

    return {
        name: Daypart(
            (part["hours"][0], part["hours"][1]),
            closed(part.get("afternoon", [])),
            closed(part.get("tomorrow", [])),
            part.get("midnight", -1),
            part["timex"],
        )
        for name, part in vocabulary.load("calendar")["dayparts"].items()
    }


@lru_cache(maxsize=8192)
def _clock(halfday: str, hour: str, minute: str, second: str, fraction: str, meridiem: str) -> Clock | None:
    h = number(hour)
    m = number(minute) if minute else _FRACTIONS.get(fraction, 0)
    s = number(second) if second else 0
    if h is None or m is None or s is None or h > 24 or m > 59 or s > 59 or (h == 24 and (m or s)):
        return None
    if part := dayparts().get(halfday):
        h = 0 if h == part.midnight else h + 12 if h in part.afternoon else h + 24 if h in part.tomorrow else h
    if meridiem in ("a", "A"):
        h = 0 if h == 12 else h
    elif meridiem:
        h += 12 if h < 12 else 0
    text = f"{h:02d}:{m:02d}" + (f":{s:02d}" if second else "")
    return Clock(
        h * 3600 + m * 60 + s, text, "second" if second else "minute" if minute or fraction in _FRACTIONS else "hour"
    )


def clock_of(groups: Groups, suffix: str = "") -> Clock | None:
    """The clock time of the groups, or of their second one (`suffix` `_2`); None where there is none or no such time."""

    def first(*names: str) -> str:
        return next((groups[n] for name in names if (n := name + suffix) in groups), "")

    if noon := first("noon"):
        return Clock(43200, "12:00", "hour") if noon == "正午" else Clock(86400, "24:00", "hour")
    hour = first("hour")
    if not hour:
        return None
    return _clock(
        first("halfday").rstrip("的 \t"), hour, first("minute", "minute_han", "minute_bare"),
        first("second", "second_han"), first("fraction"), first("ampm", "ampm_only", "ampm_first")[:1],
    )  # fmt: skip


def at(day: date, clock: Clock) -> Point:
    """The point of a clock time on a day."""
    start = datetime(day.year, day.month, day.day) + timedelta(seconds=clock.seconds)
    return Point(start, start + _STEP[clock.precision], clock.precision, day, clock.text)


def _shifted(point: Point, zone: str) -> Point:
    """A point stated in another time zone, in China time."""
    offset = timedelta(0) if zone == "Z" else datetime.strptime(zone, "%z").utcoffset() or timedelta(0)
    shift = _CHINA - offset
    start = point.start + shift
    return Point(start, point.end + shift, point.precision, start.date(), f"{start:%H:%M}")


def timed(day: date, groups: Groups, *, full: bool, basis: str = "text") -> Value:
    """A day, with the clock time, the two clock times, or the part of the day that the groups have."""
    if part := groups.get("part_alone"):
        name = dayparts()[part]
        midnight = datetime(day.year, day.month, day.day)
        start, end = (midnight + timedelta(hours=h) for h in name.hours)
        timex = f"{day.isoformat()}T{name.timex}"
        return Value("date", Point(start, end, "day", day), full=full, basis=basis, timex=timex)
    if "hour" not in groups and "noon" not in groups:
        return Value("date", span_point(day, day, "day"), full=full, basis=basis)
    clock = clock_of(groups)
    if clock is None:
        return Value("date", span_point(day, day, "day") if "hour" not in groups else None, basis="impossible")
    first = at(day, clock)
    if zone := groups.get("zone"):
        first = _shifted(first, zone)
    if "hour_2" in groups or "noon_2" in groups:
        last = until(first, groups, clock_of(groups, "_2"))
        return Value("range", first, last, full=full, basis=basis) if last else Value("date", basis="impossible")
    return Value("datetime", first, full=full, basis=basis)


def until(first: Point, groups: Groups, clock: Clock | None) -> Point | None:
    """The second clock time of `下午2点到4点`, in the same half of the day or else on the next day."""
    if clock is None:
        return None
    last = at(first.day, clock)
    if last.start < first.start:
        afternoon = last.start + timedelta(hours=12)
        half = dayparts().get(groups.get("halfday", "").rstrip("的 \t"))
        if half is not None and "halfday_2" not in groups and clock.seconds < 43200 and afternoon >= first.start:
            seconds = clock.seconds + 43200
            return at(first.day, Clock(seconds, f"{seconds // 3600:02d}{clock.text[2:]}", clock.precision))
        last = at(first.day + timedelta(days=1), clock)
    return last


def china(moment: datetime) -> datetime:
    """`moment` as a naive time of China; a naive one is taken to be one."""
    return moment if moment.tzinfo is None else moment.astimezone(timezone(_CHINA)).replace(tzinfo=None)
