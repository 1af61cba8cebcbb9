"""What each format holds when it is read again."""

import csv
import json
import sys

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from guize.records import ItemRow, PolicyChange
from guize.write import CHANGES, ITEMS, open_writer, to_batch

FORMATS = (".parquet", ".csv", ".jsonl", ".duckdb")
NESTED = ("values", "dates", "evidence")


def _write(path, changes, items):
    with open_writer([path]) as writer:
        writer.write(changes, items)


def _query(path, statement):
    with duckdb.connect(str(path), read_only=True) as connection:
        cursor = connection.execute(statement)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _csv(path):
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_parquet_round_trip(tmp_path, changes, items):
    _write(tmp_path / "changes.parquet", changes, items)
    table = pq.read_table(tmp_path / "changes.parquet")
    assert table.cast(CHANGES).num_rows == 3
    assert table.schema.metadata[b"table"] == b"changes"
    assert table.schema.field("deadline").metadata[b"description"] == b"day by which somebody must have acted"
    assert [PolicyChange(**row) for row in table.to_pylist()] == changes
    assert [ItemRow(**row) for row in pq.read_table(tmp_path / "items.parquet").to_pylist()] == items
    assert pq.ParquetFile(tmp_path / "changes.parquet").metadata.row_group(0).column(0).compression == "ZSTD"


def test_jsonl_round_trip(tmp_path, changes, items):
    _write(tmp_path / "changes.jsonl", changes, items)
    lines = (tmp_path / "changes.jsonl").read_bytes().decode().split("\n")
    assert lines.pop() == ""
    assert [PolicyChange.model_validate_json(line) for line in lines] == changes
    item_lines = (tmp_path / "items.jsonl").read_bytes().decode().splitlines()
    assert [ItemRow.model_validate_json(line) for line in item_lines] == items
    full, bare, _ = map(json.loads, lines)
    assert list(bare) == CHANGES.names
    assert (bare["published_at"], bare["effective_from"], bare["values"]) == (None, None, [])
    assert full["published_at"] == "2024-03-01T09:30:00+08:00"
    assert full["dates"][1]["value"] == "2024-03-15"
    assert "技术服务费" in lines[0]


def test_duckdb_round_trip(tmp_path, changes, items):
    path = tmp_path / "policies.duckdb"
    _write(path, changes, items)
    assert [PolicyChange(**row) for row in _query(path, "SELECT * FROM changes")] == changes
    assert [ItemRow(**row) for row in _query(path, "SELECT * FROM items")] == items
    [row] = _query(path, "SELECT \"values\"[2].new AS new FROM changes WHERE list_contains(platform, 'yunjishi')")
    assert row == {"new": 200000.0}
    comments = _query(path, "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'changes'")
    assert {row["column_name"]: row["comment"] for row in comments} == {
        field.name: field.metadata[b"description"].decode() for field in CHANGES
    }
    assert [file.name for file in tmp_path.iterdir()] == ["policies.duckdb"]


def test_csv_cells(tmp_path, changes, items):
    _write(tmp_path / "changes.csv", changes, items)
    full, bare, _ = _csv(tmp_path / "changes.csv")
    assert list(full) == [name for name in CHANGES.names if name not in ("dates", "evidence")]
    assert full["platform"] == "yunjishi;yunjishi_live"
    assert full["reasons"] == "effective_before_announced;low_confidence"
    assert full["values"] == "技术服务费: 5 → 3 %;保证金: 1000–5000 → 200000 CNY"
    assert (full["effective_from"], full["published_at"]) == ("2024-03-15", "2024-03-01 09:30:00")
    assert (full["tentative"], full["confidence"], full["item_index"]) == ("true", "0.875", "0")
    assert {name for name, cell in bare.items() if cell} == {
        *("change_id", "item_id", "item_index", "kind", "change_type", "tentative", "categories"),
        *("confidence", "status", "extractor_version", "model_version", "schema_version"),
    }
    assert [row["status"] for row in _csv(tmp_path / "items.csv")] == ["changed", "failed"]


def test_csv_writes_nested_rows_as_tables_keyed_by_change(tmp_path, changes, items):
    _write(tmp_path / "changes.csv", changes, items)
    values = _csv(tmp_path / "values.csv")
    assert values[1] == {
        "change_id": "ch-full",
        "what": "保证金",
        "old": "1000",
        "old_high": "5000",
        "new": "200000",
        "new_high": "",
        "unit": "CNY",
    }
    assert [row["change_id"] for row in values] == ["ch-full", "ch-full", "ch-hostile"]
    dates = _csv(tmp_path / "dates.csv")
    assert [(row["change_id"], row["role"], row["value"]) for row in dates] == [
        ("ch-full", "announced", "2024-03-01"),
        ("ch-full", "effective_from", "2024-03-15"),
    ]
    evidence = _csv(tmp_path / "evidence.csv")
    assert evidence[0] == {
        "change_id": "ch-full",
        "field": "platform",
        "where": "title",
        "start": "0",
        "end": "3",
        "text": "云集市",
    }


def test_csv_starts_with_a_byte_order_mark(tmp_path, changes, items):
    _write(tmp_path / "changes.csv", changes, items)
    for name in ("changes", "items", *NESTED):
        assert (tmp_path / f"{name}.csv").read_bytes().startswith(b'\xef\xbb\xbf"'), name
    assert pd.read_csv(tmp_path / "changes.csv").columns[0] == "change_id"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_csv_cells_are_no_formulas(tmp_path, bare, start):
    words = f"{start}cmd()"
    risky = bare.model_copy(update={"title": words, "subject": f"a{words}", "audience": [words, words]})
    _write(tmp_path / "changes.csv", [risky], [])
    [row] = _csv(tmp_path / "changes.csv")
    assert row["title"] == f"'{words}"
    assert row["subject"] == f"a{words}"
    assert row["audience"] == f"'{words};{words}"


def test_csv_numbers_stay_numbers(tmp_path, hostile):
    _write(tmp_path / "changes.csv", [hostile], [])
    [row] = _csv(tmp_path / "changes.csv")
    assert row["issuer"] == "'-1.5"
    assert row["values"] == "'-罚款: -1.5 → – +CNY"
    [value] = _csv(tmp_path / "values.csv")
    assert (value["what"], value["old"], value["unit"]) == ("'-罚款", "-1.5", "'+CNY")


def test_csv_keeps_hostile_words_in_their_cell(tmp_path, hostile):
    _write(tmp_path / "changes.csv", [hostile], [])
    [row] = _csv(tmp_path / "changes.csv")
    assert row["title"] == f"'{hostile.title}"
    assert row["platform"].split(";") == ["'@platform", hostile.title.replace(";", "；")]


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_rows_make_valid_files(tmp_path, suffix):
    path = tmp_path / f"changes{suffix}"
    with open_writer([path]):
        pass
    if suffix == ".parquet":
        assert pq.read_table(path).cast(CHANGES).num_rows == 0
        assert pq.read_table(tmp_path / "items.parquet").cast(ITEMS).num_rows == 0
    elif suffix == ".csv":
        headers = {name: pd.read_csv(tmp_path / f"{name}.csv") for name in ("changes", "items", *NESTED)}
        assert all(len(table) == 0 for table in headers.values())
        assert list(headers["items"].columns) == ITEMS.names
        assert list(headers["evidence"].columns) == ["change_id", "field", "where", "start", "end", "text"]
    elif suffix == ".jsonl":
        assert path.read_bytes() == (tmp_path / "items.jsonl").read_bytes() == b""
    else:
        assert _query(path, "SELECT * FROM changes") == _query(path, "SELECT * FROM items") == []


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".jsonl"])
def test_the_same_rows_in_other_chunks_are_the_same_bytes(tmp_path, changes, items, suffix):
    rows, item_rows = to_batch(changes * 2000, CHANGES), to_batch(items * 3000, ITEMS)
    written = []
    for size in (500, 2_049, 6_000):
        folder = tmp_path / str(size)
        with open_writer([folder / f"changes{suffix}"]) as writer:
            for start in range(0, rows.num_rows, size):
                writer.write_batches(rows.slice(start, size), item_rows.slice(start, size))
        written.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert written[0] == written[1] == written[2]
    if suffix == ".parquet":
        assert pq.ParquetFile(folder / "changes.parquet").metadata.num_row_groups == 3
        assert pq.read_table(folder / "changes.parquet").num_rows == 6_000


def test_what_was_read_from_parquet_can_be_written_again(tmp_path, changes, items):
    _write(tmp_path / "a.parquet", changes, items)
    [rows] = pq.read_table(tmp_path / "a.parquet").to_batches()
    [item_rows] = pq.read_table(tmp_path / "a.items.parquet").to_batches()
    with open_writer([tmp_path / "b.parquet"]) as writer:
        writer.write_batches(rows, item_rows)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert (tmp_path / "a.items.parquet").read_bytes() == (tmp_path / "b.items.parquet").read_bytes()
