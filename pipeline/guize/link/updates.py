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
from guize.link.text import dice, fold
from guize.records import Value

_SAME_QUANTITY = 0.8


class _Told(NamedTuple):
    """An event with what it says it does to an earlier one."""

    event: Event
    kind: UpdateKind | None
    words: str

    @property
    def day(self) -> date:
        return public_on(self.event) or date.max


def public_on(event: Event) -> date | None:
    """The day from which the event is public: announced, else first published."""
    if event.announced_on is not None:
        return event.announced_on
    return event.first_published_at.date() if event.first_published_at else None


def topics(event: Event) -> list[str]:
    """What events must share for one to alter the other: the actor with a rule, else with the subject."""
    names = [f"rule\x1f{name}" for name in dict.fromkeys(map(fold, event.rule_titles)) if name]
    names = names or [f"subject\x1f{fold(event.subject or event.title)}"]
    return [f"{actor}\x1f{name}" for actor in event.platform or [event.issuer or ""] for name in names]


def apply_updates(events: Sequence[Event]) -> list[Event]:
    """The events, earliest announced first, each with the `updates` of later ones and the validity they leave it."""
    told = sorted((_Told(event, *stated_update(event)) for event in events), key=_order)
    by_topic: dict[str, list[_Told]] = {}
    for one in told:
        for topic in topics(one.event):
            by_topic.setdefault(topic, []).append(one)
    altered: dict[str, dict[str, tuple[Update, Event]]] = {}
    for line in by_topic.values():
        for earlier, update, later in _updates(line):
            altered.setdefault(earlier.event_id or "", {})[later.event_id or ""] = (update, later)
    return [_altered(one.event, altered.get(one.event.event_id or "", {}).values()) for one in told]


def _order(told: _Told) -> tuple[date, date, str]:
    return told.day, told.event.effective_from or date.max, told.event.event_id or ""


def _updates(line: Sequence[_Told]) -> Iterator[tuple[Event, Update, Event]]:
    """The updates within the events of one topic: each alters the last one before it that stands."""
    standing: _Told | None = None
    for one in line:
        if standing is None or standing.event.event_id == one.event.event_id:
            standing = one
            continue
        kind = one.kind or ("superseded" if _supersedes(one.event, standing.event) else None)
        if kind is not None and one.day >= standing.day:
            update = Update(kind=kind, event_id=one.event.event_id or "", on=public_on(one.event), words=one.words)
            yield standing.event, update, one.event
        if kind in (None, "superseded", "corrected"):
            standing = one


def _supersedes(later: Event, earlier: Event) -> bool:
    """Whether the later event puts other terms in the place of the earlier one's, rather than adding to them."""
    if "temporary" in (later.change_type, earlier.change_type) or later.tentative:
        return False
    if later.effective_from and earlier.effective_from and later.effective_from < earlier.effective_from:
        return False
    same_rule = bool({*map(fold, later.rule_titles)} & {*map(fold, earlier.rule_titles)})
    if later.change_type == "retire" or not (earlier.values or later.values):
        return same_rule and _apart(later, earlier)
    pairs = [(x, y) for x in earlier.values for y in later.values if x.unit == y.unit]
    if same_rule:
        return any(_continues(x, y) or dice(fold(x.what), fold(y.what)) >= _SAME_QUANTITY for x, y in pairs)
    return any(_continues(x, y) for x, y in pairs)


def _apart(later: Event, earlier: Event) -> bool:
    """Whether the announcements lie so far apart that they are not two readings of one."""
    day, before = public_on(later), public_on(earlier)
    return bool(day and before and (day - before).days > vocabulary.load("linking")["lag"])


def _continues(x: Value, y: Value) -> bool:
    """Whether the later value starts from what the earlier one led to."""
    return x.new is not None and x.new == y.old


def _altered(event: Event, updates: Iterable[tuple[Update, Event]]) -> Event:
    """The event with its updates and the validity they leave it, in the order in which they became public."""
    ordered = sorted(updates, key=lambda pair: (pair[0].on or date.max, pair[0].event_id))
    if not ordered:
        return event
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
    return event.model_copy(
        update={"valid_from": start, "valid_to": end, "void": void, "updates": [update for update, _ in ordered]}
    )
