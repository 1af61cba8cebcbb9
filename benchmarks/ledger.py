"""Linking and the ledger, from 10,000 to 1,000,000 synthetic changes.

    python benchmarks/ledger.py 10000 100000 --add 10000
    python benchmarks/ledger.py 1000000 --add 0

Prints, for each size: processor seconds to link (profiles, blocking, comparison, clustering), microseconds a change, B-cubed, and
seconds of each query of a ledger that has the events, with rows found. `--add` measures `Ledger.add`, extraction rows to a
linked ledger, up to that size; larger ledgers get the events of the
known answer, from 20,000 changes on copies of them, so that the queries can be measured.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from pathlib import Path

import duckdb

from guize.ledger import Ledger, Version
from guize.ledger.store import VERSIONS
from guize.link.join import join
from guize.link.linker import clusters
from guize.link.profile import profile
from guize.records import CST
from guize.score.clusters import bcubed
from guize.write import to_table
from synthetic_changes import Labelled, generate

LEARNT = datetime(2026, 1, 1, tzinfo=CST)
DAY = date(2024, 3, 1)
SEED, AT_A_TIME = 20_000, 5_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--add", type=int, default=10_000, help="measure Ledger.add up to this size")
    parser.add_argument("--no-link", action="store_true", help="measure the queries only")
    options = parser.parse_args()
    for size in options.sizes:
        print(f"{size:,} changes", flush=True)
        if not options.no_link:
            measure_link(size)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "policies.duckdb"
            if size <= options.add:
                measure_add(path, size)
            else:
                fill(path, size)
            measure_queries(path)
        print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB", flush=True)


def measure_link(size: int) -> None:
    """Link as `guize.link.link` does, without keeping the rows; the stream is generated beside it and not timed."""
    profiles, truth, spent = [], defaultdict(list), 0.0
    for change, event in generate(size):
        start = time.process_time()
        profiles.append((change.published_at, change.change_id, profile(change)))
        spent += time.process_time() - start
        truth[event].append(change.change_id)
    start = time.process_time()
    ordered = [one for _, _, one in sorted(profiles, key=lambda row: row[:2])]
    found = clusters(ordered)
    spent += time.process_time() - start
    events = defaultdict(list)
    for root, one in zip(found.roots, ordered, strict=True):
        events[root].append(one.change_id)
    metrics = bcubed(truth.values(), events.values(), resamples=2).metrics
    quality = ", ".join(f"{name} {metrics[name].value:.4f}" for name in ("precision", "recall", "f1"))
    print(
        f"  link {spent:.1f} s processor, {spent / len(ordered) * 1e6:.0f} µs a change; {len(events):,} events; B-cubed {quality}",
        flush=True,
    )


def measure_add(path: Path, size: int) -> None:
    changes = [change for change, _ in generate(size)]
    timed("add", lambda: _add(path, changes, LEARNT))
    timed("add again", lambda: _add(path, changes, LEARNT + timedelta(days=1)))
    timed(
        "add one",
        lambda: _add(
            path, [changes[0].model_copy(update={"change_id": "ch-x", "item_id": "it-x"})], LEARNT + timedelta(days=2)
        ),
    )


def _add(path: Path, changes: list, moment: datetime) -> int:
    with Ledger(path, create=True) as ledger:
        return ledger.add(changes, moment).versions


def fill(path: Path, size: int) -> None:
    """A ledger that has learnt the events of the known answer: those of `SEED` changes, and copies of them with other ids."""
    with Ledger(path, create=True):
        pass
    versions = _versions(generate(min(size, SEED)))
    with duckdb.connect(str(path)) as connection:
        while some := list(islice(versions, AT_A_TIME)):
            connection.register("batch", to_table(some, VERSIONS))
            connection.execute("INSERT INTO versions SELECT * FROM batch").fetchall()
        [(made,)] = connection.execute("SELECT count(*) FROM versions").fetchall()
        for copy in range(1, size // SEED):
            copied = f"* REPLACE (seq + {copy * made} AS seq, event_id || '-{copy}' AS event_id)"
            connection.execute(f"INSERT INTO versions SELECT {copied} FROM versions WHERE seq < {made}").fetchall()


def _versions(changes: Iterator[Labelled]) -> Iterator[Version]:
    for seq, (event, reports) in enumerate(groupby(changes, key=lambda one: one.event)):
        joined = join(f"ev-{event}", [change for change, _ in reports])
        yield Version.model_construct(**joined.__dict__, seq=seq, learnt_at=LEARNT, cause="new")


def measure_queries(path: Path) -> None:
    with Ledger(path) as ledger:
        timed("asof", lambda: ledger.asof(DAY).num_rows)
        timed("asof --platform 1688", lambda: ledger.asof(DAY, platform="1688").num_rows)
        timed("asof --known", lambda: ledger.asof(DAY, known=LEARNT).num_rows)
        timed("upcoming", lambda: ledger.upcoming(DAY, 30).num_rows)
        timed("diff", lambda: ledger.diff(DAY, DAY + timedelta(days=31)).num_rows)
        event_id = ledger.asof(DAY).column("event_id")[0].as_py()
        timed("history", lambda: ledger.history(event_id).num_rows)


def timed(name: str, action: Callable[[], int]) -> None:
    """Print elapsed and processor seconds: on a busy machine the second is the one to compare."""
    start, work = time.perf_counter(), time.process_time()
    rows = action()
    elapsed, worked = time.perf_counter() - start, time.process_time() - work
    print(f"  {name:22} {elapsed:8.2f} s {worked:8.2f} s processor {rows:>9,} rows", flush=True)


if __name__ == "__main__":
    main()
