"""From dated mentions to the fields announced, effective and deadline, as the annotation guideline decides them (§4, §5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from guize import vocabulary
from guize.dates.mention import Mention
from guize.records import Bound, Item, Precision

_PRECISIONS: dict[str, Precision] = {
    "ten_days": "ten_days", "month": "month", "quarter": "quarter", "half_year": "half_year", "year": "year",
}  # fmt: skip
_GRADUAL = re.compile(r"(?:之|以)?后[，,]?(?:将)?(?:逐步|陆续|分批|开始|将|生效|上线|实施)")
_NOT_BEFORE = re.compile(r"(?:不早于|最早(?:于|从|自|将于)?|最快(?:于)?)\s?$")
# A candidate for the effective date must come this near to the best one's strength; the earliest of those is taken.
_MARGIN = 0.35
_TITLE_BONUS = 0.25
_REPEAT_BONUS = 0.1
# Days before the announcement are mostly history, whole years and holidays mostly vaguer than a day stated elsewhere.
_PAST, _OLD, _VAGUE = 0.5, 0.8, 0.4
_LEAD = 160
_RECENT = timedelta(days=45)
_FINE = ("day", "hour", "minute", "second")


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
    mentions: dict[str, Mention] = {}
    score: float = 0.0


class _Wording(NamedTuple):
    exact: re.Pattern[str]
    hedged: re.Pattern[str]
    today: re.Pattern[str]


@cache
def _wording() -> _Wording:
    words = vocabulary.load("roles")["announcing"]
    return _Wording(re.compile(words["exact"]), re.compile(words["hedged"]), re.compile(words["today"]))


def dateline(mentions: Sequence[Mention], item: Item) -> Mention | None:
    """The mention that dates the report: `3月11日消息`."""
    return next((m for m in mentions if m.role == "dateline" and m.first is not None), None)


def announce(item: Item, mentions: Sequence[Mention]) -> Announcement:
    """When the change was made public (guideline §4: stated; today's dateline; hedged; nothing stated)."""
    line = dateline(mentions, item)
    reference = item.reference.date() if item.reference else None
    news_day = line.day if line else reference
    stated = [m for m in mentions if m.first is not None and _announces(m) and _near(m, news_day, line is not None)]
    days = [m for m in stated if m.precision in _FINE]
    if days:
        lead = len(item.title) + _LEAD
        best = max(days, key=lambda m: (m.day == news_day and m.start < lead, round(m.score, 1), m.start >= len(item.title), m.day))
        same = tuple(m for m in days if m.day == best.day)
        return Announcement(best.day, "exact", same)
    for mention in stated:
        if mention.start > len(item.title) + _LEAD and item.kind == "report":
            continue
        if mention.precision in ("month", "ten_days"):
            assert mention.day is not None
            return Announcement(mention.day.replace(day=1), "within_month", (mention,))
        if mention.precision == "year" and (news_day is None or mention.day != news_day.replace(month=1, day=1)):
            return Announcement(mention.day, "within_year", (mention,))
    proof = (line,) if line else ()
    if item.kind == "notice":
        return Announcement(reference, "exact" if reference else None, proof)
    if news_day is None:
        return Announcement(None, None, ())
    exact = _announces_today(item, line) if line else _wording().today.search(item.content[:_LEAD]) is not None
    return Announcement(news_day, "exact" if exact else "on_or_before", proof)


def _announces(mention: Mention) -> bool:
    return mention.role == "announced" or (mention.role == "publicity" and mention.kind == "range")


def _near(mention: Mention, news_day: date | None, dated: bool) -> bool:
    """Whether a day can be that of the news: not after it, and not so long before that it is history."""
    assert mention.first is not None
    if news_day is None:
        return True
    if mention.first.day > news_day + timedelta(days=0 if dated else 2):
        return False
    past = news_day - (mention.first.end - timedelta(seconds=1)).date()
    return past <= (_RECENT if dated else 2 * _RECENT)


def _announces_today(item: Item, line: Mention) -> bool:
    """Whether the sentences after the dateline announce something, with no 日前 or 近期 that puts it earlier."""
    head = item.content[line.end : line.end + 90]
    words = _wording()
    announcing = words.exact.search(head)
    return announcing is not None and words.hedged.search(head[: announcing.end() + 2]) is None


def effect(item: Item, mentions: Sequence[Mention], announced: Announcement) -> Effect:
    """When the change applies, until when, and by when somebody must act (guideline §5)."""
    found: dict[str, Mention] = {}
    start = _start(item, mentions, announced.day)
    if start is not None:
        found["effective_from"] = start
    end = start if start is not None and start.kind == "range" else None
    if end is None:
        ends = [m for m in mentions if m.role == "effective_to" and m.first is not None]
        ends = [m for m in ends if start is None or (m.latest or datetime.min) > (start.earliest or datetime.min)]
        end = max(ends, key=lambda m: (m.score, -m.start), default=None)
    if end is not None:
        found["effective_to"] = end
    limits = [m for m in mentions if m.role == "deadline" and m.first is not None]
    limits = [m for m in limits if announced.day is None or m.first is None or m.first.day >= announced.day]
    limit = max(limits, key=lambda m: (round(m.score, 1), -m.start), default=None)
    if limit is not None:
        found["deadline"] = limit
    last = (end.last or end.first) if end is not None else None
    return Effect(
        start=start.day if start else None,
        start_time=_time(start, mentions) if start else None,
        precision=_PRECISIONS.get(start.precision or "day", "day") if start else None,
        bound=_bound(item, start, announced) if start else None,
        end=_last_day(end) if end else None,
        end_time=last.time if last else None,
        deadline=_last_day(limit) if limit else None,
        mentions=found,
        score=start.score if start else 0.0,
    )


def _start(item: Item, mentions: Sequence[Mention], announced: date | None) -> Mention | None:
    """The mention that says from when: the earliest of those stated most clearly, the finest of that time."""
    starts = [m for m in mentions if m.role in ("effective_from", "effective_range") and m.first is not None]
    starts = [m for m in starts if m.pattern != "festival" or m.modifier is not None]
    strength: dict[date, float] = {}
    for mention in starts:
        assert mention.day is not None
        value = _strength(item, mention, announced)
        known = strength.get(mention.day)
        strength[mention.day] = value if known is None else max(known, value) + _REPEAT_BONUS
    best = max(strength.values(), default=0.0)
    if best <= 0.0:
        return None
    first_day = min(day for day, value in strength.items() if value >= best - _MARGIN)
    coarse = next((m for m in starts if m.day == first_day and m.precision not in _FINE), None)
    if coarse is not None and coarse.first is not None and coarse.kind != "range":
        within = [m for m in starts if m.precision in _FINE and m.first and coarse.first.start <= m.first.start < coarse.first.end]
        if within:
            first_day = min(m.day for m in within if m.day is not None)
    same = [m for m in starts if m.day == first_day]
    return max(same, key=lambda m: (m.kind == "range", m.precision in _FINE, m.first is not None and m.first.time is not None, m.score))


def _strength(item: Item, mention: Mention, announced: date | None) -> float:
    """How strongly a mention claims to be the effective date, from its role's score, its place and its distance."""
    assert mention.day is not None
    value = mention.score
    if mention.start < len(item.title):
        value += _TITLE_BONUS
    if mention.precision == "year":
        value -= _VAGUE if announced is None or mention.day > announced else _OLD
    if announced is not None and mention.day < announced and not (mention.last and mention.last.day >= announced):
        value -= _PAST
        if announced - mention.day > _RECENT and (item.kind == "notice" or mention.start > len(item.title) + _LEAD):
            value -= _OLD
    return value


def _time(start: Mention, mentions: Sequence[Mention]) -> str | None:
    """The clock time stated with the effective day, there or where the day is named again."""
    if start.first is not None and start.first.time is not None:
        return start.first.time
    roles = ("effective_from", "effective_range", "background")
    again = (m.first for m in mentions if m.day == start.day and m.role in roles and m.pattern != "time")
    return next((point.time for point in again if point is not None and point.time is not None), None)


def _bound(item: Item, start: Mention, announced: Announcement) -> Bound | None:
    if start.basis == "announcement":
        return announced.bound
    if start.modifier == "after" and _GRADUAL.match(item.content, start.end):
        return "on_or_after"
    if _NOT_BEFORE.search(item.content, max(0, start.start - 6), start.start):
        return "on_or_after"
    return "exact"


def _last_day(mention: Mention) -> date | None:
    """The last day denoted, inclusive; `2月6日24:00` is 2月6日."""
    point = mention.last or mention.first
    if point is None:
        return None
    if point.time is not None:
        return point.day
    return (point.end - timedelta(seconds=1)).date()
