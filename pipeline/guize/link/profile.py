"""What a change is compared by: its actor, rule, subject, days and values in comparable form."""

from __future__ import annotations

import calendar
import re
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TypeVar

from guize import vocabulary
from guize.entities.actor import REGULATOR
from guize.link.records import UpdateKind
from guize.link.text import content, fold
from guize.records import Bound, PolicyChange, Precision, Value

_Part = TypeVar("_Part", bound=Hashable)
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Interval:
    """The days between which a day lies, both inclusive."""

    first: date
    last: date

    def meets(self, other: Interval) -> bool:
        """Whether one day can lie in both."""
        return self.first <= other.last and other.first <= self.last

    def gap(self, other: Interval) -> int:
        """Days between the two; 0 where they meet."""
        return max((self.first - other.last).days, (other.first - self.last).days, 0)


@dataclass(frozen=True, slots=True)
class Profile:
    """A change in comparable form. Texts are folded; `actors` are its platforms, or its issuer where it has none.

    `authority` is the issuer of a regulation, which `actors` do not tell apart; empty for all others.
    """

    change_id: str
    item_id: str
    actors: frozenset[str]
    authority: str
    text: str
    rules: frozenset[str]
    subject: str
    announced: Interval | None
    announced_exact: bool
    effective: Interval | None
    effective_to: date | None
    values: tuple[Value, ...]
    change_type: str
    categories: frozenset[str]
    update: UpdateKind | None


@lru_cache(maxsize=1 << 16)
def _once(part: _Part) -> _Part:
    """The part, as one object for all that are equal: a million profiles share most of theirs."""
    return part


def profile(change: PolicyChange) -> Profile:
    """The change in comparable form."""
    named = change.platform or ([fold(change.issuer)] if change.issuer else [])
    return Profile(
        change_id=change.change_id,
        item_id=change.item_id,
        actors=_once(frozenset(named)),
        authority=_once(fold(change.issuer or "") if REGULATOR in named else ""),
        text=content(change),
        rules=_once(frozenset(filter(None, map(fold, change.rule_titles)))),
        subject=_once(fold(change.subject or change.title)),
        announced=_once(announced_interval(change)),
        announced_exact=change.announced_bound == "exact",
        effective=_once(day_interval(change.effective_from, change.effective_bound, change.effective_precision)),
        effective_to=change.effective_to,
        values=_once(tuple(change.values)),
        change_type=change.change_type,
        categories=_once(frozenset(change.categories)),
        update=stated_update(change)[0],
    )


def announced_interval(change: PolicyChange) -> Interval | None:
    """The days on which it can have been announced; the publication day bounds it where nothing is stated."""
    if change.announced_on is not None:
        return day_interval(change.announced_on, change.announced_bound, None)
    published = change.published_at.date() if change.published_at else None
    return day_interval(published, "on_or_before", None)


def day_interval(day: date | None, bound: Bound | None, precision: Precision | None) -> Interval | None:
    """The days that a day with its bound and precision can be; an open side reaches `lag` days."""
    if day is None:
        return None
    lag = timedelta(days=vocabulary.load("linking")["lag"])
    match bound:
        case "on_or_before":
            return Interval(day - lag if day - date.min > lag else date.min, day)
        case "on_or_after":
            return Interval(day, day + lag if date.max - day > lag else date.max)
        case "within_month":
            precision = "month"
        case "within_year":
            precision = "year"
    return Interval(day, last_day(day, precision))


def windows(day: date, length: int) -> tuple[int, int]:
    """The two windows of `length` days that the day lies in; days up to half of it apart share one."""
    number = day.toordinal()
    return 2 * (number // length), 2 * ((number + length // 2) // length) + 1


def last_day(day: date, precision: Precision | None) -> date:
    """The last day of the calendar unit that begins on `day`."""
    if precision == "ten_days":
        month_end = calendar.monthrange(day.year, day.month)[1]
        return day.replace(day=month_end if day.day > 20 else min(day.day + 9, month_end))
    months = _MONTHS.get(precision or "")
    if months is None:
        return day
    month = min(day.month + months - 1, 12)
    return date(day.year, month, calendar.monthrange(day.year, month)[1])


@cache
def _updates() -> list[tuple[UpdateKind, re.Pattern[str]]]:
    words = vocabulary.load("updates")
    return [(entry["kind"], re.compile(vocabulary.expand(entry["regex"], words["parts"]))) for entry in words["update"]]


def stated_update(change: PolicyChange) -> tuple[UpdateKind | None, str]:
    """What the change says it does to one announced before, and the words that say so."""
    texts = [change.title, *(evidence.text for evidence in change.evidence if evidence.field == "change")]
    for kind, pattern in _updates():
        for text in texts:
            if found := pattern.search(text):
                return kind, found.group()
    return None, ""
