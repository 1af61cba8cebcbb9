"""From dated mentions to announced, effective and deadline, as the annotation guideline decides them (§4, §5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from guize import vocabulary
from guize.dates.announced import DAYS, LEAD, RECENT, announcement, announcing, dateline, day_of_news, leads
from guize.dates.mention import Mention
from guize.records import Bound, Item, Precision

_PRECISIONS: dict[str, Precision] = {
    "ten_days": "ten_days", "month": "month", "quarter": "quarter", "half_year": "half_year", "year": "year",
}  # fmt: skip
_GRADUAL = re.compile(r"(?:之|以)?后[，,]?(?:将)?(?:逐步|陆续|分批|开始|将|生效|上线|实施)")
_NOT_BEFORE = re.compile(r"(?:不早于|最早(?:于|从|自|将于)?|最快(?:于)?)\s?\Z")
# A candidate for the effective date must come this near to the best one's strength; the earliest of those is taken.
_MARGIN = 0.35
_TITLE_BONUS = 0.25
_REPEAT_BONUS = 0.1
# Days before the announcement are mostly history, whole years mostly vaguer than a day stated elsewhere, and days deep
# in a long report mostly about something else; a month that runs yields to a day to come. What is left of a strength
# must reach the floor.
_PAST, _OLD, _VAGUE, _DEEP, _RUNNING = 0.5, 0.8, 0.6, 0.8, 0.4
_FLOOR = 0.3
# A report of so many characters after its title is mostly about something else.
_BODY = 500


class Announcement(NamedTuple):
    """The day a change was made public, how exact it is, and the mentions that say so."""

    day: date | None
    bound: Bound | None
    mentions: tuple[Mention, ...]


class Effect(NamedTuple):
    """When a change applies; `mentions` maps a field of PolicyChange to the mention that gives it."""

    start: date | None = None
    start_time: str | None = None
    precision: Precision | None = None
    bound: Bound | None = None
    end: date | None = None
    end_time: str | None = None
    deadline: date | None = None
    mentions: Mapping[str, Mention] = MappingProxyType({})
    score: float = 0.0


class _Wording(NamedTuple):
    exact: re.Pattern[str]
    hedged: re.Pattern[str]
    today: re.Pattern[str]


@cache
def _wording() -> _Wording:
    words = vocabulary.load("roles")["announcing"]
    return _Wording(re.compile(words["exact"]), re.compile(words["hedged"]), re.compile(words["today"]))


def announce(item: Item, mentions: Sequence[Mention]) -> Announcement:
    """When the change was made public (guideline §4: stated; today's dateline; hedged; nothing stated)."""
    line = dateline(mentions)
    reference = item.reference.date() if item.reference else None
    news_day = day_of_news(mentions, reference)
    stated = announcing(mentions, reference)
    if best := announcement(mentions, reference, len(item.title)):
        return Announcement(best.day, "exact", tuple(m for m in stated if m.precision in DAYS and m.day == best.day))
    for mention in stated:
        if mention.day is None or not (item.kind == "notice" or leads(mention, len(item.title))):
            continue
        if mention.precision in ("month", "ten_days"):
            return Announcement(mention.day.replace(day=1), "within_month", (mention,))
        if mention.precision == "year" and (news_day is None or mention.day.year != news_day.year):
            return Announcement(mention.day, "within_year", (mention,))
    proof = (line,) if line else ()
    if item.kind == "notice":
        return Announcement(reference, "exact" if reference else None, proof)
    if news_day is None:
        return Announcement(None, None, ())
    exact = _announces_today(item, line) if line else _wording().today.search(item.content, 0, LEAD) is not None
    return Announcement(news_day, "exact" if exact else "on_or_before", proof)


def _in_title(mention: Mention, item: Item) -> bool:
    return mention.start < len(item.title)


def _announces_today(item: Item, line: Mention) -> bool:
    """Whether the sentences after the dateline announce something, with no 日前 or 近期 that puts it earlier."""
    head = item.content[line.end : line.end + 90]
    words = _wording()
    announcing = words.exact.search(head)
    return announcing is not None and words.hedged.search(head, 0, announcing.end() + 2) is None


def effect(item: Item, mentions: Sequence[Mention], announced: Announcement) -> Effect:
    """When the change applies, until when, and by when somebody must act (guideline §5)."""
    start = _start(item, mentions, announced.day)
    end = start if start is not None and start.kind == "range" else _end(mentions, start)
    limit = _limit(mentions, announced.day)
    found = {"effective_from": start, "effective_to": end, "deadline": limit}
    last = (end.last or end.first) if end else None
    gone = start is not None and _in_week_gone(start, announced.day)
    return Effect(
        start=announced.day if gone else start.day if start else None,
        start_time=_time(start, mentions) if start else None,
        precision=_PRECISIONS.get(start.precision or "day", "day") if start else None,
        bound="on_or_before" if gone else _bound(item, start, announced) if start else None,
        end=_last_day(end) if end else None,
        end_time=last.time if last else None,
        deadline=_last_day(limit) if limit else None,
        mentions={field: mention for field, mention in found.items() if mention is not None},
        score=start.score if start else 0.0,
    )


def _start(item: Item, mentions: Sequence[Mention], announced: date | None) -> Mention | None:
    """The mention that says from when: the earliest of those stated most clearly, the finest of that time."""
    starts = [m for m in mentions if m.role in ("effective_from", "effective_range") and m.first is not None]
    # A holiday alone (春节期间) names the occasion, not the day.
    starts = [m for m in starts if m.pattern != "festival" or m.modifier is not None]
    strength: dict[date, float] = {}
    for mention in starts:
        assert mention.day is not None
        value = _strength(item, mention, announced)
        known = strength.get(mention.day)
        strength[mention.day] = value if known is None else max(known, value) + _REPEAT_BONUS
    best = max(strength.values(), default=0.0)
    if best < _FLOOR:
        return None
    day = _finest(min(day for day, value in strength.items() if value >= best - _MARGIN), starts)
    return max(
        (m for m in starts if m.day == day),
        key=lambda m: (
            m.kind == "range",
            m.precision in DAYS,
            m.first is not None and m.first.time is not None,
            m.score,
        ),
    )


def _strength(item: Item, mention: Mention, announced: date | None) -> float:
    """How strongly a mention claims to be the effective date, from its role's score, its place and its distance."""
    assert mention.day is not None
    assert mention.latest is not None
    value = mention.score
    if mention.precision == "year":
        value -= _VAGUE
    elif _in_title(mention, item):
        value += _TITLE_BONUS
    if item.kind == "report" and mention.start > len(item.title) + _BODY:
        value -= _DEEP
    if announced is not None and mention.precision == "month" and mention.day < announced < mention.latest.date():
        value -= _RUNNING
    runs = mention.kind == "range" or mention.precision in ("month", "year")
    if announced is not None and (mention.latest.date() <= announced or (mention.day < announced and not runs)):
        value -= _PAST
        if announced - mention.day > RECENT and (item.kind == "notice" or not leads(mention, len(item.title))):
            value -= _OLD
    return value


def _finest(day: date, starts: Sequence[Mention]) -> date:
    """The day itself, or the one that a finer mention states within the month or ten days that begin on it."""
    coarse = next((m.first for m in starts if m.day == day and m.precision not in DAYS and m.kind != "range"), None)
    if coarse is None:
        return day
    fine = (m.first for m in starts if m.first is not None and m.precision in DAYS)
    return min((point.day for point in fine if coarse.start <= point.start < coarse.end), default=day)


def _time(start: Mention, mentions: Sequence[Mention]) -> str | None:
    """The clock time stated with the effective day, there or where the day is named again."""
    if start.first is not None and start.first.time is not None:
        return start.first.time
    roles = ("effective_from", "effective_range", "background")
    again = (m.first for m in mentions if m.day == start.day and m.role in roles and m.pattern != "time")
    return next((point.time for point in again if point is not None and point.time is not None), None)


def _in_week_gone(start: Mention, announced: date | None) -> bool:
    """Whether it took effect in a week that was over when told: 上周 bounds the day from above (guideline §5)."""
    return (
        announced is not None
        and start.precision == "week"
        and start.latest is not None
        and start.latest.date() <= announced
    )


def _bound(item: Item, start: Mention, announced: Announcement) -> Bound | None:
    if start.basis == "announcement":
        return announced.bound
    if start.modifier == "after" and _GRADUAL.match(item.content, start.end):
        return "on_or_after"
    if _NOT_BEFORE.search(item.content[max(0, start.start - 8) : start.start]):
        return "on_or_after"
    return "exact"


def _end(mentions: Sequence[Mention], start: Mention | None) -> Mention | None:
    """The clearest mention that says until when, after the start where there is one."""
    ends = [m for m in mentions if m.role == "effective_to" and m.first is not None]
    if start is not None:
        ends = [m for m in ends if (m.latest or datetime.min) > (start.earliest or datetime.min)]
    return max(ends, key=lambda m: (m.score, -m.start), default=None)


def _limit(mentions: Sequence[Mention], announced: date | None) -> Mention | None:
    """The clearest deadline that is not over when it is announced."""
    limits = [m for m in mentions if m.role == "deadline" and m.day is not None]
    limits = [m for m in limits if announced is None or m.day is None or m.day >= announced]
    return max(limits, key=lambda m: (round(m.score, 1), -m.start), default=None)


def _last_day(mention: Mention) -> date | None:
    """The last day denoted, inclusive; `2月6日24:00` is 2月6日."""
    point = mention.last or mention.first
    if point is None:
        return None
    if point.time is not None:
        return point.day
    return (point.end - timedelta(seconds=1)).date()
