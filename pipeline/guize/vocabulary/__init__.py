"""Knowledge as data: platforms, categories, lexicon, words. Add to the TOML files; no code changes are needed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_PART = re.compile(r"\{([a-z_0-9]*[a-z_][a-z_0-9]*)\}")


@cache
def load(name: str) -> dict[str, Any]:
    """The parsed vocabulary file `name`.toml; parsed once per process, not to be modified."""
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))


def expand(regex: str, parts: Mapping[str, str]) -> str:
    """A regular expression with its `{part}`s written out; parts may name parts."""
    while _PART.search(regex):
        regex = _PART.sub(lambda match: parts[match.group(1)], regex)
    return regex
