"""Speed: each stage beside `jieba.lcut` on the same texts in the same run, workers, start-up, and peers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import peers, texts
from benchmarks.measure import extract, rounds, run
from guize.dates import annotate
from guize.entities import authorities, platforms, titles
from guize.extractor import load_extractor
from guize.read import read
from guize.records import Item
from guize.run.batches import encode_extractions, tables
from guize.run.engine import Serial
from guize.run.engine import run as in_order
from guize.run.extraction import chunks
from guize.run.extraction import extract as extract_chunk
from guize.tokens.segment import default_segment
from guize.write import open_writer

ROUNDS = 3
YARDSTICK = "jieba.lcut"
TOTAL = "all: items → Parquet"


def measure(number: int, folder: Path) -> dict[str, Any]:
    """All figures of this page; times are in µs an item."""
    corpora = {"notices": texts.notices(), "crawl": texts.crawl()}
    return {
        **{name: stages(rows, min(number, 2000), folder) for name, rows in corpora.items()},
        "peers": peers.measure(texts.items(corpora["notices"], 100)),
        "workers": workers(corpora["crawl"], number, folder),
        "start": start(folder),
    }


def stages(rows: list[dict[str, Any]], number: int, folder: Path) -> dict[str, float]:
    """Processor time of each stage, alone, on texts that no stage has seen."""
    batches = [texts.items(rows, number, seed) for seed in range(ROUNDS)]
    files = [texts.write(list(texts.varied(rows, number, seed)), number, folder / f"{seed}.jsonl") for seed in range(3)]
    extractor = load_extractor()
    segment = default_segment()
    lcut = peers.jieba_lcut()
    extracted = [encode_extractions(extract_chunk(texts.items(rows, number, 9 + seed), extractor)) for seed in range(3)]

    def each(work: Callable[[Item], object]) -> Callable[[int], object]:
        return lambda turn: [work(item) for item in batches[turn]]

    def total(turn: int) -> None:
        fresh = [item.model_copy() for item in batches[turn]]
        with open_writer([folder / "all.parquet"]) as writer:
            for batch in in_order(chunks(fresh), Serial(extractor)):
                writer.write_batches(*tables(batch))

    def write(suffix: str, turn: int) -> None:
        with open_writer([folder / f"out.{suffix}"]) as writer:
            writer.write_batches(*tables(extracted[turn]))

    works: dict[str, Callable[[int], object]] = {
        YARDSTICK: each(lambda item: lcut(item.content)),
        TOTAL: total,
        "read JSON lines": lambda turn: list(read([files[turn]])),
        "tokens": each(lambda item: segment(item.content)),
        "labels": lambda turn: extractor.model.predict_many(
            [item.title for item in batches[turn]], [item.text for item in batches[turn]]
        ),
        "dates": each(lambda item: annotate(item.content, item.reference, title_end=len(item.title))),
        "platforms": each(lambda item: platforms.find(item.content)),
        "authorities": each(lambda item: authorities.find(item.content)),
        "titles": each(lambda item: titles.find(item.content)),
        "extract: all stages": lambda turn: extract_chunk([i.model_copy() for i in batches[turn]], extractor),
        "write Parquet": partial(write, "parquet"),
        "write CSV": partial(write, "csv"),
        "write JSON lines": partial(write, "jsonl"),
    }
    return {name: 1e6 * seconds / number for name, seconds in rounds(works, ROUNDS).items()}


def workers(rows: list[dict[str, Any]], number: int, folder: Path) -> dict[str, float]:
    """Seconds on the clock of the command, start-up included, with one and two processes, the best of three turns."""
    source = texts.write(rows, number, folder / "crawl.jsonl")
    seconds: dict[str, list[float]] = {"1": [], "2": []}
    for _ in range(3):
        for count, times in seconds.items():
            times.append(extract(source, folder / "workers.parquet", "--workers", count).seconds)
    one, two = min(seconds["1"]), min(seconds["2"])
    return {"items": number, "one": one, "two": two, "ratio": one / two}


def start(folder: Path) -> dict[str, float]:
    """Seconds on the clock, cold processes, the best of three: the import, the help, the rows of one page."""
    page = texts.ROOT / "corpus" / "samples" / "notice.html"
    commands: dict[str, Sequence[object]] = {
        "import guize": ["-c", "import guize"],
        "guize --help": ["-m", "guize.cli", "--help"],
        "rows of one page": ["-m", "guize.cli", "extract", page, "-o", folder / "page.parquet"],
        "python alone": ["-c", ""],
    }
    return {name: min(run(command).seconds for _ in range(3)) for name, command in commands.items()}


def table(results: dict[str, Any]) -> str:
    """The figures as text."""
    lines = []
    for corpus in ("notices", "crawl"):
        yardstick = results[corpus][YARDSTICK]
        lines.append(f"{corpus}: µs an item and share of {YARDSTICK}, each stage alone on all items")
        lines += [f"  {name:24}{value:9.1f}{value / yardstick:9.3f}" for name, value in results[corpus].items()]
        lines.append(f"  {TOTAL} is {yardstick / results[corpus][TOTAL]:.2f} × as fast as {YARDSTICK}")
    lines.append("peers on 100 notices: µs an item")
    lines += [f"  {name:44}{value:10.1f}" for name, value in results["peers"].items()]
    work = results["workers"]
    lines.append(
        f"two workers: {work['ratio']:.2f} × one ({work['items']:,} items, {work['one']:.1f} → {work['two']:.1f} s)"
    )
    lines += [f"{name}: {seconds:.2f} s" for name, seconds in results["start"].items()]
    return "\n".join(lines)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print(table(measure(20_000, Path(place))))
