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
# A candidate for the effective date must come this near to the best one's strength; the earliest of those is taken.
_MARGIN = 0.35
_TITLE_BONUS = 0.25
_REPEAT_BONUS = 0.1


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


@cache
def _wording() -> _Wording:
    words = vocabulary.load("roles")["announcing"]
    return _Wording(re.compile(words["exact"]), re.compile(words["hedged"]))


def dateline(mentions: Sequence[Mention], item: Item) -> Mention | None:
    """The mention that dates the report: `3月11日消息`."""
    return next((m for m in mentions if m.role == "dateline" and m.first is not None), None)


def announce(item: Item, mentions: Sequence[Mention]) -> Announcement:
    """When the change was made public (guideline §4: stated; today's dateline; hedged; nothing stated)."""
    line = dateline(mentions, item)
    reference = item.reference.date() if item.reference else None
    news_day = line.day if line else reference
    stated = [m for m in mentions if m.first is not None and _announces(m) and (news_day is None or m.first.day <= news_day + timedelta(days=2))]
    days = [m for m in stated if m.precision in ("day", "hour", "minute", "second")]
    if days:
        best = max(days, key=lambda m: (round(m.score, 1), m.start >= len(item.title), m.day))
        same = tuple(m for m in days if m.day == best.day)
        return Announcement(best.day, "exact", same)
    for mention in stated:
        if mention.precision in ("month", "ten_days"):
            assert mention.day is not None
            return Announcement(mention.day.replace(day=1), "within_month", (mention,))
        if mention.precision == "year":
            return Announcement(mention.day, "within_year", (mention,))
    proof = (line,) if line else ()
    if item.kind == "notice":
        return Announcement(reference, "exact" if reference else None, proof)
    if news_day is None:
        return Announcement(None, None, ())
    exact = line is not None and _announces_today(item, line)
    return Announcement(news_day, "exact" if exact else "on_or_before", proof)


def _announces(mention: Mention) -> bool:
    return mention.role == "announced" or (mention.role == "publicity" and mention.kind == "range")


def _announces_today(item: Item, line: Mention) -> bool:
    """Whether the sentences after the dateline announce something, with no 日前 or 近期 that puts it earlier."""
    head = item.content[line.end : line.end + 90]
    words = _wording()
    announcing = words.exact.search(head)
    return announcing is not None and words.hedged.search(head[: announcing.end() + 2]) is None


def effect(item: Item, mentions: Sequence[Mention], announced: Announcement) -> Effect:
    """When the change applies, until when, and by when somebody must act (guideline §5)."""
    found: dict[str, Mention] = {}
    starts = [m for m in mentions if m.role in ("effective_from", "effective_range") and m.first is not None]
    strength: dict[date, float] = {}
    for mention in starts:
        assert mention.first is not None
        bonus = _TITLE_BONUS if mention.start < len(item.title) else 0.0
        day = mention.first.day
        known = strength.get(day)
        strength[day] = mention.score + bonus if known is None else max(known, mention.score + bonus) + _REPEAT_BONUS
    start: Mention | None = None
    if strength:
        best = max(strength.values())
        first_day = min(day for day, value in strength.items() if value >= best - _MARGIN)
        same = [m for m in starts if m.day == first_day]
        start = max(same, key=lambda m: (m.kind == "range", m.first is not None and m.first.time is not None, m.score))
        found["effective_from"] = start
    end = start if start is not None and start.kind == "range" else None
    if end is None:
        ends = [m for m in mentions if m.role == "effective_to" and m.first is not None]
        ends = [m for m in ends if start is None or (m.latest or datetime.min) > (start.earliest or datetime.min)]
        end = max(ends, key=lambda m: (m.score, -m.start), default=None)
    if end is not None:
        found["effective_to"] = end
    limits = [m for m in mentions if m.role == "deadline" and m.first is not None]
    limit = max(limits, key=lambda m: (round(m.score, 1), -m.start), default=None)
    if limit is not None:
        found["deadline"] = limit
    last = (end.last or end.first) if end is not None else None
    return Effect(
        start=start.day if start else None,
        start_time=start.first.time if start and start.first else None,
        precision=_PRECISIONS.get(start.precision or "day", "day") if start else None,
        bound=_bound(item, start, announced) if start else None,
        end=_last_day(end) if end else None,
        end_time=last.time if last else None,
        deadline=_last_day(limit) if limit else None,
        mentions=found,
        score=start.score if start else 0.0,
    )


def _bound(item: Item, start: Mention, announced: Announcement) -> Bound | None:
    if start.basis == "announcement":
        return announced.bound
    if start.modifier == "after" and _GRADUAL.match(item.content, start.end):
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
