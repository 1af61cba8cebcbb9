"""Two labellers' gold as one: what they agree on, and what somebody has to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guize.annotate.agreement import both
from guize.score.fields import PAIRS, QUALIFIED, pairs, qualifiers, rows_equal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guize.score.gold import GoldChange, GoldItem


class Contested(NamedTuple):
    """An item on which the two differ, and in which fields."""

    item: str
    fields: list[str]


class Merged(NamedTuple):
    """The gold on which there is agreement or a decision, and what is left to decide."""

    gold: list[GoldItem]
    contested: list[Contested]


def merge(first: Sequence[GoldItem], second: Sequence[GoldItem], decided: Sequence[GoldItem] = ()) -> Merged:
    """Join two labellers' items: in the first's order, then those that only the second has.

    An item that both label alike, or that only one has labelled, is taken; where both label alike, the evidence of
    both is. What is decided goes before either. All else is contested.

    Raises:
        InputError: an id stands for different texts in the two.
    """
    final = {item.id: item for item in decided}
    others = {item.id: b for item, b in both(first, second)}
    gold: list[GoldItem] = []
    contested = []
    for item in (*first, *(b for b in second if b.id not in {a.id for a in first})):
        if item.id in final:
            gold.append(final[item.id])
        elif item.id not in others:
            gold.append(item)
        elif fields := differences(item.changes, others[item.id].changes):
            contested.append(Contested(item.id, fields))
        else:
            gold.append(_joined(item, others[item.id]))
    return Merged(gold, contested)


def differences(first: Sequence[GoldChange], second: Sequence[GoldChange]) -> list[str]:
    """The fields in which two labellings of one item differ."""
    fields = [field for field in PAIRS if pairs(field, first) != pairs(field, second)]
    fields += [field for field in QUALIFIED if qualifiers(field, first) != qualifiers(field, second)]
    if not fields and not rows_equal(first, second):
        fields.append("changes")
    return fields


def _joined(item: GoldItem, other: GoldItem) -> GoldItem:
    changes = [
        a.model_copy(update={"evidence": [*a.evidence, *(e for e in b.evidence if e not in a.evidence)]})
        if not differences([a], [b])
        else a
        for a, b in zip(item.changes, other.changes, strict=True)
    ]
    return item.model_copy(update={"changes": changes})
