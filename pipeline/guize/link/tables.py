"""The layout of what linking writes: `changes` with event ids, `events`, and `links`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from guize.link.linker import Linking
from guize.link.records import Event, Link
from guize.write import CHANGES, open_writer, table_schema, to_batch

EVENTS: pa.Schema = table_schema("events", Event)
LINKS: pa.Schema = table_schema("links", Link)
TABLES: dict[str, pa.Schema] = {"changes": CHANGES, "events": EVENTS, "links": LINKS}


def write_linking(linking: Linking, outputs: Sequence[str | Path]) -> None:
    """Write the three tables; the place of `changes` names the others, as `open_writer` says.

    Raises:
        OutputError: an output cannot be written.
    """
    with open_writer(outputs, TABLES) as writer:
        for table, rows in (("changes", linking.changes), ("events", linking.events), ("links", linking.links)):
            writer.append(table, to_batch(rows, TABLES[table]))
