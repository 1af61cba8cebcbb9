"""Whether the changes that report one event are brought together, by the labels and by what was extracted.

A file of clusters is a JSON list of lists of names. A change is named by the id of its item; the n-th change, from 1, of an
item that the gold gives several, by `id#n`. A change that is not named is an event of its own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from guize.errors import InputError
from guize.link.linker import link
from guize.records import PolicyChange, content_hash
from guize.score.bootstrap import FieldScore
from guize.score.clusters import bcubed
from guize.score.predictions import Predictions, match

if TYPE_CHECKING:
    from guize.score.gold import GoldChange, GoldItem

_CLUSTERS = TypeAdapter(list[list[str]])


def load_clusters(path: Path, gold: Sequence[GoldItem]) -> list[list[str]]:
    """The labelled clusters of a JSON file.

    Raises:
        InputError: the file cannot be read, is no list of lists of names, or names a change that the gold does not have.
    """
    try:
        clusters = _CLUSTERS.validate_python(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", source=str(path)) from error
    except (ValueError, ValidationError) as error:
        raise InputError("is no JSON list of lists of ids", source=str(path)) from error
    known = {name for item in gold for name in _names(item)}
    for name in (name for cluster in clusters for name in cluster):
        if name not in known:
            raise InputError("is no change of the gold", source=str(path), item=name)
    return clusters


def score_events(
    gold: Sequence[GoldItem], predictions: Predictions, clusters: Sequence[Sequence[str]], *, resamples: int = 1000
) -> dict[str, FieldScore]:
    """B-cubed scores of linking, over all changes of the gold.

    Returns:
        `labelled`: the labelled rows were linked, as if everything had been extracted right. `extracted`: the predicted
        rows were, those of other items among them; a change that was not extracted is an event of its own.
        `unlinked`: every change is an event of its own, to compare with.

    Raises:
        InputError: no prediction belongs to the gold.
    """
    names = [name for item in gold for name in _names(item)]
    matched = match(gold, predictions)
    labelled = {
        name: row
        for item in gold
        for name, row in zip(_names(item), _rows(item, matched.get(item.id, [])), strict=True)
    }
    extracted = {name: row for item in gold for name, row in _aligned(item, matched.get(item.id, []))}
    everything = [row for rows in predictions.values() for row in rows]
    found = {
        "labelled": _events(labelled, labelled.values()),
        "extracted": _events(extracted, everything),
        "unlinked": [],
    }
    return {name: bcubed(clusters, events, items=names, resamples=resamples) for name, events in found.items()}


def _names(item: GoldItem) -> list[str]:
    several = len(item.changes) > 1
    return [f"{item.id}#{number}" if several else item.id for number in range(1, len(item.changes) + 1)]


def _events(named: dict[str, PolicyChange], rows: Iterable[PolicyChange]) -> list[list[str]]:
    """The names of the changes of each event."""
    name_of = {row.change_id: name for name, row in named.items()}
    events: dict[str | None, list[str]] = defaultdict(list)
    for row in link(rows).changes:
        if row.change_id in name_of:
            events[row.event_id].append(name_of[row.change_id])
    return list(events.values())


def _aligned(item: GoldItem, predicted: Sequence[PolicyChange]) -> list[tuple[str, PolicyChange]]:
    """Each labelled change with the predicted one that is most like it, each predicted change once."""
    pairs = sorted(
        (-_likeness(change, row), n, m) for n, change in enumerate(item.changes) for m, row in enumerate(predicted)
    )
    names = _names(item)
    found: dict[int, int] = {}
    for _, n, m in pairs:
        if n not in found and m not in found.values():
            found[n] = m
    return [(names[n], predicted[m]) for n, m in found.items()]


def _likeness(change: GoldChange, row: PolicyChange) -> int:
    """In how many fields that tell the changes of an item apart they agree."""
    same = (
        set(change.platform) == set(row.platform),
        change.issuer == row.issuer,
        change.effective_from == row.effective_from,
        bool({(v.old, v.new) for v in change.values} & {(v.old, v.new) for v in row.values}),
        set(change.categories) == set(row.categories),
        change.change_type == row.change_type,
    )
    return sum(same)


def _rows(item: GoldItem, predicted: Sequence[PolicyChange]) -> list[PolicyChange]:
    """The labelled changes as rows of the table; subject and evidence, where not labelled, as extracted."""
    stated, found = item.to_item(), dict(_aligned(item, predicted))
    rows = []
    for number, (name, change) in enumerate(zip(_names(item), item.changes, strict=True)):
        row = PolicyChange(
            change_id=content_hash(item.id, number),
            item_id=content_hash(item.id),
            source=item.source,
            source_id=item.id,
            item_index=0,
            kind=item.kind,
            title=item.title,
            published_at=stated.published_at,
            subject=found[name].subject if name in found else "",
            confidence=1,
            status="accepted",
            extractor_version="",
            model_version="",
            **change.model_dump(),
        )
        rows.append(
            row if row.evidence or name not in found else row.model_copy(update={"evidence": found[name].evidence})
        )
    return rows
