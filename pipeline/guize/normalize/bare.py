"""Numbers that only their context makes quantities.

字符数由128减至100; 粉丝数不少于10万; 2万元降至5000; 费率由4%降为0; 0佣金; 7天无理由退货 where its days change;
（单位：元/件）拆包：0.8改为0.9.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from guize.entities.numerals import read
from guize.entities.quantities import Quantity, unit_of
from guize.normalize.patterns import grammar

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEAR = 14  # characters before a number in which its noun stands


def find(text: str, found: list[Quantity]) -> list[Quantity]:
    """The numbers of `text` that are quantities, beside those `found`."""
    taken = {at for quantity in found for at in (quantity.start, quantity.end - 1)}
    bare = chain(_counts(text), _noted(text), _sums(text, found), _fixed(text))
    return [quantity for quantity in bare if quantity.start not in taken]


def _counts(text: str) -> Iterator[Quantity]:
    """Numbers of what a noun before them names: old and new ones, and minima."""
    words = grammar()
    if not words.counted(text):
        return
    for match in words["bare_change"].finditer(text):
        unit = words.counted(text, max(0, match.start() - _NEAR), match.start())
        if unit:
            yield from _count(text, match.span("old"), unit)
            yield from _count(text, match.span("new"), unit)
    for match in words["bare_count"].finditer(text):
        unit = words.counted(text, match.start(), match.start("q"))
        if unit:
            yield from _count(text, match.span("q"), unit)


def _noted(text: str) -> Iterator[Quantity]:
    """Old and new numbers of a list whose unit a note above it gives."""
    note = grammar()["unit_note"].search(text)
    known = unit_of(note["unit"]) if note else None
    if not note or not known:
        return
    unit, kind, factor = known
    for match in grammar()["bare_change"].finditer(text, note.end()):
        for side in ("old", "new"):
            for number in _count(text, match.span(side), unit):
                yield number._replace(low=round(number.low * factor, 9), kind=kind)


def _count(text: str, span: tuple[int, int], unit: str) -> Iterator[Quantity]:
    """The number at a span; none where it is vague (两三)."""
    try:
        yield Quantity(*span, read(text[slice(*span)]), None, unit, "count", text[slice(*span)])
    except ValueError:
        return


def _sums(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """Numbers that a sum of money becomes."""
    for quantity in found:
        match = grammar()["bare_new"].match(text, quantity.end) if quantity.kind == "money" else None
        if match:
            start, end = match.span("new")
            yield quantity._replace(start=start, end=end, low=read(match["new"]), high=None, text=match["new"])


def _fixed(text: str) -> Iterator[Quantity]:
    """Zeros, and the 7 days of a right to return."""
    words = grammar()
    for name in ("from_zero", "to_zero"):
        for match in words[name].finditer(text):
            yield Quantity(*match.span(), 0.0, None, "", "count", match[0])
    for match in words["zero_fee"].finditer(text):
        yield Quantity(*match.span(), 0.0, None, "%", "percent", match[0])
    for match in words["named_limit"].finditer(text) if "无理由" in text else ():
        yield Quantity(*match.span(), 7.0, None, "d", "duration", match[0])
