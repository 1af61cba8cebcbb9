"""Who is bound or served, as the text names them; only where it says so (salutation, 适用对象, 要求…)."""

from __future__ import annotations

import re
from functools import cache

from guize import vocabulary
from guize.entities.grammar import compose
from guize.records import Span


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    data = vocabulary.load("audience")
    return tuple(compose(regex, data["parts"]) for regex in data["patterns"].values())


def find(content: str) -> list[Span]:
    """Audiences (label `audience`), in order of their patterns, each phrase once."""
    spans: dict[str, Span] = {}
    for pattern in _patterns():
        for match in pattern.finditer(content):
            for group in ("who", "more"):
                if group in pattern.groupindex and match.group(group):
                    spans.setdefault(match.group(group), Span(*match.span(group), "audience", match.group(group)))
    return sorted(spans.values())
