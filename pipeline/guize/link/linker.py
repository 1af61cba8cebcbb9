"""Reports to events: block, compare, cluster, join, and let later events alter earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from guize.link.blocks import block_keys, candidate_pairs
from guize.link.cluster import Edge, cluster
from guize.link.compare import Comparison, excluded, linked
from guize.link.join import join
from guize.link.profile import Profile, profile
from guize.link.records import Event, Link
from guize.link.updates import Validity, tell, updated
from guize.records import PolicyChange, content_hash, in_china


class Linking(NamedTuple):
    """The changes with `event_id`, their events and why they were linked; each ordered by time, then id."""

    changes: list[PolicyChange]
    events: list[Event]
    links: list[Link]


def link(changes: Iterable[PolicyChange]) -> Linking:
    """Bring together the changes that report one event, and join their rows.

    The result does not depend on the order of the changes, nor on the batches they came in: linking what was linked
    before, together with new changes, gives what linking all of them at once gives. The same change twice counts once.

    An event's id is a hash of the id of its earliest report, so that it stays the same when later reports join.
    """
    ordered = sorted({change.change_id: change for change in changes}.values(), key=time_order)
    profiles = [profile(change) for change in ordered]
    found = clusters(profiles)
    groups: dict[str, list[PolicyChange]] = {}
    for root, change in zip(found.roots, ordered, strict=True):
        groups.setdefault(event_id(profiles[root].change_id), []).append(change)
    events = [join(name, members) for name, members in groups.items()]
    told = {event.event_id: tell(event) for event in events}
    validity = updated(told.values())
    return Linking(
        [
            change.model_copy(update={"event_id": event_id(profiles[root].change_id)})
            for root, change in zip(found.roots, ordered, strict=True)
        ],
        [
            _altered(event, validity.get(event.event_id or ""))
            for event in sorted(events, key=lambda event: told[event.event_id].order)
        ],
        list(why(profiles, found)),
    )


def time_order(change: PolicyChange) -> tuple[datetime, str]:
    """The earliest published first: the order that linking knows; changes without a time come last."""
    return in_china(change.published_at or datetime.max), change.change_id


def event_id(earliest: str) -> str:
    """The id of the event whose earliest report has that `change_id`."""
    return "ev-" + content_hash(earliest)


class Clusters(NamedTuple):
    """For each position the earliest of its event, and the pairs that link, each with its comparison."""

    roots: list[int]
    edges: list[Edge]
    comparisons: list[Comparison]


def clusters(profiles: Sequence[Profile]) -> Clusters:
    """Which profiles are of one event.

    Args:
        profiles: in `time_order`.
    """
    edges, comparisons = [], []
    for pairs in candidate_pairs(block_keys(profiles)):
        for a, b in pairs.tolist():
            if comparison := linked(profiles[a], profiles[b]):
                edges.append(Edge(a, b, comparison.score))
                comparisons.append(comparison)
    roots = cluster(len(profiles), edges, lambda a, b: excluded(profiles[a], profiles[b]))
    return Clusters(roots, edges, comparisons)


def why(profiles: Sequence[Profile], found: Clusters) -> Iterator[Link]:
    """The links within events."""
    for edge, comparison in zip(found.edges, found.comparisons, strict=True):
        root = found.roots[edge.a]
        if root == found.roots[edge.b]:
            change_id, other_id = sorted((profiles[edge.a].change_id, profiles[edge.b].change_id))
            yield Link(
                link_id="li-" + content_hash(change_id, other_id),
                event_id=event_id(profiles[root].change_id),
                change_id=change_id,
                other_id=other_id,
                score=comparison.score,
                similarity=round(comparison.similarity, 4),
                features=list(comparison.features),
            )


def _altered(event: Event, validity: Validity | None) -> Event:
    return event if validity is None else event.model_copy(update=validity._asdict())
