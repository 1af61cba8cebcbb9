"""Find and resolve: from a text to its mentions of time with their values, before roles are given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from guize.dates.clock import china
from guize.dates.context import Context, marker
from guize.dates.grammar import Match, fold, scan
from guize.dates.mention import Mention, Modifier, Point
from guize.dates.points import UNKNOWN, WEEKDAYS, Value, span_point
from guize.dates.resolve import BUILDERS
from guize.vocabulary import SHIPPED, Vocabulary

_NOT_IN_RANGE = frozenset({"duration", "vague", "recurring", "since_publication", "from_now", "window", "first_months"})
# The ends of a range stand at most so many characters apart.
_APART = 30
_KIN = timedelta(days=31)


def _pairs(matches: list[Match], folded: str) -> list[tuple[Match, Match | None]]:
    """Single matches, and the pairs that a dash or 至, or 和 … 之间, joins to a range."""
    units: list[tuple[Match, Match | None]] = []
    i = 0
    while i < len(matches):
        left, right = matches[i], matches[i + 1] if i + 1 < len(matches) else None
        if right is not None and right.start - left.end < _APART and _joined(left, right, folded):
            units.append((left, right))
            i += 2
        else:
            units.append((left, None))
            i += 1
    return units


def _joined(left: Match, right: Match, folded: str) -> bool:
    if left.build in _NOT_IN_RANGE or right.build in _NOT_IN_RANGE:
        return False
    between = marker("range").match(folded, left.end)
    if between is not None and between.end() == right.start:
        return True
    between = marker("between").match(folded, left.end)
    return between is not None and between.end() == right.start and folded.startswith(("之间", "间", "期间"), right.end)


def _as_sets(matches: list[Match], folded: str) -> list[Match]:
    """The matches; what a list goes on with after a recurring time recurs too: `每月1日、15日`."""
    found = matches[:1]
    for match in matches[1:]:
        before = found[-1]
        if (
            before.build == "recurring"
            and match.build in ("day_of_month", "week")
            and "relweek" not in match.groups
            and folded[before.end : match.start].strip() in ("、", "和", "与", "及")
        ):
            match = match._replace(build="recurring")
        found.append(match)
    return found


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


def _value(match: Match, ctx: Context) -> Value | None:
    try:
        return BUILDERS[_build(match, ctx)](match.groups, ctx)
    except OverflowError:  # before the first day of the calendar, or after the last
        return UNKNOWN


def _build(match: Match, ctx: Context) -> str:
    if (
        match.build == "from_now"
        and "later" not in match.groups
        and "再" not in ctx.folded[match.start : match.start + 1]
    ):
        before = ctx.folded[max(0, match.start - 2) : match.start]
        free = marker("free").search(before) or marker("due").match(ctx.folded, match.end)
        if not free or marker("event").search(before):
            return "duration"
    return match.build


def _years_later(point: Point, years: int) -> Point:
    try:
        day = point.day.replace(year=point.day.year + years)
    except ValueError:
        return point
    return _days_later(point, (day - point.day).days)


def _days_later(point: Point, days: int) -> Point:
    shift = timedelta(days=days)
    return point._replace(start=point.start + shift, end=point.end + shift, day=point.day + shift)


def _range(left: Match, right: Match, ctx: Context) -> Value | None:
    """The value of a range: its ends share what one of them leaves out; None where it would end before it starts."""
    a = _value(left, ctx)
    if a is None or a.first is None or a.last is not None:
        return None
    ctx.see(a.first, full=a.full)
    ctx.last_end = right.start
    b = _value(right, ctx)
    if b is None or b.first is None or b.last is not None:
        return None
    first, last = a.first, b.first
    try:
        if right.build == left.build == "week" and "wd" in right.groups and "relweek" not in right.groups:
            ahead = (WEEKDAYS[right.groups["wd"]] - first.day.weekday()) % 7
            last = _days_later(last, (first.day - last.day).days + ahead)
        if last.start < first.start and b.kind == "time":
            last = _later_clock(left, first, last)
        elif last.start < first.start and not b.full:
            last = _years_later(last, 1)
        elif left.build == right.build == "calendar_month" and not (a.full or b.full):
            first, last = _nearest_months(first, last, ctx)
        elif last.start < first.start and not a.full:
            first = _years_later(first, last.day.year - first.day.year)
            first = first if first.start <= last.start else _years_later(first, -1)
    except OverflowError:
        return None
    if last.start < first.start:
        return None
    timex = None
    if a.kind == b.kind == "time" and a.timex:
        timex = f"{a.timex}/T{last.time}"
    return Value("range", first, last, full=a.full or b.full, basis=a.basis, timex=timex)


def _nearest_months(first: Point, last: Point, ctx: Context) -> tuple[Point, Point]:
    """The months `1—10月` of the year before where those ended nearer to the day years are inferred from."""
    anchor = ctx.year_anchor()
    before, ended = _years_later(first, -1), _years_later(last, -1)
    if anchor is None or ctx.tense > 0 or first.day <= anchor or anchor - ended.day > first.day - anchor:
        return first, last
    return before, ended


def _later_clock(left: Match, first: Point, last: Point) -> Point:
    """The end of `下午2点到4点` in the same half of the day where it is written so, else on the next day."""
    afternoon = last.start + timedelta(hours=12)
    o_clock = "minute" not in left.groups and first.time is not None and first.time <= "12:59"
    if (
        last.time is not None
        and last.time < "12"
        and afternoon >= first.start
        and ("halfday" in left.groups or o_clock)
    ):
        time = f"{afternoon:%H}{last.time[2:]}"
        return last._replace(start=afternoon, end=last.end + timedelta(hours=12), time=time)
    return _days_later(last, 1)


def news_day(matches: list[Match], folded: str, reference: datetime | None) -> date | None:
    """The day relative dates count from: the dateline's where it lies within 31 days of the publication."""
    if reference is None:
        return None
    for match in matches:
        if match.build in ("calendar_date", "day_of_month", "relative_day"):
            if not marker("dateline").match(folded, match.end):
                continue
            ctx = Context(folded, reference, reference.date(), start=match.start, end=match.end)
            value = _value(match, ctx)
            if value and value.first and abs(value.first.day - reference.date()) <= _KIN:
                return value.first.day
            break
    return reference.date()


def _written_reference(matches: list[Match], folded: str) -> datetime | None:
    """Where no publication time is given: the last full date of the text, as a rule its signature."""
    for match in reversed(matches):
        if match.build == "calendar_date" and "year" in match.groups:
            value = _value(match, Context(folded, None))
            if value is not None and value.first is not None:
                return datetime(value.first.day.year, value.first.day.month, value.first.day.day)
    return None


def find_mentions(
    text: str, reference: datetime | None, announced: Sequence[tuple[int, date]] = (), *, words: Vocabulary = SHIPPED
) -> list[Mention]:
    """All mentions of time in `text`, in order, resolved against `reference`; their roles are still open.

    Args:
        text: any string.
        reference: when the text was published, naive China time; without it, dates that need it stay open.
        announced: the announcement days that 即日起 and 自发布之日起 count from, with where each ends; the likeliest first.
            The news day where there are none.
        words: the vocabulary with the grammar.
    """
    folded = fold(text)
    matches = _as_sets([match for match in scan(folded, words) if match.build != "nothing"], folded)
    if not matches:
        return []
    reference = china(reference) if reference else _written_reference(matches, folded)
    ctx = Context(folded, reference, news_day(matches, folded, reference), announced, words=words)
    mentions: list[Mention] = []
    for left, right in _pairs(_without_glosses(matches, folded), folded):
        ctx.start, ctx.end = left.start, right.end if right else left.end
        if right is None:
            _add(mentions, text, left, ctx, _value(left, ctx))
        elif (value := _range(left, right, ctx)) is not None:
            _add(mentions, text, left, ctx, value)
        else:
            for match in (left, right):
                ctx.start, ctx.end = match.start, match.end
                _add(mentions, text, match, ctx, _value(match, ctx))
    return mentions


def _add(mentions: list[Mention], text: str, match: Match, ctx: Context, value: Value | None) -> None:
    """Append the mention of a match that has a value, and remember its day."""
    if value is None:
        return
    folded, start, end = ctx.folded, ctx.start, ctx.end
    pattern = "time" if match.build == "time_of_day" else match.pattern
    if pattern.endswith("_open") and value.kind != "range" and not folded.startswith("、", end):
        return
    first, last, kind = value.first, value.last, value.kind
    if first is not None and last is None and ctx.news_day and (now := marker("until_now").match(folded, end)):
        today = span_point(ctx.news_day, ctx.news_day, "day")
        if first.start <= today.start:
            last, kind, end = today, "range", now.end()
    modifier: Modifier | None = "approx" if value.approx else None
    if kind != "vague":
        found = marker("after").match(folded, end) or marker("before").search(folded[max(0, start - 4) : start])
        modifier = found.lastgroup if found else modifier  # type: ignore[assignment]
    timex = value.timex if last is value.last else None
    mentions.append(
        Mention(
            start,
            end,
            text[start:end],
            kind,
            first,
            last,
            value.duration,
            modifier,
            basis=value.basis,
            pattern=pattern,
            stated_timex=timex,
        )
    )
    if first is not None and not (kind == "time" or (timex and timex.startswith("T"))):
        ctx.see(last or first, full=value.full)
