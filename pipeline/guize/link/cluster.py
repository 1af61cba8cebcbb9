"""From links to events: the strongest links first, none that would bring together changes that exclude each other.

The result depends on the set of changes and links alone, not on their order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Edge(NamedTuple):
    """A link between two positions, with its score."""

    a: int
    b: int
    score: float


def cluster(size: int, edges: Sequence[Edge], excluded: Callable[[int, int], bool]) -> list[int]:
    """Bring positions together along edges (Kruskal 1956, with cannot-link constraints as in COP-KMeans).

    Args:
        size: number of positions.
        edges: links, the lesser position first; positions are taken to be in an order of their own that input order does not change.
        excluded: whether two positions that no edge links must not be together; symmetric.

    Returns:
        For each position the least position of its cluster.
    """
    linked = {(edge.a, edge.b) for edge in edges}
    members: dict[int, list[int]] = {}
    root = list(range(size))
    for edge in sorted(edges, key=lambda edge: (-edge.score, edge.a, edge.b)):
        a, b = sorted((root[edge.a], root[edge.b]))
        if a == b:
            continue
        left, right = members.get(a, [a]), members.get(b, [b])
        if any((min(x, y), max(x, y)) not in linked and excluded(x, y) for x in left for y in right):
            continue
        for position in right:
            root[position] = a
        members[a] = left + right
        members.pop(b, None)
    return root
