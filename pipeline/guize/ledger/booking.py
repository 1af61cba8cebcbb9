"""Which of the rows offered to a ledger are new to it, and which of its rows they take the place of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from guize.link.tables import chunks
from guize.records import PolicyChange, content_hash
from guize.write import CHANGES, to_batch

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from guize.ledger.database import Database

BESIDE = frozenset({
    "event_id", "source", "source_id", "item_index", "confidence", "status", "reasons",
    "extractor_version", "model_version", "schema_version",
})  # fmt: skip
"""Columns that do not make a row say something else: where it was read, by which version, and how sure it is."""

BOOKED: pa.Schema = pa.schema([
    *CHANGES,
    pa.field("seq", pa.int32(), nullable=False),
    pa.field("learnt_at", pa.timestamp("s", tz="Asia/Shanghai"), nullable=False),
    pa.field("reprocessing", pa.bool_(), nullable=False),
    pa.field("says", pa.string(), nullable=False),
    pa.field("made_by", pa.string(), nullable=False),
])  # fmt: skip
_OFFERED: pa.Schema = pa.schema(
    [*CHANGES, pa.field("place", pa.int32()), BOOKED.field("says"), BOOKED.field("made_by")]
)

# Of an item, rows of another extraction than before are fresh all together where they say something else; of the same
# extraction those are that were not known. What was learnt once, such as an earlier extraction, is not learnt again.
_FRESH = """
CREATE TEMP TABLE mine AS
    SELECT place, item_id, change_id, says, made_by FROM offered
    QUALIFY row_number() OVER (PARTITION BY item_id, change_id ORDER BY place DESC) = 1;
CREATE TEMP TABLE known AS
    SELECT item_id, change_id, says, made_by, seq NOT IN (SELECT seq FROM retired) AS holds
    FROM booked WHERE item_id IN (SELECT item_id FROM mine);
CREATE TEMP TABLE fresh AS
    WITH
        now AS (
            SELECT item_id, list_sort(list(DISTINCT says)) AS says, list_sort(list(DISTINCT made_by)) AS made_by,
                bool_and((change_id, says, made_by) IN (SELECT (change_id, says, made_by) FROM known)) AS learnt
            FROM mine GROUP BY item_id
        ),
        before AS (
            SELECT item_id, list_sort(list(DISTINCT says)) AS says, list_sort(list(DISTINCT made_by)) AS made_by
            FROM known WHERE holds GROUP BY item_id
        )
    SELECT place, item_id, before.item_id IS NOT NULL AS reprocessing
    FROM mine JOIN now USING (item_id) LEFT JOIN before USING (item_id)
    WHERE NOT learnt AND CASE
        WHEN before.item_id IS NULL THEN true
        WHEN before.made_by <> now.made_by THEN before.says <> now.says
        ELSE NOT list_contains(before.says, mine.says)
    END;
INSERT INTO booked BY NAME
    SELECT offered.* EXCLUDE (place), ($first + row_number() OVER (ORDER BY place) - 1)::INTEGER AS seq,
        $moment AS learnt_at, reprocessing
    FROM offered JOIN (SELECT place, reprocessing FROM fresh) USING (place) ORDER BY place;
CREATE TEMP TABLE gone AS
    SELECT DISTINCT earlier.seq FROM booked earlier JOIN booked later USING (item_id)
    WHERE later.seq >= $first AND later.seq > earlier.seq
        AND (later.made_by <> earlier.made_by OR later.change_id = earlier.change_id)
        AND earlier.seq NOT IN (SELECT seq FROM retired);
INSERT INTO retired SELECT seq FROM gone;
CREATE TEMP TABLE again AS
    SELECT DISTINCT change_id
    FROM (SELECT item_id, change_id FROM known WHERE holds UNION ALL SELECT item_id, change_id FROM mine)
    WHERE item_id IN (SELECT item_id FROM fresh WHERE reprocessing);
"""


class Booked(NamedTuple):
    """What was booked: how many rows of new items, of items that were known, and how many were known already."""

    new: int
    reprocessed: int
    known: int


def book(database: Database, changes: Iterable[PolicyChange], moment: datetime, first: int) -> Booked:
    """Append what is new to the table `booked`, from position `first` on.

    Leaves the temporary tables `gone`, the positions of rows that hold no longer, and `again`, the ids of changes of items
    that had been extracted before.
    """
    database.create("offered", _OFFERED.empty_table(), temporary=True)
    place = 0
    for some in chunks(changes):
        columns = [
            range(place, place + len(some)),
            [content_hash(change.model_dump_json(exclude=set(BESIDE))) for change in some],
            [f"{change.extractor_version}\x1f{change.model_version}" for change in some],
        ]
        extra = [pa.array(column, field.type) for column, field in zip(columns, list(_OFFERED)[-3:], strict=True)]
        database.insert("offered", pa.table([*to_batch(some, CHANGES).columns, *extra], schema=_OFFERED))
        place += len(some)
    database.script(_FRESH, moment=moment, first=first)
    [counts] = database.rows(
        "SELECT count(*) FILTER (NOT reprocessing), count(*) FILTER (reprocessing), (SELECT count(*) FROM mine) - count(*) FROM fresh"
    )
    return Booked(*counts)
