"""Tables inside a text, with the offsets of their cells.

Read are HTML `<table>` elements (`rowspan` and `colspan` too), lines of cells separated by bars, tabs or wide
blanks, and tables whose cells stand one a line below a header 修改前 / 修改后.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from guize import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

_HTML = re.compile(r"<(/?)(table|tr|t[dh])\b([^>]{0,300})>", re.IGNORECASE)
_SPAN = re.compile(r"(row|col)span\s*=\s*[\"']?(\d{1,2})", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,300}>")
_LINE = re.compile("[^\n]+")
_SEPARATED = re.compile("[|｜∣│\t\u3000 ](?:(?<=[|｜∣│\t])|(?<=\\S\u3000)|(?<=\\S ) )")
_SEPARATORS = ((re.compile("[|｜∣│]"), 2), (re.compile("\t"), 2), (re.compile("\u3000+| {2,}"), 3))
_RULE = re.compile(r"[\s|｜:+-]+")
_STACKED_CELL = 24


class Cell(NamedTuple):
    """The words of a cell, which stands in `content[start:end]`."""

    text: str
    start: int
    end: int


class Table(NamedTuple):
    """A table in `content[start:end]`: rows of equal length, a merged cell in each place that it covers."""

    start: int
    end: int
    rows: list[list[Cell]]


def find(content: str) -> list[Table]:
    """The tables of `content`, in order; a single row is none."""
    tables = list(_html_tables(content)) if "<t" in content or "<T" in content else []
    taken = [(table.start, table.end) for table in tables]
    lines = _side_by_side(content) if _SEPARATED.search(content) else iter(())
    for table in [*lines, *_stacked(content)]:
        if not any(start < table.end and table.start < end for start, end in taken):
            tables.append(table)
    return sorted(tables)


def _cell(content: str, start: int, end: int) -> Cell:
    cell = content[start:end].lstrip()
    start = end - len(cell)
    cell = cell.rstrip()
    return Cell(_TAG.sub("", cell).strip() if "<" in cell else cell, start, start + len(cell))


def _html_tables(content: str) -> Iterator[Table]:
    """Tables of HTML elements; a table within a cell is read as part of the outer one."""
    start, depth, opened = 0, 0, 0
    spans: dict[str, int] = {}
    rows: list[list[tuple[Cell, int, int]]] = []
    for tag in _HTML.finditer(content):
        closing, name = bool(tag[1]), tag[2].lower()
        if opened and rows:
            rows[-1].append((_cell(content, opened, tag.start()), spans.get("row", 1), spans.get("col", 1)))
        opened = 0
        if name == "table":
            depth += -1 if closing else 1
            if not closing and depth == 1:
                start, rows = tag.start(), []
            elif closing and depth <= 0:
                if len(rows) > 1:
                    yield Table(start, tag.end(), _grid(rows))
                depth, rows = 0, []
        elif name == "tr" and not closing and depth:
            rows.append([])
        elif name != "tr" and not closing and depth:
            opened, spans = tag.end(), {key.lower(): int(count) for key, count in _SPAN.findall(tag[3])}


def _grid(rows: list[list[tuple[Cell, int, int]]]) -> list[list[Cell]]:
    """Rows of equal length: a merged cell stands in every place it covers, a missing one is empty."""
    placed: dict[tuple[int, int], Cell] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell, height, width in row:
            while (y, x) in placed:
                x += 1
            for dy in range(min(height, len(rows) - y)):
                placed.update({(y + dy, x + dx): cell for dx in range(width)})
            x += width
    width = 1 + max((x for _, x in placed), default=0)
    return [[placed.get((y, x), Cell("", 0, 0)) for x in range(width)] for y in range(len(rows))]


def _side_by_side(content: str) -> Iterator[Table]:
    """Tables whose rows are lines of separated cells."""
    block: list[list[Cell]] = []
    for match in _LINE.finditer(content):
        line = _cell(content, *match.span())
        if _RULE.fullmatch(line.text):
            continue
        cells = _cells(content, line)
        if block and len(cells) != len(block[0]):
            yield from _block(block)
            block = []
        if cells:
            block.append(cells)
    yield from _block(block)


def _block(rows: list[list[Cell]]) -> Iterator[Table]:
    if len(rows) > 1:
        yield Table(rows[0][0].start, rows[-1][-1].end, rows)


def _cells(content: str, line: Cell) -> list[Cell]:
    """The cells of a line; none where it has no separators."""
    if not _SEPARATED.search(content, line.start, line.end):
        return []
    for separator, least in _SEPARATORS:
        cuts = [edge for cut in separator.finditer(content, line.start, line.end) for edge in cut.span()]
        edges = [line.start, *cuts, line.end]
        cells = [_cell(content, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        if least == 2:
            cells = cells[not cells[0].text : len(cells) - (not cells[-1].text)]
        if len(cells) >= least:
            return cells
    return []


def _stacked(content: str) -> Iterator[Table]:
    """The first table whose cells stand one a line: a label, 修改前, 修改后, and so on below it."""
    header = _stacked_header().search(content)
    if not header:
        return
    lines = [_cell(content, *match.span()) for match in _LINE.finditer(content, header.start() + 1)]
    rows = [lines[i : i + 3] for i in range(0, len(lines) - 2, 3)]
    ends = (i for i, row in enumerate(rows) if any(len(cell.text) > _STACKED_CELL for cell in row))
    rows = rows[: next(ends, len(rows))]
    if len(rows) > 1:
        yield Table(rows[0][0].start, rows[-1][-1].end, rows)


@cache
def _stacked_header() -> re.Pattern[str]:
    return re.compile(vocabulary.load("values")["columns"]["stacked"])
