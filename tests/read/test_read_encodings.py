import codecs
import gzip

import pytest

from guize.read import read
from guize.records import Item

TABLE = (
    "编号,标题,正文,发布时间\n"
    'x1,飞鱼市集上调年费,"自8月1日起，代运营年费由￥1,200上调至￥1,500。",2024-07-15 10:00\n'
    "x2,飞鱼市集取消手工费,飞鱼市集取消“手工包装费”——每单0.5元。,2024-07-16\n"
)
PAGE = """\
关于延长揽收时限的通知
2024-07-18 09:30
各位商家：
因台风影响，揽收时限由24小时延长至48小时。
特此通知。
"""
TRADITIONAL = """\
賣場手續費調整公告
2024-07-20 12:00
親愛的賣家：
自八月一日起，成交手續費由百分之五調整為百分之六，運費補助維持不變。
"""

ENCODINGS = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"]


def content_of(items):
    return [(item.title, item.text, item.published_at, item.source_id, item.kind) for item in items]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_table_is_the_same_in_every_encoding(read_text, encoding, packed):
    content = TABLE.encode(encoding)
    items = read_text(gzip.compress(content) if packed else content, "table.csv")
    assert content_of(items) == content_of(read_text(TABLE, "reference.csv"))
    assert [item.source_id for item in items] == ["x1", "x2"]
    assert items[0].text == "自8月1日起，代运营年费由￥1,200上调至￥1,500。"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_page_is_the_same_in_every_encoding_and_with_every_line_end(read_text, encoding, line_end):
    [item] = read_text(PAGE.replace("\n", line_end).encode(encoding))
    assert item.title == "关于延长揽收时限的通知"
    assert item.text == "各位商家：\n因台风影响，揽收时限由24小时延长至48小时。\n特此通知。"


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16"])
def test_traditional_characters_are_read_in_big5_and_in_gb18030(read_text, encoding):
    [item] = read_text(TRADITIONAL.encode(encoding))
    assert item.title == "賣場手續費調整公告"
    assert item.text.endswith("成交手續費由百分之五調整為百分之六，運費補助維持不變。")


def test_a_html_page_with_a_broken_character_is_read_as_browsers_do(read_text):
    page = (
        "<html><head><meta charset='gb2312'><meta name='description' content='商家须在四十八小时内发ó'>"
        "<title>发货公告</title></head><body><h1>发货公告</h1><p>商家须在四十八小时内发货，逾期按规则处理。</p></body></html>"
    ).encode("gbk", "ignore")
    [item] = read_text(page.replace(b"'><title>", b"\xb7'><title>"))
    assert item.text == "商家须在四十八小时内发货，逾期按规则处理。"


def test_the_encoding_can_be_stated(read_text):
    [item] = read_text("发货公告\n须在48小时内发货。".encode("utf-16-le"), encoding="utf-16-le")
    assert item.title == "发货公告"


@pytest.mark.parametrize("stated", [None, "utf-8", "gbk"])
def test_a_mark_at_the_start_decides_and_is_no_part_of_the_text(read_text, stated):
    [item] = read_text(codecs.BOM_UTF8 + "发货公告\n须在48小时内发货。".encode(), encoding=stated)
    assert item.title == "发货公告"


def test_text_is_changed_only_in_its_line_ends_and_where_it_is_no_text(read_text):
    [item] = read_text('{"title": "Ａ１\\u3000①", "text": "甲\\r\\n　乙\\u0000丙\\ud83d丁\\ud83d\\ude00"}')
    assert item.title == "Ａ１　①"
    assert item.text == "甲\n　乙丙\ufffd丁😀"


def test_reading_is_the_same_whatever_the_encoding_of_the_files_in_a_folder(tmp_path):
    for encoding in ENCODINGS:
        (tmp_path / f"{encoding}.txt").write_text(PAGE, encoding=encoding)
    items = list(read([tmp_path]))
    assert len(items) == len(ENCODINGS)
    assert all(isinstance(item, Item) for item in items)
    assert len({item.item_id for item in items}) == 1
