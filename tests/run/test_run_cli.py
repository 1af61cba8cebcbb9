"""The command: exit status, the one line of an error, and that no item is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from guize.cli import main

NOTICE = {
    "id": "a1",
    "title": "抖音电商下调珠宝类目技术服务费",
    "text": "5月6日消息，抖音电商今日发布公告，珠宝文玩类目技术服务费率由5%下调为3%，5月20日起生效。",
    "published_at": "2024-05-06T10:00:00+08:00",
}
NEWS = {
    "id": "a2",
    "title": "拼多多发布一季度财报",
    "text": "5月22日，拼多多公布一季度业绩，营收同比增长131%，净利润同比增长246%。",
    "published_at": "2024-05-22T19:00:00+08:00",
}


def lines(path: Path, *records: object) -> Path:
    text = "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def run(*args: object):
    return CliRunner().invoke(main, [str(a) for a in args])


def test_extract_writes_changes_and_one_row_for_every_item(tmp_path):
    source = lines(tmp_path / "in.jsonl", NOTICE, NEWS)
    result = run("extract", source, "-o", tmp_path / "out" / "changes.parquet")
    assert (result.exit_code, result.output) == (0, "")
    [change] = pq.read_table(tmp_path / "out" / "changes.parquet").to_pylist()
    assert change["platform"] == ["douyin"]
    assert change["categories"] == ["fees"]
    assert change["effective_from"].isoformat() == "2024-05-20"
    assert [(v["old"], v["new"], v["unit"]) for v in change["values"]] == [(5.0, 3.0, "%")]
    items = pq.read_table(tmp_path / "out" / "items.parquet").to_pylist()
    assert [(i["source_id"], i["status"], i["n_changes"]) for i in items] == [
        ("a1", "changed", 1),
        ("a2", "not_a_change", 0),
    ]


def test_evidence_is_the_items_own_words(tmp_path):
    run("extract", lines(tmp_path / "in.jsonl", NOTICE), "-o", tmp_path / "changes.jsonl")
    change = json.loads((tmp_path / "changes.jsonl").read_text(encoding="utf-8"))
    quotes = {e["field"]: e["text"] for e in change["evidence"]}
    assert quotes["effective_from"] == "5月20日"
    assert quotes["platform"] in ("抖音电商", "抖音")
    for e in change["evidence"]:
        assert NOTICE[e["where"]][e["start"] : e["end"]] == e["text"]


def test_a_broken_line_is_a_failed_item_and_the_others_are_extracted(tmp_path):
    source = lines(tmp_path / "in.jsonl", NOTICE, '{"id": "b", "title": ', NEWS)
    result = run("extract", source, "-o", tmp_path / "changes.parquet")
    assert result.exit_code == 1
    [line] = result.stderr.splitlines()
    assert line.startswith("guize: in.jsonl: item 1: ")
    items = pq.read_table(tmp_path / "items.parquet").to_pylist()
    assert [i["status"] for i in items] == ["changed", "failed", "not_a_change"]
    assert items[1]["reason"]


def test_strict_writes_nothing_where_an_item_fails(tmp_path):
    source = lines(tmp_path / "in.jsonl", NOTICE, "not json")
    result = run("extract", source, "-o", tmp_path / "changes.parquet", "--strict")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "changes.parquet").exists()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda p: p / "absent.jsonl", "absent.jsonl"),
        (lambda p: lines(p / "empty.txt"), "empty.txt"),
        (lambda p: lines(p / "no.csv", "a,b", "1,2"), "no.csv"),
    ],
    ids=["absent", "empty", "no column"],
)
def test_an_unusable_input_is_one_line_and_status_2(tmp_path, make, says):
    result = run("extract", make(tmp_path), "-o", tmp_path / "out" / "changes.parquet")
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert says in line
    assert "Traceback" not in result.output
    assert not (tmp_path / "out" / "changes.parquet").exists()


def test_an_unusable_output_is_refused_before_any_work(tmp_path):
    result = run("extract", lines(tmp_path / "in.jsonl", NOTICE), "-o", tmp_path / "changes.docx")
    assert result.exit_code == 2
    assert "changes.docx" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_columns_can_be_mapped(tmp_path):
    source = tmp_path / "t.csv"
    source.write_text(f"头条,内文,时刻\n{NOTICE['title']},{NOTICE['text']},2024-05-06\n", encoding="utf-8")
    out = tmp_path / "changes.parquet"
    result = run(
        "extract",
        source,
        "-o",
        out,
        *["--column", "title=头条", "--column", "text=内文", "--column", "published_at=时刻"],
    )
    assert result.exit_code == 0, result.output
    assert pq.read_table(out).num_rows == 1


def test_output_bytes_do_not_depend_on_the_order_of_inputs(tmp_path):
    a, b = lines(tmp_path / "a.jsonl", NOTICE), lines(tmp_path / "b.jsonl", NEWS)
    run("extract", a, b, "-o", tmp_path / "1" / "changes.parquet")
    run("extract", b, a, "-o", tmp_path / "2" / "changes.parquet")
    for table in ("changes.parquet", "items.parquet"):
        assert (tmp_path / "1" / table).read_bytes() == (tmp_path / "2" / table).read_bytes()


def test_show_prints_table_and_evidence(tmp_path):
    source = lines(tmp_path / "in.jsonl", NOTICE)
    table = run("show", source, "--width", "160")
    assert (table.exit_code, "douyin" in table.output, "2024-05-20" in table.output) == (0, True, True)
    marked = run("show", source, "--evidence", "--no-color")
    assert "effective_from" in marked.output
    assert "5月20日" in marked.output


def test_evaluate_prints_scores_and_holds_floors(tmp_path):
    gold = lines(tmp_path / "gold.jsonl", NEWS | {"source": "", "kind": "report", "is_change": False, "changes": []})
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps({"gold.jsonl": {"n_changes.accuracy": 1.0}}), encoding="utf-8")
    result = run("evaluate", gold, "--resamples", 10, "--baseline", floors, "--json", tmp_path / "scores.json")
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    wrong = lines(tmp_path / "gold.jsonl", NOTICE | {"source": "", "kind": "report", "is_change": False, "changes": []})
    missed = run("evaluate", wrong, "--resamples", 10, "--baseline", floors)
    assert missed.exit_code == 1
    assert "n_changes" in missed.stderr


def test_dates_command_prints_values_and_roles():
    result = run("dates", "新规将于12月1日起施行", "--reference", "2024-11-20")
    assert result.output.split("\t")[1:5] == ["12月1日", "date", "2024-12-01", "effective_from"]


def test_standard_input_is_read(tmp_path):
    out = tmp_path / "changes.jsonl"
    done = subprocess.run(
        [sys.executable, "-m", "guize.cli", "extract", "-", "-o", str(out)],
        input=json.dumps(NOTICE, ensure_ascii=False).encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(out.read_text(encoding="utf-8"))["source"] == "stdin"
