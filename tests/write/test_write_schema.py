from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import pyarrow as pa
import pytest

from guize.records import DateMention, Evidence, ItemRow, PolicyChange, Value
from guize.write import CHANGES, ITEMS, to_batch, to_table


@pytest.mark.parametrize(
    ("schema", "model"),
    [
        (CHANGES, PolicyChange),
        (ITEMS, ItemRow),
        (CHANGES.field("values").type.value_type, Value),
        (CHANGES.field("dates").type.value_type, DateMention),
        (CHANGES.field("evidence").type.value_type, Evidence),
    ],
)
def test_every_field_is_a_described_column_that_is_null_only_where_the_record_allows_it(schema, model):
    columns = list(schema)
    assert [column.name for column in columns] == list(model.model_fields)
    for column, (name, info) in zip(columns, model.model_fields.items(), strict=True):
        assert column.metadata[b"description"].decode() == info.description, name
        assert column.nullable == (type(None) in get_args(info.annotation)), name


def test_types_and_units():
    types = {name: str(CHANGES.field(name).type) for name in ("title", "kind", "item_index", "published_at")}
    assert types == {
        "title": "string",
        "kind": "string",
        "item_index": "int32",
        "published_at": "timestamp[s, tz=Asia/Shanghai]",
    }
    assert CHANGES.field("effective_from").type == pa.date32()
    assert CHANGES.field("tentative").type == pa.bool_()
    assert CHANGES.field("confidence").type == pa.float64()
    assert str(CHANGES.field("platform").type) == "list<element: string not null>"
    evidence = CHANGES.field("evidence").type.value_type
    assert evidence.field("start").metadata[b"unit"] == b"characters"
    assert b"unit" not in evidence.field("text").metadata


def test_schemas_name_their_table_and_version():
    assert CHANGES.metadata == {b"schema_version": b"1", b"table": b"changes"}
    assert ITEMS.metadata == {b"schema_version": b"1", b"table": b"items"}


def test_records_come_back_from_arrow(changes, items):
    assert [PolicyChange(**row) for row in to_table(changes, CHANGES).to_pylist()] == changes
    assert [ItemRow(**row) for row in to_table(items, ITEMS).to_pylist()] == items


def test_no_rows():
    assert to_batch([], CHANGES).num_rows == 0
    assert to_table([], ITEMS).schema.equals(ITEMS, check_metadata=True)


@pytest.mark.parametrize(
    "published_at",
    [
        datetime(2024, 3, 1, 9, 30),
        datetime(2024, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=8))),
        datetime(2024, 3, 1, 1, 30, tzinfo=UTC),
    ],
)
def test_a_time_without_a_zone_is_china_time(bare, published_at):
    batch = to_batch([bare.model_copy(update={"published_at": published_at})], CHANGES)
    [stored] = batch.column("published_at").to_pylist()
    assert stored.isoformat() == "2024-03-01T09:30:00+08:00"


def test_a_lone_surrogate_becomes_one_replacement_character(bare):
    broken = bare.model_copy(update={"title": "价\ud83d格", "issuer": None, "audience": ["商\udc00家", "买家"]})
    [row] = to_batch([broken], CHANGES).to_pylist()
    assert row["title"] == "价\ufffd格"
    assert row["audience"] == ["商\ufffd家", "买家"]
