"""Knowledge as data: platforms, categories, lexicon, words. Add to the TOML files; no code changes are needed."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The parsed vocabulary file `name`.toml; parsed once per process, not to be modified."""
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))
