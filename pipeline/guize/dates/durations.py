"""Lengths of time, and the days and stretches counted with them from another day."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from guize import vocabulary
from guize.dates import calendar
from guize.dates.clock import timed
from guize.dates.context import Context, marker
from guize.dates.mention import Point
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
    shift_month,
    span_point,
)

_ORDER = "YMWDHmS"
# What a unit's fraction is written in.
_SMALLER = {"Y": ("M", 12), "M": ("D", 30), "W": ("D", 7), "D": ("H", 24), "H": ("m", 60), "m": ("S", 60)}
_UNCOUNTED = re.compile(r"[几数多若]|好几|十几")
_FEW = re.compile(
    r"(?P<tens>[一二三四五六七八九]?十)?(?P<low>[一二两三四五六七八九])(?P<high>[二两三四五六七八九])(?P<ten>十)?"
)


_ON_A_DAY = frozenset({"wd", "day", "hour", "noon", "part_alone", "that_day"})


class Amount(NamedTuple):
    """A length of time: least and most, each as amounts of ISO 8601 units; `unit` as written, `approx` if about."""

    least: dict[str, float]
    most: dict[str, float] | None
    unit: str
    approx: bool = False
    uncounted: bool = False


@cache
def _units() -> dict[str, tuple[int, str]]:
    return {name: (n, code) for name, (n, code) in vocabulary.load("calendar")["units"].items()}


def _split(n: float, code: str) -> dict[str, float]:
    """`n` units as whole ones and smaller ones: 1.5 hours are 1 hour 30 minutes."""
    whole = int(n)
    rest = n - whole
    if not rest or code not in _SMALLER:
        return {code: n}
    smaller, factor = _SMALLER[code]
    part = round(rest * factor, 6)
    if part != int(part):
        return {code: n}
    return ({code: float(whole)} if whole else {}) | {smaller: part}


def _counts(text: str) -> tuple[float, float | None] | None:
    """The number or the two that `text` writes: 半, 15, 二十, 两三, 十七八."""
    if text == "半":
        return 0.5, None
    if text[0].isdigit():
        return float(text), None
    if (few := _FEW.fullmatch(text)) and (few["tens"] is None or few["ten"] is None):
        low, high, factor = number(few["low"]), number(few["high"]), 10 if few["ten"] else 1
        tens = (number(few["tens"]) or 0) if few["tens"] else 0
        return float(tens + (low or 0) * factor), float(tens + (high or 0) * factor)
    n = number(text)
    return None if n is None else (float(n), None)


def amount_of(groups: Groups, suffix: str = "") -> Amount | None:
    """The amount of the groups; None where they state none."""
    written, unit = groups.get("n" + suffix), groups.get("unit" + suffix)
    if written is None or unit not in _units():
        return None
    size, code = _units()[unit]
    plus = groups.get("plus" + suffix)
    approx = "over" + suffix in groups or plus == "多"
    if _UNCOUNTED.match(written) or written.endswith(("几", "数")):
        return Amount({code: 1}, None, unit, approx=True, uncounted=True)
    counts = _counts(written)
    if counts is None:
        return None
    low, high = counts
    approx = approx or high is not None
    if (most := groups.get("most" + suffix)) and (upper := _counts(most)):
        high = upper[0]
    half = 0.5 if plus == "半" or "half" + suffix in groups else 0.0
    least = _split((low + half) * size, code)
    for place in ("more", "third"):
        if (more := groups.get(f"n_{place}{suffix}")) and (extra := _counts(more)):
            size, code = _units()[groups[f"unit_{place}{suffix}"]]
            least[code] = least.get(code, 0) + extra[0] * size
    return Amount(least, _split(high * size, code) if high is not None else None, unit, approx)


def iso(parts: dict[str, float]) -> str:
    """ISO 8601 of amounts of units."""
    written = [(code, f"{parts[code]:g}{code.upper()}") for code in _ORDER if code in parts]
    clock = "".join(text for code, text in written if code in "HmS")
    return "P" + "".join(text for code, text in written if code not in "HmS") + (f"T{clock}" if clock else "")


def duration(groups: Groups, ctx: Context) -> Value | None:
    """A length of time, as an ISO 8601 duration; least and most joined by a stroke; TIMEX3 `PXD` for 数日."""
    if "n" in groups and "unit" not in groups:  # T+1
        return Value("duration", duration=f"P{int(groups['n'])}D")
    amount = amount_of(groups)
    if amount is None:
        return None
    if amount.uncounted:
        [code] = amount.least
        return Value("duration", timex=f"PTX{code.upper()}" if code in "HmS" else f"PX{code}")
    written = iso(amount.least) + (f"/{iso(amount.most)}" if amount.most else "")
    return Value("duration", duration=written, approx=amount.approx)


def moved(day: date, parts: dict[str, float], unit: str, sign: int = 1) -> date:
    """The day so many units after `day` (before it where `sign` is −1); the day itself is not counted."""
    if unit in ("工作日", "交易日"):
        return calendar.add_workdays(day, sign * min(int(parts.get("D", 0)), 400))
    day = shift_month(day, sign * int(12 * parts.get("Y", 0) + parts.get("M", 0)))
    seconds = 3600 * parts.get("H", 0) + 60 * parts.get("m", 0) + parts.get("S", 0)
    return day + sign * timedelta(days=7 * parts.get("W", 0) + parts.get("D", 0) + seconds // 86400)


def _moment(reference: datetime, parts: dict[str, float], sign: int) -> Point:
    """The moment so long after the reference, or before it."""
    shift = timedelta(hours=parts.get("H", 0), minutes=parts.get("m", 0), seconds=parts.get("S", 0))
    start = reference + sign * shift
    return Point(start, start + timedelta(minutes=1), "minute", start.date(), f"{start:%H:%M}")


def _is_clock(parts: dict[str, float]) -> bool:
    return all(code in "HmS" for code in parts)


def from_now(groups: Groups, ctx: Context) -> Value | None:
    """N日后, N年前: counted from the news day, in the unit's own precision; hours and minutes from the reference.

    What opens a sentence and tells of the past counts from the date before it: `1997年…。两年后，…`.
    """
    amount = amount_of(groups)
    if amount is None or amount.uncounted or ctx.news_day is None or ctx.reference is None:
        return duration(groups, ctx)
    sign = -1 if groups.get("side", "后").endswith("前") else 1
    base = _told_from(amount, ctx) if sign > 0 else None
    start = base.day if base else ctx.news_day
    if not groups.keys().isdisjoint(_ON_A_DAY):
        return _on_a_day(moved(start, amount.least, amount.unit, sign), groups)
    by_month = sign < 0 or (base is not None and base.precision == "month")
    points = [
        _counted(ctx.reference, start, parts, amount.unit, sign, by_month)
        for parts in (amount.least, amount.most)
        if parts
    ]
    if len(points) == 1:
        kind = "datetime" if points[0].precision == "minute" else "date"
        return Value(kind, points[0], basis="reference")  # type: ignore[arg-type]
    first, last = sorted(points)
    return Value("range", first, last, basis="reference", approx=amount.approx)


def _told_from(amount: Amount, ctx: Context) -> Point | None:
    """The date before a sentence that tells what was so long after it; None where it looks forward."""
    base, parts = ctx.last, amount.least
    if base is None or _is_clock(parts) or ctx.news_day is None or not ctx.opens_sentence:
        return None
    if ctx.tense > 0 or marker("due").match(ctx.folded, ctx.end):
        return None
    return base if moved(base.day, parts, amount.unit) <= ctx.news_day else None


def _on_a_day(day: date, groups: Groups) -> Value:
    """The day of the month or week, or the clock time, that N天后 is followed by."""
    found: date | None = day
    if "wd" in groups:
        found = day + timedelta(days=WEEKDAYS[groups["wd"]] - day.weekday())
    elif "day" in groups:
        found = make_date(day.year, day.month, number(groups["day"]) or 0)
    return timed(found, groups, full=False, basis="reference") if found else IMPOSSIBLE


def _counted(reference: datetime, start: date, parts: dict[str, float], unit: str, sign: int, by_month: bool) -> Point:
    if _is_clock(parts):
        return _moment(reference, parts, sign)
    day = moved(start, parts, unit, sign)
    if set(parts) == {"Y"}:
        return span_point(date(day.year, 1, 1), date(day.year, 12, 31), "year")
    if by_month and set(parts) <= {"Y", "M"}:
        return span_point(day.replace(day=1), month_end(day.year, day.month), "month")
    return span_point(day, day, "day")


def counted_from(day: date, groups: Groups, *, full: bool) -> Value | None:
    """The day so long before or after `day`, with the clock time that follows; with 内 all days from there to it."""
    amount = amount_of(groups)
    if amount is None or amount.uncounted:
        return None
    sign = -1 if groups["side"] == "前" else 1
    found = moved(day, amount.least, amount.unit, sign)
    if "within" not in groups:
        return timed(found, groups, full=full)
    first, last = sorted((found, moved(day, {"D": 1}, "", sign)))
    return Value("range", span_point(first, first, "day"), span_point(last, last, "day"), full=full)


def window(groups: Groups, ctx: Context) -> Value | None:
    """近30天, 未来两周: the whole days just before the news day, or just after it."""
    suffix, sign = ("", -1) if "past" in groups else ("_2", 1)
    amount = amount_of(groups, suffix)
    if amount is None:
        return None
    if amount.uncounted:
        [code] = amount.least
        return Value("duration", timex=f"PTX{code.upper()}" if code in "HmS" else f"PX{code}")
    if ctx.news_day is None or ctx.reference is None:
        return UNKNOWN
    parts = amount.most or amount.least
    if _is_clock(parts):
        now = _moment(ctx.reference, {}, 1)
        first, last = sorted((now, _moment(ctx.reference, parts, sign)))
        return Value("range", first, last._replace(end=last.start), basis="reference")
    near = moved(ctx.news_day, {"D": 1}, "", sign)
    far = moved(ctx.news_day, parts, amount.unit, sign)
    first_day, last_day = sorted((near, far))
    return Value(
        "range", span_point(first_day, first_day, "day"), span_point(last_day, last_day, "day"), basis="reference"
    )


def since_publication(groups: Groups, ctx: Context) -> Value | None:
    """自发布之日起(N日): the announcement, or N days after it."""
    anchor = ctx.announcement
    if anchor is None:
        return Value("date", basis="announcement")
    if (amount := amount_of(groups)) and not amount.uncounted:
        anchor = moved(anchor, amount.least, amount.unit)
    return days(anchor, anchor, "day", full=False, basis="announcement")
