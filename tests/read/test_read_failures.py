import gzip
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from guize.read import read, streams
from guize.records import Failure, Item

GOOD = '{"id": "good", "title": "押金公告", "text": "押金下调。"}'


NO_TEXT = "neither text in UTF-8, GB18030, Big5 or UTF-16 nor a known file format"
OFFICE = "a ZIP archive or Office document; save its contents as Excel, CSV, text or HTML first"
EMPTY_PAGE = b"<html><head><title>x</title></head><body><script>var a</script></body></html>"
BROKEN_PAGE = "公告\n押金".encode() + b"\xff" + "下调，自三月起施行，请各位商家留意。".encode()


def reason(results):
    [failure] = results
    assert isinstance(failure, Failure)
    return failure.reason


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"", "a.txt", "the file is empty"),
        (b" \n\t\n", "a.txt", "the file is empty"),
        ("\ufeff".encode(), "a.txt", "the file is empty"),
        (gzip.compress(b"", mtime=0), "a.txt.gz", "the file is empty"),
        (b"[]", "a.json", "holds no item"),
        (b"title,text\n", "a.csv", "holds no item"),
        (b"PK\x03\x04....", "a.xlsx", OFFICE),
        (b"\x89PNG\r\n\x1a\n", "a.png", "a picture"),
        (bytes(range(256)) * 4, "a.bin", NO_TEXT),
        (b"\x00\x01\x02\x03" * 50, "a.bin", "not a text but binary data"),
        ("caf\xe9 au lait, cr\xe8me".encode("latin-1"), "a.txt", NO_TEXT),
        (gzip.compress(b"x" * 1000, mtime=0)[:-9], "a.gz", "a damaged gzip archive"),
        (b'<?xml version="1.0"?><sitemap><url/></sitemap>', "a.xml", "XML that is neither a feed nor an HTML page"),
        (EMPTY_PAGE, "a.html", "the HTML page has no text"),
        ("2024-03-05 11:15\n来源：某网\n".encode(), "a.txt", "the page has no text"),
        ("作者,链接\n甲,乙\n".encode(), "a.csv", "no column for title or text among: 作者, 链接"),
        (b'{"title": "a", \n "text"}', "a.json", "not JSON: Expecting ':' delimiter at line 2, character 8"),
        (BROKEN_PAGE, "a.txt", "byte 13 is not utf-8"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_a_failure_with_its_reason(read_text, content, name, expected):
    results = read_text(content, name)
    assert reason(results) == expected
    assert results[0].source == name


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"title": "甲"', "line 2 is not JSON: Expecting ',' delimiter at character 14"),
        ("第二行", "line 2 is not JSON: Expecting value at character 1"),
        ("[1, 2]", "line 2 is no JSON object"),
        ('{"id": "b", "title": "甲", "published_at": "昨天"}', "published_at '昨天' is not a date"),
        (
            '{"id": "b", "title": "甲", "published_at": "2024-02-30"}',
            "published_at '2024-02-30' is not a date",
        ),
        ('{"id": "b", "title": "甲", "published_at": 1709258400}', "published_at '1709258400' is not a date"),
        ('{"id": "b", "title": "", "text": null}', "neither a title nor a text"),
        ('{"id": "b", "author": "甲"}', "no column for title or text among: id, author"),
        ('{"id": "b", "title": ["甲"]}', "title is no text but a list"),
        ('{"title": "甲", "text": ' + "[" * 100_000, "line 2 is nested too deeply"),
    ],
)
def test_a_broken_line_is_one_failure_and_the_others_are_items(read_text, line, expected):
    first, failure, last = read_text(f"{GOOD}\n{line}\n{GOOD}\n", "a.jsonl")
    assert failure.reason == expected
    assert (failure.source, failure.item_index) == ("a.jsonl", 1)
    assert isinstance(first, Item)
    assert (last.item_index, last.source_id) == (2, "good")


def test_a_failure_tells_which_item_it_was(read_text):
    row = {"id": "b-7", "title": "押金公告", "source": "木棉日报", "published_at": "不详"}
    [failure] = read_text(json.dumps(row))
    assert failure == Failure("木棉日报", "published_at '不详' is not a date", 0, "b-7", "押金公告")


def test_a_line_with_broken_bytes_is_one_failure(read_text):
    content = f"{GOOD}\n".encode() * 3
    broken = content.replace("押".encode(), b"\xe6\x8a", 1)
    failure, *items = read_text(broken, "a.jsonl")
    assert failure.reason == "line 1 holds bytes that are not utf-8"
    assert [item.item_index for item in items] == [1, 2]


def test_a_broken_row_of_a_table_is_one_failure(read_text):
    rows = ["title,text", "甲,乙", "丙,丁,戊", "己", '庚,"辛"壬', '癸,"子\n丑"', "寅,卯"]
    results = read_text("\n".join(rows), "a.csv")
    assert [(result.item_index, result.title or result.reason) for result in results] == [
        (0, "甲"),
        (1, "line 3 has 3 cells, the header 2"),
        (2, "己"),
        (3, "line 5 is no row of the table: ',' expected after '\"'"),
        (4, "癸"),
        (5, "寅"),
    ]


def test_a_quote_that_is_never_closed_is_a_failure(read_text):
    first, failure = read_text('title,text\n甲,乙\n丙,"丁\n戊,己\n', "a.csv")
    assert first.title == "甲"
    assert failure.reason == "line 3 is no row of the table: unexpected end of data"


def test_a_mapped_column_that_is_missing_is_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("title,text\n甲,乙\n", encoding="utf-8")
    assert reason(read([path], columns={"text": "正文"})) == (
        "column '正文' (for text) is missing; the columns are: title, text"
    )


def test_a_parquet_file_without_text_is_a_failure(read_text):
    buffer = io.BytesIO()
    pq.write_table(pa.table({"a": [1], "b": [2]}), buffer)
    assert reason(read_text(buffer.getvalue())) == "no column for title or text among: a, b"


def test_a_damaged_parquet_file_is_a_failure(read_text):
    assert reason(read_text(b"PAR1 nothing of the kind")).startswith("a damaged Parquet file: ")


def test_other_files_go_on(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "b.jsonl").write_text(GOOD, encoding="utf-8")
    (tmp_path / "c.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    assert [(type(result), result.source) for result in read([tmp_path])] == [
        (Failure, "a.pdf"),
        (Item, "b.jsonl"),
        (Failure, "c.csv"),
    ]


def test_items_before_the_damage_of_an_archive_are_kept(read_text):
    lines = "".join(
        f'{{"id": "{number}", "title": "第{number}条", "text": "{number * 7919}"}}\n' for number in range(90_000)
    )
    packed = gzip.compress(lines.encode())
    *items, failure = read_text(packed[: len(packed) // 2], "a.jsonl.gz")
    assert failure.reason == "a damaged gzip archive"
    assert failure.item_index == len(items) > 1000


def test_an_archive_that_unpacks_without_end_is_refused(read_text, monkeypatch):
    monkeypatch.setattr(streams, "MAX_UNPACKED", 1 << 20)
    packed = gzip.compress(f"{GOOD}\n".encode() * 40_000)
    *items, failure = read_text(packed, "a.jsonl.gz")
    assert failure.reason == "unpacks to more than 1 MiB"
    assert all(isinstance(item, Item) for item in items)


def test_a_page_that_does_not_fit_into_memory_is_refused(read_text, monkeypatch):
    monkeypatch.setattr(streams, "MAX_DOCUMENT", 1 << 20)
    assert reason(read_text(gzip.compress(b"<p>" + b"x" * (2 << 20)))) == (
        "larger than 1 MiB; split it, or give its items as JSON lines"
    )
