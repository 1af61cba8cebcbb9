"""Saved browser pages (MHTML) and PDF documents."""

import sys
from datetime import datetime
from pathlib import Path

from guize.read import read

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
NOTICE = Path(__file__).parent / "data" / "notice.pdf"
SAVED = """MIME-Version: 1.0
Content-Type: multipart/related; boundary="b"

--b
Content-Type: text/html; charset="gb2312"
Content-Transfer-Encoding: 8bit

<html><head><title>押金公告</title></head><body><h1>押金公告</h1><p>2025-03-05</p><p>押金下调。</p></body></html>
--b--
"""


def test_a_saved_page_is_the_page_without_its_frames():
    [item] = read([SAMPLES / "page.mhtml"])
    assert item.title == "关于调整直播带货类目保证金的通知"
    assert (item.kind, item.reference) == ("notice", datetime(2025, 7, 2, 16))
    assert "茶具 | 8000元 | 5000元" in item.text.split("\n")
    assert "广告" not in item.text
    assert "首页" not in item.text


def test_a_saved_page_in_its_own_encoding_and_under_any_name(read_text):
    [item] = read_text(SAVED.encode("gb2312"), "page.txt")
    assert (item.title, item.text, item.reference) == ("押金公告", "押金下调。", datetime(2025, 3, 5))


def test_a_saved_page_without_a_page(read_text):
    [failure] = read_text(SAVED.replace("text/html", "image/png"), "page.mht")
    assert failure.reason == "a saved page without HTML in it"


def test_a_pdf_notice_has_its_paragraphs_and_its_table():
    [item] = read([NOTICE])
    assert (item.title, item.kind) == ("关于调整家居类目技术服务费率的公告", "notice")
    assert item.reference == datetime(2025, 8, 20, 10)
    salutation, reason, first, *rows, question, formula, who, when = item.text.split("\n")
    assert salutation == "尊敬的商家："
    assert reason.startswith("为支持家居行业")
    assert reason.endswith("做好准备。")
    assert first.startswith("一、自2025年9月10日00:00:00起，")
    assert rows == ["类目 | 调整前 | 调整后", "家纺 | 5% | 4%", "灯具 | 6% | 4.5%"]
    assert question == "二、商家如有疑问，请于2025年8月31日前反馈。"
    assert [formula, who, when] == ["特此公告。", "淘宝", "2025年8月20日"]


def test_a_pdf_that_cannot_be_read_says_why(read_text, monkeypatch):
    [damaged] = read_text(b"%PDF-1.7 ...", "a.pdf")
    assert damaged.reason == "a damaged PDF document"
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    [missing] = read_text(b"%PDF-1.7 ...", "a.pdf")
    assert missing.reason == 'a PDF document; to read it: pip install "guize[pdf]"'
