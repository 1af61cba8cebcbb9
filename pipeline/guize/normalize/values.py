"""Old and new values: which quantities of a text change, from what to what."""

from __future__ import annotations

import re
from typing import NamedTuple

from guize.entities import quantities
from guize.entities.numerals import ARABIC, read
from guize.entities.quantities import Quantity
from guize.normalize import columns, naming, tables
from guize.normalize.pairs import HOURS, Pair, align
from guize.normalize.prose import read_prose
from guize.records import Value

_SENTENCE_END = re.compile("[。；\n]")
_BARE_CELL = re.compile(rf"({ARABIC})(?:\s*[（(][^）)]{{0,20}}[)）])?")


class FoundValue(NamedTuple):
    """A value and its evidence: the stretches of `content` that state what, old and new."""

    value: Value
    spans: tuple[tuple[int, int], ...]


def find(content: str, start: int = 0, end: int | None = None) -> list[FoundValue]:
    """The values that `content[start:end]` states to change.

    Args:
        content: title and text as one string.
        start: first character to read.
        end: character to stop before; the end of `content` where None.

    Returns:
        One value a change; offsets of the evidence count characters of `content`.
    """
    text = content[start:end]
    rows: list[FoundValue] = []
    prose = text
    for table in tables.find(text):
        compared = columns.comparisons(table, text)
        if compared:
            rows += [value for row in compared for value in _row_values(row, text, table.start)]
            prose = prose[: table.start] + "\n" * (table.end - table.start) + prose[table.end :]
    said = [
        _found(s.pair, s.what, [(s.start, s.end)] if s.end > s.start else [])
        for s in read_prose(prose, quantities.find(prose))
    ]
    title = text.find("\n") if not start else -1
    told = [found for found in _distinct(said, title, text) if not any(_same(found.value, row.value) for row in rows)]
    return [FoundValue(value, tuple((a + start, b + start) for a, b in spans)) for value, spans in told + rows]


def _row_values(row: columns.Comparison, text: str, start: int) -> list[FoundValue]:
    old = _cell_quantities(row.old, row.unit, text) if row.old else []
    pairs = align(old, _cell_quantities(row.new, row.unit, text))
    labels = [(cell.start, cell.end) for cell in row.labels]
    what = naming.complete(row.what, text, start)
    return [_found(pair, what, labels) for pair in pairs if pair.changed]


def _cell_quantities(cell: tables.Cell, unit_name: str | None, text: str) -> list[Quantity]:
    found = [
        q._replace(start=q.start + cell.start, end=q.end + cell.start)
        for q in quantities.find(text[cell.start : cell.end])
    ]
    bare = _BARE_CELL.fullmatch(cell.text)
    unit = quantities.unit_of(unit_name) if unit_name else None
    if found or not bare or not unit:
        return found
    return [Quantity(cell.start, cell.end, read(bare[1]) * unit[2], None, unit[0], unit[1], cell.text)]


def _found(pair: Pair, what: str, spans: list[tuple[int, int]]) -> FoundValue:
    old, new = pair
    unit = (new and new.unit) or (old and old.unit) or None
    factor = 1.0
    if old and new and {old.unit, new.unit} <= HOURS.keys():
        factor = HOURS[old.unit] / HOURS[new.unit]

    def scaled(number: float | None) -> float | None:
        return None if number is None else round(number * factor, 6)

    value = Value(
        what=what,
        old=scaled(old.low) if old else None,
        old_high=scaled(old.high) if old else None,
        new=new.low if new else None,
        new_high=new.high if new else None,
        unit=unit,
    )
    return FoundValue(value, tuple(sorted({*((q.start, q.end) for q in pair if q), *spans})))


def _distinct(said: list[FoundValue], title: int, text: str) -> list[FoundValue]:
    """Each value once: the fuller statement of it, and not the title's where the text has it too."""
    kept: list[FoundValue] = []
    for found in said:
        if not _said_better(found, said, title, text) and not _said_before(found, kept, text):
            kept.append(found)
    return kept


def _said_better(found: FoundValue, said: list[FoundValue], title: int, text: str) -> bool:
    """Whether another sentence states more of the same value; of a title's value, as much, or its ends."""
    in_title = found.spans[-1][1] <= title
    for other in said:
        if other is found:
            continue
        fuller = _covers(other.value, found.value) and (in_title or not _covers(found.value, other.value))
        if (fuller or (in_title and _moves_by(other.value, found.value))) and not _beside(found, other, text):
            return True
    return False


def _said_before(found: FoundValue, kept: list[FoundValue], text: str) -> bool:
    """Whether the same was said of the same thing, or the same single value in another sentence."""
    partial = None in (found.value.old, found.value.new)
    return any(
        other.value == found.value
        or (_same(found.value, other.value, alike=not partial) and not _beside(found, other, text))
        for other in kept
    )


def _same(one: Value, other: Value, *, alike: bool = True) -> bool:
    """Whether the ends are the same and, if asked, one name has all the characters of the other (手续费, 鞋类手续费)."""
    names = set(one.what), set(other.what)
    return _covers(one, other) and _covers(other, one) and (not alike or names[0] <= names[1] or names[1] <= names[0])


def _beside(one: FoundValue, other: FoundValue, text: str) -> bool:
    """Whether one sentence states both, so that they are two values."""
    ends = sorted(end for found in (one, other) for end in (found.spans[0][0], found.spans[-1][1]))
    return not _SENTENCE_END.search(text, ends[0], ends[-1])


def _moves_by(full: Value, part: Value) -> bool:
    """Whether `part` is the distance of `full`: 延长7天 of 7天 → 14天."""
    if full.old is None or full.new is None or part.old is not None or part.new is None or full.unit != part.unit:
        return False
    return abs(full.new - full.old) == part.new


def _covers(full: Value, part: Value) -> bool:
    """Whether `full` says all that `part` says."""
    return (full.unit == part.unit or _classifiers(full.unit, part.unit)) and all(
        own is None or own == other
        for own, other in (
            (part.old, full.old),
            (part.old_high, full.old_high),
            (part.new, full.new),
            (part.new_high, full.new_high),
        )
    )


def _classifiers(*units: str | None) -> bool:
    """Whether all are classifiers: 21名 and 21人 say the same."""
    return all(unit and not unit.isascii() for unit in units)
