"""Changes as an iCalendar file (RFC 5545): an entry on the day that each takes effect."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from guize.feeds.entry import headline, identity, moment, one_an_event, summary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from guize.records import PolicyChange

_ZONE = ZoneInfo("Asia/Shanghai")


def render_calendar(changes: Iterable[PolicyChange], alarm: int | None = None) -> bytes:
    """The calendar of the changes that say when they take effect.

    An entry lasts the day, or until `effective_to`; where the text states a time it begins then, China time. It is
    TENTATIVE where the day is not certain: a bound, a month, a plan, a row for review. The same event has the same UID in
    every calendar, so that importing a newer one updates it.

    Args:
        changes: rows of `changes` or `events`; those without `effective_from` are left out.
        alarm: days before the effect on which the calendar reminds; no reminder where None.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//guize//policy changes//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "平台规则")
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for change in one_an_event(changes):
        if change.effective_from is not None:
            calendar.add_component(_event(change, change.effective_from, alarm))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _event(change: PolicyChange, first: date, alarm: int | None) -> Event:
    event = Event()
    event.add("uid", f"{identity(change)}@guize")
    event.add("dtstamp", moment(change))
    event.add("summary", headline(change))
    event.add("description", summary(change))
    event.add("categories", [*change.categories, *change.topics])
    event.add("status", _status(change))
    event.add("transp", "TRANSPARENT")
    last = change.effective_to if change.effective_to and change.effective_to >= first else first
    begins = _clock(change.effective_from_time)
    if begins is None:
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))
    else:
        event.add("dtstart", datetime.combine(first, begins, _ZONE))
        if change.effective_to is not None:
            ends = datetime.combine(last, _clock(change.effective_to_time) or time(23, 59, 59), _ZONE)
            event.add("dtend", max(ends, datetime.combine(first, begins, _ZONE)))
    if alarm is not None:
        reminder = Alarm()
        reminder.add("action", "DISPLAY")
        reminder.add("description", headline(change))
        reminder.add("trigger", -timedelta(days=alarm))
        event.add_component(reminder)
    return event


def _status(change: PolicyChange) -> Literal["CONFIRMED", "TENTATIVE"]:
    exact = change.effective_bound == "exact" and change.effective_precision == "day"
    return "CONFIRMED" if exact and not change.tentative and change.status == "accepted" else "TENTATIVE"


def _clock(stated: str | None) -> time | None:
    """`HH:MM[:SS]` as a time; 24:00 is the last second of the day."""
    if stated is None:
        return None
    return time(23, 59, 59) if stated.startswith("24") else time.fromisoformat(stated)
