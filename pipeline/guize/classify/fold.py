"""Folding: writings of the same text that differ in case, width or spacing become the same code points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from guize.classify.arrays import Bools, Codes, Ints

_SIZE = 0x10001  # the basic plane, and one entry for all beyond it
_UNKNOWN = 0xFFFD
_SPACES = (*range(9), 9, 11, 12, 13, 32, 0xA0, 0x200B, 0x3000, 0xFEFF)


def _table() -> Codes:
    table = np.arange(_SIZE, dtype=np.uint32)
    table[0xFF01:0xFF5F] = table[0x21:0x7F]
    for first in (0x41, 0xFF21):
        table[first : first + 26] = np.arange(0x61, 0x7B, dtype=np.uint32)
    table[0xD800:0xE000] = _UNKNOWN
    table[0x10000] = _UNKNOWN
    table[list(_SPACES)] = 0
    return table


def _marks(characters: str) -> Bools:
    marks = np.zeros(_SIZE, np.bool_)
    marks[[ord(character) for character in characters]] = True
    return marks


_TABLE = _table()
SENTENCE_ENDS = _marks("。!?;\n")
CLAUSE_ENDS = _marks("。!?;\n,:")
DIGITS = _marks("0123456789")


def codes_of(text: str) -> Codes:
    """The code points of a text, one entry a character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def fold_codes(codes: Codes) -> tuple[Codes, Ints]:
    """Folded code points without spaces, and the position in `codes` of each of them."""
    folded = _TABLE[np.minimum(codes, _SIZE - 1)]
    kept = np.flatnonzero(folded)
    return folded[kept], kept


def fold(text: str) -> Codes:
    """The folded code points of a text."""
    return fold_codes(codes_of(text))[0]


def to_text(codes: Codes) -> str:
    """Folded code points as a string, one character an entry."""
    return codes.tobytes().decode("utf-32-le")
