"""What a quantity is of: a short noun phrase from the words around it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from guize import vocabulary

_SHORT, _LONGEST = 8, 24
_TAIL = 16  # characters; bounds the search for the verbs that end a phrase


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The noun phrase in `text[start:end]`: without list numbers, dates and verbs around it; may be empty."""
    words = _words()
    lead = words.lead_in.match(text, start, end)
    start = lead.end() if lead else start
    behind = max(start, end - _TAIL)
    tail = words.tail.search(text[behind:end])
    return start, (behind + tail.start() if tail else end)


def complete(phrase: str, text: str, at: int, end: int | None = None) -> str:
    """`phrase` with a noun of what is measured, where it has none itself.

    The noun stands after `end` (5%的服务费), or last before `at`: 个体店 in 基础保证金下调，个体店由5000元…
    becomes 个体店基础保证金.
    """
    words = _words()
    phrase = phrase.strip()
    bound_only = bool(words.bare.fullmatch(phrase))
    if not bound_only and (words.says.search(phrase) or len(phrase) > _SHORT):
        return phrase[-_LONGEST:]
    behind = words.behind.match(text, end) if end is not None else None
    if behind and not bound_only:
        return f"{phrase}{behind[1]}"
    ahead = (m[1] or m[2] for m in words.noun.finditer(text, max(0, at - 120), at))
    noun = behind[1] if behind else next((n for n in reversed(list(ahead)) if not words.bare.fullmatch(n)), "")
    if noun in phrase:
        return phrase
    return noun + phrase if bound_only else phrase + noun


class _Words:
    def __init__(self, words: dict[str, Any]) -> None:
        nouns = "|".join(sorted(words["nouns"], key=len, reverse=True))
        self.lead_in, self.tail = re.compile(words["lead_in"]), re.compile(words["tail"])
        self.says = re.compile(nouns)
        self.bare = re.compile(words["bare"])
        self.noun = re.compile(
            f"(?<=[的、，。：“”（(\\s])([一-龥A-Za-z]{{0,8}}(?:{nouns}))(?![一-龥]{{0,2}}率)|({nouns})"
        )
        self.behind = re.compile(f"(?:[/／][一-龥]{{1,3}})?的?([一-龥A-Za-z]{{0,10}}(?:{nouns}))")


@cache
def _words() -> _Words:
    return _Words(vocabulary.load("values")["naming"])
