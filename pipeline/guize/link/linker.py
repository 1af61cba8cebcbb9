"""Reports to events: block, compare, cluster, join, and let later events alter earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from guize.link.blocks import block_keys, candidate_pairs
from guize.link.cluster import Edge, cluster
from guize.link.compare import Comparison, compare, excludes, hopeless
from guize.link.compare import links as is_link
from guize.link.join import join
from guize.link.profile import Profile, profile
from guize.link.records import Event, Link
from guize.link.updates import apply_updates
from guize.records import PolicyChange, content_hash, in_china


class Linking(NamedTuple):
    """The changes with `event_id`, their events and why they were linked; each ordered by time, then id."""

    changes: list[PolicyChange]
    events: list[Event]
    links: list[Link]


def link(changes: Iterable[PolicyChange]) -> Linking:
    """Bring together the changes that report one event, and join their rows.

    The result does not depend on the order of the changes, nor on the batches they came in: linking what was linked
    before, together with new changes, gives what linking all of them at once gives, as long as no block of changes that may be
    one event has more than `blocks.NEIGHBOURS` of them. The same change twice counts once.

    An event's id is a hash of the id of its earliest report, so that it stays the same when later reports join.
    """
    ordered = in_order(changes)
    groups, found = group(ordered)
    linked = [
        change.model_copy(update={"event_id": event_id}) for event_id, members in groups.items() for change in members
    ]
    events = [join(event_id, members) for event_id, members in groups.items()]
    return Linking(in_order(linked), apply_updates(events), found)


def in_order(changes: Iterable[PolicyChange]) -> list[PolicyChange]:
    """Each change once, the earliest published first."""
    return sorted({change.change_id: change for change in changes}.values(), key=_time)


def group(ordered: Sequence[PolicyChange]) -> tuple[dict[str, list[PolicyChange]], list[Link]]:
    """The changes of each event by the event's id, and the links within events.

    Args:
        ordered: changes as `in_order` returns them.
    """
    profiles = [profile(change) for change in ordered]
    found = clusters(profiles)
    ids = {root: "ev-" + content_hash(ordered[root].change_id) for root in set(found.roots)}
    groups: dict[str, list[PolicyChange]] = {}
    for root, change in zip(found.roots, ordered, strict=True):
        groups.setdefault(ids[root], []).append(change)
    links = [
        _link(ids[found.roots[edge.a]], profiles[edge.a], profiles[edge.b], comparison)
        for edge, comparison in zip(found.edges, found.comparisons, strict=True)
        if found.roots[edge.a] == found.roots[edge.b]
    ]
    return groups, links


class Clusters(NamedTuple):
    """For each position the earliest of its event, and the pairs that link, each with its comparison."""

    roots: list[int]
    edges: list[Edge]
    comparisons: list[Comparison]


def clusters(profiles: Sequence[Profile]) -> Clusters:
    """Which profiles are of one event.

    Args:
        profiles: in the order of `in_order`.
    """
    edges, comparisons = _edges(profiles)

    @lru_cache(maxsize=65536)
    def excluded(a: int, b: int) -> bool:
        left, right = profiles[a], profiles[b]
        return hopeless(left, right) or excludes(compare(left, right))

    return Clusters(cluster(len(profiles), edges, excluded), edges, comparisons)


def _edges(profiles: Sequence[Profile]) -> tuple[list[Edge], list[Comparison]]:
    edges, comparisons = [], []
    for a, b in candidate_pairs(block_keys(profiles)).tolist():
        left, right = profiles[a], profiles[b]
        if hopeless(left, right):
            continue
        comparison = compare(left, right)
        if is_link(comparison):
            edges.append(Edge(a, b, comparison.score))
            comparisons.append(comparison)
    return edges, comparisons


def _link(event_id: str, a: Profile, b: Profile, comparison: Comparison) -> Link:
    change_id, other_id = sorted((a.change_id, b.change_id))
    return Link(
        link_id="li-" + content_hash(change_id, other_id),
        event_id=event_id,
        change_id=change_id,
        other_id=other_id,
        score=comparison.score,
        similarity=round(comparison.similarity, 4),
        features=comparison.features(),
    )


def _time(change: PolicyChange) -> tuple[datetime, str]:
    published = change.published_at or datetime.max
    return in_china(published), change.change_id
