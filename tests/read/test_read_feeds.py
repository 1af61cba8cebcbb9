from datetime import datetime

import pytest

from guize.records import Failure

ATOM = """<?xml version="1.0" encoding="gb2312"?>
<!-- 由站点生成 -->
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>规则观察站</title>
  <entry>
    <title type="html">淘宝&amp;lt;新规&amp;gt;公示</title>
    <id>tag:rules.example,2025:7</id>
    <updated>2025-03-05T09:00:00+08:00</updated>
    <summary>摘要。</summary>
    <content type="html">&lt;p&gt;第一段。&lt;/p&gt;&lt;p&gt;第二段。&lt;/p&gt;</content>
  </entry>
</feed>"""

RSS = """<rss version="2.0"><channel><title>站</title>
<item><title>京东调整佣金</title><guid>a</guid><pubDate>Wed, 05 Mar 2025 01:00:00 GMT</pubDate>
<description>图书类目&nbsp;佣金下调。</description></item>
<item><title>无时间</title><guid>b</guid><description><![CDATA[<div><table><tr><td>项</td><td>值</td></tr>
<tr><td>押金</td><td>5元</td></tr></table></div>]]></description></item>
<item><title>错时间</title><guid>c</guid><pubDate>明天</pubDate><description>正文。</description></item>
<item><guid>d</guid></item>
</channel></rss>"""


def test_an_atom_feed_in_another_encoding(read_text):
    [item] = read_text(ATOM.encode("gb2312"), "feed")
    assert (item.title, item.text) == ("淘宝<新规>公示", "第一段。\n第二段。")
    assert item.source_id == "tag:rules.example,2025:7"
    assert item.reference == datetime(2025, 3, 5, 9)


def test_an_rss_feed_keeps_tables_and_names_the_entries_that_fail(read_text):
    first, table, wrong, empty = read_text(RSS, "站.xml")
    assert (first.title, first.text, first.source) == ("京东调整佣金", "图书类目\u00a0佣金下调。", "站.xml")
    assert first.reference == datetime(2025, 3, 5, 9)  # in China
    assert (table.text, table.published_at) == ("项 | 值\n押金 | 5元", None)
    assert wrong == Failure("站.xml", "published_at '明天' is not a date", 2, "c", "错时间")
    assert empty == Failure("站.xml", "neither a title nor a text", 3, "d")


def test_a_feed_with_broken_xml_is_still_read(read_text):
    titles = [item.title for item in read_text(RSS.replace("</channel></rss>", ""))][:2]
    assert titles == ["京东调整佣金", "无时间"]


@pytest.mark.parametrize("body", ["<!ENTITY a 'aaaa'>", "<!ENTITY a SYSTEM 'file:///secret'>"])
def test_entities_are_not_expanded(read_text, body):
    [failure] = read_text(f"<!DOCTYPE rss [{body}]><rss version='2.0'><channel><title>&a;</title></channel></rss>")
    assert failure.reason == "a feed that declares XML entities; they are not expanded"
