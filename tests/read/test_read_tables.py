import gzip
import io
import json
from datetime import date, datetime, timedelta, timezone

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from guize.errors import InputError
from guize.read import read
from guize.records import Item

ROWS = [
    {
        "id": "n-1",
        "title": "木棉集市下调押金",
        "text": "押金由500元下调至300元。",
        "published_at": "2024-05-06T09:00:00+08:00",
    },
    {
        "id": "n-2",
        "title": "木棉集市更新主图规则",
        "text": "主图不得\n含有水印。",
        "published_at": "2024-05-07",
    },
    {"id": "n-3", "title": "木棉集市三周年", "text": "", "published_at": None},
]


def parquet(rows):
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), buffer)
    return buffer.getvalue()


def delimited(rows, delimiter):
    lines = [delimiter.join(rows[0])]
    lines += [delimiter.join(f'"{"" if value is None else value}"' for value in row.values()) for row in rows]
    return "\n".join(lines).encode()


FORMATS = {
    "jsonl": "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode(),
    "jsonl with ASCII escapes and blank lines": "\n\n".join(json.dumps(row) for row in ROWS).encode() + b"\n\n",
    "json array": json.dumps(ROWS, ensure_ascii=False, indent=1).encode(),
    "csv": delimited(ROWS, ","),
    "tsv": delimited(ROWS, "\t"),
    "csv with semicolons": delimited(ROWS, ";"),
    "parquet": parquet(ROWS),
}


@pytest.mark.parametrize("content", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_every_format_gives_the_same_items_whatever_the_file_is_called(read_text, content, packed):
    items = read_text(gzip.compress(content) if packed else content, "download.bin")
    assert [(item.source_id, item.title, item.text) for item in items] == [
        ("n-1", "木棉集市下调押金", "押金由500元下调至300元。"),
        ("n-2", "木棉集市更新主图规则", "主图不得\n含有水印。"),
        ("n-3", "木棉集市三周年", ""),
    ]
    assert [item.published_at and item.published_at.isoformat() for item in items] == [
        "2024-05-06T09:00:00+08:00",
        "2024-05-07T00:00:00+08:00",
        None,
    ]
    assert [item.item_index for item in items] == [0, 1, 2]
    assert {item.source for item in items} == {"download.bin"}


def test_one_object_over_several_lines_is_one_item(read_text):
    [item] = read_text(json.dumps(ROWS[0], ensure_ascii=False, indent=2))
    assert item.source_id == "n-1"


@pytest.mark.parametrize(
    "header",
    [
        "标题,正文,发布时间,来源,编号",
        "公告标题,公告内容,日期,媒体,序号",
        "Title,Content,Publish Date,Source,ID",
        "\ufefftitle,TEXT,published-at,source,url",
    ],
)
def test_columns_are_known_by_their_usual_names(read_text, header):
    [item] = read_text(f"{header}\n押金公告,押金下调。,2024-05-06,木棉日报,77\n")
    assert (item.title, item.text, item.source, item.source_id) == (
        "押金公告",
        "押金下调。",
        "木棉日报",
        "77",
    )
    assert item.published_at == datetime.fromisoformat("2024-05-06T00:00:00+08:00")


def test_the_more_telling_name_wins(read_text):
    [item] = read_text("摘要,link,正文,id\n短,http://a.example/1,长文,7\n")
    assert (item.text, item.source_id) == ("长文", "7")


def test_columns_can_be_mapped(read_text):
    columns = {"title": "大标题", "text": "备注"}
    [item] = read_text("大标题,正文,备注\n甲,乙,丙\n", columns=columns)
    assert (item.title, item.text) == ("甲", "丙")
    [item] = read_text('{"大标题": "甲", "text": "乙", "备注": "丙"}', columns=columns)
    assert (item.title, item.text) == ("甲", "丙")


def test_a_mapping_of_what_is_no_field_is_an_error_at_once(tmp_path):
    with pytest.raises(InputError, match="'author' is no field that a column can be mapped to"):
        read([tmp_path], columns={"author": "作者"})


@pytest.mark.parametrize("encoding", ["gbkk", "base64"])
def test_an_unknown_encoding_is_an_error_at_once(tmp_path, encoding):
    with pytest.raises(InputError, match=f"unknown encoding '{encoding}'"):
        read([tmp_path], encoding=encoding)


def test_gold_files_are_inputs_and_their_labels_are_ignored(read_text):
    row = ROWS[0] | {"source": "", "kind": "notice", "is_change": True, "changes": [{"platform": ["x"]}]}
    [item] = read_text(json.dumps(row), "gold.jsonl")
    assert (item.source, item.kind) == ("gold.jsonl", "notice")


def test_html_within_a_record_is_not_touched(read_text):
    text = "各位商家：\n<table><tr><td>押金</td><td>300&nbsp;元</td></tr></table>"
    [item] = read_text(json.dumps({"title": "公告", "text": text}))
    assert item.text == text


def test_nothing_written_as_nan_null_or_blank_is_nothing(read_text):
    content = "title,text,published_at,source,kind,id\n公告,押金下调。,NaN,null, ,None\n"
    [item] = read_text(content, "a.csv")
    assert (item.published_at, item.source, item.source_id) == (None, "a.csv", None)
    [item] = read_text('{"title": NaN, "text": "押金下调。", "published_at": null, "id": null}')
    assert (item.title, item.published_at, item.source_id) == ("", None, None)


def test_typed_columns_of_parquet_are_read(read_text):
    zone = timezone(timedelta(hours=8))
    rows = [
        {"title": "甲", "text": None, "date": datetime(2024, 5, 6, 9, tzinfo=zone), "id": 12},
        {"title": "乙", "text": "丙", "date": None, "id": 13},
    ]
    first, second = read_text(parquet(rows))
    assert first.published_at.isoformat() == "2024-05-06T09:00:00+08:00"
    assert (first.text, first.source_id, second.published_at) == ("", "12", None)
    nanoseconds = pa.table({"title": ["甲"], "date": pa.array([1_714_957_200_000_000_123], pa.timestamp("ns"))})
    [item] = read_text(parquet(nanoseconds.to_pylist()))
    assert type(item.published_at) is datetime
    [item] = read_text(parquet([{"title": "甲", "date": date(2024, 5, 6)}]))
    assert item.published_at.isoformat() == "2024-05-06T00:00:00+08:00"


@pytest.mark.parametrize(
    ("word", "kind"), [("notice", "notice"), ("公告", "notice"), ("report", "report"), ("新闻", "report")]
)
def test_the_kind_is_taken_from_the_record(read_text, word, kind):
    [item] = read_text(json.dumps({"title": "押金调整", "text": "押金下调。", "kind": word}))
    assert item.kind == kind


def test_tables_are_streamed(tmp_path):
    path = tmp_path / "endless.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"title": f"第{number}条", "text": "押金" * 500}) + "\n" for number in range(3000))
    results = read([path])
    assert isinstance(next(results), Item)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"title": "写在读的中间"}\n')
    assert [item.title for item in results][-1] == "写在读的中间"
