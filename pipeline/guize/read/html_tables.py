"""Tables in HTML as lines of text: a row is a line, its cells joined by ` | `."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guize.read.html_tree import Node, elements, lines_of, select

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_COLUMNS = 1000  # that a cell may span, as the HTML standard has it
_MOST_ROWS = 65534


def flatten_tables(tree: Node) -> None:
    """Puts one paragraph a row in the place of each table.

    A merged cell is repeated in every row and column it spans, but a row of one cell stays one. Tables that
    only lay out a page (of one row or column, or with headings or tables inside) are left as they are.
    """
    for table in select(tree.body, "table"):
        if table.query_selector("table, h1, h2") is not None:
            continue
        grid = _grid(select(table, "tr"))
        if len(grid) < 2 or max(map(len, grid)) < 2:
            continue
        for cells in grid:
            paragraph = tree.create_element("p")
            paragraph.append_child(tree.create_text_node(" | ".join(cells)))
            table.parent.insert_before(paragraph, table)
        table.parent.remove_child(table)


def _grid(rows: Sequence[Node]) -> list[list[str]]:
    """The texts of the cells, row by row."""
    columns: list[dict[int, str]] = [{} for _ in rows]  # of each row: position → text
    grid = []
    for number, row in enumerate(rows):
        cells = [cell for cell in elements(row) if cell.tag in ("td", "th")]
        alone = len(cells) == 1 and not columns[number]
        position = 0
        for cell in cells:
            while position in columns[number]:
                position += 1
            text = " ".join(lines_of(cell))
            for below in columns[number : number + _span(cell, "rowspan", _MOST_ROWS)]:
                for right in range(_span(cell, "colspan", _MOST_COLUMNS)):
                    below[position + right] = text
        line = [columns[number].get(position, "") for position in range(max(columns[number], default=-1) + 1)]
        grid.append(line[:1] if alone else line)
    return grid


def _span(cell: Node, name: str, most: int) -> int:
    value = cell.getattr(name, "").strip()
    return min(max(int(value), 1), most) if value.isdecimal() else 1
