"""A ledger that an earlier guize wrote is brought to the present layout, with all that it learnt and when."""

from datetime import date, datetime

import duckdb
import pyarrow as pa
import pytest
from click.testing import CliRunner

from guize.cli import main
from guize.errors import InputError, OutputError
from guize.ledger import Ledger, upgrade
from guize.records import CST
from guize.write import CHANGES, to_table
from reports import report

CUT = report(
    "cut", "1688下调佣金", "2024-03-01", effective="2024-03-10", rule_titles=["佣金规则"], value=("佣金", 5, 3, "%")
)
BETTER = CUT.model_copy(update={"extractor_version": "2", "effective_from": date(2024, 3, 11)})
OTHER = report("other", "京东缩短账期", "2024-03-05", effective="2024-04-01", platform=["jd"], subject="账期")
LEARNT = [(CUT, "2024-03-02"), (OTHER, "2024-03-06"), (BETTER, "2024-06-01")]


def at(day):
    return datetime.fromisoformat(day).replace(tzinfo=CST)


@pytest.fixture
def first(tmp_path):
    """A ledger of schema 1: its rows as they were learnt, and versions that nobody needs any more."""
    path = tmp_path / "policies.duckdb"
    rows = to_table([change for change, _ in LEARNT], CHANGES)
    rows = rows.append_column("seq", pa.array(range(len(LEARNT)), pa.int64()))
    rows = rows.append_column("learnt_at", pa.array([at(day) for _, day in LEARNT], pa.timestamp("s", "Asia/Shanghai")))
    rows = rows.append_column("reprocessing", pa.array([False, False, True]))
    with duckdb.connect(str(path)) as file:
        file.execute("CREATE TABLE ledger AS SELECT 1 AS schema_version").fetchall()
        file.execute("CREATE TABLE booked AS SELECT * FROM rows").fetchall()
        file.execute("CREATE TABLE versions (seq BIGINT)").fetchall()
    return path


def test_it_says_what_a_ledger_says_that_learnt_the_same(first, tmp_path):
    kept = upgrade(first)
    with Ledger(tmp_path / "new.duckdb", create=True) as new:
        for change, day in LEARNT:
            new.add([change], at(day))
    with Ledger(first) as ledger, Ledger(tmp_path / "new.duckdb") as new:
        assert ledger.history("佣金规则").equals(new.history("佣金规则"))
        for day, known in (("2024-03-10", None), ("2024-03-10", at("2024-05-01")), ("2024-04-01", at("2024-03-05"))):
            found = ledger.asof(date.fromisoformat(day), known=known)
            assert found.equals(new.asof(date.fromisoformat(day), known=known))
        assert ledger.asof(date(2024, 3, 10), known=at("2024-05-01")).num_rows == 1
        assert ledger.asof(date(2024, 3, 10)).num_rows == 0
    assert kept == tmp_path / "policies.schema1.duckdb"
    with duckdb.connect(str(kept), read_only=True) as old:
        assert old.sql("SELECT count(*) FROM booked").fetchall() == [(3,)]


def test_what_it_learns_next_goes_on_from_there(first):
    upgrade(first)
    with Ledger(first, create=True) as ledger:
        added = ledger.add([OTHER, BETTER, CUT], at("2024-06-02"))
        assert (added.new, added.reprocessed, added.versions) == (0, 0, 0)


def test_until_then_it_is_refused_with_the_way_out(first):
    told = CliRunner().invoke(main, ["ledger", "asof", "2024-03-10", "--db", str(first)])
    assert told.exit_code == 2
    assert told.stderr.strip().endswith(
        f"is a ledger of schema 1; this guize reads schema 3; guize ledger upgrade --db {first}"
    )
    assert CliRunner().invoke(main, ["ledger", "upgrade", "--db", str(first)]).exit_code == 0
    assert CliRunner().invoke(main, ["ledger", "asof", "2024-03-11", "--db", str(first)]).exit_code == 0
    again = CliRunner().invoke(main, ["ledger", "upgrade", "--db", str(first)])
    assert again.stdout == "is of the present layout\n"


def test_what_cannot_be_upgraded_is_left_as_it_is(first, tmp_path):
    before = first.read_bytes()
    (tmp_path / "policies.schema1.duckdb").write_text("mine")
    with pytest.raises(OutputError, match="is in the way"):
        upgrade(first)
    assert first.read_bytes() == before
    with pytest.raises(InputError, match="there is no such ledger"):
        upgrade(tmp_path / "absent.duckdb")
    with duckdb.connect(str(first)) as file:
        file.execute("UPDATE ledger SET schema_version = 99").fetchall()
    with pytest.raises(InputError, match="is a ledger of schema 99; this guize knows up to 3"):
        upgrade(first)
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as shop:
        shop.execute("CREATE TABLE orders (id INT)").fetchall()
    with pytest.raises(InputError, match="is a DuckDB file, but no ledger"):
        upgrade(tmp_path / "shop.duckdb")
