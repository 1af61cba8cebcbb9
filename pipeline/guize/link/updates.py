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
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from guize import vocabulary
from guize.link.profile import stated_update, windows
from guize.link.records import Event, Update, UpdateKind
from guize.link.text import dice, fold, key
from guize.records import ChangeType, Value

_SAME_QUANTITY = 0.8
_LIKE, _MUCH_LIKE = 0.1, 0.6
_YEAR = 366


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What of an event decides on updates. `kind` and `words`: what it says it does to an earlier one."""

    event_id: str
    topics: tuple[int, ...]
    themes: tuple[int, ...]
    public_on: date | None
    reported_on: date | None
    effective_from: date | None
    effective_to: date | None
    days: frozenset[date]
    names: tuple[str, str]
    change_type: ChangeType
    tentative: bool
    rules: frozenset[str]
    values: tuple[Value, ...]
    kind: UpdateKind | None
    words: str

    @property
    def order(self) -> tuple[date, date, str]:
        """The earliest announced first; what updates comes when it is reported, for it tells of an earlier announcement."""
        day = self.public_on if self.kind is None else self.reported_on or self.public_on
        return day or date.max, self.effective_from or date.max, self.event_id


class Validity(NamedTuple):
    """When an event applies, and the updates that made it so."""

    valid_from: date | None
    valid_to: date | None
    void: bool
    updates: list[Update]


def tell(event: Event) -> Told:
    """What of the event decides on updates."""
    kind, words = stated_update(event)
    mentioned = (event.effective_from, *(mention.value for mention in event.dates))
    return Told(
        event_id=event.event_id or "",
        topics=_topics(event),
        themes=_themes(event),
        public_on=_public_on(event),
        reported_on=event.first_published_at.date() if event.first_published_at else None,
        effective_from=event.effective_from,
        effective_to=event.effective_to,
        days=frozenset(day for day in mentioned if day is not None),
        names=(fold(event.title), fold(event.subject)),
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
    actors = event.platform or [event.issuer or ""]
    return tuple(dict.fromkeys(key(kind, actor, name) for actor in actors for kind, name in names))


def _themes(event: Event) -> tuple[int, ...]:
    """Where an event that names no rule can find the one that it updates, hashed: the actor, a second-level topic, a year."""
    day = _public_on(event)
    if day is None:
        return ()
    return tuple(
        key("theme", actor, topic, window)
        for actor in event.platform or [event.issuer or ""]
        for topic in dict.fromkeys(event.topics)
        for window in windows(day, _YEAR)
    )


def updated(events: Iterable[Told]) -> dict[str, Validity]:
    """The validity of the events that others alter, by `event_id`."""
    told = {event.event_id: event for event in events}
    topics: dict[int, list[Told]] = {}
    themes: dict[int, list[Told]] = {}
    for event in sorted(told.values(), key=lambda event: event.order):
        for topic in event.topics:
            topics.setdefault(topic, []).append(event)
        for theme in event.themes:
            themes.setdefault(theme, []).append(event)
    altered: dict[str, dict[str, tuple[Update, Told]]] = {}
    for earlier, kind, later in chain(*map(_of_topic, topics.values()), *map(_of_theme, themes.values())):
        update = Update(kind=kind, event_id=later.event_id, on=_since(earlier, later), words=later.words)
        altered.setdefault(earlier.event_id, {})[later.event_id] = (update, later)
    return {event_id: _validity(told[event_id], by.values()) for event_id, by in altered.items()}


def _since(earlier: Told, later: Told) -> date | None:
    """From when the later event is public; where its announcement is the earlier one's that it tells of, its report."""
    told_again = earlier.public_on and later.public_on and later.public_on <= earlier.public_on
    return later.reported_on if told_again else later.public_on


def _of_topic(line: Sequence[Told]) -> Iterator[tuple[Told, UpdateKind, Told]]:
    """The updates within the events of one rule or subject, in order.

    What says that it updates alters the last event that stands and whose day it mentions, or else the last that stands;
    other events supersede those that stand and have the same terms.
    """
    standing: dict[Told, set[date]] = {}
    for event in line:
        target = _target(standing, event) if event.kind else None
        if target is not None and event.kind is not None:
            yield target, event.kind, event
            standing[target] |= {day for day in (event.effective_from,) if day is not None}
            if event.kind != "corrected":
                continue
            del standing[target]
        else:
            for earlier in [earlier for earlier in standing if _supersedes(event, earlier)]:
                yield earlier, "superseded", event
                del standing[earlier]
        standing[event] = {event.effective_from} if event.effective_from else set()


def _target(standing: dict[Told, set[date]], event: Told) -> Told | None:
    latest_first = list(reversed(standing))
    return next((earlier for earlier in latest_first if standing[earlier] & event.days), next(iter(latest_first), None))


def _of_theme(line: Sequence[Told]) -> Iterator[tuple[Told, UpdateKind, Told]]:
    """The updates by events of one theme to the earlier event that is most like it, where not both name a rule."""
    for place, event in enumerate(line):
        if event.kind is None:
            continue
        open_to = [one for one in line[:place] if one.kind is None and not (one.rules and event.rules)]
        likeness = {one: max(dice(a, b) for a in one.names for b in event.names) for one in open_to}
        likely = [one for one in open_to if likeness[one] >= (_LIKE if _dated(one, event) else _MUCH_LIKE)]
        if likely:
            yield max(likely, key=lambda one: (_dated(one, event), likeness[one], one.order)), event.kind, event


def _dated(earlier: Told, later: Told) -> bool:
    """Whether the later event mentions the day of the earlier one, or goes on where that ends."""
    if later.kind == "extended" and earlier.effective_to and later.effective_to and later.reported_on:
        soon = earlier.effective_to + timedelta(days=vocabulary.load("linking")["lag"])
        return later.reported_on <= soon and earlier.effective_to < later.effective_to
    return earlier.effective_from in later.days


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
