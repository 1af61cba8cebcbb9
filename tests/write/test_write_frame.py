from datetime import date

import pandas as pd
import pytest

from guize.errors import InputError
from guize.write import CHANGES, open_writer, read_changes, to_frame


def test_columns_in_order_with_the_types_a_pandas_user_expects(changes):
    frame = to_frame(changes)
    assert list(frame.columns) == CHANGES.names
    assert str(frame["effective_from"].dtype) == "datetime64[s]"
    assert str(frame["published_at"].dtype) == "datetime64[s, Asia/Shanghai]"
    assert frame["tentative"].tolist() == [True, False, False]
    assert frame["effective_from"].dt.month[0] == 3
    assert frame["published_at"][0].isoformat() == "2024-03-01T09:30:00+08:00"


def test_nulls_are_missing_values(changes):
    bare = to_frame(changes).iloc[1]
    assert bare["effective_from"] is pd.NaT
    assert pd.isna(bare["issuer"])
    assert to_frame(changes)["issuer"].isna().tolist() == [False, True, False]


def test_lists_are_python_lists(changes):
    full, bare, _ = to_frame(changes).to_dict("records")
    assert full["platform"] == ["yunjishi", "yunjishi_live"]
    assert full["values"][0]["new"] == 3.0
    assert full["dates"][1]["value"] == date(2024, 3, 15)
    assert bare["platform"] == bare["evidence"] == []


def test_no_rows_have_the_same_types(changes):
    assert to_frame([]).dtypes.equals(to_frame(changes).dtypes)


@pytest.mark.parametrize("suffix", [".parquet", ".jsonl", ".duckdb"])
def test_a_table_that_a_later_guize_wrote_is_refused_by_its_version(tmp_path, changes, items, suffix):
    path = tmp_path / f"changes{suffix}"
    with open_writer([path]) as writer:
        writer.write([change.model_copy(update={"schema_version": "99"}) for change in changes], items)
    with pytest.raises(InputError, match=r"layout is version 99.*upgrade guize"):
        read_changes(path)
