"""Pairs of quantities: what was, and what will be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guize.entities.quantities import Quantity

HOURS = {"h": 1.0, "d": 24.0, "min": 1 / 60}
"""Units of time that convert exactly: 48小时 → 1天."""

_DAYS = {"d", "workday"}


class Pair(NamedTuple):
    """A quantity before and after a change; one of them may be unknown or nothing."""

    old: Quantity | None
    new: Quantity | None

    @property
    def changed(self) -> bool:
        """False for 8% → 8%."""
        old, new = self
        if old is None or new is None or not {old.unit, new.unit} <= HOURS.keys():
            return old is None or new is None or old[2:5] != new[2:5]
        ends = [(q.low * HOURS[q.unit], q.high and q.high * HOURS[q.unit]) for q in (old, new)]
        return ends[0] != ends[1]

    @property
    def end(self) -> int:
        """Offset after the new value, or after the old one where it stands alone."""
        return next(q.end for q in (self.new, self.old) if q)


def comparable(old: Quantity, new: Quantity) -> bool:
    """Whether one can become the other: one unit, two that convert, two of days, 个 and a classifier, or a bare zero."""
    units = {old.unit, new.unit}
    if len(units) == 1 or "" in units or units <= HOURS.keys() or units == _DAYS:
        return True
    return old.kind == new.kind == "count" and "个" in (old.unit, new.unit)


def align(old: Iterable[Quantity], new: Iterable[Quantity]) -> list[Pair]:
    """The quantities of two sides paired by unit, in order; those of a unit that one side lacks stand alone.

    Where the old side has more of a unit, its last one counts: 满24小时的订单由48小时改为36小时.
    """
    rest, later = list(old), list(new)
    pairs: list[Pair] = []
    for i, quantity in enumerate(later):
        mates = [o for o in rest if comparable(o, quantity)]
        if mates:
            last_of_unit = not any(comparable(mates[0], n) for n in later[:i] + later[i + 1 :])
            mate = mates[-1] if last_of_unit else mates[0]
            rest.remove(mate)
            pairs.append(_moved_end(mate, quantity))
        elif not any(pair.old and comparable(pair.old, quantity) for pair in pairs):
            pairs.append(Pair(None, quantity))
    return pairs + [Pair(o, None) for o in rest if not any(comparable(o, n) for n in later)]


def _moved_end(old: Quantity, new: Quantity) -> Pair:
    """The pair; of two ranges that share an end (5-15天 → 5-10天) the end that moves."""
    if old.high is not None and new.high is not None and old[2:4] != new[2:4]:
        if old.low == new.low:
            return Pair(old._replace(low=old.high, high=None), new._replace(low=new.high, high=None))
        if old.high == new.high:
            return Pair(old._replace(high=None), new._replace(high=None))
    return Pair(old, new)
