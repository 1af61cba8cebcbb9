"""One row of several reports (guideline §6): exact beats bound, bounds tighten, values complete each other.

Where reports state different values for what can only have one, the row takes the one with most support, and all of them
are kept in `conflicts`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from guize.dates.find import find_mentions
from guize.link.compare import agree
from guize.link.profile import day_interval
from guize.link.records import Conflict, Event, Origin
from guize.link.text import dice, fold
from guize.records import Bound, PolicyChange, Precision, Value

CONFLICTING = "conflicting_reports"
"""The reason code of an event whose reports contradict each other."""

_SAME_NAME = 0.45
_Key = TypeVar("_Key", bound=Hashable)


class _Day(NamedTuple):
    """What one report says of a day."""

    day: date
    bound: Bound
    precision: Precision | None
    time: str | None
    edtf: str | None
    report: PolicyChange

    @property
    def exact(self) -> bool:
        return self.bound == "exact" and self.precision in (None, "day")


def join(event_id: str, reports: Sequence[PolicyChange]) -> Event:
    """The event of the reports.

    Args:
        event_id: the event's id.
        reports: at least one, earliest first.
    """
    main = min(reports, key=lambda report: (report.kind != "notice", reports.index(report)))
    published = [report.published_at for report in reports if report.published_at is not None]
    fields = dict(main.__dict__) | {
        "event_id": event_id,
        "change_ids": [report.change_id for report in reports],
        "first_published_at": min(published, default=None),
        "last_published_at": max(published, default=None),
        "origins": [],
        "conflicts": [],
        "updates": [],
        "void": False,
    }
    if len(reports) > 1:
        fields |= _Joining(main, reports).fields()
    fields |= {"valid_from": fields["effective_from"], "valid_to": fields["effective_to"]}
    return Event.model_construct(**fields)


class _Joining:
    def __init__(self, main: PolicyChange, reports: Sequence[PolicyChange]) -> None:
        self._main = main
        self._reports = reports
        self._origins: list[Origin] = []
        self._conflicts: list[Conflict] = []

    def fields(self) -> dict[str, Any]:
        """The columns that reports are joined in."""
        announced = self._day("announced_on", [_announced(report) for report in self._reports])
        effective = self._day("effective_from", [_effective(report, announced) for report in self._reports])
        ends = self._end("effective_to")
        joined = {
            "platform": self._all(lambda report: report.platform),
            "issuer": self._one("issuer", lambda report: report.issuer, flag=False),
            "change_type": self._one("change_type", lambda report: report.change_type),
            "tentative": all(report.tentative for report in self._reports),
            "categories": list(self._one("categories", lambda report: tuple(sorted(report.categories))) or ()),
            "topics": self._all(lambda report: report.topics),
            "rule_titles": self._all(lambda report: report.rule_titles, fold),
            "audience": self._all(lambda report: report.audience),
            "announced_on": announced and announced.day,
            "announced_bound": announced and announced.bound,
            "announced_edtf": announced and announced.edtf,
            "effective_from": effective and effective.day,
            "effective_from_time": effective and effective.time,
            "effective_precision": effective and effective.precision,
            "effective_bound": effective and effective.bound,
            "effective_edtf": effective and effective.edtf,
            "effective_to": ends and ends[0],
            "effective_to_time": ends and ends[1],
            "deadline": self._one("deadline", lambda report: report.deadline),
            "values": self._values(),
            "confidence": max(report.confidence for report in self._reports),
        }
        contradicted = bool(self._conflicts)
        accepted = any(report.status == "accepted" for report in self._reports) and not contradicted
        reasons = [] if accepted else list(dict.fromkeys(chain.from_iterable(r.reasons for r in self._reports)))
        return joined | {
            "status": "accepted" if accepted else "review",
            "reasons": [*reasons, CONFLICTING] if contradicted else reasons,
            "origins": self._origins,
            "conflicts": self._conflicts,
        }

    def _all(self, of: Callable[[PolicyChange], list[str]], key: Callable[[str], str] = str) -> list[str]:
        """What any report names, each once, in the order of the reports."""
        named: dict[str, str] = {}
        for name in chain.from_iterable(map(of, self._reports)):
            named.setdefault(key(name), name)
        return list(named.values())

    def _one(self, field: str, of: Callable[[PolicyChange], _Key | None], *, flag: bool = True) -> _Key | None:
        """The value with most support; the others beside it are conflicts where `flag`."""
        stated = [(value, report) for report in self._reports if (value := of(report)) is not None]
        if not stated:
            return None
        best = _best(stated)
        if flag and len({value for value, _ in stated}) > 1:
            self._conflict(field, stated)
        self._origin(field, next(report for value, report in stated if value == best))
        return best

    def _end(self, field: str) -> tuple[date, str | None] | None:
        day = self._one(field, lambda report: report.effective_to)
        if day is None:
            return None
        times = (r.effective_to_time for r in self._reports if r.effective_to == day and r.effective_to_time)
        return day, next(times, None)

    def _day(self, field: str, said: Iterable[_Day | None]) -> _Day | None:
        """The most exact of the days; all of them are conflicts where one cannot be."""
        days = [day for day in said if day is not None]
        if not days:
            return None
        best = _tightest(days)
        held = [_interval(day) for day in days]
        if not all(a.meets(b) for a in held for b in held):
            self._conflict(field, [(day.edtf or day.day.isoformat(), day.report) for day in days])
        time = best.time or next((day.time for day in days if day.time and day.day == best.day), None)
        self._origin(field, best.report)
        return best._replace(time=time)

    def _values(self) -> list[Value]:
        """The values of all reports; those that can be one quantity complete each other."""
        joined = [(value, self._main) for value in self._main.values]
        for report in self._reports:
            if report is not self._main:
                self._add_values(joined, report)
        for number, (_, report) in enumerate(joined):
            self._origin(f"values[{number}]", report)
        return [value for value, _ in joined]

    def _add_values(self, joined: list[tuple[Value, PolicyChange]], report: PolicyChange) -> None:
        open_ones = list(range(len(joined)))  # a value of the report takes at most one of those known
        left_over = []
        for value in report.values:
            position = next((i for i in open_ones if agree(joined[i][0], value)), None)
            if position is None:
                left_over.append(value)
                continue
            open_ones.remove(position)
            known, origin = joined[position]
            fuller = _complete(known, value)
            joined[position] = (fuller, origin if fuller == known else report)
        for value in left_over:
            position = next((i for i in open_ones if _same_name(joined[i][0], value)), None)
            if position is None:
                joined.append((value, report))
                continue
            open_ones.remove(position)
            known, origin = joined[position]
            self._conflict("values", [(_describe(known), origin), (_describe(value), report)])

    def _origin(self, field: str, report: PolicyChange) -> None:
        self._origins.append(Origin(field=field, change_id=report.change_id))

    def _conflict(self, field: str, stated: Iterable[tuple[object, PolicyChange]]) -> None:
        by_value: dict[str, list[str]] = {}
        for value, report in stated:
            text = ";".join(value) if isinstance(value, tuple) else str(value)
            by_value.setdefault(text, []).append(report.change_id)
        self._conflicts += [Conflict(field=field, value=text, change_ids=ids) for text, ids in by_value.items()]


def _best(stated: Sequence[tuple[_Key, PolicyChange]]) -> _Key:
    """The value whose reports have the greatest sum of confidence; of equals the one reported first."""
    support: dict[_Key, float] = {}
    for value, report in stated:
        support[value] = support.get(value, 0.0) + report.confidence
    return max(support, key=lambda value: round(support[value], 6))


def _announced(report: PolicyChange) -> _Day | None:
    if report.announced_on is None:
        return None
    bound = report.announced_bound or "exact"
    return _Day(report.announced_on, bound, None, None, report.announced_edtf, report)


def _effective(report: PolicyChange, announced: _Day | None) -> _Day | None:
    """What the report says; where it counts from the announcement, counted from the day the reports agree on."""
    if report.effective_from is None:
        return None
    day, bound, edtf = report.effective_from, report.effective_bound or "exact", report.effective_edtf
    if announced is not None and announced.day != report.announced_on:
        counted = _count_again(report, announced.day)
        if counted is not None:
            day, bound = counted, announced.bound
            edtf = f"[..{day.isoformat()}]" if bound == "on_or_before" else day.isoformat()
    return _Day(day, bound, report.effective_precision, report.effective_from_time, edtf, report)


def _count_again(report: PolicyChange, announced: date) -> date | None:
    """The effective day of words such as 自发布之日起7日, from that day of announcement; None for other words."""
    if report.announced_on is None or report.published_at is None:
        return None
    reference = report.published_at.replace(tzinfo=None)
    for evidence in report.evidence:
        if evidence.field != "effective_from":
            continue
        stated = _from_announcement(evidence.text, reference, report.announced_on)
        if stated == report.effective_from:
            return _from_announcement(evidence.text, reference, announced)
    return None


def _from_announcement(words: str, reference: datetime, announced: date) -> date | None:
    mentions = find_mentions(words, reference, [(0, announced)])
    return next((mention.day for mention in mentions if mention.basis == "announcement"), None)


def _interval(day: _Day) -> Any:
    return day_interval(day.day, day.bound, day.precision)


def _tightest(days: Sequence[_Day]) -> _Day:
    """An exact day before a period, a period before a bound; of exact ones the most supported, of bounds the tightest."""
    exact = [day for day in days if day.exact]
    if exact:
        best = _best([(day.day, day.report) for day in exact])
        return next(day for day in exact if day.day == best)
    periods = [day for day in days if day.bound not in ("on_or_before", "on_or_after")]
    if periods:
        return min(periods, key=lambda day: (_interval(day).last - day.day, day.day))
    before = [day for day in days if day.bound == "on_or_before"]
    return min(before, key=lambda day: day.day) if before else max(days, key=lambda day: day.day)


def _complete(known: Value, other: Value) -> Value:
    """The known value with the ends that only the other states, under the longer name."""
    missing = {
        end: getattr(other, end) for end in ("old", "old_high", "new", "new_high") if getattr(known, end) is None
    }
    missing = {end: amount for end, amount in missing.items() if amount is not None}
    return known.model_copy(update=missing) if missing else known


def _same_name(known: Value, other: Value) -> bool:
    return known.unit == other.unit and dice(fold(known.what), fold(other.what)) >= _SAME_NAME


def _describe(value: Value) -> str:
    old = "" if value.old is None else f"{value.old:g} → "
    return f"{value.what}: {old}{'–' if value.new is None else f'{value.new:g}'} {value.unit or ''}".rstrip()
