"""What gold and predictions are compared by: each field of a change reduced to comparable values."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from guize.records import PolicyChange, Value
from guize.score.gold import GoldChange

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

Change = GoldChange | PolicyChange

_QUOTES = str.maketrans("", "", "《》〈〉“”‘’「」『』\"'")


def compact(text: str) -> str:
    """The text in NFKC without spaces: full-width and half-width forms are one."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _title(text: str) -> str:
    return compact(text).translate(_QUOTES)


def _time(text: str | None) -> str | None:
    """HH:MM or HH:MM:SS → HH:MM:SS; 24:00 of a day stays apart from 00:00 of the next."""
    return f"{text}:00" if text and text.count(":") == 1 else text


def _quantity(low: float | None, high: float | None) -> str:
    bounds = [f"{bound:.6f}".rstrip("0").rstrip(".") for bound in (low, high) if bound is not None]
    return "-".join(dict.fromkeys(bounds)) or "null"


def _value(value: Value) -> str | None:
    """`old→new` with ranges as low-high: `null→200000`, `0.5-2→3`."""
    key = f"{_quantity(value.old, value.old_high)}→{_quantity(value.new, value.new_high)}"
    return None if key == "null→null" else key


def _value_unit(value: Value) -> str | None:
    key = _value(value)
    return key and f"{key} {compact(value.unit or '')}".rstrip()


PAIRS: Mapping[str, Callable[[Change], Iterable[Hashable]]] = {
    "is_change": lambda change: [True],
    "platform": lambda change: map(compact, change.platform),
    "issuer": lambda change: [change.issuer and compact(change.issuer)],
    "change_type": lambda change: [change.change_type],
    "categories": lambda change: change.categories,
    "rule_titles": lambda change: map(_title, change.rule_titles),
    "announced_on": lambda change: [change.announced_on],
    "effective_from": lambda change: [change.effective_from],
    "effective_from_time": lambda change: [_time(change.effective_from_time)],
    "effective_to": lambda change: [change.effective_to],
    "effective_to_time": lambda change: [_time(change.effective_to_time)],
    "deadline": lambda change: [change.deadline],
    "values": lambda change: map(_value, change.values),
    "values_unit": lambda change: map(_value_unit, change.values),
    "audience": lambda change: map(compact, change.audience),
    "tentative": lambda change: [change.tentative or None],
}
"""The fields scored by precision and recall: the values of one change, None and "" being no value."""

QUALIFIED: Mapping[str, str] = {
    "announced_bound": "announced_on",
    "effective_bound": "effective_from",
    "effective_precision": "effective_from",
}
"""The fields that say how exact a date is, each with its date: judged only where the date is right."""


def pairs(field: str, changes: Iterable[Change]) -> frozenset[Hashable]:
    """The values of a field of all changes of one item: its (item, value) pairs."""
    return frozenset(value for change in changes for value in PAIRS[field](change) if value)


def qualifiers(field: str, changes: Iterable[Change]) -> frozenset[str]:
    """`date qualifier` of the changes of one item that state the date: `2024-03-01 ten_days`."""
    dated = ((getattr(change, QUALIFIED[field]), getattr(change, field)) for change in changes)
    return frozenset(f"{day} {qualifier or 'null'}" for day, qualifier in dated if day)


def qualifier_right(field: str, gold: Sequence[Change], predicted: Sequence[Change]) -> bool | None:
    """Whether the field agrees; None where the date is wrong or there is none: nothing to judge."""
    days = pairs(QUALIFIED[field], gold)
    if not days or days != pairs(QUALIFIED[field], predicted):
        return None
    return qualifiers(field, gold) == qualifiers(field, predicted)


def row(change: Change) -> tuple[Hashable, ...]:
    """What must be right for a row to be exact."""
    return (
        frozenset(map(compact, change.platform)),
        frozenset(change.categories),
        change.change_type,
        change.announced_on,
        change.effective_from,
        change.effective_to,
    )


def rows_equal(gold: Iterable[Change], predicted: Iterable[Change]) -> bool:
    """Whether the changes of one item are, row by row and in any order, the same."""
    return Counter(map(row, gold)) == Counter(map(row, predicted))
