"""`python -m benchmarks`: the whole table, and the figures as JSON."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks import scale, speed, warc
from benchmarks.measure import machine


def main() -> None:
    """Measure, print, and write the JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--items", type=int, default=60_000, help="items of the run with workers")
    parser.add_argument("--limit", type=int, default=1_000_000, help="items of the largest run")
    parser.add_argument("-o", "--output", type=Path, default=Path("out/bench.json"))
    options = parser.parse_args()
    results = {"machine": machine()}
    print(json.dumps(results["machine"], ensure_ascii=False))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # First, while this process is small: a process starts with the peak of the one that starts it.
        results["scale"] = scale.measure(options.limit, folder)
        print(scale.table(results["scale"]), flush=True)
        results["speed"] = speed.measure(options.items, folder)
        print(speed.table(results["speed"]), flush=True)
        results["warc"] = warc.measure(folder)
        print(warc.table(results["warc"]), flush=True)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


main()
