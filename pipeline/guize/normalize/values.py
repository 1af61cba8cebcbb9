"""Old and new values: which quantities of a text change, from what to what."""

from __future__ import annotations

import re

from guize.entities import quantities
from guize.entities.numerals import ARABIC, read
from guize.entities.quantities import Quantity
from guize.normalize import columns, naming, tables
from guize.normalize.pairs import HOURS, Pair, align
from guize.normalize.prose import read_prose
from guize.normalize.repeated import FoundValue, distinct, untabled
from guize.records import Value

_BARE_CELL = re.compile(rf"({ARABIC})(?:\s*[（(][^）)]{{0,20}}[)）])?")


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
    told = untabled(distinct(said, title, text), rows)
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
