"""The layout of the written tables, derived from the records, and records as Arrow rows.

A column has one definition: the field of `PolicyChange` or `ItemRow`. Its type, nullability, description and
unit become the Arrow field here; lists stay lists and nested records become structs.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import accumulate, chain
from operator import attrgetter
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel

from guize.records import SCHEMA_VERSION, ItemRow, PolicyChange, Record, in_china

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic.fields import FieldInfo

_SCALARS: dict[type, pa.DataType] = {
    str: pa.string(),
    bool: pa.bool_(),
    int: pa.int32(),
    float: pa.float64(),
    date: pa.date32(),
    datetime: pa.timestamp("s", tz="Asia/Shanghai"),
}
_SURROGATE = re.compile("[\ud800-\udfff]")


def _arrow_type(annotation: Any) -> tuple[pa.DataType, bool]:
    """The Arrow type of an annotation, and whether it may be null."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        (inner,) = (argument for argument in arguments if argument is not NoneType)
        return _arrow_type(inner)[0], True
    if origin is Literal:
        return pa.string(), False
    if origin is list:
        element, nullable = _arrow_type(arguments[0])
        return pa.list_(pa.field("element", element, nullable)), False
    if issubclass(annotation, BaseModel):
        return pa.struct(arrow_fields(annotation)), False
    return _SCALARS[annotation], False


def arrow_fields(model: type[BaseModel]) -> list[pa.Field]:
    """The fields of a record as Arrow fields, in order."""
    return [_arrow_field(name, info) for name, info in model.model_fields.items()]


def _arrow_field(name: str, info: FieldInfo) -> pa.Field:
    data_type, nullable = _arrow_type(info.annotation)
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    metadata = {"description": info.description or ""}
    if "unit" in extra:
        metadata["unit"] = str(extra["unit"])
    return pa.field(name, data_type, nullable, metadata)


def table_schema(table: str, model: type[BaseModel]) -> pa.Schema:
    """The Arrow schema of a table whose rows are records of `model`."""
    return pa.schema(arrow_fields(model), {"schema_version": SCHEMA_VERSION, "table": table})


CHANGES: pa.Schema = table_schema("changes", PolicyChange)
ITEMS: pa.Schema = table_schema("items", ItemRow)
TABLES: dict[str, pa.Schema] = {"changes": CHANGES, "items": ITEMS}


def to_batch(rows: Sequence[Record], schema: pa.Schema) -> pa.RecordBatch:
    """Records as one record batch; `schema` is the one derived from their model.

    A time without a zone is taken as China Standard Time. A lone surrogate, which no file format can hold,
    becomes U+FFFD: one character for one, so that offsets still count.
    """
    return pa.RecordBatch.from_arrays(_columns(rows, schema), schema=schema)


def to_table(rows: Sequence[Record], schema: pa.Schema) -> pa.Table:
    """Records as one table; see `to_batch`."""
    return pa.Table.from_batches([to_batch(rows, schema)], schema)


def _columns(rows: Sequence[Record], fields: pa.Schema | pa.StructType) -> list[pa.Array]:
    # Column by column, nested ones too, takes a third of the time of model_dump and from_pylist.
    return [to_array(list(map(attrgetter(field.name), rows)), field.type) for field in fields]


def to_array(values: list[Any], data_type: pa.DataType) -> pa.Array:
    """Values of one field of records as an Arrow array; see `to_batch`."""
    if pa.types.is_list(data_type) and pa.types.is_struct(data_type.value_type):
        offsets = pa.array(accumulate(map(len, values), initial=0), pa.int32())
        records = list(chain.from_iterable(values))
        structs = pa.StructArray.from_arrays(_columns(records, data_type.value_type), fields=list(data_type.value_type))
        return pa.ListArray.from_arrays(offsets, structs, type=data_type)
    if pa.types.is_timestamp(data_type):
        values = [None if value is None else in_china(value) for value in values]
    try:
        return pa.array(values, data_type)
    except UnicodeEncodeError:
        return pa.array([_encodable(value) for value in values], data_type)


def _encodable(value: str | list[str] | None) -> str | list[str] | None:
    if isinstance(value, list):
        return [_SURROGATE.sub("\ufffd", text) for text in value]
    return None if value is None else _SURROGATE.sub("\ufffd", value)
