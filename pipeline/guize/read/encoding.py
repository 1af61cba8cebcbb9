"""Which encoding a text is in: UTF-8, GB18030 (and so GBK, GB2312), Big5, or UTF-16 with a mark.

UTF-8 is tried strictly and first: text in another encoding is practically never valid UTF-8. GB18030 and Big5
accept almost any bytes, so for them being valid proves little. But both standards put the characters in daily
use into their first level, one range of lead bytes, and the rare ones behind it. Chinese text read by its own
encoding lies in that level almost entirely; read by the other, or read as Chinese though it is none, it
scatters. The share of such characters decides, and a few broken bytes do not matter.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from guize.errors import InputError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_FIRST_LEVEL = {"gb18030": ("gb2312", b"\xd7"), "big5hkscs": ("big5", b"\xc6")}  # standard, last lead byte
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*(gb\w*|big5)""", re.IGNORECASE)
_ENOUGH = 0.5  # share of expected characters among those that are not ASCII


def detect_encoding(head: bytes, stated: str | None = None) -> str:
    """The name of the codec for a text.

    Args:
        head: its first bytes, or all of them; the last character may be cut.
        stated: the codec to use unless the text begins with a mark.

    Raises:
        InputError: the bytes are no text in a known encoding.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if stated is not None:
        return stated
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    shares = {name: _expected_share(head, name) for name in ("utf-8", *_FIRST_LEVEL)}
    declared = _DECLARED.search(head)
    if declared:
        name = "big5hkscs" if declared[1].lower() == b"big5" else "gb18030"
        if shares[name] >= _ENOUGH:
            return name
    best = max(shares, key=shares.__getitem__)
    if shares[best] < _ENOUGH:
        raise InputError("neither text in UTF-8, GB18030, Big5 or UTF-16 nor a known file format")
    return best


def _expected_share(head: bytes, name: str) -> float:
    """The share of characters, of those not ASCII, that text in the encoding is expected to have."""
    counts = Counter(head.decode(name, "surrogateescape"))
    beyond = {character: count for character, count in counts.items() if not character.isascii()}
    standard, last = _FIRST_LEVEL.get(name, ("utf-8", b"\xff"))
    expected = sum(
        count for character, count in beyond.items() if b"" < character.encode(standard, "ignore")[:1] <= last
    )
    return expected / sum(beyond.values())


def has_broken_bytes(text: str) -> bool:
    """Whether a decoder with errors="surrogateescape" met bytes that it could not read."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
