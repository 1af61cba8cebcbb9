"""`guize link`: what it writes."""

import duckdb
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from guize.cli import main
from guize.link import link
from guize.link.tables import TABLES
from guize.write import open_writer, read_changes, to_table
from reports import report


@pytest.fixture
def two_files(tmp_path):
    paths = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    for day, path in zip(("2023-03-18", "2023-03-19"), paths, strict=True):
        value = ("封顶", None, 200000, "CNY")
        with open_writer([path]) as writer:
            writer.write([report(path.stem, "封顶下调", day, rule_titles=["收费规则"], value=value)], [])
    return paths


def run(*args):
    return CliRunner().invoke(main, ["link", *map(str, args)])


def test_three_tables_whose_ids_meet(two_files, tmp_path):
    out = tmp_path / "out" / "linked.parquet"
    result = run(*two_files, "-o", out)
    assert (result.exit_code, result.output) == (0, "")
    changes = pq.read_table(out).to_pylist()
    [event] = pq.read_table(out.with_name("linked.events.parquet")).to_pylist()
    [why] = pq.read_table(out.with_name("linked.links.parquet")).to_pylist()
    assert {c["event_id"] for c in changes} == {event["event_id"]} == {why["event_id"]}
    assert event["change_ids"] == ["ch-a", "ch-b"]
    assert {f["name"] for f in why["features"]} >= {"text", "rule", "announced", "values"}


def test_events_are_changes_to_whatever_reads_changes(two_files, tmp_path):
    run(*two_files, "-o", tmp_path / "linked.parquet")
    [event] = read_changes(tmp_path / "linked.events.parquet")
    assert event.event_id
    assert event.rule_titles == ["收费规则"]


def test_every_format_has_all_tables(two_files, tmp_path):
    outputs = [tmp_path / f"linked.{suffix}" for suffix in ("csv", "jsonl", "duckdb")]
    result = run(*two_files, *(arg for path in outputs for arg in ("-o", path)))
    assert result.exit_code == 0, result.output
    with duckdb.connect(str(tmp_path / "linked.duckdb"), read_only=True) as connection:
        assert {name for (name,) in connection.sql("SHOW TABLES").fetchall()} == set(TABLES)
    assert "收费规则" in (tmp_path / "linked.events.csv").read_text(encoding="utf-8-sig")
    assert "announced" in (tmp_path / "linked.links.features.csv").read_text(encoding="utf-8-sig")


def test_linked_changes_can_be_linked_again_with_new_ones(two_files, tmp_path):
    run(*two_files, "-o", tmp_path / "all.parquet")
    run(two_files[0], "-o", tmp_path / "first.parquet")
    run(tmp_path / "first.parquet", two_files[1], "-o", tmp_path / "then.parquet")
    for table in ("", ".events", ".links"):
        then, at_once = tmp_path / f"then{table}.parquet", tmp_path / f"all{table}.parquet"
        assert then.read_bytes() == at_once.read_bytes()


def test_a_table_that_is_none_is_one_line_and_status_2(tmp_path):
    (tmp_path / "x.parquet").write_bytes(b"no parquet")
    result = run(tmp_path / "x.parquet", "-o", tmp_path / "out.parquet")
    assert result.exit_code == 2
    assert "x.parquet" in result.stderr
    assert not (tmp_path / "out.parquet").exists()


def test_the_files_say_what_the_function_returns(tmp_path):
    rule = {"rule_titles": ["运费规则"], "announced_bound": "exact"}
    changes = [
        report("late", "运费规则推迟至5月1日生效", "2024-03-20", effective="2024-05-01", **rule),
        report("a", "运费规则", "2024-03-01", effective="2024-04-01", **rule),
        report("b", "运费规则调整", "2024-03-02", effective="2024-04-01", **rule),
    ]
    with open_writer([tmp_path / "in.parquet"]) as writer:
        writer.write(changes, [])
    assert run(tmp_path / "in.parquet", "-o", tmp_path / "out.parquet").exit_code == 0
    expected = link(changes)
    assert read_changes(tmp_path / "out.parquet") == expected.changes
    for name, rows in (("events", expected.events), ("links", expected.links)):
        assert pq.read_table(tmp_path / f"out.{name}.parquet").to_pylist() == to_table(rows, TABLES[name]).to_pylist()
    assert expected.events[0].updates
