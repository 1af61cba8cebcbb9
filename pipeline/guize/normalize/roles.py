"""Roles that single quantities play, told by the words left and right of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guize.entities.quantities import Quantity


class Role(NamedTuple):
    """A pattern around a quantity: words that end left of it, words that begin right of it."""

    name: str
    left: str | None
    right: str | None
    kinds: frozenset[str]
    despite: frozenset[str]
    examples: tuple[str, ...]

    def concerns(self, kind: str, unit: str) -> bool:
        """Whether the role is one for quantities of this kind or unit."""
        return not self.kinds or kind in self.kinds or unit in self.kinds


class Roles:
    """Roles that are asked together: whether any of them fits."""

    def __init__(self, roles: Iterable[Role]) -> None:
        self.all = tuple(roles)
        self._cases: dict[tuple[str, str, frozenset[str]], _Case] = {}

    def fit(self, quantity: Quantity, left: str, right: str, against: frozenset[str] = frozenset()) -> bool:
        """Whether the words around a quantity are those of a role, of the roles that hold despite `against`."""
        key = quantity.kind, quantity.unit, against
        case = self._cases.get(key)
        if case is None:
            case = self._cases[key] = _Case(r for r in self.all if r.concerns(*key[:2]) and against <= r.despite)
        return case.fits(left, right)


class _Case:
    """The patterns of some roles, joined: what one side alone tells is one pattern a side."""

    def __init__(self, roles: Iterable[Role]) -> None:
        chosen = list(roles)
        self._always = any(not role.left and not role.right for role in chosen)
        self._left = _any_of(role.left for role in chosen if role.left and not role.right)
        self._right = _any_of(role.right for role in chosen if role.right and not role.left)
        self._both = [(re.compile(r.left), re.compile(r.right)) for r in chosen if r.left and r.right]

    def fits(self, left: str, right: str) -> bool:
        return (
            self._always
            or (self._right is not None and self._right.match(right) is not None)
            or (self._left is not None and self._left.search(left) is not None)
            or any(after.match(right) and before.search(left) for before, after in self._both)
        )


def _any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined) if joined else None
