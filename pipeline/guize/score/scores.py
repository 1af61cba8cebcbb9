"""Scores of predictions against gold, as section 7 of the annotation guideline defines them.

Per field and item, the gold values and the predicted values are sets: the values of all changes of the item,
null being no value. A value in both is a true positive, one predicted only a false positive, one in the gold
only a false negative; precision, recall and F1 are of the sums over all items. So a change predicted for an
item that states none costs precision in every field it fills.

Fields and metrics:
    `PAIRS` of `guize.score.fields`: `precision`, `recall`, `f1`. `values` compares (old, new) as numbers,
        `values_unit` the unit with them; `tentative` and `is_change` are pairs where true.
    `categories`: these, pooled (micro), and `macro_f1`: the mean F1 of the categories, each of which has a
        field of its own, `categories:fees` …; one that neither gold nor predictions have is not in the mean.
    `announced_bound`, `effective_bound`, `effective_precision`: `accuracy` over items whose date is right.
    `n_changes`: `accuracy` over all items.
    `row_exact`: `accuracy` over the items that are changes in the gold; right where the rows (platform,
        categories, change_type, announced_on, effective_from, effective_to) are the same, in any order.
    `row_exact_all`: likewise over all items; no change, where the gold has none, is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from guize.records import CATEGORIES
from guize.score.bootstrap import Estimate, FieldScore, Floats, estimate, ratio, sums
from guize.score.fields import PAIRS, QUALIFIED, Change, pairs, qualifier_right, rows_equal
from guize.score.predictions import Predictions, match

if TYPE_CHECKING:
    from guize.score.gold import GoldItem

Pair = tuple[Sequence[Change], Sequence[Change]]


@dataclass(frozen=True)
class Scores:
    """The scores of one run over one gold set."""

    fields: dict[str, FieldScore]
    items: int
    gold_changes: int
    predicted_changes: int
    unmatched: int
    """Predicted changes of items that are not in the gold; they are in no score."""
    resamples: int
    seed: int
    level: float

    def metric(self, name: str) -> Estimate:
        """The estimate of `field.metric`, for example `effective_from.f1`; KeyError where there is none."""
        field, _, metric = name.rpartition(".")
        return self.fields[field].metrics[metric]


def score(
    gold: Sequence[GoldItem],
    predictions: Predictions,
    *,
    resamples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Scores:
    """Scores with bootstrap intervals; see the module for what is scored.

    Args:
        gold: the labelled items; each counts, whether something was predicted for it or not.
        predictions: the predicted changes by gold id, or as `match` finds them.
        resamples: draws of the bootstrap; 0 leaves the intervals undefined.
        seed: of the draws.
        level: of the intervals, in (0, 1).

    Raises:
        InputError: there is no gold, or no prediction belongs to it.
    """
    matched = match(gold, predictions)
    items: list[Pair] = [(item.changes, matched.get(item.id, [])) for item in gold]
    predicted = sum(len(changes) for _, changes in items)
    return Scores(
        fields=score_pairs(items, resamples=resamples, seed=seed, level=level),
        items=len(items),
        gold_changes=sum(len(changes) for changes, _ in items),
        predicted_changes=predicted,
        unmatched=sum(map(len, predictions.values())) - predicted,
        resamples=resamples,
        seed=seed,
        level=level,
    )


def score_pairs(
    items: Sequence[Pair], *, resamples: int = 1000, seed: int = 0, level: float = 0.95
) -> dict[str, FieldScore]:
    """The scores by field; see the module for what is scored, and `score` for the arguments.

    Args:
        items: for each item the true changes and those to be judged.
        resamples: draws of the bootstrap.
        seed: of the draws.
        level: of the intervals, in (0, 1).

    Raises:
        InputError: there are no items.
    """
    counts = _pair_counts(items) | _verdict_counts(items)
    drawn = sums(np.hstack(list(counts.values())), resamples, seed)
    ends = np.cumsum([block.shape[1] for block in counts.values()])
    series = {name: _metrics(block) for name, block in zip(counts, np.split(drawn, ends[:-1], axis=1), strict=True)}
    series["categories"]["macro_f1"] = _macro([series[_category(name)]["f1"] for name in CATEGORIES])
    return {
        name: FieldScore(
            {metric: estimate(values, level) for metric, values in metrics.items()},
            support=int(counts[name][:, 0].sum()),
        )
        for name, metrics in series.items()
    }


def _category(name: str) -> str:
    return f"categories:{name}"


def _pair_counts(items: Sequence[Pair]) -> dict[str, Floats]:
    """Per field an array (items, 3): pairs in the gold, pairs predicted, pairs in both."""
    counts: dict[str, list[tuple[int, int, int]]] = {}
    for field in PAIRS:
        sets = [(pairs(field, gold), pairs(field, predicted)) for gold, predicted in items]
        counts[field] = [(len(gold), len(predicted), len(gold & predicted)) for gold, predicted in sets]
        if field == "categories":
            for name in CATEGORIES:
                has = [(name in gold, name in predicted) for gold, predicted in sets]
                counts[_category(name)] = [(gold, predicted, gold and predicted) for gold, predicted in has]
    return {name: np.array(rows, dtype=np.float64).reshape(-1, 3) for name, rows in counts.items()}


def _verdict_counts(items: Sequence[Pair]) -> dict[str, Floats]:
    """Per field an array (items, 2): whether the item is judged, whether it is right."""
    verdicts: dict[str, list[bool | None]] = {
        field: [qualifier_right(field, gold, predicted) for gold, predicted in items] for field in QUALIFIED
    }
    verdicts["n_changes"] = [len(gold) == len(predicted) for gold, predicted in items]
    verdicts["row_exact"] = [rows_equal(gold, predicted) if gold else None for gold, predicted in items]
    verdicts["row_exact_all"] = [rows_equal(gold, predicted) for gold, predicted in items]
    counts = {name: [(right is not None, right is True) for right in rights] for name, rights in verdicts.items()}
    return {name: np.array(rows, dtype=np.float64).reshape(-1, 2) for name, rows in counts.items()}


def _metrics(counts: Floats) -> dict[str, Floats]:
    if counts.shape[1] == 2:
        judged, right = counts.T
        return {"accuracy": ratio(right, judged)}
    gold, predicted, both = counts.T
    return {
        "precision": ratio(both, predicted),
        "recall": ratio(both, gold),
        "f1": ratio(2 * both, gold + predicted),
    }


def _macro(f1: Sequence[Floats]) -> Floats:
    stacked = np.vstack(f1)
    return ratio(np.nansum(stacked, axis=0), np.sum(~np.isnan(stacked), axis=0, dtype=np.float64))
