"""Scale: time and peak memory from a thousand items to a million, in one process and in two workers."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from benchmarks import texts
from benchmarks.measure import extract

SIZES = (1_000, 10_000, 100_000, 1_000_000)
_BASE = 10_000  # items, to which growth of memory is compared


def measure(limit: int, folder: Path) -> list[dict[str, Any]]:
    """A row a size and number of workers; `peak_mb` is that of the largest process."""
    rows = []
    for size in SIZES:
        if size > limit:
            break
        source = texts.write(texts.crawl(), size, folder / "scale.jsonl")
        for workers in (1, 2):
            done = extract(source, folder / "scale.parquet", "--workers", workers)
            rows.append({"items": size, "workers": workers, **done._asdict(), "µs_an_item": 1e6 * done.seconds / size})
    return rows


def table(results: list[dict[str, Any]]) -> str:
    """The figures as text."""
    lines = [f"{'items':>10}{'workers':>9}{'seconds':>10}{'µs an item':>12}{'peak MB':>9}"]
    lines += [
        f"{row['items']:>10,}{row['workers']:>9}{row['seconds']:>10.1f}{row['µs_an_item']:>12.0f}{row['peak_mb']:>9.0f}"
        for row in results
    ]
    for workers in (1, 2):
        peaks = {row["items"]: row["peak_mb"] for row in results if row["workers"] == workers}
        largest = max(peaks)
        if largest > _BASE:
            lines.append(
                f"peak of {largest:,} items to that of {_BASE:,}: {peaks[largest] / peaks[_BASE]:.2f} (--workers {workers})"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print(table(measure(10_000, Path(place))))
