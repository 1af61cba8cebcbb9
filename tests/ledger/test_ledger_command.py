"""The command `guize ledger`, and what befalls a ledger that several processes use."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import date, datetime

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from guize.cli import main
from guize.errors import OutputError
from guize.ledger import Ledger
from guize.records import CST
from guize.write import open_writer
from places import ROOT
from reports import report

CUT = report("cut", "1688下调佣金", "2024-03-01", effective="2024-03-10", value=("佣金", 5, 3, "%"))


def run(*words):
    done = CliRunner().invoke(main, ["ledger", *map(str, words)])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def db(tmp_path):
    with open_writer([tmp_path / "changes.parquet"]) as writer:
        writer.write([CUT], [])
    path = tmp_path / "policies.duckdb"
    assert run("add", tmp_path / "changes.parquet", "--db", path, "--learnt-at", "2024-03-02T09:00").startswith("1 new")
    return path


def test_queries_print_tables(db):
    assert "5 → 3 %" in run("asof", "2024-03-10", "--db", db)
    assert "5 → 3 %" not in run("asof", "2024-03-10", "--known", "2024-03-01", "--db", db)
    assert "5 → 3 %" in run("asof", "2024-03-10", "--known", "2024-03-02", "--db", db)
    assert "1688下调佣金" in run("upcoming", "--from", "2024-03-01", "--db", db)
    assert "begins" in run("diff", "2024-03-01", "2024-03-31", "--db", db)
    told = run("history", "ch-cut", "--db", db)
    assert "2024-03-02 09:00:00" in told
    assert "new" in told


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".jsonl"])
def test_queries_write_files(db, tmp_path, suffix):
    out = tmp_path / f"asof{suffix}"
    run("asof", "2024-03-10", "--db", db, "-o", out)
    assert "佣金" in (out.read_text("utf-8") if suffix != ".parquet" else str(pq.read_table(out).to_pylist()))


def test_an_input_that_cannot_be_read_makes_no_ledger(tmp_path):
    (tmp_path / "broken.jsonl").write_text('{"platform":')
    for name in ("broken.jsonl", "absent.parquet"):
        words = ["ledger", "add", str(tmp_path / name), "--db", str(tmp_path / "new.duckdb")]
        assert CliRunner().invoke(main, words).exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["broken.jsonl"]


@pytest.fixture
def cut_short(tmp_path):
    """Rows of which the last is broken."""
    with open_writer([tmp_path / "changes.jsonl"]) as writer:
        writer.write([CUT], [])
    path = tmp_path / "short.jsonl"
    path.write_text((tmp_path / "changes.jsonl").read_text("utf-8") + '{"change_id":', encoding="utf-8")
    return path


def test_an_input_that_breaks_at_a_later_row_makes_no_ledger(cut_short, tmp_path):
    told = CliRunner().invoke(main, ["ledger", "add", str(cut_short), "--db", str(tmp_path / "new.duckdb")])
    assert told.exit_code == 2
    assert "short.jsonl" in told.stderr
    assert list(tmp_path.glob("new.*")) == []


def test_an_input_that_breaks_takes_nothing_from_a_ledger_that_is_there(db, cut_short):
    before = run("history", "ch-cut", "--db", db)
    assert CliRunner().invoke(main, ["ledger", "add", str(cut_short), "--db", str(db)]).exit_code == 2
    assert run("history", "ch-cut", "--db", db) == before


def test_what_was_added_stays_where_the_block_fails_after_it(tmp_path):
    path = tmp_path / "new.duckdb"

    def interrupted():
        with Ledger(path, create=True) as book:
            book.add([CUT], datetime(2024, 3, 2))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert "1688下调佣金" in run("history", "ch-cut", "--db", path)


def test_adding_a_file_again_says_so(db, tmp_path):
    assert run("add", tmp_path / "changes.parquet", "--db", db).startswith("0 new, 0 extracted again, 1 known")


WRITER = """
    import sys, time
    from datetime import datetime
    from guize.ledger import Ledger
    from guize.records import CST
    sys.path.insert(0, "tests")
    from reports import report
    with Ledger(sys.argv[1], create=True) as ledger:
        print("open", flush=True)
        n = 0
        while True:
            n += 1
            ledger.add([report(f"{n}", f"规则{n}号", "2024-03-05", subject=f"事项{n}", effective="2024-04-01")],
                       datetime(2024, 3, 6, tzinfo=CST))
"""


def _writer(db):
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(db)], stdout=subprocess.PIPE, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "pipeline")},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == b"open\n"
    return process


def test_a_second_writer_waits_then_says_why(db):
    process = _writer(db)
    try:
        with pytest.raises(OutputError, match="another process is writing to the ledger"):
            Ledger(db, create=True, patience=0.2)
    finally:
        process.kill()
        process.wait()


def test_a_killed_writer_loses_nothing_that_was_added(db):
    process = _writer(db)
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with Ledger(db, create=True) as ledger:
        rows = ledger.asof(date(2024, 4, 1)).num_rows
        assert rows >= 1
        ledger.add(
            [report("more", "又一条", "2024-03-07", effective="2024-04-01", subject="又一条")],
            datetime(2024, 3, 8, tzinfo=CST),
        )
        assert ledger.asof(date(2024, 4, 1)).num_rows == rows + 1


FULL = """
    import resource, sys
    from datetime import datetime
    from guize.errors import OutputError
    from guize.ledger import Ledger
    from guize.records import CST
    sys.path.insert(0, "tests")
    from reports import report
    many = [report(f"{n}", f"规则{n}号" * 50, "2024-03-05", subject=f"事项{n}" * 50) for n in range(300)]
    with Ledger(sys.argv[1], create=True) as ledger:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, resource.RLIM_INFINITY))
        try:
            ledger.add(many, datetime(2024, 3, 6, tzinfo=CST))
        except OutputError as error:
            print("refused:", error)
"""


def test_a_full_disk_loses_nothing_that_was_added(db):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FULL), str(db)], capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "pipeline")}, check=False,
    )  # fmt: skip
    assert done.stdout.startswith(f"refused: {db}: cannot be written: "), done.stderr
    with Ledger(db) as ledger:
        assert ledger.asof(date(2024, 4, 1)).num_rows == 1
