"""Which events new rows make different: only rows that share a block with a new one are looked at.

What links two rows depends on these two alone, and an event on the rows that links connect it with. So the events are
the same, whatever the order in which rows were learnt and the batches they came in.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from guize.link.blocks import BlockKeys, block_keys, candidate_pairs
from guize.link.cluster import Edge, cluster
from guize.link.compare import excluded, linked
from guize.link.join import join
from guize.link.linker import event_id, time_order
from guize.link.profile import Profile, profile
from guize.link.tables import AT_A_TIME, EVENTS, chunks, to_records
from guize.link.updates import Told, tell
from guize.records import PolicyChange
from guize.write import to_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from guize.ledger.database import Database
    from guize.link import Event

_HOLDS = "seq NOT IN (SELECT seq FROM retired)"


class _Report(NamedTuple):
    """A booked row as linking sees it, in the order of linking."""

    time: tuple[datetime, str]
    seq: int
    profile: Profile


def relink(database: Database, first: int) -> list[Told]:
    """Link the rows booked from position `first` on, and unlink those that are `gone`.

    Leaves the temporary tables `joined`, the events that this can have made different, and `possible`, the ids of events
    that their rows can have been in before: an event is named after one of its rows.

    Returns:
        What of the joined events decides on updates.
    """
    new, keys = _new_reports(database, first)
    reports = new | _meet(database, new, keys, first)
    database.run(
        f"""CREATE TEMP TABLE affected AS WITH RECURSIVE reached(seq) AS (
            SELECT seq FROM booked WHERE seq >= $first UNION SELECT seq FROM gone
            UNION SELECT edges.b FROM reached JOIN edges ON edges.a = reached.seq WHERE edges.b NOT IN (SELECT seq FROM retired)
        ) SELECT seq, {_HOLDS} AS holds FROM reached""",
        first=first,
    )
    affected = [seq for (seq,) in database.rows("SELECT seq FROM affected WHERE holds")]
    reports |= _reports(database, [seq for seq in affected if seq not in reports])
    _group(database, sorted(reports[seq] for seq in affected))
    _possible(database)
    return _join(database)


def _new_reports(database: Database, first: int) -> tuple[dict[int, _Report], pa.Table]:
    """The new rows, and their block keys, which are kept for rows to come."""
    [(end,)] = database.rows("SELECT count(*) FROM booked")
    reports: dict[int, _Report] = {}
    keys: list[pa.Table] = []
    for seqs in chunks(range(first, end)):
        some = _reports(database, seqs)
        blocks = block_keys([report.profile for report in some.values()])
        seq = np.repeat(np.array(list(some), np.int32), blocks.counts)
        keys.append(pa.table({"key": blocks.keys, "seq": seq}))
        database.insert("keys", keys[-1])
        reports |= some
    return reports, pa.concat_tables(keys)


def _reports(database: Database, seqs: Iterable[int]) -> dict[int, _Report]:
    reports = {}
    for some in chunks(sorted(seqs)):
        rows = database.table(
            "SELECT * FROM booked WHERE seq BETWEEN $least AND $most AND seq IN (SELECT unnest($some)) ORDER BY seq",
            least=some[0], most=some[-1], some=some,
        )  # fmt: skip
        for seq, change in zip(some, to_records(rows, PolicyChange), strict=True):
            reports[seq] = _Report(time_order(change), seq, profile(change))
    return reports


def _meet(database: Database, new: dict[int, _Report], keys: pa.Table, first: int) -> dict[int, _Report]:
    """Compare the new rows with all that share a block with one, and keep the edges; the rows that were there before."""
    database.create("wanted", keys.select(["key"]), temporary=True)
    old = database.table(
        f"SELECT key, seq FROM keys WHERE seq < $first AND key IN (SELECT key FROM wanted) AND {_HOLDS}", first=first
    )
    database.run("DROP TABLE wanted")
    others = _reports(database, pc.unique(old.column("seq")).to_pylist())
    met = sorted((new | others).values())
    position = np.empty(max((report.seq for report in met), default=-1) + 1, np.int64)
    position[[report.seq for report in met]] = np.arange(len(met))
    keys = pa.concat_tables([keys, old])
    member = position[keys.column("seq").to_numpy()]
    order = np.argsort(member, kind="stable")
    blocks = BlockKeys(keys.column("key").to_numpy()[order], np.bincount(member, minlength=len(met)))
    del keys, member, order, position
    for edges in chunks(_edges(met, blocks, first)):
        a, b, score = map(list, zip(*edges, strict=True))
        database.insert("edges", pa.table({"a": a + b, "b": b + a, "score": score + score}))
    return others


def _edges(reports: list[_Report], blocks: BlockKeys, first: int) -> Iterator[tuple[int, int, float]]:
    """The links of new rows, as two positions in the ledger and their score."""
    fresh = np.array([report.seq >= first for report in reports], bool)
    for pairs in candidate_pairs(blocks):
        for a, b in pairs[fresh[pairs].any(axis=1)].tolist():
            left, right = reports[a], reports[b]
            if comparison := linked(left.profile, right.profile):
                yield left.seq, right.seq, comparison.score


def _group(database: Database, reports: list[_Report]) -> None:
    """The table `grouping`: of which event each affected row is, in the order of linking."""
    place = {report.seq: place for place, report in enumerate(reports)}
    holding = "(SELECT seq FROM affected WHERE holds)"
    rows = database.rows(f"SELECT a, b, score FROM edges WHERE a < b AND a IN {holding} AND b IN {holding}")
    edges = [Edge(min(place[a], place[b]), max(place[a], place[b]), score) for a, b, score in rows]
    roots = cluster(len(reports), edges, lambda a, b: excluded(reports[a].profile, reports[b].profile))
    ids = {root: event_id(reports[root].profile.change_id) for root in set(roots)}
    order = sorted(range(len(reports)), key=lambda at: (roots[at], at))
    columns = {
        "seq": pa.array([reports[at].seq for at in order], pa.int32()),
        "event": pa.array([ids[roots[at]] for at in order], pa.string()),
        "place": np.arange(len(order), dtype=np.int32),
    }
    database.create("grouping", pa.table(columns), temporary=True)


def _join(database: Database) -> list[Told]:
    """The table `joined`: the events of the affected rows."""
    database.run(
        "CREATE TEMP TABLE grouped AS SELECT booked.* EXCLUDE (seq), event, place "
        "FROM grouping JOIN booked USING (seq) ORDER BY place"
    )
    database.create("joined", EVENTS.empty_table(), temporary=True)
    told: list[Told] = []
    for some in chunks(_events(database)):
        told += map(tell, some)
        database.insert("joined", to_table(some, EVENTS))
    return told


def _events(database: Database) -> Iterator[Event]:
    for event, rows in groupby(_grouped(database), key=itemgetter(0)):
        yield join(event, [change for _, change in rows])


def _grouped(database: Database) -> Iterator[tuple[str, PolicyChange]]:
    [(count,)] = database.rows("SELECT count(*) FROM grouping")
    for start in range(0, count, AT_A_TIME):
        rows = database.table(
            "SELECT * FROM grouped WHERE place >= $start AND place < $stop ORDER BY place",
            start=start, stop=start + AT_A_TIME,
        )  # fmt: skip
        yield from zip(rows.column("event").to_pylist(), to_records(rows, PolicyChange), strict=True)


def _possible(database: Database) -> None:
    ids = database.rows("SELECT change_id FROM booked WHERE seq IN (SELECT seq FROM affected)")
    events = pa.array([event_id(change_id) for (change_id,) in ids], pa.string())
    database.create("possible", pa.table({"event_id": events}), temporary=True)
