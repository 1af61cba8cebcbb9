"""The columns of a table that compare an old state with a new one, or that state the terms of a new rule.

What makes a column old or new is data (`vocabulary/values.toml`, `columns`), such as 调整前; or it is the
earlier of two years.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from guize import vocabulary
from guize.entities.quantities import unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guize.normalize.tables import Cell, Table

_EMPTY_BRACKETS = re.compile(r"[（(]\s*[)）]|[\s\u3000]+")
_UNIT = re.compile(
    r"[（(](?!单位)([^（）()，,：:]{1,14})[)）]|[，,]([^（）()，,：:]{1,14})$|单位[:：]\s*([^\s，。；）)]{1,6})"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_VERSION = re.compile(r"[（(]?V?\d[\d.]*(?:年度?|版)?[)）]?")
_INLINE_LABEL = re.compile("[:：]")
_REACH = 40  # columns within which the later state of a thing stands; bounds the work on a table turned on its side


class Comparison(NamedTuple):
    """One old and one new cell of a row; `old` is None where the table states new terms only.

    Attributes:
        what: row labels and column noun.
        labels: the cells that name the row.
        old: the earlier state.
        new: the later state.
        unit: the unit's name, where header, label or a note beside the table gives it.
    """

    what: str
    labels: list[Cell]
    old: Cell | None
    new: Cell
    unit: str | None


class _Column(NamedTuple):
    """A header: its words, its place in time (0 before, 1 now, 2 after), and the other words."""

    header: str
    rank: int | None
    stem: str


def comparisons(table: Table, content: str) -> list[Comparison]:
    """The old and new cells of a table, row by row; empty where its header does not say which is which.

    A table whose rows are the old and the new state, a column a thing, is read turned round.
    """
    words = _words()
    columns, body = _split(table)
    compared = _pairs(columns)
    if not compared:
        states = [words.column(row[:1]) for row in table.rows]
        if any(state.rank is not None for state in states) and _pairs(states):
            columns, body = _split(table._replace(rows=[list(column) for column in zip(*table.rows, strict=True)]))
            compared = _pairs(columns)
    pairs: list[tuple[int | None, int]] = [*compared]
    if not pairs:
        pairs = [
            (None, i)
            for i, column in enumerate(columns)
            if i and (words.terms.search(column.header) or _is_price(column.header))
        ]
    if not pairs or any(_INLINE_LABEL.search(columns[new].header) for _, new in pairs):
        return []
    first = min(i for pair in pairs for i in pair if i is not None)
    beside = content[max(0, table.start - 80) : table.start] + content[table.end : table.end + 24]
    return [
        _comparison(row, columns, old, new, row[:first], beside)
        for row in body
        if not words.past.match(row[0].text)
        for old, new in pairs
    ]


def _split(table: Table) -> tuple[list[_Column], list[list[Cell]]]:
    """Header and body; a header of two rows is one whose second row tells old from new."""
    for depth in (1, 2):
        columns = [_words().column(cells) for cells in zip(*table.rows[:depth], strict=True)]
        if _pairs(columns):
            return columns, table.rows[depth:]
    return [_words().column((cell,)) for cell in table.rows[0]], table.rows[1:]


def _comparison(
    row: list[Cell], columns: list[_Column], old: int | None, new: int, before: list[Cell], beside: str
) -> Comparison:
    labels = list(dict.fromkeys(cell for cell in before if cell.text))
    stem = columns[new].stem or (columns[old].stem if old is not None else "")
    if old is not None and columns[new].rank is None:
        stem = _VERSION.sub("", stem)
    what = _UNIT.sub("", "".join(cell.text for cell in labels)) + _UNIT.sub("", stem)
    unit = _unit(columns[new].header, *(cell.text for cell in labels), beside)
    return Comparison(what, labels, None if old is None else row[old], row[new], unit)


def _unit(*texts: str) -> str | None:
    names = (match[1] or match[2] or match[3] for text in texts for match in _UNIT.finditer(text))
    return next((name for name in names if unit_of(name)), None)


def _is_price(header: str) -> bool:
    """Whether a header gives a currency: 标准件（美元/件）."""
    unit = unit_of(_unit(header) or "")
    return unit is not None and unit[1] == "money"


def _pairs(columns: list[_Column]) -> list[tuple[int, int]]:
    """Indices of the columns that hold an old state and the new one of the same thing."""
    pairs: list[tuple[int, int]] = []
    later: set[int] = set()
    for i, column in enumerate(columns):
        if i in later:
            continue
        after = (j for j in range(i + 1, min(i + _REACH, len(columns))) if _follows(column, columns[j], j == i + 1))
        pairs += [(i, j) for j in [next(after, None)] if j is not None]
        later.update(j for _, j in pairs[-1:])
    return pairs


def _follows(old: _Column, new: _Column, adjacent: bool) -> bool:
    """Whether `new` gives the later state of what `old` gives."""
    if old.rank is not None and new.rank is not None:
        return old.rank < new.rank and (old.stem == new.stem or adjacent)
    if old.rank is not None and old.rank < 2 and adjacent:
        return bool(old.stem) and new.header.endswith(old.stem)
    before, after = ([float(n) for n in _NUMBER.findall(column.header)] for column in (old, new))
    same = _NUMBER.sub("#", old.header) == _NUMBER.sub("#", new.header)
    return same and before < after and _words().dated.search(old.header) is not None


class _Words:
    """The markers of table headers."""

    def __init__(self, words: dict[str, Any]) -> None:
        self.markers = [(re.compile(marker), rank) for marker, rank in words["markers"]]
        self.terms, self.past, self.dated = (re.compile(words[name]) for name in ("terms", "past", "dated"))

    def column(self, cells: Sequence[Cell]) -> _Column:
        header = "".join(dict.fromkeys(cell.text for cell in cells))
        for marker, rank in self.markers:
            found = marker.search(header)
            if found:
                return _Column(header, rank, _EMPTY_BRACKETS.sub("", header[: found.start()] + header[found.end() :]))
        return _Column(header, None, header)


@cache
def _words() -> _Words:
    return _Words(vocabulary.load("values")["columns"])
