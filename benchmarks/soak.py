"""`python -m benchmarks.soak`: one process that extracts for a long time, and runs in which things go wrong.

The first table is for its memory and its speed over the run: files of all formats, real news where they lie beside the
checkout, notices, and items made of them, shuffled, none twice. The second is for its accounts: after a fault every
item is in `items`, once, and those that the fault did not reach have their changes.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing import active_children
from pathlib import Path
from statistics import median
from typing import Any, BinaryIO, NamedTuple
from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import texts
from guize.extractor import Extractor
from guize.read import plugins
from guize.records import Extraction, Item
from guize.run import local
from guize.run.engine import Serial
from guize.run.pool import Pool, extract_bytes

SAMPLES = texts.ROOT / "corpus" / "samples"
LINES, ROWS = 1_000, 500  # items of a pass, beside the samples
TENTHS = 10
MARK, EVERY = "本条会出错", 1_000  # what marks the items that a fault is in, one in so many


class Pass(NamedTuple):
    """One folder extracted: processor time an item, items a second of the clock, memory after it."""

    items: int
    microseconds: float
    items_a_second: float
    resident_mb: float


def soak(passes: int, folder: Path) -> list[Pass]:
    """Extracts `passes` folders one after the other in this process, and prints the medians of each tenth of them."""
    rows = texts.crawl()
    source, done = folder / "in", []
    _extract(_write(rows, source, seed=-1), folder)  # what is loaded once is loaded
    for number in range(passes):
        _write(rows, source, seed=number)
        start = time.process_time(), time.perf_counter()
        items = _extract(source, folder)
        processor, clock = time.process_time() - start[0], time.perf_counter() - start[1]
        done.append(Pass(items, 1e6 * processor / items, items / clock, _resident()))
        if (number + 1) % (passes // TENTHS) == 0:
            print(_tenth(done[-(passes // TENTHS) :], (number + 1) // (passes // TENTHS)), flush=True)
    return done


def _write(rows: list[dict[str, Any]], folder: Path, seed: int) -> Path:
    """A folder of files of all formats, whose items depend on the seed."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SAMPLES, folder / "samples")
    chance = random.Random(seed)
    made = [*texts.varied(chance.sample(rows, len(rows)), LINES + ROWS, seed)]
    chance.shuffle(made)
    with (folder / "a.jsonl").open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in made[:LINES])
    pq.write_table(pa.Table.from_pylist(made[LINES:]), folder / "b.parquet")
    (folder / "broken.jsonl").write_bytes(chance.randbytes(2_000))
    return folder


def _extract(source: Path, folder: Path) -> int:
    return local.extract_to([source], [folder / "out.parquet"]).n_items


def _resident() -> float:
    """Megabytes that this process holds, without what the allocators keep of what was given back to them."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _tenth(passes: Sequence[Pass], number: int) -> str:
    items = sum(one.items for one in passes)
    microseconds, items_a_second, resident = (median(column) for column in list(zip(*passes, strict=True))[1:])
    return f"{number:>6}{items:>10,}{microseconds:>12.0f}{items_a_second:>11.0f}{resident:>8.1f}"


def verdict(passes: Sequence[Pass]) -> str:
    """The slope of the memory and the speed of the last tenth beside the first, with 95 % intervals.

    The slope is of a line fitted by least squares through the passes after the first fifth, in which caches fill. What the
    passes of a tenth took scatters by what they hold; the interval of the ratio of their medians is by bootstrap.
    """
    settled = passes[len(passes) // 5 :]
    done = np.cumsum([one.items for one in settled]) / 1e6
    (slope, _), covariance = np.polyfit(done, [one.resident_mb for one in settled], 1, cov=True)
    tenth = len(passes) // TENTHS
    random = np.random.default_rng(0)
    first, last = ([one.microseconds for one in some] for some in (passes[:tenth], passes[-tenth:]))
    drawn = [np.median(random.choice(some, (1000, tenth)), axis=1) for some in (first, last)]
    low, high = np.quantile(drawn[0] / drawn[1], [0.025, 0.975])
    return (
        f"memory {slope:+.2f} ± {1.96 * np.sqrt(covariance[0, 0]):.2f} MB a million items; "
        f"the last tenth at {median(first) / median(last):.1%} ({low:.1%} to {high:.1%}) of the first one's speed"
    )


class Account(NamedTuple):
    """What became of the items of a run with a fault."""

    fault: str
    items: int
    accounted: int  # of them in `items`, once
    failed: int
    same: bool  # whether the changes of the others are those of a run without the fault


def faults(folder: Path, number: int) -> Iterator[Account]:
    """One run a fault, all over the same items."""
    source = folder / "faults" / "a.jsonl"
    source.parent.mkdir()
    ids = []
    with source.open("w", encoding="utf-8") as lines:
        for n, row in enumerate(texts.varied(texts.crawl(), number)):
            title = row["title"] + MARK * (n % EVERY == 0)
            lines.write(json.dumps({**row, "title": title}, ensure_ascii=False) + "\n")
            ids.append(row["id"])
    whole = _whole(source, folder / "whole")
    for fault in (_workers_killed, _deadly_items, _raising_extractor, _full_disk, _killed, _raising_reader):
        out = folder / fault.__name__
        more = fault(source, out)
        items = pq.read_table(out / "items.parquet")
        there = Counter(items.column("source_id").to_pylist())
        accounted = sum(there[name] == 1 for name in [*ids, *more])
        assert items.num_rows == len(ids) + len(more), (fault, items.num_rows)
        failed = items.filter(pc.equal(items.column("status"), "failed")).column("source_id")
        others = whole.filter(pc.invert(pc.is_in(whole.column("source_id"), failed.combine_chunks())))
        same = others.equals(pq.read_table(out / "changes.parquet"))
        yield Account((fault.__doc__ or "").rstrip("."), len(ids) + len(more), accounted, len(failed), same)


def _whole(source: Path, out: Path) -> pa.Table:
    local.extract_to([source], [out / "changes.parquet"])
    return pq.read_table(out / "changes.parquet")


def _workers_killed(source: Path, out: Path) -> list[str | None]:
    """Workers are killed, each when it has worked a while."""
    over = threading.Event()

    def kill() -> None:
        while not over.wait(0.5):
            for process in active_children():
                if _processor_seconds(process.pid or 0) > 2:  # half of it goes by while it starts
                    process.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        local.extract_to([source], [out / "changes.parquet"], workers=2)
    finally:
        over.set()
        killer.join()
    return []


def _processor_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it is gone
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _deadly_items(source: Path, out: Path) -> list[str | None]:
    """A worker dies on one item in a thousand."""
    with patch.object(local, "_engine", return_value=Pool(2, None, _dies)):
        local.extract_to([source], [out / "changes.parquet"])
    return []


def _dies(task: bytes, model: Path | None) -> bytes:
    if MARK.encode() in task:
        os.kill(os.getpid(), signal.SIGKILL)
    return extract_bytes(task, model)


class _Raising(Extractor):
    def batch(self, items: Sequence[Item]) -> list[Extraction]:
        if any(item.title.endswith(MARK) for item in items):
            raise RuntimeError("a fault")
        return super().batch(items)


def _raising_extractor(source: Path, out: Path) -> list[str | None]:
    """The extractor raises on one item in a thousand."""
    with patch.object(local, "_engine", return_value=Serial(_Raising())):
        local.extract_to([source], [out / "changes.parquet"])
    return []


def _full_disk(source: Path, out: Path) -> list[str | None]:
    """The disk is full in the middle, then not."""
    first = subprocess.run(_command(source, out), preexec_fn=_limit, stderr=subprocess.DEVNULL, check=False)
    if first.returncode == 0:
        raise SystemExit("the output is too small to fill the disk: give more --items")
    assert first.returncode == 2, first
    assert not (out / "changes.parquet").exists()
    subprocess.run(_command(source, out), check=True)
    return []


def _limit() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


def _killed(source: Path, out: Path) -> list[str | None]:
    """The run is killed again and again, and goes on."""
    chance = random.Random(0)
    for _ in range(20):
        with subprocess.Popen(_command(source, out)) as running:
            try:
                if running.wait(2 + 3 * chance.random()) == 0:
                    return []
            except subprocess.TimeoutExpired:
                running.kill()
    subprocess.run(_command(source, out), check=True)
    return []


def _command(source: Path, out: Path) -> list[str | None]:
    return [sys.executable, "-m", "guize.cli", "extract", str(source), "-o", f"{out}/changes.parquet", "--resume"]


class _Broken:
    """A reader that gives ten items and breaks."""

    def recognises(self, head: bytes, name: str) -> bool:
        return name.endswith(".broken")

    def read(self, stream: BinaryIO, name: str) -> Iterator[Item]:
        yield from (Item(title="今日无事", source=name, source_id=f"r{n}", item_index=n) for n in range(10))
        raise ValueError("a fault")


def _raising_reader(source: Path, out: Path) -> list[str | None]:
    """A reader raises after ten items of its file."""
    (source.parent / "b.broken").write_text("…")
    with patch.object(plugins, "_readers", return_value={"broken": _Broken()}):
        local.extract_to([source.parent], [out / "changes.parquet"])
    return [*(f"r{n}" for n in range(10)), None]


def _row(account: Account) -> str:
    return f"{account.fault:<50}{account.items:>8,}{account.accounted:>11,}{account.failed:>8,}  {'same' if account.same else 'OTHER'}"


def main() -> None:
    """Run both, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--passes", type=int, default=1_000, help="folders of some 1,500 items each, in one process")
    parser.add_argument("--items", type=int, default=10_000, help="items of the runs with faults")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        print(f"{'tenth':>6}{'items':>10}{'µs an item':>12}{'items a s':>11}{'MB':>8}")
        print(verdict(soak(options.passes, Path(name))))
        print(f"{'fault':<50}{'items':>8}{'accounted':>11}{'failed':>8}  changes of the others")
        for account in faults(Path(name), options.items):
            print(_row(account), flush=True)


if __name__ == "__main__":
    main()
