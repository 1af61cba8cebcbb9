"""Patterns of a vocabulary file, composed from its parts: `{name}` inserts a part."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PART = re.compile(r"\{([a-z_]+)\}")


def compose(regex: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    """The compiled pattern with its parts inserted."""
    while _PART.search(regex):
        regex = _PART.sub(lambda m: parts[m.group(1)], regex)
    return re.compile(regex)
