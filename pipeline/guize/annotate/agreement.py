"""How far two labellers agree: Cohen's kappa and field-wise F1 over the items that both have labelled."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from guize.errors import InputError
from guize.records import CATEGORIES
from guize.score.fields import PAIRS, pairs
from guize.score.scores import score_pairs

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from guize.score.bootstrap import Estimate
    from guize.score.gold import GoldChange, GoldItem


class FieldAgreement(NamedTuple):
    """Agreement on a field.

    `observed` is the part of the items on which both say the same; `kappa` is that beyond chance (Cohen 1960), an item's
    set of values being one class, NaN where both always say the same one thing; `f1` is of the (item, value) pairs,
    with its interval. It is symmetric.
    """

    field: str
    items: int
    observed: float
    kappa: float
    f1: Estimate


def agreement(first: Sequence[GoldItem], second: Sequence[GoldItem], *, resamples: int = 1000) -> list[FieldAgreement]:
    """The agreement of two labellers, field by field; an item that only one has labelled is left out.

    Raises:
        InputError: they have no item in common.
    """
    common = [(a.changes, b.changes) for a, b in both(first, second)]
    if not common:
        raise InputError("the two have no item in common")
    scores = score_pairs(common, resamples=resamples)
    result = []
    for field in (*PAIRS, *(f"categories:{name}" for name in CATEGORIES)):
        verdicts = [(_class(field, a), _class(field, b)) for a, b in common]
        observed = sum(a == b for a, b in verdicts) / len(verdicts)
        result.append(FieldAgreement(field, len(common), observed, kappa(verdicts), scores[field].metrics["f1"]))
    return result


def both(first: Sequence[GoldItem], second: Sequence[GoldItem]) -> list[tuple[GoldItem, GoldItem]]:
    """The items that both have labelled, in the order of the first.

    Raises:
        InputError: an id stands for different texts in the two.
    """
    others = {item.id: item for item in second}
    common = [(item, others[item.id]) for item in first if item.id in others]
    for a, b in common:
        if (a.title, a.text) != (b.title, b.text):
            raise InputError("the two have different texts under this id", item=a.id)
    return common


def kappa(verdicts: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Cohen's kappa (1960) of pairs of classes: (observed - by chance) / (1 - by chance); NaN where chance is 1."""
    n = len(verdicts)
    observed = sum(a == b for a, b in verdicts) / n
    first, second = Counter(a for a, _ in verdicts), Counter(b for _, b in verdicts)
    chance = sum(first[verdict] * second[verdict] for verdict in first) / n**2
    return (observed - chance) / (1 - chance) if chance < 1 else float("nan")


def _class(field: str, changes: Sequence[GoldChange]) -> Hashable:
    name, _, category = field.partition(":")
    values = pairs(name, changes)
    return category in values if category else values


def table(agreements: Sequence[FieldAgreement]) -> str:
    """The agreements as a text table."""
    lines = [f"{'field':<22}{'same':>7}{'kappa':>8}{'F1':>7}  95% interval"]
    for field, _, observed, beyond, f1 in agreements:
        shown = "-" if beyond != beyond else f"{beyond:.2f}"
        scored = "-" if f1.value != f1.value else f"{f1.value:.2f}"
        interval = "" if f1.low != f1.low else f"{f1.low:.2f} to {f1.high:.2f}"
        lines.append(f"{field:<22}{observed:>7.2f}{shown:>8}{scored:>7}  {interval}".rstrip())
    return "\n".join([*lines, "", f"{agreements[0].items} items that both have labelled"])
