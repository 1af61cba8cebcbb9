"""Word segmentation: jieba's dictionary and algorithm plus the domain words of `vocabulary/words.txt`.

The engine is rjieba (jieba-rs, a compiled jieba) where it is installed, else jieba itself; with the new-word model (HMM)
off the two give the same tokens, which a test asserts.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from importlib.resources import files

Segment = Callable[[str], list[str]]

# High enough that a domain word outweighs its parts in jieba's unigram model.
_FREQUENCY = 20_000


@cache
def domain_words() -> tuple[str, ...]:
    """The words of the field that jieba's dictionary lacks or splits."""
    text = (files("guize.vocabulary") / "words.txt").read_text(encoding="utf-8")
    return tuple(word for word in text.split() if word)


@cache
def jieba_segment() -> Segment:
    """The reference: jieba in pure Python, some twenty times slower."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba

    jieba.setLogLevel(40)
    tokenizer = jieba.Tokenizer()
    for word in domain_words():
        tokenizer.add_word(word, _FREQUENCY)

    def segment(text: str) -> list[str]:
        return tokenizer.lcut(text, HMM=False)  # type: ignore[no-any-return]

    return segment


@cache
def rjieba_segment() -> Segment:
    """The compiled engine. Raises ImportError where rjieba is not installed."""
    import rjieba

    tokenizer = rjieba.Jieba()
    for word in domain_words():
        tokenizer.add_word(word, _FREQUENCY, "n")

    def segment(text: str) -> list[str]:
        return tokenizer.cut(text, False)

    return segment


@cache
def default_segment() -> Segment:
    """Rjieba where it can be imported, else jieba."""
    try:
        return rjieba_segment()
    except ImportError:
        return jieba_segment()
