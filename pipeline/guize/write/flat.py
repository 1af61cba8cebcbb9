"""Nested rows as plain cells, for formats and screens that know no lists."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from guize.records import CST

_CST_SECONDS = int(CST.utcoffset(None).total_seconds())


def flatten(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch without nested columns.

    Lists of strings are joined by `;` (a `;` inside an element becomes the full-width `；`), `values` is
    described in words, times are naive China times; other lists of records are left out: see `nested`.
    """
    cells = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if name == "values":
            column = describe_values(column)
        if pa.types.is_list(column.type) and pa.types.is_string(column.type.value_type):
            cells[name] = _join(column)
        elif pa.types.is_timestamp(column.type):
            cells[name] = pc.add(column.cast(pa.int64()), _CST_SECONDS).cast(pa.timestamp("s"))
        elif not pa.types.is_nested(column.type):
            cells[name] = column
    return pa.RecordBatch.from_pydict(cells)


def nested(batch: pa.RecordBatch, key: str) -> dict[str, pa.RecordBatch]:
    """The lists of records in the batch, each as rows of its own, led by the `key` of their row."""
    tables = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if pa.types.is_list(column.type) and pa.types.is_struct(column.type.value_type):
            keys = batch.column(key).take(pc.list_parent_indices(column))
            tables[name] = flatten(pa.RecordBatch.from_pydict({key: keys, **_children(column.flatten())}))
    return tables


def describe_values(column: pa.ListArray) -> pa.ListArray:
    """Lists of `Value` structs as lists of texts such as `技术服务费: 0.7 → 0.6 %`; `–`: not stated."""
    value = _children(column.flatten())
    old, new = _range(value["old"], value["old_high"]), _range(value["new"], value["new_high"])
    both = pc.binary_join_element_wise(pc.fill_null(old, "–"), pc.fill_null(new, "–"), " → ")
    amount = pc.if_else(pc.is_null(old), new, both)
    unit = pc.fill_null(pc.binary_join_element_wise("", value["unit"], " "), "")
    quantity = pc.binary_join_element_wise(amount, unit, "")
    texts = pc.binary_join_element_wise(value["what"], quantity, ": ", null_handling="skip")
    return pa.ListArray.from_arrays(pc.subtract(column.offsets, column.offsets[0]), texts)


def _range(low: pa.Array, high: pa.Array) -> pa.Array:
    low, high = low.cast(pa.string()), high.cast(pa.string())
    between = pc.binary_join_element_wise(low, high, "–")
    return pc.coalesce(between, low, pc.binary_join_element_wise("≤", high, ""))


def _children(structs: pa.StructArray) -> dict[str, pa.Array]:
    return dict(zip([field.name for field in structs.type], structs.flatten(), strict=True))


def _join(column: pa.ListArray) -> pa.Array:
    elements = pc.replace_substring(column.flatten(), ";", "；")
    return pc.binary_join(pa.ListArray.from_arrays(pc.subtract(column.offsets, column.offsets[0]), elements), ";")
