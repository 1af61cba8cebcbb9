"""What new changes add to a ledger: rows that are booked, and versions of the events that they make different."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from guize.ledger.records import Cause, Version
from guize.link import Event, link
from guize.records import PolicyChange, content_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

# What does not make a row say something else: where it was read, by which version, and how sure it is.
_BESIDE = {
    "event_id", "source", "source_id", "item_index", "confidence", "status", "reasons",
    "extractor_version", "model_version", "schema_version",
}  # fmt: skip
_OF_VERSION = {"seq", "learnt_at", "cause"}

CHANGE_FIELDS: tuple[pa.Field, ...] = (
    pa.field("seq", pa.int64(), nullable=False),
    pa.field("learnt_at", pa.timestamp("s", tz="Asia/Shanghai"), nullable=False),
    pa.field("reprocessing", pa.bool_(), nullable=False),
)


class Known:
    """The rows that hold of each item, those of its latest extraction; and whether a row was ever learnt."""

    def __init__(self, booked: Iterable[PolicyChange]) -> None:
        self.items: dict[str, dict[str, PolicyChange]] = {}
        self._learnt: set[tuple[str, ...]] = set()
        for change in booked:
            self.learn(change)

    def learn(self, change: PolicyChange) -> None:
        """Take a row; one of another extraction than the item's rows replaces them."""
        rows = self.items.get(change.item_id, {})
        if any(_made_by(row) != _made_by(change) for row in rows.values()):
            rows = {}
        self.items[change.item_id] = {**rows, change.change_id: change}
        self._learnt.add(_identity(change))

    def __contains__(self, change: PolicyChange) -> bool:
        return _identity(change) in self._learnt

    def changes(self) -> list[PolicyChange]:
        """All rows that hold."""
        return [change for rows in self.items.values() for change in rows.values()]


class Additions(NamedTuple):
    """Rows to be booked; `holding` is what holds then, `again` the ids of what had been extracted before."""

    rows: list[dict[str, Any]]
    holding: list[PolicyChange]
    again: frozenset[str]
    new: int
    reprocessed: int
    known: int


def additions(known: Known, changes: Iterable[PolicyChange], moment: datetime, first: int) -> Additions:
    """Which changes are to be booked.

    Args:
        known: what the ledger knows; it learns what is booked.
        changes: the rows offered.
        moment: of learning.
        first: position of the first row.
    """
    offered: dict[str, dict[str, PolicyChange]] = defaultdict(dict)
    for change in changes:
        offered[change.item_id][change.change_id] = change
    rows: list[dict[str, Any]] = []
    again: set[str] = set()
    unchanged = 0
    for item_id, mine in offered.items():
        before = known.items.get(item_id, {})
        learnt = all(change in known for change in mine.values())
        fresh = [] if learnt else _fresh(list(mine.values()), list(before.values()))
        unchanged += len(mine) - len(fresh)
        if not fresh:
            continue
        if before:
            again.update(before, mine)
        for change in fresh:
            place = {"seq": first + len(rows), "learnt_at": moment, "reprocessing": bool(before)}
            rows.append({"change": change, **place})
            known.learn(change)
    reprocessed = sum(row["reprocessing"] for row in rows)
    return Additions(rows, known.changes(), frozenset(again), len(rows) - reprocessed, reprocessed, unchanged)


def versions(more: Additions, before: Mapping[str, Version], moment: datetime, first: int) -> list[Version]:
    """The versions of the events that differ from what was known of them, and of those that are no more."""
    later: list[Version] = []
    events = {event.event_id or "": event for event in link(more.holding).events}
    for event_id, event in events.items():
        earlier = before.get(event_id)
        if earlier is None or _content(earlier) != _content(event):
            later.append(_version(event, _cause(event, earlier, more.again), moment, first + len(later)))
    for event_id, gone in before.items():
        if event_id not in events:
            later.append(_version(gone, "merged", moment, first + len(later)))
    return later


def _fresh(mine: Sequence[PolicyChange], before: Sequence[PolicyChange]) -> Sequence[PolicyChange]:
    """The rows of an item to be booked: those not known, or all where another extraction says something else."""
    said = {_fingerprint(row) for row in before}
    if before and {_made_by(row) for row in mine} != {_made_by(row) for row in before}:
        return mine if {_fingerprint(row) for row in mine} != said else []
    return [row for row in mine if _fingerprint(row) not in said]


def _fingerprint(change: PolicyChange) -> str:
    """Content hash of what a row says."""
    return content_hash(change.model_dump_json(exclude=_BESIDE))


def _identity(change: PolicyChange) -> tuple[str, ...]:
    return change.change_id, _fingerprint(change), *_made_by(change)


def _made_by(change: PolicyChange) -> tuple[str, str]:
    return change.extractor_version, change.model_version


def _content(event: Event) -> dict[str, Any]:
    return event.model_dump(exclude=_BESIDE | _OF_VERSION)


def _cause(event: Event, earlier: Version | None, again: frozenset[str]) -> Cause:
    reports: Sequence[str] = event.change_ids
    if earlier is None:
        return "reprocessing" if again.intersection(reports) else "new"
    if set(reports) - set(earlier.change_ids) - again:
        return "report"
    return "reprocessing" if again.intersection(reports) else "update"


def _version(event: Event, cause: Cause, moment: datetime, seq: int) -> Version:
    fields = {name: getattr(event, name) for name in Event.model_fields}
    return Version.model_construct(**fields, seq=seq, learnt_at=moment, cause=cause)
