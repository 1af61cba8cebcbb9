"""The versions of events that differ from what was known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from guize.ledger.booking import BESIDE
from guize.link import Event
from guize.link.tables import EVENTS, to_records
from guize.link.updates import Told, Validity, tell, updated
from guize.write.schema import to_array

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from guize.ledger.database import Database

_OF_EVENT = ", ".join(EVENTS.names)
_SAYS = [name for name in EVENTS.names if name not in BESIDE]
_NOW, _KNOWN = (", ".join(f"{table}.{name}" for name in _SAYS) for table in ("now", "known"))

# An event is altered by others of its topics and themes only (both are in the table `topics`): those in one of an event
# that differs may be altered now, and all in theirs say how.
_TOUCHED = """
INSERT INTO topics BY NAME SELECT * FROM topic_of ANTI JOIN topics USING (topic, event_id);
CREATE TEMP TABLE merged AS
    SELECT event_id FROM current WHERE event_id IN (SELECT event_id FROM possible)
        AND event_id NOT IN (SELECT event_id FROM joined);
CREATE TEMP TABLE touched AS
    SELECT DISTINCT event_id FROM topics WHERE topic IN (
        SELECT topic FROM topics
        WHERE event_id IN (SELECT event_id FROM joined) OR event_id IN (SELECT event_id FROM merged)
    );
CREATE TEMP TABLE around AS
    SELECT DISTINCT event_id FROM topics WHERE topic IN (
        SELECT topic FROM topics WHERE event_id IN (SELECT event_id FROM touched)
    );
"""
_OTHERS = f"""
SELECT {_OF_EVENT} FROM current
WHERE event_id NOT IN (SELECT event_id FROM joined) AND event_id NOT IN (SELECT event_id FROM merged) AND event_id IN
"""
_VERSIONS = f"""
INSERT INTO joined BY NAME {_OTHERS} (SELECT event_id FROM touched);
INSERT INTO versions BY NAME
    WITH
        now AS (
            SELECT joined.* REPLACE (
                if(altered.event_id IS NULL, joined.effective_from, altered.valid_from) AS valid_from,
                if(altered.event_id IS NULL, joined.effective_to, altered.valid_to) AS valid_to,
                coalesce(altered.void, false) AS void,
                coalesce(altered.updates, []) AS updates
            ) FROM joined LEFT JOIN altered USING (event_id)
        ),
        reports AS (SELECT event_id, unnest(change_ids) AS change_id FROM joined),
        before AS (
            SELECT event_id, unnest(change_ids) AS change_id FROM current WHERE event_id IN (SELECT event_id FROM joined)
        ),
        why AS (
            SELECT event_id, bool_or(again.change_id IS NOT NULL) AS processed_again,
                bool_or(again.change_id IS NULL AND before.change_id IS NULL) AS reported_more
            FROM reports LEFT JOIN again USING (change_id) LEFT JOIN before USING (event_id, change_id)
            GROUP BY event_id
        )
    SELECT now.*, $moment AS learnt_at,
        $first + row_number() OVER (ORDER BY now.announced_on, now.effective_from, event_id)::INTEGER - 1 AS seq,
        CASE
            WHEN known.event_id IS NULL THEN if(processed_again, 'reprocessing', 'new')
            WHEN reported_more THEN 'report'
            WHEN processed_again THEN 'reprocessing'
            ELSE 'update'
        END AS cause
    FROM now JOIN why USING (event_id) LEFT JOIN current known USING (event_id)
    WHERE known.event_id IS NULL OR row({_NOW}) IS DISTINCT FROM row({_KNOWN})
    ORDER BY seq;
INSERT INTO versions BY NAME
    SELECT * REPLACE (
        ((SELECT count(*) FROM versions) + row_number() OVER (ORDER BY seq) - 1)::INTEGER AS seq,
        $moment AS learnt_at, 'merged' AS cause
    ) FROM current WHERE event_id IN (SELECT event_id FROM merged);
INSERT INTO ended
    SELECT seq, $moment FROM versions ANTI JOIN ended USING (seq)
    WHERE seq < $first AND event_id IN (SELECT event_id FROM versions WHERE seq >= $first);
"""


def add_versions(database: Database, told: Sequence[Told], moment: datetime, first: int) -> None:
    """Append the versions that differ from what was known, from position `first` on.

    Args:
        database: with the temporary tables that booking and linking left; they are dropped.
        told: what of the `joined` events decides on updates.
        moment: of learning.
        first: the number of versions that there are.
    """
    topics = [(topic, event.event_id) for event in told for topic in (*event.topics, *event.themes)]
    columns = {
        "topic": pa.array([topic for topic, _ in topics], pa.int64()),
        "event_id": pa.array([event_id for _, event_id in topics], pa.string()),
    }
    database.create("topic_of", pa.table(columns), temporary=True)
    database.script(_TOUCHED)
    others = to_records(database.table(f"{_OTHERS} (SELECT event_id FROM around)"), Event)
    validity = updated([*told, *map(tell, others)])
    names = [field for field in EVENTS if field.name in Validity._fields]
    columns = {
        field.name: to_array([getattr(one, field.name) for one in validity.values()], field.type) for field in names
    }
    columns |= {"event_id": pa.array(validity, pa.string())}
    database.create("altered", pa.table(columns), temporary=True)
    database.script(_VERSIONS, moment=moment, first=first)
