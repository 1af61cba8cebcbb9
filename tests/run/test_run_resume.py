"""--resume: whatever moment a run is killed at, the next one goes on, and the output is that of a run never killed."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from guize.run.local import extract_to
from places import ROOT

KILLS = 5
ITEMS = 3000


@pytest.fixture(scope="module")
def crawl(tmp_path_factory) -> Path:
    """Items of many chunks, few of them changes, as in a crawl."""
    texts = [json.loads(line) for line in (ROOT / "corpus" / "train" / "domain.jsonl").read_text("utf-8").splitlines()]
    path = tmp_path_factory.mktemp("crawl") / "crawl.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for n in range(ITEMS):
            item = texts[n % len(texts)] if n % 10 == 0 else {"title": f"第{n}号快讯", "text": f"今日客流{n}人次。"}
            record = {"id": str(n), "title": item["title"], "text": item["text"], "published_at": "2024-05-06"}
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


@pytest.fixture(scope="module")
def expected(crawl, tmp_path_factory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("expected")
    extract_to([crawl], [out / "changes.parquet", out / "changes.jsonl"])
    return contents(out)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def parts(folder: Path) -> set[Path]:
    return set(folder.glob(".*.parts/*.arrow"))


def start(crawl: Path, out: Path, *options: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "guize.cli", "extract", crawl, "--resume", *options]
    command += ["-o", out / "changes.parquet", "-o", out / "changes.jsonl"]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT / "pipeline")})


def kill(running: subprocess.Popen) -> None:
    running.kill()
    running.wait()


def test_killed_at_random_moments_it_ends_as_if_never_killed(crawl, expected, tmp_path):
    moments = random.Random(6)
    kept: set[Path] = set()
    for number in range(KILLS):
        running = start(crawl, tmp_path, "--workers", str(1 + number % 2))
        while running.poll() is None and len(parts(tmp_path)) <= len(kept):  # until it has done something
            time.sleep(0.01)
        time.sleep(moments.uniform(0, 0.1))
        kill(running)
        if running.returncode == 0:
            break
        assert kept <= parts(tmp_path) or (tmp_path / "items.parquet").exists()
        kept = parts(tmp_path)
    else:
        assert start(crawl, tmp_path).wait() == 0
    assert contents(tmp_path) == expected


def test_a_part_is_used_and_not_made_again(crawl, expected, tmp_path):
    running = start(crawl, tmp_path)
    while not parts(tmp_path):
        time.sleep(0.01)
    kill(running)
    [first, *_] = sorted(parts(tmp_path))
    made = first.stat().st_mtime_ns
    seen: list[int] = []

    def at_the_end(n: int) -> None:
        if n == ITEMS:
            seen.append(first.stat().st_mtime_ns)

    extract_to([crawl], [tmp_path / "changes.parquet", tmp_path / "changes.jsonl"], resume=True, progress=at_the_end)
    assert seen == [made]
    assert contents(tmp_path) == expected


def interrupted(crawl: Path, out: Path) -> None:
    """A run in this process that ends after two chunks."""

    def stop(n: int) -> None:
        if n > 1000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract_to([crawl], [out / "changes.parquet", out / "changes.jsonl"], resume=True, progress=stop)
    assert len(parts(out)) == 2


def test_changed_items_are_noticed_and_extracted_anew(crawl, expected, tmp_path):
    out = tmp_path / "out"
    interrupted(crawl, out)
    lines = crawl.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = tmp_path / "crawl.jsonl"
    changed.write_text("".join([lines[0].replace("2024-05-06", "2024-05-07"), *lines[1:]]), encoding="utf-8")
    said: list[str] = []
    extract_to([changed], [out / "changes.parquet"], resume=True, notice=said.append)
    [line] = said
    assert line.startswith("1 finished part")
    rows = pq.read_table(out / "items.parquet").to_pylist()
    assert [row["source_id"] for row in rows] == [str(n) for n in range(ITEMS)]
    assert [row["published_at"].day for row in rows[:2]] == [7, 6]


def test_a_damaged_part_is_made_again(crawl, expected, tmp_path):
    interrupted(crawl, tmp_path)
    for path in parts(tmp_path):
        path.write_bytes(path.read_bytes()[:-50])
    extract_to([crawl], [tmp_path / "changes.parquet", tmp_path / "changes.jsonl"], resume=True)
    assert contents(tmp_path) == expected
