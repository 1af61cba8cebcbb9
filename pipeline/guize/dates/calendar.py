"""The Chinese calendar: workdays, public holidays, festivals, lunar dates.

Public holidays and adjusted workdays come from `chinesecalendar`, lunar dates from `lunardate`; where they know
nothing of a year, Monday to Friday are workdays and only the festival's own day is returned.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

from guize import vocabulary
from guize.vocabulary import Vocabulary

_HOLIDAYS_KNOWN = (2004, 2026)
_LUNAR_KNOWN = (1900, 2099)


@lru_cache(maxsize=4096)
def is_workday(day: date) -> bool:
    """Whether `day` is a working day in mainland China."""
    if _HOLIDAYS_KNOWN[0] <= day.year <= _HOLIDAYS_KNOWN[1]:
        import chinese_calendar

        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:  # the installed release does not know this year yet
            pass
    return day.weekday() < 5


def add_workdays(day: date, n: int) -> date:
    """The n-th working day after `day` (before it where `n` is negative); the day itself is not counted."""
    step = timedelta(days=1 if n > 0 else -1)
    left = abs(n)
    while left:
        day += step
        left -= is_workday(day)
    return day


@lru_cache(maxsize=4096)
def lunar_to_solar(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """The Gregorian day of a lunar date, or None where that day does not exist."""
    if not _LUNAR_KNOWN[0] <= year <= _LUNAR_KNOWN[1]:
        return None
    from lunardate import LunarDate

    try:
        return LunarDate(year, month, day, leap).to_solar_date()  # type: ignore[no-any-return]
    except ValueError:
        return None


def new_year_eve(year: int) -> date | None:
    """The eve (除夕) of the lunar New Year that falls in the Gregorian year `year`."""
    first = lunar_to_solar(year, 1, 1)
    return first - timedelta(days=1) if first else None


def _solar_term(name: str, year: int) -> date:
    month, last_century, this_century = vocabulary.load("calendar")["terms"][name]
    short, constant = year % 100, this_century if year >= 2000 else last_century
    return date(year, month, int(short * 0.2422 + constant) - (short - (month < 3)) // 4)


def festival_name(text: str, words: Vocabulary) -> str:
    """The key of `calendar.toml` under which the festival written `text` stands (国庆节 → 国庆)."""
    return text if text in words.load("calendar")["festivals"] else text.removesuffix("节")


def solar_day(name: str, words: Vocabulary) -> tuple[int, int] | None:
    """Month and day of a festival that has the same ones every year."""
    found = words.load("calendar")["festivals"][name].get("solar")
    return (found[0], found[1]) if found else None


def names_days_off(name: str, words: Vocabulary) -> bool:
    """Whether the name of a festival denotes its days off (黄金周) rather than its day."""
    return bool(words.load("calendar")["festivals"][name].get("off"))


@lru_cache(maxsize=1024)
def festival_day(name: str, year: int, words: Vocabulary) -> date | None:
    """The day of the festival or occasion `name` (a key of `calendar.toml`) in `year`."""
    entry = words.load("calendar")["festivals"][name]
    if "solar" in entry:
        month, day = entry["solar"]
        return date(year, month, day)
    if "lunar" in entry:
        month, day = entry["lunar"]
        return lunar_to_solar(year, month, day)
    if "easter" in entry:
        return easter(year) + timedelta(days=entry["easter"])
    if "nth" in entry:
        month, weekday, count, later = entry["nth"]
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1) + later)
    return _solar_term(entry["term"], year)


@lru_cache(maxsize=1024)
def holiday_period(name: str, year: int, words: Vocabulary) -> tuple[date, date] | None:
    """First and last day off of the public holiday around the festival `name` in `year`; None where unknown."""
    holiday = words.load("calendar")["festivals"][name].get("holiday")
    day = festival_day(name, year, words)
    if holiday is None or day is None or not _HOLIDAYS_KNOWN[0] <= year <= _HOLIDAYS_KNOWN[1]:
        return None
    import chinese_calendar

    def off(d: date) -> bool:
        try:
            is_off, detail = chinese_calendar.get_holiday_detail(d)
        except NotImplementedError:
            return False
        return bool(is_off) and detail == holiday

    days = [d for d in (day + timedelta(days=i) for i in range(-8, 9)) if off(d)]
    return (days[0], days[-1]) if days else None
