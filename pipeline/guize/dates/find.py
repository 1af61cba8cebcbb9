"""Find and resolve: from a text to its mentions of time with their values, before roles are given."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, datetime, timedelta
from itertools import pairwise

from guize.dates.context import Context, tense
from guize.dates.grammar import Match, fold, scan
from guize.dates.mention import Mention, Modifier, Point, point_timex
from guize.dates.points import Value
from guize.dates.resolve import BUILDERS
from guize.vocabulary import SHIPPED, Vocabulary

_SENTENCE = re.compile(r"[。！？\n!?]")
_RANGE = re.compile(r"[ \t]*(?:\([^()]{1,12}\))?[ \t]*(?:起|开始)?[ \t]*(?:-{1,2}|—{1,2}|–|−|~|起至|直至|至|到)[ \t]*")
_DATELINE = re.compile(
    r"[ \t]*(?:\([^()]{1,10}\))?[ \t]*(?:[上下]午|[午晚早]间|凌晨)?(?:消息|讯|电(?![商视影子话动台])|专电|快讯)"
)
_AFTER = re.compile(
    r"(?:\([^()]{1,10}\))?[ \t]*(?:(?P<from>(?:当[日天])?(?:之?起|开始|以来))|(?P<approx>左右|前后|上下)"
    r"|(?P<after>(?:[及和]|或者?)?(?:之后|以后|以降|后(?![台端续者进])))"
    r"|(?P<before>(?:[及和]|或者?)?(?:之前|以前|前(?![往台端提列者置瞻])|截止|为止|止(?![步血]))))"
)
_BEFORE = re.compile(
    r"(?:(?P<after>不早于|晚于)|(?P<before>截[至止]到?|不[晚迟]于|最[晚迟](?:在|于)?|早于|先于)|(?P<from>自从|自|从)"
    r"|(?P<approx>大?约|大概))[ \t]*$"
)
# `N日后` counts from the news day only where nothing stands before it that it could count from instead.
_FREE_BEFORE = re.compile(r"(?:^|[\s，。、；：:,;(（“「将于在约拟且并|]|预计|计划|自今)$")
_DUE = re.compile(
    r"(?:起|将|正式|全面|逐步)?(?:执行|生效|上线|施行|实施|取消|停止|开始|调整|启用|下线|关闭|收取|恢复|开放|推出)"
)
_NOT_IN_RANGE = frozenset({"duration", "vague", "recurring", "since_publication", "from_now"})
_KIN = timedelta(days=31)


def _pairs(matches: list[Match], folded: str) -> list[tuple[Match, Match | None]]:
    """Single matches, and the pairs that a dash or 至 joins to a range."""
    units: list[tuple[Match, Match | None]] = []
    i = 0
    while i < len(matches):
        left, right = matches[i], matches[i + 1] if i + 1 < len(matches) else None
        if right is not None and left.build not in _NOT_IN_RANGE and right.build not in _NOT_IN_RANGE:
            between = _RANGE.match(folded, left.end)
            if between is not None and between.end() == right.start:
                units.append((left, right))
                i += 2
                continue
        units.append((left, None))
        i += 1
    return units


def _without_glosses(matches: list[Match], folded: str) -> list[Match]:
    """The matches but for those that only gloss the date before them: `6月29日（下周一）`."""
    kept = matches[:1]
    for before, match in pairwise(matches):
        gloss = (
            match.build in ("week", "relative_day")
            and before.build == "calendar_date"
            and folded[before.end : match.start].strip() == "("
            and folded[match.end : match.end + 1] == ")"
        )
        if not gloss:
            kept.append(match)
    return kept


def _value(match: Match, ctx: Context, folded: str) -> Value | None:
    if match.build == "from_now":
        free = _FREE_BEFORE.search(folded[max(0, match.start - 2) : match.start]) or _DUE.match(folded, match.end)
        return BUILDERS["from_now" if free else "duration"](match.groups, ctx)
    return BUILDERS[match.build](match.groups, ctx)


def _years_later(point: Point, years: int) -> Point:
    try:
        day = point.day.replace(year=point.day.year + years)
    except ValueError:
        return point
    shift = day - point.day
    return point._replace(start=point.start + shift, end=point.end + shift, day=day)


def _range(left: Match, right: Match, ctx: Context, folded: str) -> Value | None:
    """The value of a range: its ends share what one of them leaves out; None where it would end before it starts."""
    a = _value(left, ctx, folded)
    if a is None or a.first is None:
        return None
    ctx.see(a.first, full=a.full)
    b = _value(right, ctx, folded)
    if b is None or b.first is None:
        return None
    first, last = a.first, b.first
    if last.start < first.start and b.kind == "time":
        last = last._replace(
            start=last.start + timedelta(days=1), end=last.end + timedelta(days=1), day=last.day + timedelta(days=1)
        )
    elif last.start < first.start and not b.full:
        last = _years_later(last, 1)
    elif last.start < first.start and not a.full:
        first = _years_later(first, last.day.year - first.day.year)
        first = first if first.start <= last.start else _years_later(first, -1)
    if last.start < first.start:
        return None
    return Value("range", first, last, full=a.full or b.full, basis=a.basis)


def news_day(matches: list[Match], folded: str, reference: datetime | None) -> date | None:
    """The day relative dates count from: the dateline's where it lies within 31 days of the publication."""
    if reference is None:
        return None
    for match in matches:
        if match.build in ("calendar_date", "day_of_month", "relative_day") and _DATELINE.match(folded, match.end):
            value = _value(match, Context(reference, reference.date(), tense=-1), folded)
            if value and value.first and abs(value.first.day - reference.date()) <= _KIN:
                return value.first.day
            break
    return reference.date()


def _written_reference(matches: list[Match]) -> datetime | None:
    """Where no publication time is given: the last full date of the text, as a rule its signature."""
    for match in reversed(matches):
        if match.build == "calendar_date" and "year" in match.groups:
            value = BUILDERS["calendar_date"](match.groups, Context(None))
            if value is not None and value.first is not None:
                return datetime(value.first.day.year, value.first.day.month, value.first.day.day)
    return None


def find_mentions(
    text: str, reference: datetime | None, announced: date | None = None, *, words: Vocabulary = SHIPPED
) -> list[Mention]:
    """All mentions of time in `text`, in order, resolved against `reference`; their roles are still open.

    Args:
        text: any string.
        reference: when the text was published, naive China time; without it, dates that need it stay open.
        announced: the announcement day that 即日起 and 自发布之日起 count from; the news day where None.
        words: the vocabulary with the grammar.
    """
    folded = fold(text)
    matches = list(scan(folded, words))
    if not matches:
        return []
    reference = reference or _written_reference(matches)
    ends = [m.end() for m in _SENTENCE.finditer(folded)]
    ctx = Context(reference, news_day(matches, folded, reference), announced, words=words)
    mentions: list[Mention] = []
    for left, right in _pairs(_without_glosses(matches, folded), folded):
        ctx.sentence = bisect_right(ends, left.start)
        end = right.end if right else left.end
        ctx.tense = tense(folded, left.start, end)
        value = _range(left, right, ctx, folded) if right else _value(left, ctx, folded)
        parts = [(left.start, end, left.pattern, value)]
        if right and value is None:
            parts = [(m.start, m.end, m.pattern, _value(m, ctx, folded)) for m in (left, right)]
        for start, stop, pattern, found in parts:
            if found is None or (pattern.endswith("_open") and found.kind != "range"):
                continue
            mentions.append(_mention(text, folded, start, stop, pattern, found))
            if found.first is not None:
                ctx.see(found.last or found.first, full=found.full)
    return mentions


def _mention(text: str, folded: str, start: int, end: int, pattern: str, value: Value) -> Mention:
    modifier: Modifier | None = None
    found = _AFTER.match(folded, end) or _BEFORE.search(folded[max(0, start - 4) : start])
    if found is not None and value.kind != "vague":
        modifier = found.lastgroup  # type: ignore[assignment]
    timex = value.timex or value.duration
    if value.first is not None and timex is None:
        timex = point_timex(value.first) + (f"/{point_timex(value.last)}" if value.last else "")
    return Mention(
        start, end, text[start:end], value.kind, value.first, value.last, value.duration, modifier,
        basis=value.basis, pattern=pattern, timex=timex,
    )  # fmt: skip
