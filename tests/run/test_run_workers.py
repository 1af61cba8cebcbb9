"""Worker processes: the same bytes as one process, and nothing lost where a worker dies."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from guize.extractor import load_extractor
from guize.read import read
from guize.records import Failure, Item
from guize.run.batches import decode_results, encode_results, from_bytes, tables
from guize.run.engine import Serial, run
from guize.run.extraction import chunks
from guize.run.local import extract_to
from guize.run.pool import Pool, extract_bytes
from guize.run.summary import Summary
from places import ROOT

TABLES = (
    "changes.parquet",
    "items.parquet",
    "changes.csv",
    "items.csv",
    "evidence.csv",
    "changes.jsonl",
    "items.jsonl",
)
DEADLY = "本条会让进程退出"


@pytest.fixture(scope="module")
def inputs(tmp_path_factory) -> list[Path]:
    """Items of several chunks, a broken line among them."""
    lines = (ROOT / "corpus" / "train" / "domain.jsonl").read_text(encoding="utf-8").splitlines()
    folder = tmp_path_factory.mktemp("inputs")
    (folder / "a.jsonl").write_text("\n".join([*lines[:540], "no json"]), encoding="utf-8")
    (folder / "b.jsonl").write_text("\n".join(lines[:40]), encoding="utf-8")
    return [folder, ROOT / "corpus" / "samples"]


@pytest.fixture(scope="module")
def alone(inputs, tmp_path_factory) -> tuple[Summary, dict[str, bytes]]:
    """What one process makes of them."""
    folder = tmp_path_factory.mktemp("alone")
    return extract_to(inputs, outputs(folder)), contents(folder)


def outputs(folder: Path) -> list[Path]:
    return [folder / f"changes.{suffix}" for suffix in ("parquet", "csv", "jsonl")]


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in TABLES}


def dies_on_the_deadly(task: bytes, model: Path | None) -> bytes:
    if any(isinstance(r, Item) and r.title == DEADLY for r in decode_results(from_bytes(task))):
        os.kill(os.getpid(), signal.SIGKILL)
    return extract_bytes(task, model)


def test_workers_write_the_bytes_that_one_process_writes(inputs, alone, tmp_path):
    one, written = alone
    assert extract_to(inputs, outputs(tmp_path), workers=2) == one
    assert (one.n_failed, one.n_items > 512, one.n_changes > 300) == (1, True, True)
    assert contents(tmp_path) == written


def test_a_killed_worker_loses_nothing(inputs, alone, tmp_path):
    command = [sys.executable, "-m", "guize.cli", "extract", *inputs, "--workers", "2"]
    command += [word for path in outputs(tmp_path) for word in ("-o", path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "pipeline")}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as running:
        worker = first_worker(running)
        os.kill(worker, signal.SIGKILL)
        _, said = running.communicate()
    assert running.returncode == 1
    assert said.splitlines() == ["guize: a.jsonl: item 540: line 541 is not JSON: Expecting value at character 1"]
    assert contents(tmp_path) == alone[1]


def first_worker(running: subprocess.Popen) -> int:
    """The process id of the first worker that has begun to work."""
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    if not children.exists():
        pytest.skip("this system does not tell the children of a process")
    while running.poll() is None:
        for child in children.read_text().split():
            if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text():
                return int(child)
        time.sleep(0.01)
    raise AssertionError("the run ended without a worker")


def test_an_item_that_kills_its_worker_is_marked_failed_and_the_others_are_extracted():
    results = [*read([ROOT / "corpus" / "samples" / "items.jsonl"])][:4]
    results[2:2] = [Item(title=DEADLY, source="crawl", source_id="x9", item_index=5)]
    with Pool(2, work=dies_on_the_deadly) as pool:
        [batch] = run(chunks(results), pool)
    _, items = tables(batch)
    rows = items.to_pylist()
    assert [row["status"] == "failed" for row in rows] == [False, False, True, False, False]
    assert (rows[2]["source"], rows[2]["source_id"], rows[2]["item_index"]) == ("crawl", "x9", 5)
    assert "worker process died" in rows[2]["reason"]
    with Serial(load_extractor()) as serial:
        [alone] = run(chunks([*results[:2], *results[3:]]), serial)
    assert [row for row in rows if row["status"] != "failed"] == tables(alone)[1].to_pylist()


DYING = """
import os
from guize.records import Item
from guize.run.pool import Pool

def die(task, model):
    os._exit(9)

if __name__ == "__main__":
    chunk = [Item(title=f"公告{number}", text="规则" * 1500) for number in range(200)]
    with Pool(2, work=die) as pool:
        pool.submit(chunk[:1])
        waiting = [pool.submit(chunk) for _ in range(5)]
        print(pool.submit(chunk[:1])().num_rows)
"""


def test_workers_that_die_while_much_waits_for_them_end_the_run(tmp_path):
    script = tmp_path / "dying.py"
    script.write_text(DYING, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "pipeline")}
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout == "1\n"


def test_results_cross_a_border_as_they_are():
    results = [*read([ROOT / "corpus" / "samples"]), Failure("x.jsonl", "坏了", 3, None, "标题"), Item(title="无时")]
    assert decode_results(encode_results(results)) == results


def test_workers_end_when_their_parent_is_killed(inputs, tmp_path):
    command = [sys.executable, "-m", "guize.cli", "extract", *inputs, "--workers", "2"]
    command += ["-o", tmp_path / "changes.parquet"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "pipeline")}
    with subprocess.Popen(command, env=environment) as running:
        worker = first_worker(running)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    for _ in range(500):
        if not Path(f"/proc/{worker}").exists() or Path(f"/proc/{worker}/stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.02)
    raise AssertionError("the worker still runs")


def test_a_script_that_its_workers_would_run_again_is_told(inputs, tmp_path):
    script = tmp_path / "nightly.py"
    script.write_text(
        f"from guize.run.local import extract_to\nextract_to({list(map(str, inputs))!r}, ['changes.parquet'], workers=2)\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "pipeline")}
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "worker processes cannot be started" in done.stderr.splitlines()[-1]
    assert "__main__" in done.stderr.splitlines()[-1]
    assert not (tmp_path / "changes.parquet").exists()
