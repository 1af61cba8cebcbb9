"""B-cubed: how well the items that report one event were brought together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from guize.errors import InputError
from guize.score.bootstrap import FieldScore, estimate, ratio, sums

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def bcubed(
    gold_clusters: Iterable[Collection[str]],
    predicted_clusters: Iterable[Collection[str]],
    *,
    items: Iterable[str] = (),
    resamples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> FieldScore:
    """B-cubed precision, recall and F1 (Bagga and Baldwin 1998), each item weighing the same.

    An item's precision is the part of its predicted cluster that is in its gold cluster, its recall the part
    of its gold cluster that is in its predicted one; F1 is the harmonic mean of their means.

    Args:
        gold_clusters: disjoint collections of item ids.
        predicted_clusters: likewise. An item that one side does not name is there a cluster of its own.
        items: further items, such as all of the gold set: clusters of their own wherever they are not named.
        resamples: draws of items for the intervals.
        seed: of the draws.
        level: of the intervals.

    Raises:
        InputError: there are no items, or an item is in two clusters of one side.
    """
    gold, predicted = _cluster_of(gold_clusters), _cluster_of(predicted_clusters)
    parts = []
    for item in sorted({*gold, *predicted, *items}):
        true, found = gold.get(item, {item}), predicted.get(item, {item})
        both = len(true & found)
        parts.append((both / len(found), both / len(true), 1.0))
    precision_sum, recall_sum, count = sums(np.array(parts).reshape(-1, 3), resamples, seed).T
    precision, recall = ratio(precision_sum, count), ratio(recall_sum, count)
    series = {
        "precision": precision,
        "recall": recall,
        "f1": ratio(2 * precision * recall, precision + recall),
    }
    return FieldScore({name: estimate(values, level) for name, values in series.items()}, support=len(parts))


def _cluster_of(clusters: Iterable[Collection[str]]) -> dict[str, set[str]]:
    cluster_of: dict[str, set[str]] = {}
    for cluster in map(set, clusters):
        if twice := cluster & cluster_of.keys():
            raise InputError("is in two clusters", item=min(twice))
        cluster_of.update(dict.fromkeys(cluster, cluster))
    return cluster_of
