"""Evidence as marks on an item's title and text, and words cut at the borders of their marks."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guize.records import PolicyChange, Where


class Mark(NamedTuple):
    """A stretch [start, end) of a title or text, in characters, that proves the fields named by `label`."""

    start: int
    end: int
    label: str


class Piece(NamedTuple):
    """A stretch between two neighbouring borders of marks; `opened` and `closed` at its two ends."""

    start: int
    end: int
    marks: list[Mark]
    opened: list[Mark]
    closed: list[Mark]


def evidence_marks(changes: Sequence[PolicyChange]) -> dict[Where, list[Mark]]:
    """The evidence of one item's changes by where it stands; labels end in `#1`, `#2` … where there are several."""
    labels: dict[tuple[Where, int, int], dict[str, None]] = {}
    for number, change in enumerate(changes, 1):
        for evidence in change.evidence:
            label = evidence.field if len(changes) == 1 else f"{evidence.field}#{number}"
            labels.setdefault((evidence.where, evidence.start, evidence.end), {})[label] = None
    marks: dict[Where, list[Mark]] = {"title": [], "text": []}
    for (where, start, end), names in labels.items():
        marks[where].append(Mark(start, end, ", ".join(names)))
    return marks


def pieces(length: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    """Cut [0, length) at the borders of all marks.

    Marks nest: where two overlap crosswise, the inner one is closed with the outer and opened again after it.
    """
    stack: list[Mark] = []
    for start, end in pairwise(sorted({0, length, *(border for mark in marks for border in mark[:2])})):
        opened = [mark for mark in marks if mark.start <= start < mark.end and mark not in stack]
        opened.sort(key=lambda mark: -mark.end)
        stack += opened
        depth = next((depth for depth, mark in enumerate(stack) if mark.end == end), len(stack))
        yield Piece(start, end, list(stack), opened, stack[depth:][::-1])
        del stack[depth:]
