"""Knowledge as data: platforms, categories, lexicon, words. Add to the TOML files; no code changes are needed."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

_PART = re.compile(r"\{([a-z_0-9]*[a-z_][a-z_0-9]*)\}")


@cache
def load(name: str) -> dict[str, Any]:
    """The parsed vocabulary file `name`.toml; parsed once per process, not to be modified."""
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))


class Vocabulary(NamedTuple):
    """The vocabulary files with a user's additions; equal ones share what is compiled from them.

    Attributes:
        additions: JSON, file → table. Its tables are joined with the file's, its lists stand before the file's, and
            its other values replace the file's.
    """

    additions: str = "{}"

    def load(self, name: str) -> dict[str, Any]:
        """The vocabulary file `name`.toml with the additions; not to be modified."""
        return _load(self, name)


SHIPPED = Vocabulary()


@cache
def _load(words: Vocabulary, name: str) -> dict[str, Any]:
    joined: dict[str, Any] = _join(load(name), json.loads(words.additions).get(name, {}))
    return joined


def _join(shipped: Any, added: Any) -> Any:
    match shipped, added:
        case dict(), dict():
            return shipped | {key: _join(shipped.get(key), value) for key, value in added.items()}
        case list(), list():
            return added + shipped
    return added


def expand(regex: str, parts: Mapping[str, str]) -> str:
    """A regular expression with its `{part}`s written out; parts may name parts."""
    while _PART.search(regex):
        regex = _PART.sub(lambda match: parts[match.group(1)], regex)
    return regex
