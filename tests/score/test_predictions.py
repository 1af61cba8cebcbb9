from __future__ import annotations

import pandas as pd
import pyarrow.parquet as pq
import pytest

from guize.errors import InputError
from guize.score.predictions import by_source_id, load_changes, match
from guize.score.scores import score
from guize.write import open_writer
from guize.write.frame import to_frame
from guize.write.schema import CHANGES, to_table


@pytest.fixture
def changes(predict):
    return [
        predict("a", effective_from="2024-04-01", values=[{"what": "费率", "old": 1.0, "new": 2.0, "unit": "%"}]),
        predict("a", platform=["tmall"], audience=["商家"]),
        predict("b", announced_on=None, issuer="淘宝"),
    ]


@pytest.fixture
def expected(changes):
    return {"a": changes[:2], "b": changes[2:]}


def comparable(predictions):
    return {key: [change.model_dump(exclude={"published_at"}) for change in v] for key, v in predictions.items()}


def test_changes_are_read_back_from_parquet(tmp_path, changes, expected):
    pq.write_table(to_table(changes, CHANGES), tmp_path / "changes.parquet")
    assert comparable(load_changes(tmp_path / "changes.parquet")) == comparable(expected)


def test_changes_are_read_back_from_json_lines(tmp_path, changes, expected):
    path = tmp_path / "changes.jsonl"
    path.write_text("".join(f"{change.model_dump_json()}\n" for change in changes), encoding="utf-8")
    assert load_changes(path) == expected


def test_changes_are_read_back_from_duckdb(tmp_path, changes, expected):
    with open_writer([tmp_path / "changes.duckdb"]) as writer:
        writer.write(changes, [])
    assert comparable(load_changes(tmp_path / "changes.duckdb")) == comparable(expected)


def test_changes_are_read_from_a_frame_with_missing_values(changes, expected):
    frame = to_frame(changes)
    assert frame["effective_from"].isna().any()
    assert comparable(load_changes(frame.assign(my_note="seen"))) == comparable(expected)


def test_changes_are_read_from_a_frame_that_pandas_itself_read(tmp_path, changes, expected):
    pq.write_table(to_table(changes, CHANGES), tmp_path / "changes.parquet")
    frame = pd.read_parquet(tmp_path / "changes.parquet")
    assert comparable(load_changes(frame)) == comparable(expected)


def test_a_row_that_is_no_change_is_named(changes):
    frame = to_frame(changes).drop(columns="confidence")
    with pytest.raises(InputError, match="DataFrame: item 0: is not a change: confidence: Field required"):
        load_changes(frame)


def test_a_file_that_is_no_table_is_named(tmp_path):
    (tmp_path / "changes.parquet").write_bytes(b"no parquet")
    with pytest.raises(InputError, match=r"changes\.parquet: cannot be read as Parquet"):
        load_changes(tmp_path / "changes.parquet")
    with pytest.raises(InputError, match=r"changes\.xlsx: changes are read from \.parquet, \.jsonl or \.duckdb"):
        load_changes(tmp_path / "changes.xlsx")


def test_a_listing_with_its_own_numbers_is_matched_by_title_and_time(gold_item, predict):
    gold = [
        gold_item("page-01", {}, title="运费险调整公告"),
        gold_item("page-02", {}, title="运费险调整公告", published_at="2024-05-01T00:00:00+08:00"),
    ]
    listed = predict("7", title="运费险 调整公告", published_at="2024-05-01T00:00:00")
    assert match(gold, by_source_id([listed])) == {"page-02": [listed]}
    assert match(gold, match(gold, by_source_id([listed]))) == {"page-02": [listed]}


def test_a_headline_that_two_gold_items_share_is_not_guessed_at(gold_item, predict):
    gold = [gold_item("x", {}, title="公告"), gold_item("y", {}, title="公告"), gold_item("z", {})]
    scores = score(gold, by_source_id([predict("1", title="公告"), predict("z")]))
    assert scores.unmatched == 1
    assert scores.predicted_changes == 1


def test_predictions_for_other_items_altogether_are_an_error(gold_item, predict):
    with pytest.raises(InputError, match="no predicted change belongs to a gold item: gold ids are like 'a'"):
        score([gold_item("a", {})], by_source_id([predict("1", title="另一则公告")]))


def test_no_predictions_at_all_are_scored(gold_item):
    assert score([gold_item("a", {})], {}).metric("is_change.recall").value == 0
