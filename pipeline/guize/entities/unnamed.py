"""Who acts where the vocabulary knows none that does: a regulator behind a public rule, or a platform it does not list."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from guize import vocabulary
from guize.records import Span


class _Patterns(NamedTuple):
    regulation: re.Pattern[str]
    platform: tuple[re.Pattern[str], ...]


@cache
def _patterns() -> _Patterns:
    data = vocabulary.load("actor")["unnamed"]
    return _Patterns(re.compile(data["regulation"]), tuple(re.compile(pattern) for pattern in data["platform"]))


def regulation(content: str) -> Span | None:
    """The words by which a text speaks of a public rule without its author; label `platform`, value `regulator`."""
    match = _patterns().regulation.search(content)
    return Span(match.start(), match.end(), "platform", "regulator") if match else None


def platform(content: str) -> Span | None:
    """The name of an unlisted platform that acts; label `platform`, value the name, its letters in lower case."""
    for pattern in _patterns().platform:
        if match := pattern.search(content):
            return Span(*match.span("name"), "platform", match["name"].lower())
    return None
