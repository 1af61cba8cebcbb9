"""Whole numbers in dates, Arabic or Chinese.

Written here rather than taken from a library: dates need only 0 to 9999 and digit strings (二〇二四), on the hot path,
and must never raise.
"""

from __future__ import annotations

from functools import lru_cache

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "元": 1, "正": 1}
_UNITS = {"十": 10, "百": 100, "千": 1000}


@lru_cache(maxsize=4096)
def number(text: str) -> int | None:
    """The whole number that `text` writes (`12`, `十二`, `廿一`, `二〇二四`), or None."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    text = text.replace("廿", "二十").replace("卅", "三十")
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            return None
    return total + digit
