import pytest

HEAD = '<html><head><meta charset="utf-8"><title>{title}</title>{meta}</head>'

NOTICE = """
<body><div class="nav"><a href="/">首页</a><a href="/r">规则</a><a href="/n">公告</a></div>
<div class="main"><div class="path">当前位置：<a href="/">首页</a> &gt; <a href="/n">公告</a></div>
<h1>关于调整&ldquo;仓储费&rdquo;的公告</h1>
<div class="info"><span>发布时间：2024-03-01 10:00</span><span>浏览：382</span></div>
<div class="body"><p>尊敬的商家&#65306;</p><p>仓储费调整如下：<br>（自3月8日起）</p>
{table}
<ul><li>费用按日计收；</li><li>超期加收。</li></ul>
<script>var hidden = "不是正文";</script><p style="display:none">也不是正文</p>
<p>特此公告。</p><div>青鸟市集<br/>2024年3月1日</div></div>
<div class="share-bar">分享到 微信 微博</div></div>
<div class="side"><h3>热门</h3><ul><li><a href="1">发货时效公告全文</a></li>
<li><a href="2">保证金公告全文</a></li><li><a href="3">退货运费公告全文</a></li></ul></div>
<footer>版权所有 青鸟市集</footer></body></html>
"""
TABLE = """
<table><thead><tr><th rowspan="2">类目</th><th colspan="2">费率</th></tr>
<tr><th>调整前</th><th>调整后</th></tr></thead>
<tbody><tr><td rowspan="2">服饰<br>鞋靴</td><td>5%</td><td>4%</td></tr>
<tr><td>6%</td><td></td></tr>
<tr><td colspan="3">注：以创建时间为准</td></tr></tbody></table>
"""


def test_a_notice_keeps_its_words_its_lists_and_its_tables_row_by_row(read_text):
    [item] = read_text(
        HEAD.format(title="关于调整“仓储费”的公告_青鸟市集", meta="") + NOTICE.format(table=TABLE), "n.html"
    )
    assert item.title == "关于调整“仓储费”的公告"
    assert item.published_at.isoformat() == "2024-03-01T10:00:00+08:00"
    assert (item.kind, item.source, item.source_id) == ("notice", "n.html", None)
    assert item.text.split("\n") == [
        "尊敬的商家：",
        "仓储费调整如下：",
        "（自3月8日起）",
        "类目 | 费率 | 费率",
        "类目 | 调整前 | 调整后",
        "服饰 鞋靴 | 5% | 4%",
        "服饰 鞋靴 | 6% |",
        "注：以创建时间为准",
        "• 费用按日计收；",
        "• 超期加收。",
        "特此公告。",
        "青鸟市集",
        "2024年3月1日",
    ]


def test_a_table_that_lays_out_the_page_is_no_row(read_text):
    page = f"<body><table><tr><td>目录</td><td>{NOTICE.format(table=TABLE)}</td></tr></table></body>"
    [item] = read_text(page)
    assert "服饰 鞋靴 | 5% | 4%" in item.text.split("\n")
    assert "特此公告。" in item.text.split("\n")


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>押金公告 - 青鸟</title>", "<h1>青鸟</h1><h2>押金公告</h2><p>押金下调。</p>", "押金公告"),
        ("<meta property='og:title' content='押金公告'>", "<p>押金下调。</p>", "押金公告"),
        ("<title>押金公告_公告_青鸟市集</title>", "<p>押金下调。</p>", "押金公告"),
        ("<title>2024-2025年度押金公告-青鸟规则中心</title>", "<p>押金下调。</p>", "2024-2025年度押金公告"),
        ("", "<h1> 押金\n公告 </h1><p>押金下调。</p>", "押金 公告"),
    ],
)  # fmt: skip
def test_the_title_is_the_heading_or_the_name_of_the_page_without_the_site(read_text, head, body, title):
    [item] = read_text(f"<html><head>{head}</head><body>{body}</body></html>")
    assert item.title == title
    assert item.text.split("\n")[-1] == "押金下调。"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:published_time" content="2024-03-05T11:15:00+08:00">', ""),
        ('<meta name="PubDate" content="2024-03-05 11:15">', "<p>2024-01-01 00:00</p>"),
        (
            '<meta name="publishdate" content="不详">',
            "<p>发布于 2024年3月5日11:15&nbsp;&nbsp;来源：<a>某网</a></p>",
        ),
        ('<script type="application/ld+json">{"datePublished": "2024-03-05T03:15:00Z"}</script>', ""),
        ("", '<p>某人 <time datetime="2024-03-05 11:15">三天前</time></p>'),
        ("", "<div>2024-03-05 11:15<span>来源：某网</span><span>作者：某人</span></div>"),
    ],
)
def test_the_publication_time_is_found_in_the_head_or_under_the_title(read_text, head, body):
    [item] = read_text(
        f"<html><head>{head}</head><body><h1>押金公告</h1>{body}<p>押金自3月8日起下调。</p></body></html>"
    )
    assert item.published_at.timestamp() == 1709608500


ENTRIES = [
    (
        "青鸟市集更新退货规则，新增三类例外商品",
        "2024-03-05 11:15",
        "3月5日消息，青鸟市集公告，退货规则更新。",
    ),
    ("木棉集市放宽发货时限", "2024-03-04 09:30", "春节期间，发货时限放宽至96小时。"),
    ("飞鱼市集招商会在杭州举行", "2024-03-03 18:00", "三百家企业到场，会上未公布新规。"),
]
BLOCKS = {
    "list": """<li><a href="/i"><img></a><h3><a href="/p">{title}</a></h3>
        <span>{time}</span><em>阅读 382</em><p>{text}</p></li>""",
    "definitions": """<dl><dt><a href="/i"><img></a></dt><dd><a href="/p">{title}</a></dd>
        <dd>{text}</dd><dd>{day}<b>{clock}</b></dd></dl>""",
    "card": """<a class="card" href="/p"><h4>{title}</h4>
        <div><i>某某网</i><time datetime="{time}">昨天</time></div><p>{text}</p></a>""",
    "author and time in one": """<div class="i"><h2>{title}</h2><p>{text}</p>
        <div>某某网 · {time}</div><a href="/p">阅读全文 &gt;</a></div>""",
    "table": """<table><tr><td><a href="/p">{title}</a><p>{text}</p></td><td>{time}</td></tr></table>""",
}


def blocks(build, entries):
    parts = []
    for title, time, text in entries:
        day, clock = time.split()
        parts.append(BLOCKS[build].format(title=title, time=time, day=day, clock=clock, text=text))
    return "".join(parts)


@pytest.mark.parametrize("build", BLOCKS)
def test_each_block_of_a_listing_is_an_item(read_text, build):
    page = f"""<html><head><title>快讯_某某网</title></head><body><nav><a>首页</a></nav><h1>某某网快讯</h1>
    <div class="list">{blocks(build, ENTRIES)}</div>
    <div class="pages"><a>上一页</a><a>1</a><a>2</a><a>下一页</a></div>
    <div>Copyright © 某某网</div></body></html>"""
    items = read_text(page, "list.html")
    assert [(item.title, item.published_at.strftime("%Y-%m-%d %H:%M"), item.text) for item in items] == ENTRIES
    assert [(item.source_id, item.item_index, item.kind) for item in items] == [
        ("1", 0, "report"),
        ("2", 1, "report"),
        ("3", 2, "report"),
    ]


def test_a_listing_in_groups_keeps_every_item_also_one_without_a_time(read_text):
    link = '<li><a href="/{0}">关于第{0}项规则的公告</a>{1}</li>'
    groups = [
        "".join(link.format(n, f"<span>[2024-03-0{n}]</span>") for n in group) for group in ((9, 8, 7), (6, 5, 4))
    ]
    groups[1] += link.format(3, "")
    items = read_text("<h2>公告</h2>" + "".join(f"<ul class='g'>{group}</ul>" for group in groups))
    assert [item.title for item in items] == [f"关于第{n}项规则的公告" for n in (9, 8, 7, 6, 5, 4, 3)]
    assert [item.published_at and item.published_at.day for item in items] == [9, 8, 7, 6, 5, 4, None]


def test_a_title_that_the_page_cuts_is_read_whole(read_text):
    cut = "".join(
        f'<li><a href="/p" title="{title}">{title[:6]}...</a><span>{time}</span></li>' for title, time, _ in ENTRIES
    )
    assert [item.title for item in read_text(f"<ul>{cut}</ul>")] == [title for title, _, _ in ENTRIES]


def test_an_article_with_a_list_of_others_beside_it_is_one_item(read_text):
    page = f"""<html><head><title>押金公告_某某网</title></head><body><h2>押金公告</h2>
    <div>2024-02-01 08:00　来源：某某网</div><p>青鸟市集公告，押金自2月8日起由500元下调至300元。
    已缴纳的商家，可以申请退还其间的差额。</p>
    <div class="others">{blocks("definitions", ENTRIES)}</div></body></html>"""
    [item] = read_text(page)
    assert item.title == "押金公告"
    assert item.published_at.isoformat() == "2024-02-01T08:00:00+08:00"
    assert item.text.startswith("青鸟市集公告，押金自2月8日起由500元下调至300元")


def test_a_notice_without_a_time_is_not_taken_for_the_list_beside_it(read_text):
    others = "".join(
        f'<li><a href="/{n}">关于青鸟市集第{n}号规则变更的公告</a><i>2024-01-0{n}</i></li>' for n in range(1, 9)
    )
    notice = "自2月8日起，店铺押金由500元下调至300元。已缴纳的商家，可在3月底前退差。逾期的，留作下年押金。"
    [item] = read_text(f"<h1>押金公告</h1><p>{notice}</p><ul>{others}</ul>")
    assert item.text.startswith(notice)


def test_what_follows_a_line_that_looks_like_a_foot_is_kept_where_it_is_text(read_text):
    more = "平台同时提醒商家，押金差额须在三月底之前提出申请，逾期未申请的，自动留作下一年度的押金使用。"
    page = "<h1>押金公告</h1><p>押金自2月8日起下调。</p><p>相关阅读</p><p>《押金规则》</p><p>{}</p>"
    page += "<p>上一篇：佣金公告</p>"
    [item] = read_text(page.format(more))
    assert item.text.split("\n") == ["押金自2月8日起下调。", "相关阅读", "《押金规则》", more]
    [item] = read_text(page.format(""))
    assert item.text == "押金自2月8日起下调。"


def test_a_fragment_without_head_is_a_page(read_text):
    [item] = read_text("<h3>押金公告</h3>\n<p>押金下调&mdash;&mdash;自3月起。</p>")
    assert item.text.endswith("押金下调——自3月起。")
