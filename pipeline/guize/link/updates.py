"""What a later event does to an earlier one of the same rule or subject.

It extends, postpones, withdraws or corrects it by its own words; it supersedes it where it revises the same again. The
earlier event keeps its row; its validity changes.

| kind       | validity of the earlier event                                                                           |
|------------|---------------------------------------------------------------------------------------------------------|
| extended   | ends on the day to which the later one extends it                                                        |
| postponed  | begins on the day to which the later one postpones it; where that is not stated, the day is open and the |
|            | event is void until one is                                                                               |
| withdrawn  | ends before the later one takes effect (or is announced); void where it had not begun                    |
| superseded | ends on the day before the later one takes effect                                                        |
| corrected  | void: the later one says what is right                                                                   |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from guize import vocabulary
from guize.link.profile import stated_update
from guize.link.records import Event, Update, UpdateKind
from guize.link.text import dice, fold, key
from guize.records import ChangeType, Value

_SAME_QUANTITY = 0.8


class Told(NamedTuple):
    """What of an event decides on updates. `kind` and `words`: what it says it does to an earlier one."""

    event_id: str
    topics: tuple[int, ...]
    public_on: date | None
    effective_from: date | None
    effective_to: date | None
    change_type: ChangeType
    tentative: bool
    rules: frozenset[str]
    values: tuple[Value, ...]
    kind: UpdateKind | None
    words: str

    @property
    def order(self) -> tuple[date, date, str]:
        """The earliest announced first."""
        return self.public_on or date.max, self.effective_from or date.max, self.event_id


class Validity(NamedTuple):
    """When an event applies, and the updates that made it so."""

    valid_from: date | None
    valid_to: date | None
    void: bool
    updates: list[Update]


def tell(event: Event) -> Told:
    """What of the event decides on updates."""
    kind, words = stated_update(event)
    return Told(
        event_id=event.event_id or "",
        topics=_topics(event),
        public_on=_public_on(event),
        effective_from=event.effective_from,
        effective_to=event.effective_to,
        change_type=event.change_type,
        tentative=event.tentative,
        rules=frozenset(map(fold, event.rule_titles)),
        values=tuple(event.values),
        kind=kind,
        words=words,
    )


def _public_on(event: Event) -> date | None:
    """The day from which the event is public: announced, else first published."""
    if event.announced_on is not None:
        return event.announced_on
    return event.first_published_at.date() if event.first_published_at else None


def _topics(event: Event) -> tuple[int, ...]:
    """What events must share for one to alter the other, hashed: the actor with a rule, else with the subject."""
    names = [("rule", name) for name in dict.fromkeys(map(fold, event.rule_titles)) if name]
    names = names or [("subject", fold(event.subject or event.title))]
    return tuple(key(kind, actor, name) for actor in event.platform or [event.issuer or ""] for kind, name in names)


def updated(events: Iterable[Told]) -> dict[str, Validity]:
    """The validity of the events that others alter, by `event_id`."""
    told = {event.event_id: event for event in events}
    by_topic: dict[int, list[Told]] = {}
    for event in sorted(told.values(), key=lambda event: event.order):
        for topic in event.topics:
            by_topic.setdefault(topic, []).append(event)
    altered: dict[str, dict[str, tuple[Update, Told]]] = {}
    for line in by_topic.values():
        for earlier, update, later in _updates(line):
            altered.setdefault(earlier.event_id, {})[later.event_id] = (update, later)
    return {event_id: _validity(told[event_id], by.values()) for event_id, by in altered.items()}


def _updates(line: Sequence[Told]) -> Iterator[tuple[Told, Update, Told]]:
    """The updates within the events of one topic, in order: each alters the last one before it that stands."""
    standing: Told | None = None
    for event in line:
        if standing is None or standing.event_id == event.event_id:
            standing = event
            continue
        kind = event.kind or ("superseded" if _supersedes(event, standing) else None)
        if kind is not None:
            update = Update(kind=kind, event_id=event.event_id, on=event.public_on, words=event.words)
            yield standing, update, event
        if kind in (None, "superseded", "corrected"):
            standing = event


def _supersedes(later: Told, earlier: Told) -> bool:
    """Whether the later event puts other terms in the place of the earlier one's, rather than adding to them."""
    if "temporary" in (later.change_type, earlier.change_type) or later.tentative:
        return False
    if later.effective_from and earlier.effective_from and later.effective_from < earlier.effective_from:
        return False
    same_rule = bool(later.rules & earlier.rules)
    if later.change_type == "retire" or not (earlier.values or later.values):
        return same_rule and _apart(later, earlier)
    pairs = [(x, y) for x in earlier.values for y in later.values if x.unit == y.unit]
    if same_rule:
        return any(_continues(x, y) or dice(fold(x.what), fold(y.what)) >= _SAME_QUANTITY for x, y in pairs)
    return any(_continues(x, y) for x, y in pairs)


def _apart(later: Told, earlier: Told) -> bool:
    """Whether the announcements lie so far apart that they are not two readings of one."""
    day, before = later.public_on, earlier.public_on
    return bool(day and before and (day - before).days > vocabulary.load("linking")["lag"])


def _continues(x: Value, y: Value) -> bool:
    """Whether the later value starts from what the earlier one led to."""
    return x.new is not None and x.new == y.old


def _validity(event: Told, by: Iterable[tuple[Update, Told]]) -> Validity:
    """What the updates leave of the event, in the order in which they became public."""
    ordered = sorted(by, key=lambda pair: (pair[0].on or date.max, pair[0].event_id))
    start, end, void = event.effective_from, event.effective_to, False
    for update, later in ordered:
        match update.kind:
            case "extended":
                end = later.effective_to or later.effective_from or end
            case "postponed":
                start, void = later.effective_from, later.effective_from is None
            case "corrected":
                void = True
            case "withdrawn" | "superseded":
                day = later.effective_from or (update.on if update.kind == "withdrawn" else None)
                if day is not None:
                    end = min(filter(None, (end, day - timedelta(days=1))))
                    void = void or (start is not None and end < start)
    return Validity(start, end, void, [update for update, _ in ordered])
