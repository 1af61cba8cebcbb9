"""How large the sheets of a workbook are, told before it is loaded.

The library that loads a sheet holds the whole rectangle up to its last cell, ends the process where that does not fit
in memory, and never ends on XML that is broken off.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from guize.errors import InputError

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping

MOST_CELLS = 1 << 23  # of a sheet's rectangle
_PLACE = re.compile(r"([A-Za-z]{1,9})(\d{1,19})")


def check_sheets(archive: zipfile.ZipFile) -> None:
    """Refuse an .xlsx, .xlsm or .ods that cannot be loaded within bounds.

    Raises:
        InputError: a part is no XML, a sheet is in none, or a sheet's rectangle has more than 8,388,608 cells.
    """
    for entry in archive.infolist():  # not by name: two parts may have the same
        name = entry.filename.lower()
        if name.endswith((".xml", "workbook.xml.rels")):
            parser = expat.ParserCreate()
            parser.StartElementHandler = _Sheet().begin if name.endswith(".xml") else _relate
            try:
                with archive.open(entry) as part:
                    parser.ParseFile(part)
            except expat.ExpatError as error:
                raise InputError(f"a damaged workbook: {entry.filename}: {error}") from None


def _relate(element: str, attributes: Mapping[str, str]) -> None:
    """A relationship of an Excel workbook begins; a sheet that it is to has a name by which it is looked at."""
    target = attributes.get("Target", "")
    if attributes.get("Type", "").lower().endswith("sheet") and not target.lower().endswith(".xml"):
        raise InputError(f"a damaged workbook: a sheet in '{target[:40]}'")


class _Sheet:
    """Follows the cells of a sheet: in Excel's XML they state their place, in OpenDocument's how often they repeat."""

    def __init__(self) -> None:
        self._row = self._column = 0  # of the current cell, from 1 on
        self._rows = self._columns = 0  # with something in them

    def begin(self, element: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        match element.rpartition(":")[2]:
            case "table":
                self._row = self._column = self._rows = self._columns = 0
            case "row":
                self._row, self._column = _number(attributes.get("r"), self._row + 1), 0
            case "c":
                self._column += 1
                if "r" in attributes:
                    place = _PLACE.fullmatch(attributes["r"])
                    if place is None:
                        raise InputError(f"a damaged workbook: a cell at '{attributes['r'][:20]}'")
                    self._row, self._column = int(place[2]), _letters(place[1])
            case "v" | "is" | "p":
                self._fill()
            case "table-row":
                self._row, self._column = self._row + _number(attributes.get("table:number-rows-repeated"), 1), 0
            case "table-cell" | "covered-table-cell":
                self._column += _number(attributes.get("table:number-columns-repeated"), 1)
                if "office:value-type" in attributes:
                    self._fill()

    def _fill(self) -> None:
        self._rows, self._columns = max(self._rows, self._row), max(self._columns, self._column)
        if self._rows * self._columns > MOST_CELLS:
            raise InputError(f"a sheet of {self._rows:,} rows and {self._columns:,} columns; give its items as CSV")


def _number(digits: str | None, otherwise: int) -> int:
    return int(digits[:19]) if digits and digits.isdecimal() else otherwise


def _letters(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
