"""Which pages of a crawl may announce something, by their bytes alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ahocorasick_rs import BytesAhoCorasick, Implementation

from guize import vocabulary

_ENCODINGS = ("utf-8", "gb18030")
_SHORTEST = 4  # letters of a name in Latin ones; shorter ones are in any page's markup


def is_candidate(content: bytes) -> bool:
    """Whether a page names a platform, an authority or the trade, and has a word of rules and changes.

    They are looked for as bytes of UTF-8 and of GB18030, in either case of letters; that the words are Chinese tells the
    language. Pages in Big5, or that write Chinese as entities, are missed.
    """
    folded = content.lower()  # may turn one Chinese character into another in GB18030: in the words too, so no harm
    # Few pages of the web name a platform, so that most are read once.
    return bool(_names().find_matches_as_indexes(folded)) and bool(_words().find_matches_as_indexes(folded))


@cache
def _names() -> BytesAhoCorasick:
    platforms, authorities = vocabulary.load("platforms"), vocabulary.load("authorities")
    names = {name for table in ("names", "services") for names in platforms[table].values() for name in names}
    names |= {name for company in platforms["companies"] for name in company["names"]}
    names |= {*authorities["names"], *authorities["local"], *vocabulary.load("reading")["candidates"]["trade"]}
    return _automaton(name for name in names if not name.isascii() or len(name) >= _SHORTEST)


@cache
def _words() -> BytesAhoCorasick:
    return _automaton(vocabulary.load("reading")["candidates"]["words"])


def _automaton(words: Iterable[str]) -> BytesAhoCorasick:
    forms = {word.encode(encoding).lower() for word in words for encoding in _ENCODINGS}
    return BytesAhoCorasick(sorted(forms), implementation=Implementation.DFA)
