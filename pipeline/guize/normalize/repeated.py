"""Values that a text states more than once: which of the statements is kept.

Statements are looked up by what they say, never compared one with another: a price list of thousands of values takes
no longer a value than a notice of three.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from guize.records import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SENTENCE_END = re.compile("[。；\n]")

Said = tuple[str | None, float | None, float | None, float | None, float | None]
"""What a value says: unit, old, old_high, new, new_high; classifiers (21名, 21人) are one unit, and so are days (T+7, 7天)."""


class FoundValue(NamedTuple):
    """A value and its evidence: the stretches of `content` that state what, old and new."""

    value: Value
    spans: tuple[tuple[int, int], ...]


def distinct(found: Sequence[FoundValue], title: int, text: str) -> list[FoundValue]:
    """Each value once: the fuller statement of it, and not the title's where the text has it too.

    Args:
        found: the values, in order.
        title: offset in `text` where the title ends; negative where there is none.
        text: what they were found in.
    """
    if len(found) < 2:
        return list(found)
    ends = [match.start() for match in _SENTENCE_END.finditer(text)]
    places = [_place(value, number, ends) for number, value in enumerate(found)]
    fuller, as_full, moves = (defaultdict[object, set[int]](set) for _ in range(3))
    for (value, _), place in zip(found, places, strict=True):
        said = _said(value)
        as_full[said].add(place)
        for part in _parts(said):
            fuller[part].add(place)
        if value.old is not None and value.new is not None:
            moves[value.unit, abs(value.new - value.old)].add(place)

    kept: list[FoundValue] = []
    values: set[Value] = set()
    before = _Before()
    for one, place in zip(found, places, strict=True):
        value, said = one.value, _said(one.value)
        better = [fuller.get(said)]
        if one.spans[-1][1] <= title:
            better.append(as_full.get(said))
            if value.old is None and value.new is not None:  # 延长7天 of 7天 → 14天
                better.append(moves.get((value.unit, value.new)))
        if any(_elsewhere(bucket, place) for bucket in better):
            continue
        if value not in values and not before.told(value, place):
            kept.append(one)
            values.add(value)
            before.add(value, place)
    return kept


def untabled(told: Sequence[FoundValue], rows: Sequence[FoundValue]) -> list[FoundValue]:
    """What is told of values that no row of a table states under a name like theirs (手续费, 鞋类手续费)."""
    if not (told and rows):
        return list(told)
    tabled = _Before()
    for number, row in enumerate(rows):
        tabled.add(row.value, number)
    return [found for found in told if not tabled.named(found.value)]


class _Before:
    """Values said before: by their numbers the places, and the places by the characters of their names."""

    def __init__(self) -> None:
        self._places = defaultdict[Said, set[int]](set)
        self._names = defaultdict[Said, dict[frozenset[str], set[int]]](dict)

    def add(self, value: Value, place: int) -> None:
        said = _said(value)
        self._places[said].add(place)
        self._names[said].setdefault(frozenset(value.what), set()).add(place)

    def told(self, value: Value, place: int) -> bool:
        """Whether another sentence said it: a value with both ends, under a name like this one's."""
        if None in (value.old, value.new):
            return _elsewhere(self._places.get(_said(value)), place)
        return any(_elsewhere(places, place) for places in self._alike(value))

    def named(self, value: Value) -> bool:
        """Whether it was said at all under a name like this one's."""
        return any(self._alike(value))

    def _alike(self, value: Value) -> Iterator[set[int]]:
        own = frozenset(value.what)
        names = self._names.get(_said(value), {})
        return (places for name, places in names.items() if name <= own or own <= name)


def _place(found: FoundValue, number: int, ends: Sequence[int]) -> int:
    """The sentence that states a value; a number of its own where it is stated across sentences."""
    first, last = sorted((found.spans[0][0], found.spans[-1][1]))
    sentence = bisect_left(ends, first)
    return sentence if sentence == bisect_left(ends, last) else -1 - number


def _elsewhere(places: set[int] | None, place: int) -> bool:
    """Whether a sentence other than this one is among the places."""
    return places is not None and (len(places) > 1 or place not in places)


def _said(value: Value) -> Said:
    unit = value.unit if not value.unit or value.unit.isascii() else "个"
    unit = "d" if unit == "workday" else unit
    return unit, value.old, value.old_high, value.new, value.new_high


def _parts(said: Said) -> Iterator[Said]:
    """Whatever says less: the same with some of its numbers left out."""
    unit, *numbers = said
    choices = (((number,) if number is None else (number, None)) for number in numbers)
    for old, old_high, new, new_high in product(*choices):
        part = unit, old, old_high, new, new_high
        if part != said:
            yield part
