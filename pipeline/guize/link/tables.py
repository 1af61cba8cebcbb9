"""What linking writes: `changes` with event ids, `events`, and `links`.

Rows are kept as Arrow, and only some thousands of them at a time are objects, so that a million changes fit in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from guize.link.join import join
from guize.link.linker import clusters, event_id, time_order, why
from guize.link.profile import Profile, profile
from guize.link.records import Event, Link
from guize.link.updates import Told, Validity, tell, updated
from guize.records import PolicyChange
from guize.write import CHANGES, open_writer, table_schema, to_batch
from guize.write.schema import to_array

EVENTS: pa.Schema = table_schema("events", Event)
LINKS: pa.Schema = table_schema("links", Link)
TABLES: dict[str, pa.Schema] = {"changes": CHANGES, "events": EVENTS, "links": LINKS}
AT_A_TIME = 4096
_Any = TypeVar("_Any")
_Row = TypeVar("_Row", bound=PolicyChange)


def write_linking(changes: Iterable[PolicyChange], outputs: Sequence[str | Path]) -> None:
    """Link changes as `guize.link.link` does and write the three tables; the place of `changes` names the others.

    Raises:
        OutputError: an output cannot be written.
    """
    batches: list[pa.RecordBatch] = []
    profiles: list[Profile] = []
    times: list[tuple[datetime, str]] = []
    for some in chunks(changes):
        batches.append(to_batch(some, CHANGES))
        profiles += map(profile, some)
        times += map(time_order, some)
    last = {one.change_id: place for place, one in enumerate(profiles)}
    order = sorted(last.values(), key=times.__getitem__)
    table = pa.Table.from_batches(batches, CHANGES).combine_chunks()
    del batches, times
    profiles = [profiles[place] for place in order]
    found = clusters(profiles)
    names = [event_id(profiles[root].change_id) for root in found.roots]
    events: dict[str, list[int]] = {}
    for place, name in zip(order, names, strict=True):
        events.setdefault(name, []).append(place)
    with open_writer(outputs, TABLES) as writer:
        for linked in chunks(zip(order, names, strict=True)):
            batch = _take(table, [place for place, _ in linked])
            writer.append("changes", with_columns(batch, {"event_id": [name for _, name in linked]}))
        for batch in _events(table, events):
            writer.append("events", batch)
        for links in chunks(why(profiles, found)):
            writer.append("links", to_batch(links, LINKS))


def chunks(rows: Iterable[_Any]) -> Iterator[list[_Any]]:
    """The rows in lists of `AT_A_TIME`."""
    source = iter(rows)
    while some := list(islice(source, AT_A_TIME)):
        yield some


def to_records(rows: pa.Table | pa.RecordBatch, model: type[_Row]) -> list[_Row]:
    """Rows of a table that was derived from `model` as records; other columns are passed over."""
    names = [name for name in rows.schema.names if name in model.model_fields]
    return [model.model_validate(row) for row in rows.select(names).to_pylist()]


def with_columns(batch: pa.RecordBatch, columns: Mapping[str, Sequence[object]]) -> pa.RecordBatch:
    """The batch with other values in some columns."""
    for name, values in columns.items():
        place = batch.schema.get_field_index(name)
        field = batch.schema.field(place)
        batch = batch.set_column(place, field, to_array(list(values), field.type))
    return batch


def with_validity(batch: pa.RecordBatch, validity: Mapping[str, Validity]) -> pa.RecordBatch:
    """The events with the validity that updates leave them."""
    ids, first, last = (batch.column(name).to_pylist() for name in ("event_id", "effective_from", "effective_to"))
    now = [
        validity.get(name) or Validity(start, end, False, []) for name, start, end in zip(ids, first, last, strict=True)
    ]
    return with_columns(batch, {name: [getattr(one, name) for one in now] for name in Validity._fields})


def _events(changes: pa.Table, members: Mapping[str, Sequence[int]]) -> Iterator[pa.RecordBatch]:
    """The events, the earliest announced first."""
    batches: list[pa.RecordBatch] = []
    told: list[Told] = []
    for some in chunks(members.items()):
        rows = iter(to_records(_take(changes, list(chain.from_iterable(places for _, places in some))), PolicyChange))
        joined = [join(name, list(islice(rows, len(places)))) for name, places in some]
        told += map(tell, joined)
        batches.append(to_batch(joined, EVENTS))
    validity = updated(told)
    table = pa.Table.from_batches(batches, EVENTS).combine_chunks()
    for places in chunks(sorted(range(len(told)), key=lambda place: told[place].order)):
        yield with_validity(_take(table, places), validity)


def _take(table: pa.Table, places: Sequence[int]) -> pa.RecordBatch:
    [batch] = table.take(pa.array(places, pa.int64())).combine_chunks().to_batches()
    return batch
