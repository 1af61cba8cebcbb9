"""Changes as a pandas DataFrame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from guize.write.schema import CHANGES, to_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from guize.records import PolicyChange


def to_frame(changes: Sequence[PolicyChange]) -> pd.DataFrame:
    """One row per change, the columns of `CHANGES` in their order, the same types with any rows or none.

    Dates are `datetime64[s]` and `published_at` is `datetime64[s, Asia/Shanghai]`, NaT where null; texts have
    pandas' own text type, NaN (pandas 2: None) where null; lists are Python lists, nested records are dicts
    with `datetime.date` in them.
    """
    table = to_table(changes, CHANGES)
    frame: pd.DataFrame = table.to_pandas(date_as_object=False)
    kinds: dict[str, str] = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_list(column.type):
            frame[name] = column.to_pylist()
            kinds[name] = "object"
        elif pa.types.is_date(column.type):
            kinds[name] = "datetime64[s]"
    return frame.astype(kinds)
