"""From a match's groups to its value. Each function is named as `build` in the grammar; none raises.

Conventions are those of the annotation guideline: 初/上旬 are days 1–10, 中旬 11–20, 下旬/底 from 21 on; 年底 is December,
年初 January; N日后 does not count the day it starts from; 工作日 follow the Chinese calendar.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from guize.dates import calendar
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
_UNITS: dict[str, tuple[str, float]] = {
    "工作日": ("D", 1), "交易日": ("D", 1), "自然日": ("D", 1), "天": ("D", 1), "日": ("D", 1),
    "周": ("W", 1), "星期": ("W", 1), "礼拜": ("W", 1), "月": ("M", 1), "半月": ("M", 1.5), "季度": ("M", 3),
    "年": ("Y", 1), "世纪": ("Y", 100), "小时": ("TH", 1), "钟头": ("TH", 1), "分钟": ("TM", 1), "刻钟": ("TM", 15),
    "秒": ("TS", 1), "秒钟": ("TS", 1),
}  # fmt: skip
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}
_REL_DAYS = {"今日": 0, "今天": 0, "今": 0, "明日": 1, "明天": 1, "明": 1, "昨日": -1, "昨天": -1, "昨": -1, "前天": -2,
             "前日": -2, "后天": 2, "大前天": -3, "大后天": 3}  # fmt: skip
_REL_YEARS = {"今年": 0, "本年": 0, "明年": 1, "来年": 1, "去年": -1, "上年": -1, "前年": -2, "后年": 2}
_REL_MONTHS = {"本月": 0, "这个月": 0, "当月": 0, "同月": 0, "上个月": -1, "上月": -1, "下个月": 1, "下月": 1, "次月": 1, "翌月": 1}


def _date(year: int, month: int, day: int) -> date | None:
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


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - _ONE_DAY if (year, month) < (9999, 12) else date.max


def _shift_month(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(day.day, _month_end(year, month + 1).day))


def _year(groups: Groups, ctx: Context) -> int | None:
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


def _clock_of(groups: Groups) -> tuple[int, str, str] | None:
    if "hour" not in groups and "noon" not in groups:
        return None
    get = groups.get
    return _clock(
        get("halfday", ""), get("hour", ""), get("minute") or get("minute_han", ""),
        get("second") or get("second_han", ""), get("fraction", ""), get("noon", ""),
    )  # fmt: skip


_STEP = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1)}


def _timed(day: date, groups: Groups, *, full: bool, basis: str = "text") -> Value:
    """A day, with the clock time of the groups where they have one."""
    clock = _clock_of(groups)
    if clock is None:
        return Value("date", span_point(day, day, "day"), full=full, basis=basis)
    seconds, text, precision = clock
    start = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)
    return Value("datetime", Point(start, start + _STEP[precision], precision, day, text), full=full, basis=basis)


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
        first = _shift_month(base.replace(day=1), _REL_MONTHS[relative])
        found = _date(first.year, first.month, day)
        return _timed(found, groups, full=False, basis="reference") if found else Value("date", basis="impossible")
    month = number(groups["month"])
    if month is None:
        return None
    year = _year(groups, ctx)
    if year is not None:
        found = _date(year, month, day)
        return _timed(found, groups, full=True) if found else Value("date", basis="impossible")
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
    found = ctx.nearest(d for y in years if (d := _date(y, month, day)))
    if found is None:
        return Value("date", basis="impossible")
    return _timed(found, groups, full=False, basis="context" if ctx.full else "reference")


def calendar_month(groups: Groups, ctx: Context) -> Value | None:
    """A month or a third of one."""
    basis, full = "text", True
    if relative := groups.get("relmonth"):
        base = _month_base(relative, ctx)
        if base is None:
            return Value("date", basis="unknown")
        first = _shift_month(base.replace(day=1), _REL_MONTHS[relative])
        basis, full = "reference", False
    elif "month" in groups:
        month = number(groups["month"])
        if month is None:
            return None
        year = _year(groups, ctx)
        if year is None:
            anchor = ctx.year_anchor()
            if anchor is None:
                return Value("date", basis="unknown")
            middle = ctx.nearest(date(y, month, 15) for y in range(max(1, anchor.year - 1), min(9999, anchor.year + 1) + 1))
            year, basis, full = (middle or anchor).year, "reference", False
        first = date(year, month, 1)
    else:
        day = ctx.nearby.day if ctx.nearby else ctx.news_day
        if day is None:
            return Value("date", basis="unknown")
        first, basis, full = day.replace(day=1), "reference", False
    last = _month_end(first.year, first.month)
    part = groups.get("part", "").lstrip("月")
    if part in ("初", "上旬"):
        return Value("date", span_point(first, first.replace(day=10), "ten_days"), basis=basis, full=full)
    if part in ("中", "中旬"):
        return Value("date", span_point(first.replace(day=11), first.replace(day=20), "ten_days"), basis=basis, full=full)
    if part in ("底", "末", "下旬"):
        return Value("date", span_point(first.replace(day=21), last, "ten_days"), basis=basis, full=full)
    return Value("date", span_point(first, last, "month"), basis=basis, full=full)


def _months(groups: Groups, ctx: Context, first_month: int, count: int, precision: str) -> Value:
    """`count` months from `first_month` on, in the year the groups name or the nearest one."""
    year, full = _year(groups, ctx), True
    if year is None:
        anchor = ctx.year_anchor()
        if anchor is None:
            return Value("date", basis="unknown")
        middle = first_month + count // 2
        found = ctx.nearest(date(y, middle, 1) for y in range(max(1, anchor.year - 1), min(9999, anchor.year + 1) + 1))
        year, full = (found or anchor).year, False
    last = _month_end(year, first_month + count - 1)
    return Value("date", span_point(date(year, first_month, 1), last, precision), full=full)


def quarter(groups: Groups, ctx: Context) -> Value | None:
    """A quarter of a year."""
    if relative := groups.get("relquarter"):
        if ctx.news_day is None:
            return Value("date", basis="unknown")
        day = _shift_month(ctx.news_day.replace(day=1), {"本": 0, "上": -3, "下": 3}[relative])
        first = day.replace(month=(day.month - 1) // 3 * 3 + 1)
        return Value("date", span_point(first, _month_end(first.year, first.month + 2), "quarter"), basis="reference")
    q = number((groups.get("q") or groups.get("q2") or groups["q3"]).removeprefix("第"))
    return _months(groups, ctx, 3 * (q or 1) - 2, 3, "quarter")


def half_year(groups: Groups, ctx: Context) -> Value | None:
    """A half of a year."""
    return _months(groups, ctx, 1 if groups["half"] == "上半年" else 7, 6, "half_year")


def year_part(groups: Groups, ctx: Context) -> Value | None:
    """年初 is January, 年中 June, 年底 December; 年内 the whole year."""
    part = groups["ypart"].lstrip("年岁")
    year, full = _year(groups, ctx), True
    if year is None:
        if ctx.news_day is None:
            return Value("date", basis="unknown")
        year, full = ctx.news_day.year, False
    if part == "内":
        return Value("date", span_point(date(year, 1, 1), date(year, 12, 31), "year"), full=full)
    month = {"初": 1, "中": 6}.get(part, 12)
    return Value("date", span_point(date(year, month, 1), _month_end(year, month), "month"), full=full)


def calendar_year(groups: Groups, ctx: Context) -> Value | None:
    """A year."""
    year = _year(groups, ctx)
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


def week(groups: Groups, ctx: Context) -> Value | None:
    """A week, a weekend or a day of a week; weeks begin on Monday."""
    today = ctx.news_day
    if today is None:
        return Value("date", basis="unknown")
    monday = today - timedelta(days=today.weekday())
    weeks = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(groups.get("relweek", ""), 0)
    monday += timedelta(weeks=weeks)
    if "weekend" in groups:
        return Value("date", span_point(monday + timedelta(days=5), monday + timedelta(days=6), "week"), basis="reference")
    if "wd" not in groups:
        return Value("date", span_point(monday, monday + timedelta(days=6), "week"), basis="reference")
    day = monday + timedelta(days=_WEEKDAYS[groups["wd"]])
    if "relweek" not in groups:
        if ctx.tense > 0 and day < today:
            day += timedelta(weeks=1)
        elif ctx.tense <= 0 and day > today:
            day -= timedelta(weeks=1)
    return _timed(day, groups, full=False, basis="reference")


def relative_day(groups: Groups, ctx: Context) -> Value | None:
    """今日, 明天 from the news day; 当日, 次日 from the date before in the sentence; 即日 is the announcement."""
    relative = groups["rel"]
    if relative == "即日":
        day = ctx.announced or ctx.news_day
        return Value("date", span_point(day, day, "day") if day else None, basis="announcement")
    if relative in _REL_DAYS:
        if ctx.news_day is None:
            return Value("date", basis="unknown")
        return _timed(ctx.news_day + timedelta(days=_REL_DAYS[relative]), groups, full=False, basis="reference")
    base = ctx.last if "publicity" in groups else ctx.nearby
    if base is None:
        return None
    next_day = relative not in ("当日", "当天", "同日", "同一天")
    return _timed(base.day + timedelta(days=next_day), groups, full=False, basis="context")


def day_of_month(groups: Groups, ctx: Context) -> Value | None:
    """`15日`: in the month of the date before in the sentence, else the nearest such day to the news day."""
    day = number(groups["day"])
    anchor = ctx.nearby.day if ctx.nearby else ctx.news_day
    if day is None or anchor is None:
        return Value("date", basis="unknown") if day else None
    if ctx.nearby:
        found = _date(anchor.year, anchor.month, day)
        return _timed(found, groups, full=False, basis="context") if found else Value("date", basis="impossible")
    months = (_shift_month(anchor.replace(day=1), i) for i in (-1, 0, 1))
    candidates = [d for m in months if (d := _date(m.year, m.month, day))]
    forward = ctx.tense > 0
    best = min(candidates, key=lambda d: abs((d - anchor).days) + (20 if (d > anchor) != forward and d != anchor else 0), default=None)
    return _timed(best, groups, full=False, basis="reference") if best else Value("date", basis="impossible")


def festival(groups: Groups, ctx: Context) -> Value | None:
    """A festival's day, or with 期间/假期 its days off."""
    name, year, full = calendar.festival_name(groups["festival"]), _year(groups, ctx), True
    if year is None:
        anchor = ctx.year_anchor()
        if anchor is None:
            return Value("date", basis="unknown")
        years = range(max(1, anchor.year - 1), min(9999, anchor.year + 1) + 1)
        found = ctx.nearest(d for y in years if (d := calendar.festival_day(name, y)))
        if found is None:
            return None
        year, full = found.year, False
    day = calendar.festival_day(name, year)
    if day is None:
        return None
    if "period" in groups and (days := calendar.holiday_period(name, year)):
        first, last = days
        return Value("range", span_point(first, first, "day"), span_point(last, last, "day"), full=full)
    return Value("date", span_point(day, day, "day"), full=full)


_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}


def _lunar_day(text: str) -> int | None:
    return number(text.removeprefix("初"))


def lunar_date(groups: Groups, ctx: Context) -> Value | None:
    """A date of the lunar calendar; without a day, its month."""
    year, full = _year(groups, ctx), True
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
        return calendar.lunar_to_solar(lunar_year, _LUNAR_MONTHS.get(month) or number(month) or 1, (_lunar_day(day) if day else 1) or 1, leap=leap)

    if full:
        found = solar(year)
    else:
        anchor = ctx.year_anchor() or date.min
        found = ctx.nearest(d for y in range(max(1, anchor.year - 1), min(9999, anchor.year + 1) + 1) if (d := solar(y)))
    if found is None:
        return Value("date", basis="impossible")
    return Value("date", span_point(found, found, "day"), full=full)


def _offset(anchor: date, n: float, unit: str) -> date:
    """The day `n` units after `anchor`; the day itself is not counted."""
    name = unit.removeprefix("个")
    code, factor = _UNITS.get(name, ("D", 1))
    whole = int(n)
    try:
        if name == "工作日" or name == "交易日":
            return calendar.add_workdays(anchor, min(whole, 400))
        if code == "M":
            moved = _shift_month(anchor, int(n * factor))
            return moved if n * factor == int(n * factor) else moved + timedelta(days=15)
        if code == "Y":
            return _shift_month(anchor, int(n * factor * 12))
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
        day = _shift_month(ctx.news_day, -int(n * factor * (12 if code == "Y" else 1)))
    elif sign < 0:
        day = ctx.news_day - timedelta(days=int(min(n, 4000) * (7 if code == "W" else 1)))
    else:
        day = _offset(ctx.news_day, n, groups["unit"])
    if code == "Y":
        return Value("date", span_point(date(day.year, 1, 1), date(day.year, 12, 31), "year"), basis="reference")
    if code == "M" and sign < 0:
        return Value("date", span_point(day.replace(day=1), _month_end(day.year, day.month), "month"), basis="reference")
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
    clock = _clock_of(groups)
    if clock is None:
        return None
    if ctx.nearby is None:
        return Value("time", timex=f"T{clock[1]}")
    timed = _timed(ctx.nearby.day, groups, full=False, basis="context")
    return timed._replace(kind="time")


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
    return Value("date", span_point(day.replace(day=1), _month_end(day.year, day.month), "month"), full=True)


def vague(groups: Groups, ctx: Context) -> Value | None:
    """日前, 近期: no calendar value of their own; they bound the announcement."""
    return Value("vague")


BUILDERS: dict[str, Callable[[Groups, Context], Value | None]] = {
    f.__name__: f
    for f in (
        calendar_date, calendar_month, calendar_year, decade, day_of_month, duration, english, festival,
        from_now, half_year, lunar_date, quarter, recurring, relative_day, since_publication, time_of_day, vague, week, year_part,
    )
}  # fmt: skip
