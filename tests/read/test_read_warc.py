"""Web archives: their Chinese pages about rules, in any packing, within bounds."""

import gzip

import pyarrow as pa
import pytest

from guize.read import candidates, scan, warc
from guize.read.page import Page
from guize.records import Failure, Item

NOTICE = (
    "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>2024年5月6日</p>"
    "<p>抖音电商将珠宝类目技术服务费率由5%下调为3%，自5月20日起生效，请商家留意结算页面的变化。</p></body></html>"
)
RECIPE = "<html><body><h1>家常菜</h1><p>将土豆切成细丝，用水浸泡十分钟后沥干。</p></body></html>"


def record(url: str, body: bytes, content_type: str = "text/html", kind: str = "response", **headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    block = "\r\n".join([*lines, "", ""]).encode() + body
    head = ["WARC/1.0", f"WARC-Type: {kind}", "WARC-Record-ID: <urn:uuid:1>", "WARC-Date: 2024-05-07T00:00:00Z"]
    head += [f"WARC-Target-URI: {url}", "Content-Type: application/http", f"Content-Length: {len(block)}", "", ""]
    return "\r\n".join(head).encode() + block + b"\r\n\r\n"


def notice(title: str, encoding: str = "utf-8") -> bytes:
    return NOTICE.format(title=title).encode(encoding)


ARCHIVE = [
    record("https://a.cn/1", notice("费率公告一")),
    record("https://a.cn/2", RECIPE.encode()),
    record("https://a.cn/3", notice("费率公告三", "gb18030")),
    record("https://a.cn/4", notice("图").replace(b"<", b"["), "image/png"),
    record("https://a.cn/5", notice("费率公告五"), "application/warc-fields", "metadata"),
    record("https://a.cn/6", "<p>抖音电商 rules in English</p>".encode()),
    record("https://a.cn/7", gzip.compress(notice("费率公告七")), Content_Encoding="gzip"),
    record("https://a.cn/8", notice("费率公告八"), Content_Encoding="gzip"),  # as crawlers store it: unpacked
]


def zstd(content: bytes) -> bytes:
    return pa.compress(content, codec="zstd", asbytes=True)


@pytest.mark.parametrize(
    "pack",
    [b"".join, lambda records: b"".join(map(gzip.compress, records)), lambda records: zstd(b"".join(records))],
    ids=["plain", "gzip a record", "zstd"],
)
def test_pages_about_rules_become_items_in_any_packing(read_text, pack):
    items = read_text(pack(ARCHIVE), "crawl.bin")
    assert [(item.source, item.title) for item in items] == [
        ("https://a.cn/1", "费率公告一"),
        ("https://a.cn/3", "费率公告三"),
        ("https://a.cn/7", "费率公告七"),
        ("https://a.cn/8", "费率公告八"),
    ]
    assert all("由5%下调为3%" in item.text and item.published_at.day == 6 for item in items)


def test_an_archive_without_such_pages_is_no_failure(read_text):
    assert read_text(ARCHIVE[1], "crawl.warc") == []


def test_an_archive_cut_short_gives_what_is_before_the_cut(read_text):
    packed = gzip.compress(b"".join(ARCHIVE))
    *items, failure = read_text(packed[: len(packed) // 2], "crawl.warc.gz")
    assert all(isinstance(item, Item) for item in items)
    assert isinstance(failure, Failure)
    assert "damaged" in failure.reason


def test_what_unpacks_beyond_bounds_is_passed_over_and_the_next_page_is_read(read_text, monkeypatch):
    monkeypatch.setattr(warc, "MAX_PAGE", 20_000)
    bomb = gzip.compress(notice("费率公告") + b" " * 10_000_000)
    large = notice("费率公告") + b" " * 30_000
    archive = record("https://a.cn/1", bomb, Content_Encoding="gzip") + record("https://a.cn/2", large) + ARCHIVE[0]
    assert [item.source for item in read_text(archive, "crawl.warc")] == ["https://a.cn/1"]


def test_a_page_that_cannot_be_read_is_a_failure_of_its_address(read_text):
    [failure] = read_text(record("https://a.cn/9", "<script>淘宝公告</script>".encode()), "crawl.warc")
    assert (failure.source, failure.reason) == ("https://a.cn/9", "the HTML page has no text")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TikTok Shop上调佣金", True),
        ("tiktok shop上调佣金", True),
        ("欧盟委员会发布新规", True),
        ("网约车抽成比例公告", True),
        ("淘宝", False),
        ("土豆价格上调", False),
        ("Amazon raises its fees", False),
    ],
)
def test_candidates_name_a_platform_or_the_trade_and_a_rule(text, expected, encoding):
    assert candidates.is_candidate(f"<p>{text}</p>".encode(encoding)) is expected


def test_zstandard_packs_any_input(read_text):
    lines = '{"title": "京东公告", "text": "佣金下调"}\n' * 3
    items = read_text(zstd(lines.encode()), "a.jsonl.zst")
    assert [item.title for item in items] == ["京东公告"] * 3
    [*_, failure] = read_text(zstd(lines.encode() * 1000)[:-9], "a.jsonl.zst")
    assert failure.reason == "a damaged Zstandard archive"


def test_pages_are_parsed_where_they_are_extracted(tmp_path):
    (tmp_path / "a.warc").write_bytes(ARCHIVE[0])
    (tmp_path / "b.html").write_bytes(notice("费率公告", "gb18030"))
    assert [*scan([tmp_path])] == [
        Page(notice("费率公告一"), "https://a.cn/1"),
        Page(notice("费率公告", "gb18030"), "b.html", "gb18030"),
    ]
