"""A notice or an article as a PDF document; needs the extra `guize[pdf]`."""

from __future__ import annotations

import io
import logging
import re
from statistics import median
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from guize.errors import InputError
from guize.read.furniture import is_pager
from guize.read.rows import clean
from guize.read.streams import read_document
from guize.read.text_page import read_text_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guize.records import Item

_PAGE_NUMBER = re.compile(r"[-–—\s]*\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*")
_BEGINS = re.compile(
    r"(?:第?[一二三四五六七八九十\d]{1,4}(?:[、章条]|[.．](?!\d))|[（(][一二三四五六七八九十\d]{1,3}[)）]|[•·●])"
)
_WORDS = re.compile(r"[!-~]{2}")  # letters that a space parted where the line was wrapped


# Its warnings go where a program's logging sends them, and nowhere by themselves.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())


class _Line(NamedTuple):
    """A line on a page: its text, and where it stands, in points from the top left."""

    text: str
    left: float
    right: float
    top: float
    size: float  # of its characters
    is_row: bool = False  # of a table


def read_pdf(stream: BinaryIO, name: str) -> Item:
    """The one item of a document; wrapped lines are joined, the rows of ruled tables are lines of cells.

    Raises:
        InputError: the document is damaged, locked or without text, or the extra is not installed.
    """
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
    except ModuleNotFoundError:
        raise InputError('a PDF document; to read it: pip install "guize[pdf]"') from None
    try:
        with pdfplumber.open(io.BytesIO(read_document(stream))) as document:
            lines = [line for page in document.pages for line in _lines(page)]
    except InputError:
        raise
    except Exception as error:  # pdfminer raises whatever a damaged document leads it to
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise InputError("a PDF document locked by a password") from None
        raise InputError("a damaged PDF document") from None
    text = clean("\n".join(_paragraphs(lines)))
    if not text.strip():
        raise InputError("a PDF document without text, such as a scan; recognise its text first")
    return read_text_page(text, name)


def _lines(page: Any) -> list[_Line]:
    """The lines of a page from top to bottom, without page numbers; those inside a table as its rows."""
    tables = page.find_tables()
    rest = page
    lines: list[_Line] = []
    for table in tables:
        left, top, right, bottom = table.bbox
        rest = rest.filter(lambda obj, box=table.bbox: not _inside(obj, box))
        rows = [" | ".join(" ".join((cell or "").split()) for cell in row) for row in table.extract()]
        step = (bottom - top) / max(len(rows), 1)
        lines += [_Line(row, left, right, top + n * step, step, is_row=True) for n, row in enumerate(rows)]
    for line in rest.extract_text_lines():
        text = line["text"].strip()
        if text and not _PAGE_NUMBER.fullmatch(text) and not is_pager(text):
            size = median(char["size"] for char in line["chars"])
            lines.append(_Line(text, line["x0"], line["x1"], line["top"], size))
    return sorted(lines, key=lambda line: line.top)


def _inside(obj: Any, box: tuple[float, float, float, float]) -> bool:
    x, y = (obj["x0"] + obj["x1"]) / 2, (obj["top"] + obj["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _paragraphs(lines: Sequence[_Line]) -> Iterator[str]:
    """The lines as they were before they were wrapped, also across pages."""
    prose = [line for line in lines if not line.is_row]
    left, right = min((line.left for line in prose), default=0.0), max((line.right for line in prose), default=0.0)
    paragraph = ""
    for before, line in zip([None, *lines], lines, strict=False):
        if before is not None and _fills(before, left, right) and _goes_on(before, line):
            paragraph += (" " if _WORDS.fullmatch(paragraph[-1] + line.text[0]) else "") + line.text
        else:
            yield paragraph
            paragraph = line.text
    yield paragraph


def _fills(line: _Line, left: float, right: float) -> bool:
    """Whether a line takes the whole width, but for the indent of a paragraph and what did not fit."""
    return line.left < left + 4 * line.size and line.right > right - 2 * line.size


def _goes_on(before: _Line, line: _Line) -> bool:
    """Whether a line may continue the one before: of its size, not indented, and no item of a list."""
    same = not before.is_row and not line.is_row and abs(before.size - line.size) < 1
    return same and line.left < before.left + 1.5 * line.size and not _BEGINS.match(line.text)
