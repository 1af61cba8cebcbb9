"""Linking alone, from 10,000 to 1,000,000 synthetic changes: profiles, blocks, comparison, clusters; no tables.

    python -m benchmarks.linking 10000 100000 1000000

Each size is a process of its own. Processor seconds leave out the making of the changes.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections import defaultdict

from benchmarks.synthetic_changes import generate
from guize.link.linker import clusters, time_order
from guize.link.profile import profile
from guize.score.clusters import bcubed


def measure(size: int) -> str:
    """A line of figures."""
    rows, gold, spent = [], defaultdict(list), 0.0
    for change, event in generate(size):
        start = time.process_time()
        rows.append((time_order(change), profile(change)))
        spent += time.process_time() - start
        gold[event].append(change.change_id)
    start = time.process_time()
    profiles = [one for _, one in sorted(rows, key=lambda row: row[0])]
    roots = clusters(profiles).roots
    spent += time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    found = defaultdict(list)
    for root, one in zip(roots, profiles, strict=True):
        found[root].append(one.change_id)
    metrics = bcubed(gold.values(), found.values(), resamples=2).metrics
    quality = ", ".join(f"{name} {metrics[name].value:.4f}" for name in ("precision", "recall", "f1"))
    return (
        f"{size:>10,} changes {spent:8.1f} s {spent / len(profiles) * 1e6:6.0f} µs a change {peak:5.1f} GiB; {quality}"
    )


def main() -> None:
    """Measure each size in a process of its own, or the only one here."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linking", description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+", metavar="SIZE")
    sizes = parser.parse_args().sizes
    if len(sizes) == 1:
        print(measure(sizes[0]), flush=True)
        return
    for size in sizes:
        subprocess.run([sys.executable, "-m", "benchmarks.linking", str(size)], check=True)


if __name__ == "__main__":
    main()
