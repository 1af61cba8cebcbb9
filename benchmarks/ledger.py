"""Linking and the ledger, from 10,000 to 1,000,000 synthetic changes.

    python -m benchmarks.ledger 10000 100000 1000000 -o out/ledger.json
    python -m benchmarks.ledger 1000000 --queries

The commands are processes, with their start and their peak of memory; a query is the best of three in one process. On a busy
machine processor seconds are what to compare. Quality is B-cubed F1 against the known answer. `--queries` measures queries only,
of a ledger that gets the events of the known answer, from 20,000 changes on copies of them.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.measure import Run, machine, run
from benchmarks.synthetic_changes import generate
from guize.ledger import Ledger, Version
from guize.ledger.store import VERSIONS
from guize.link.join import join
from guize.link.tables import chunks
from guize.records import CST, PolicyChange
from guize.score.clusters import bcubed
from guize.write import open_writer, to_table

DAY = date(2024, 3, 1)
LEARNT = datetime(2026, 1, 1, tzinfo=CST)
ROUNDS, SEED = 3, 20_000


def measure(size: int, folder: Path) -> dict[str, Any]:
    """The figures of one size, by operation."""
    source, one, db = folder / "changes.parquet", folder / "one.parquet", folder / "policies.duckdb"
    _write(source, (labelled.change for labelled in generate(size)))
    first = next(iter(generate(1))).change
    _write(one, [first.model_copy(update={"change_id": "ch-more", "item_id": "it-more"})])
    results: dict[str, Any] = {"changes": size}
    results["link"] = _command("link", source, "-o", folder / "linked.parquet")
    results["quality"] = _quality(folder / "linked.parquet")
    for name, path, day in (("add", source, 1), ("add again", source, 2), ("add one more", one, 3)):
        results[name] = _command("ledger", "add", path, "--db", db, "--learnt-at", f"2026-01-{day:02}")
    results["file_mb"] = db.stat().st_size / 2**20
    return results | _queries(db)


def measure_queries(size: int, folder: Path) -> dict[str, Any]:
    """The figures of the queries of a filled ledger."""
    _fill(folder / "policies.duckdb", size)
    return {"changes": size, **_queries(folder / "policies.duckdb")}


def _queries(db: Path) -> dict[str, Any]:
    results = {"asof, on the screen": _command("ledger", "asof", DAY, "--db", db)}
    with Ledger(db) as ledger:
        event_id = ledger.asof(DAY, limit=1).column("event_id")[0].as_py()
        rules = ledger.asof(DAY).column("rule_titles").to_pylist()
        rule = next(title for titles in rules for title in titles)
        queries: dict[str, Callable[[], pa.Table]] = {
            "asof": lambda: ledger.asof(DAY),
            "asof, limit 200": lambda: ledger.asof(DAY, limit=200),
            "asof, one platform": lambda: ledger.asof(DAY, platform="1688"),
            "upcoming, 30 days": lambda: ledger.upcoming(DAY, 30),
            "diff, a month": lambda: ledger.diff(DAY, DAY + timedelta(days=31)),
            "history of an event": lambda: ledger.history(event_id),
            "history of a rule": lambda: ledger.history(rule),
        }
        for name, query in queries.items():
            results[name] = _query(query)
    return results


def _fill(path: Path, size: int) -> None:
    """A ledger with the events of `SEED` changes, as the known answer has them, and copies of them with other ids."""
    with Ledger(path, create=True):
        pass
    with duckdb.connect(str(path)) as connection:
        for some in chunks(_versions(min(size, SEED))):
            connection.register("batch", to_table(some, VERSIONS))
            connection.execute("INSERT INTO versions SELECT * FROM batch").fetchall()
        [(made,)] = connection.execute("SELECT count(*) FROM versions").fetchall()
        for copy in range(1, size // SEED):
            copied = f"* REPLACE ((seq + {copy * made})::INTEGER AS seq, event_id || '-{copy}' AS event_id)"
            connection.execute(f"INSERT INTO versions SELECT {copied} FROM versions WHERE seq < {made}").fetchall()


def _versions(size: int) -> Iterator[Version]:
    for seq, (event, reports) in enumerate(groupby(generate(size), key=lambda one: one.event)):
        joined = join(f"ev-{event}", [change for change, _ in reports])
        yield Version.model_construct(**joined.__dict__, seq=seq, learnt_at=LEARNT, cause="new")


def _write(path: Path, changes: Iterable[PolicyChange]) -> None:
    with open_writer([path]) as writer:
        for some in chunks(changes):
            writer.write(some, [])


def _command(*words: object) -> dict[str, float]:
    done: Run = run(["-m", "guize.cli", *words])
    return done._asdict()


def _query(query: Callable[[], pa.Table]) -> dict[str, float]:
    seconds = processor = float("inf")
    for _ in range(ROUNDS):
        start, work = time.perf_counter(), time.process_time()
        rows = query().num_rows
        seconds = min(seconds, time.perf_counter() - start)
        processor = min(processor, time.process_time() - work)
    return {"seconds": seconds, "processor": processor, "rows": rows}


def _quality(linked: Path) -> dict[str, float]:
    """B-cubed of the events in a linked table; a change's id names the event that it was made for."""
    gold, found = defaultdict(list), defaultdict(list)
    table = pq.read_table(linked, columns=["change_id", "event_id"])
    for change_id, event_id in zip(*(column.to_pylist() for column in table.columns), strict=True):
        gold[change_id.split("-")[1]].append(change_id)
        found[event_id].append(change_id)
    metrics = bcubed(gold.values(), found.values(), resamples=2).metrics
    return {"events": len(found), **{name: metrics[name].value for name in ("precision", "recall", "f1")}}


def table(results: list[dict[str, Any]]) -> str:
    """The figures as text: a line an operation, a column a size; processor and elapsed seconds, peak memory or rows."""
    lines = [f"{'':22}" + "".join(f"{result['changes']:>34,}" for result in results)]
    for name in results[0]:
        if not isinstance(results[0][name], dict):
            continue
        lines.append(f"{name:22}" + "".join(f"{_cell(result[name]):>34}" for result in results))
    return "\n".join(lines)


def _cell(figures: dict[str, float]) -> str:
    if "f1" in figures:
        return f"F1 {figures['f1']:.4f} (P {figures['precision']:.3f}, R {figures['recall']:.3f})"
    beside = f"{figures['rows']:,} rows" if "rows" in figures else f"{figures['peak_mb']:,.0f} MB"
    return f"{figures['processor']:.2f} s ({figures['seconds']:.2f}), {beside}"


def main() -> None:
    """Measure, print, and write the JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[10_000, 100_000], metavar="SIZE")
    parser.add_argument("--queries", action="store_true", help="measure queries only")
    parser.add_argument("-o", "--output", type=Path, default=Path("out/ledger.json"))
    options = parser.parse_args()
    results: list[dict[str, Any]] = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            work = measure_queries if options.queries else measure
            results.append(work(size, Path(folder)))
        print(table(results[-1:]), flush=True)
        options.output.parent.mkdir(parents=True, exist_ok=True)
        figures = {"machine": machine(), "results": results}
        options.output.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if len(results) > 1:
        print(table(results))


if __name__ == "__main__":
    main()
