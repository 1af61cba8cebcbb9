"""Numbers as they are written in Chinese texts: 1,000 · ３．５ · 20万 · 四千五百 · 伍万 · 零点六."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

_DIGITS = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_TENS = "十百千拾佰仟万亿"

ARABIC = r"[0-9０-９]{1,12}+(?:,[0-9]{3}(?![0-9]))*+(?:[.．][0-9０-９]{1,6}+)?"
MULTIPLIER = "(?:[百千]?(?:万亿|[万亿])|千(?![克米])|百(?!分))"
SPELLED = f"[{_DIGITS}{_TENS}]{{1,16}}+(?:点[{_DIGITS}]{{1,6}}+)?"
FIRST = f"0-9０-９{_DIGITS}{_TENS}"
"""The characters that a number can begin with, for a character class."""

_HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.", ", \u3000\u00a0")
_POWERS = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


@lru_cache(maxsize=4096)
def read(text: str) -> float:
    """The value of a number in Arabic or Chinese figures.

    Args:
        text: what `ARABIC` with an optional `MULTIPLIER`, or `SPELLED`, matches; blanks are allowed.

    Raises:
        ValueError: it is no number, or a vague one (两三).
    """
    text = text.translate(_HALF_WIDTH)
    figures = text.rstrip("百千万亿")
    if figures and figures[0].isdecimal():
        value = Decimal(figures)
        for power in text[len(figures) :]:
            value *= _POWERS[power]
        return float(value)
    if len(text) > 1 and not set(text) & set(_TENS + "点"):
        raise ValueError(f"vague number: {text}")
    return _spelled("一" + text if text[0] in "百千万亿" else text)


def _spelled(text: str) -> float:
    # cn2an loads its tables in 0.13 s: paid by the first text with a spelled number, not by every start
    from cn2an import cn2an

    try:
        return float(cn2an(text, "smart"))
    except (KeyError, IndexError) as error:  # on some malformed numbers, besides its ValueError
        raise ValueError(f"no number: {text}") from error
