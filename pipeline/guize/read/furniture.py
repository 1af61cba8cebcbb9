"""Lines of a page that are no words of its texts: pager, foot, and links to read more."""

from __future__ import annotations

import re
from functools import cache

from guize import vocabulary


def is_pager(line: str) -> bool:
    """Whether the line is part of a page's way to the next one, such as `‹‹` or `上一页 1 2 3 下一页`."""
    return _pager().fullmatch(line) is not None


def is_foot(line: str) -> bool:
    """Whether the foot of a page begins with the line: copyright, related articles, sharing."""
    return _pattern("foot").search(line.strip()) is not None


def is_more(line: str) -> bool:
    """Whether the line only leads to the rest of a text, such as `阅读全文 >>`."""
    return _pattern("more").search(line.strip()) is not None


@cache
def _pager() -> re.Pattern[str]:
    words = "|".join(vocabulary.load("reading")["lines"]["pager"])
    between = r"(?:[\s•·*|/-]|\d)*"
    return re.compile(rf"{between}(?:(?:{words}){between})+")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(vocabulary.load("reading")["lines"][name]), re.IGNORECASE)
