from datetime import date

import pandas as pd

from guize.write import CHANGES, to_frame


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
