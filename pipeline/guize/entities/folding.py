"""Content folded for look-ups in lists of names: lower case, letters and digits of half width."""

from __future__ import annotations

import re

_FULL_WIDTH = re.compile("[Ａ-Ｚａ-ｚ０-９]")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def fold(content: str) -> str:
    """The content in lower case and half width, of the same length: offsets in it are offsets in `content`."""
    if _FULL_WIDTH.search(content):
        content = content.translate(_HALF_WIDTH)
    lowered = content.lower()
    return lowered if len(lowered) == len(content) else "".join(c if len(c.lower()) > 1 else c.lower() for c in content)


def inside_word(folded: str, start: int, end: int) -> bool:
    """Whether a name that begins or ends in a letter (a digit) is but a part of a longer word (number) or identifier."""
    return (start > 0 and _goes_on(folded[start], folded[start - 1], folded[max(0, start - 2) : start - 1])) or (
        end < len(folded) and _goes_on(folded[end - 1], folded[end], folded[end + 1 : end + 2])
    )


def _goes_on(edge: str, neighbour: str, next_but_one: str) -> bool:
    """Whether a word goes on from `edge`: at once (`wishes`), or after a hyphen or point (`fr-line`, `docs.x.com`)."""
    if neighbour in "-._":
        neighbour = next_but_one
    return _same_run(edge, neighbour)


def _same_run(a: str, b: str) -> bool:
    return a.isascii() and b.isascii() and ((a.isalpha() and b.isalpha()) or (a.isdigit() and b.isdigit()))
