"""Dates counted from another day: 明日, 下周一, 两周后, 自发布之日起7日; and lengths of time."""

from __future__ import annotations

from datetime import date, timedelta

from guize.dates import calendar
from guize.dates.context import Context
from guize.dates.numerals import number
from guize.dates.points import Groups, Value, clock_of, make_date, month_end, shift_month, span_point, timed

_UNITS: dict[str, tuple[str, float]] = {
    "工作日": ("D", 1), "交易日": ("D", 1), "自然日": ("D", 1), "天": ("D", 1), "日": ("D", 1),
    "周": ("W", 1), "星期": ("W", 1), "礼拜": ("W", 1), "月": ("M", 1), "半月": ("M", 1.5), "季度": ("M", 3),
    "年": ("Y", 1), "世纪": ("Y", 100), "小时": ("TH", 1), "钟头": ("TH", 1), "分钟": ("TM", 1), "刻钟": ("TM", 15),
    "秒": ("TS", 1), "秒钟": ("TS", 1),
}  # fmt: skip


_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}


_REL_DAYS = {"今日": 0, "今天": 0, "今": 0, "明日": 1, "明天": 1, "明": 1, "昨日": -1, "昨天": -1, "昨": -1, "前天": -2,
             "前日": -2, "后天": 2, "大前天": -3, "大后天": 3}  # fmt: skip


def week(groups: Groups, ctx: Context) -> Value | None:
    """A week, a weekend or a day of a week; weeks begin on Monday."""
    today = ctx.news_day
    if today is None:
        return Value("date", basis="unknown")
    monday = today - timedelta(days=today.weekday())
    weeks = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(groups.get("relweek", ""), 0)
    monday += timedelta(weeks=weeks)
    if "weekend" in groups:
        return Value(
            "date", span_point(monday + timedelta(days=5), monday + timedelta(days=6), "week"), basis="reference"
        )
    if "wd" not in groups:
        return Value("date", span_point(monday, monday + timedelta(days=6), "week"), basis="reference")
    day = monday + timedelta(days=_WEEKDAYS[groups["wd"]])
    if "relweek" not in groups:
        if ctx.tense > 0 and day < today:
            day += timedelta(weeks=1)
        elif ctx.tense <= 0 and day > today:
            day -= timedelta(weeks=1)
    return timed(day, groups, full=False, basis="reference")


def relative_day(groups: Groups, ctx: Context) -> Value | None:
    """今日, 明天 from the news day; 当日, 次日 from the date before in the sentence; 即日 is the announcement."""
    relative = groups["rel"]
    if relative == "即日":
        day = ctx.announced or ctx.news_day
        return Value("date", span_point(day, day, "day") if day else None, basis="announcement")
    if relative in _REL_DAYS:
        if ctx.news_day is None:
            return Value("date", basis="unknown")
        return timed(ctx.news_day + timedelta(days=_REL_DAYS[relative]), groups, full=False, basis="reference")
    base = ctx.last if "publicity" in groups else ctx.nearby
    if base is None:
        return None
    next_day = relative not in ("当日", "当天", "同日", "同一天")
    return timed(base.day + timedelta(days=next_day), groups, full=False, basis="context")


def day_of_month(groups: Groups, ctx: Context) -> Value | None:
    """`15日`: in the month of the date before in the sentence, else the nearest such day to the news day."""
    day = number(groups["day"])
    anchor = ctx.nearby.day if ctx.nearby else ctx.news_day
    if day is None or anchor is None:
        return Value("date", basis="unknown") if day else None
    if ctx.nearby:
        found = make_date(anchor.year, anchor.month, day)
        return timed(found, groups, full=False, basis="context") if found else Value("date", basis="impossible")
    months = (shift_month(anchor.replace(day=1), i) for i in (-1, 0, 1))
    candidates = [d for m in months if (d := make_date(m.year, m.month, day))]
    forward = ctx.tense > 0
    best = min(
        candidates,
        key=lambda d: abs((d - anchor).days) + (20 if (d > anchor) != forward and d != anchor else 0),
        default=None,
    )
    return timed(best, groups, full=False, basis="reference") if best else Value("date", basis="impossible")


def _offset(anchor: date, n: float, unit: str) -> date:
    """The day `n` units after `anchor`; the day itself is not counted."""
    name = unit.removeprefix("个")
    code, factor = _UNITS.get(name, ("D", 1))
    whole = int(n)
    try:
        if name == "工作日" or name == "交易日":
            return calendar.add_workdays(anchor, min(whole, 400))
        if code == "M":
            moved = shift_month(anchor, int(n * factor))
            return moved if n * factor == int(n * factor) else moved + timedelta(days=15)
        if code == "Y":
            return shift_month(anchor, int(n * factor * 12))
        days = {"D": n, "W": 7 * n, "TH": n / 24}.get(code, 0)
        return anchor + timedelta(days=int(days))
    except (OverflowError, ValueError):
        return anchor


def _quantity(text: str) -> float | None:
    if text == "半":
        return 0.5
    if "." in text:
        return float(text)
    n = number(text)
    return None if n is None else float(n)


def since_publication(groups: Groups, ctx: Context) -> Value | None:
    """自发布之日起(N日): the announcement, or N days after it."""
    anchor = ctx.announced or ctx.news_day
    if anchor is None:
        return Value("date", basis="announcement")
    if "n" in groups and (n := _quantity(groups["n"])) is not None:
        anchor = _offset(anchor, n, groups["unit"])
    return Value("date", span_point(anchor, anchor, "day"), basis="announcement")


def from_now(groups: Groups, ctx: Context) -> Value | None:
    """N日后, N年前: counted from the news day, in the unit's own precision."""
    n = _quantity(groups["n"])
    if n is None or ctx.news_day is None:
        return duration(groups, ctx)
    sign = -1 if groups["side"] in ("前", "之前", "以前") else 1
    code, factor = _UNITS.get(groups["unit"].removeprefix("个"), ("D", 1))
    if code.startswith("T"):
        return duration(groups, ctx)
    if sign < 0 and code in ("M", "Y"):
        day = shift_month(ctx.news_day, -int(n * factor * (12 if code == "Y" else 1)))
    elif sign < 0:
        day = ctx.news_day - timedelta(days=int(min(n, 4000) * (7 if code == "W" else 1)))
    else:
        day = _offset(ctx.news_day, n, groups["unit"])
    if code == "Y":
        return Value("date", span_point(date(day.year, 1, 1), date(day.year, 12, 31), "year"), basis="reference")
    if code == "M" and sign < 0:
        return Value("date", span_point(day.replace(day=1), month_end(day.year, day.month), "month"), basis="reference")
    return Value("date", span_point(day, day, "day"), basis="reference")


def duration(groups: Groups, ctx: Context) -> Value | None:
    """A length of time, as an ISO 8601 duration."""
    n = _quantity(groups["n"])
    unit = groups["unit"].removeprefix("个")
    if n is None or unit not in _UNITS:
        return None
    code, factor = _UNITS[unit]
    n = n * factor + (0.5 if groups.get("plus") == "半" else 0)
    amount = f"{n:g}"
    return Value("duration", duration=f"PT{amount}{code[1]}" if code.startswith("T") else f"P{amount}{code}")


def recurring(groups: Groups, ctx: Context) -> Value | None:
    """每周一, 每年12月31日: a set of times, as a TIMEX value."""
    if "month" in groups:
        month, day = number(groups["month"]) or 1, number(groups.get("day", ""))
        return Value("set", timex=f"XXXX-{month:02d}" + (f"-{day:02d}" if day else ""))
    if "day" in groups:
        return Value("set", timex=f"XXXX-XX-{number(groups['day']) or 1:02d}")
    return Value("set", timex="XXXX-XX-XX")


def time_of_day(groups: Groups, ctx: Context) -> Value | None:
    """A clock time; on the day before it in the sentence where there is one."""
    clock = clock_of(groups)
    if clock is None:
        return None
    if ctx.nearby is None:
        return Value("time", timex=f"T{clock[1]}")
    return timed(ctx.nearby.day, groups, full=False, basis="context")._replace(kind="time")


def vague(groups: Groups, ctx: Context) -> Value | None:
    """日前, 近期: no calendar value of their own; they bound the announcement."""
    return Value("vague")
