"""What a match denotes, and the arithmetic of calendar stretches and clock times."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from guize.dates.context import Context
from guize.dates.mention import MentionKind, Point
from guize.dates.numerals import number

Groups = dict[str, str]


class Value(NamedTuple):
    """What a match denotes. `full`: its year is written, so that it fixes the years of later dates."""

    kind: MentionKind
    first: Point | None = None
    last: Point | None = None
    duration: str | None = None
    basis: str = "text"
    full: bool = False
    timex: str | None = None


_ONE_DAY = timedelta(days=1)


_REL_YEARS = {"今年": 0, "本年": 0, "明年": 1, "来年": 1, "去年": -1, "上年": -1, "前年": -2, "后年": 2}


def make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def span_point(first: date, last: date, precision: str) -> Point:
    """The point that covers whole days from `first` to `last`, both included."""
    start = datetime(first.year, first.month, first.day)
    try:
        end = datetime(last.year, last.month, last.day) + _ONE_DAY
    except OverflowError:
        end = datetime.max
    return Point(start, end, precision, first)


def month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - _ONE_DAY if (year, month) < (9999, 12) else date.max


def shift_month(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def named_year(groups: Groups, ctx: Context) -> int | None:
    """The year the groups name, absolutely or relative to the news day; None where they name none."""
    if written := groups.get("year") or groups.get("yq"):
        year = number(written)
        if year is not None and len(written) == 2:
            century = 2000 if year < 50 else 1900
            return century + year
        return year
    if relative := groups.get("relyear"):
        base = ctx.news_day
        if relative in ("当年", "同年", "次年", "翌年"):
            base = ctx.last.day if ctx.last else base
            return base.year + (relative in ("次年", "翌年")) if base else None
        return base.year + _REL_YEARS[relative] if base else None
    return None


@lru_cache(maxsize=4096)
def _clock(halfday: str, hour: str, minute: str, second: str, fraction: str, noon: str) -> tuple[int, str, str] | None:
    """Seconds after midnight, `HH:MM[:SS]` as stated, and the precision of a clock time."""
    if noon:
        return (43200, "12:00", "hour") if noon == "正午" else (86400, "24:00", "hour")
    h = number(hour)
    if h is None:
        return None
    m = number(minute) if minute else {"半": 30, "一刻": 15, "三刻": 45}.get(fraction, 0)
    s = number(second) if second else 0
    if m is None or s is None or m > 59:
        return None
    if halfday in ("下午", "午后", "傍晚", "晚上", "晚间", "夜间", "夜里", "深夜", "晚") and h < 12:
        h += 12
    elif halfday in ("晚上", "晚间", "夜间", "深夜", "午夜", "晚") and h == 12:
        h = 24
    elif halfday in ("中午", "午间") and h < 3:
        h += 12
    elif halfday == "凌晨" and h == 12:
        h = 0
    if h > 24 or (h == 24 and (m or s)):
        return None
    text = f"{h:02d}:{m:02d}" + (f":{s:02d}" if second else "")
    precision = "second" if second else "minute" if minute or fraction in ("半", "一刻", "三刻") else "hour"
    return h * 3600 + m * 60 + s, text, precision


def clock_of(groups: Groups) -> tuple[int, str, str] | None:
    if "hour" not in groups and "noon" not in groups:
        return None
    get = groups.get
    return _clock(
        get("halfday", ""), get("hour", ""), get("minute") or get("minute_han", ""),
        get("second") or get("second_han", ""), get("fraction", ""), get("noon", ""),
    )  # fmt: skip


_STEP = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1)}


def timed(day: date, groups: Groups, *, full: bool, basis: str = "text") -> Value:
    """A day, with the clock time of the groups where they have one."""
    clock = clock_of(groups)
    if clock is None:
        return Value("date", span_point(day, day, "day"), full=full, basis=basis)
    seconds, text, precision = clock
    start = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)
    return Value("datetime", Point(start, start + _STEP[precision], precision, day, text), full=full, basis=basis)
