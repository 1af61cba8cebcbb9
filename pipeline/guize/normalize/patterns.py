"""The patterns of `vocabulary/values.toml`, compiled.

They are written over masked text, in which a quantity is one token: `TOKEN` and as many `FILL` as keep
the length, so that offsets stay those of the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from guize import vocabulary
from guize.entities.numerals import ARABIC, FIRST, MULTIPLIER, SPELLED
from guize.normalize.roles import Role, Roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TOKEN, FILL = "\ue000", "\ue001"

_NAME = re.compile(r"\{([A-Za-z_]+?)_?(\d*)\}")
_GAPS = {"gap": f"[^，,。；;：:！!？?\n{TOKEN}]", "far": f"[^。；;！!？?\n{TOKEN}]", "any": f"[^{TOKEN}]"}
_ASSERTION = re.compile(r"^\(\?<?[!=][^)]*\)")


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; it looks for their first characters first, which is fast.

    A word may begin with an assertion; after it, or else, with a plain character.
    """
    ordered = sorted(words, key=len, reverse=True)
    return f"(?=[{firsts(ordered)}])(?:{'|'.join(ordered)})"


def firsts(words: Iterable[str]) -> str:
    """The first characters of words, for a character class."""
    return re.escape("".join(sorted({_ASSERTION.sub("", word)[0] for word in words})))


class Grammar:
    """Named patterns (`grammar["change"]`), and the roles that single quantities play.

    Attributes:
        conditions: roles of quantities that are no values.
        rules: roles of quantities that a new rule sets.
    """

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._parts: dict[str, list[str]] = {}
        for name, part in words["parts"].items():
            self._parts[name] = sorted(map(self._expand, part), key=len, reverse=True)
        self._patterns = {name: re.compile(self._expand(regex)) for name, regex in words["pattern"].items()}
        self._noun = re.compile(any_of(words["nouns"]))
        self._nouns = [(re.compile(regex), unit) for regex, unit in words["nouns"].items()]
        self.conditions = Roles(map(self._role, words["condition"]))
        self.rules = Roles(map(self._role, words["rule"]))

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self._patterns[name]

    def counted(self, text: str, start: int = 0, end: int | None = None) -> str | None:
        """The unit of what a noun in `text[start:end]` counts; None where there is none."""
        stop = len(text) if end is None else end
        if not self._noun.search(text, start, stop):
            return None
        return next((unit for noun, unit in self._nouns if noun.search(text, start, stop)), None)

    def _expand(self, pattern: str) -> str:
        """`pattern` with its {parts}, {Q}, {gapN} and {part_1} (first characters of a part) written out."""
        return _NAME.sub(lambda match: self._named(match[1], match[2]), pattern)

    def _named(self, name: str, number: str) -> str:
        if name == "Q":
            return f"{TOKEN}{FILL}*"
        if name == "Qc":
            return TOKEN
        if name == "Qs":
            return TOKEN + FILL
        if name == "number":
            return f"[{FIRST}]" if number else f"(?:{ARABIC}(?: ?{MULTIPLIER})?|{SPELLED})"
        if name in _GAPS:
            return f"{_GAPS[name]}{{0,{number}}}?"
        if number:
            return firsts(self._parts[name])
        return f"(?:{'|'.join(self._parts[name])})"

    def _role(self, entry: Mapping[str, Any]) -> Role:
        left, right = (self._expand(entry[side]) if side in entry else None for side in ("left", "right"))
        kinds = frozenset([*entry.get("kinds", ()), *entry.get("units", ())])
        return Role(entry["name"], left, right, kinds, frozenset(entry.get("despite", ())), tuple(entry["examples"]))


@cache
def grammar() -> Grammar:
    """The grammar of `values.toml`, compiled once a process."""
    return Grammar(vocabulary.load("values"))
