"""The patterns of `vocabulary/values.toml`, compiled.

They are written over masked text, in which a quantity is one token: `TOKEN` and as many `FILL` as keep
the length, so that offsets stay those of the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from guize import vocabulary
from guize.entities.numerals import ARABIC, FIRST, MULTIPLIER, SPELLED, read
from guize.entities.quantities import Quantity
from guize.normalize.roles import Role, Roles

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN, FILL = "\ue000", "\ue001"

_NAME = re.compile(r"\{([A-Za-z_]+?)_?(\d*)\}")
_GAPS = {"gap": f"[^，,。；;：:！!？?\n{TOKEN}]", "far": f"[^。；;！!？?\n{TOKEN}]", "any": f"[^{TOKEN}]"}
_ASSERTION = re.compile(r"^\(\?<?[!=][^)]*\)")


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
        self._noun = re.compile("|".join(words["nouns"]))
        self._nouns = [(re.compile(regex), unit) for regex, unit in words["nouns"].items()]
        self.conditions = Roles(map(self._role, words["condition"]))
        self.rules = Roles(map(self._role, words["rule"]))

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self._patterns[name]

    def bare(self, text: str, found: list[Quantity]) -> list[Quantity]:
        """Numbers of `text` that only their context makes quantities, beside those `found`.

        字符数由128减至100; 费率由4%降为0; 0佣金; 7天无理由退货 where its days change.
        """
        taken = {at for quantity in found for at in (quantity.start, quantity.end - 1)}
        bare: list[Quantity] = []
        for match in self["bare_change"].finditer(text) if self._noun.search(text) else ():
            unit = next(
                (u for noun, u in self._nouns if noun.search(text, max(0, match.start() - 14), match.start())),
                None,
            )
            if unit:
                bare += [
                    Quantity(*match.span(side), read(match[side]), None, unit, "count", match[side])
                    for side in ("old", "new")
                ]
        bare += [
            Quantity(*match.span("q"), read(match["q"]), None, "人" if "粉" in match[0] else "次", "count", match["q"])
            for match in self["bare_count"].finditer(text)
        ]
        sums = {quantity.end: quantity for quantity in found if quantity.kind == "money"}
        bare += [
            sums[match.start()]._replace(
                start=match.start("new"), end=match.end("new"), low=read(match["new"]), high=None, text=match["new"]
            )
            for match in self["bare_new"].finditer(text)
            if match.start() in sums
        ]
        for name in ("from_zero", "to_zero"):
            bare += [Quantity(*match.span(), 0.0, None, "", "count", match[0]) for match in self[name].finditer(text)]
        bare += [
            Quantity(*match.span(), 0.0, None, "%", "percent", match[0]) for match in self["zero_fee"].finditer(text)
        ]
        bare += [
            Quantity(*match.span(), 7.0, None, "d", "duration", match[0])
            for match in self["named_limit"].finditer(text)
        ]
        return [quantity for quantity in bare if quantity.start not in taken]

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
            return re.escape("".join(sorted({_ASSERTION.sub("", word)[0] for word in self._parts[name]})))
        return f"(?:{'|'.join(self._parts[name])})"

    def _role(self, entry: Mapping[str, Any]) -> Role:
        left, right = (self._expand(entry[side]) if side in entry else None for side in ("left", "right"))
        kinds = frozenset([*entry.get("kinds", ()), *entry.get("units", ())])
        return Role(entry["name"], left, right, kinds, frozenset(entry.get("despite", ())), tuple(entry["examples"]))


@cache
def grammar() -> Grammar:
    """The grammar of `values.toml`, compiled once a process."""
    return Grammar(vocabulary.load("values"))
