"""Quantities in a text: value, unit, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guize import vocabulary
from guize.entities import quantities
from guize.entities.numerals import read


def found(text):
    return [(q.text, q.low if q.high is None else (q.low, q.high), q.unit) for q in quantities.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("费率0.6%", [("0.6%", 0.6, "%")]),
        ("费率０．６％", [("０．６％", 0.6, "%")]),
        ("下降0.6个百分点", [("0.6个百分点", 0.6, "%")]),
        (
            "千分之六、6‰、百分之零点五、万分之二",
            [("千分之六", 0.6, "%"), ("6‰", 0.6, "%"), ("百分之零点五", 0.5, "%"), ("万分之二", 0.02, "%")],
        ),
        ("五分之一", [("五分之一", 20, "%")]),
        ("八折，三成", [("八折", 80, "%"), ("三成", 30, "%")]),
        ("1,000元", [("1,000元", 1000, "CNY")]),
        (
            "贰万元、八百万元、五千块钱",
            [("贰万元", 20000, "CNY"), ("八百万元", 8_000_000, "CNY"), ("五千块钱", 5000, "CNY")],
        ),
        ("1.1万元", [("1.1万元", 11000, "CNY")]),
        ("人民币3万元", [("人民币3万元", 30000, "CNY")]),
        ("￥20、$3.06、€5", [("￥20", 20, "CNY"), ("$3.06", 3.06, "USD"), ("€5", 5, "EUR")]),
        ("3欧元/件，200元/个/年", [("3欧元/件", 3, "EUR"), ("200元/个/年", 200, "CNY")]),
        (
            "288日元、100新元、1500卢布",
            [("288日元", 288, "JPY"), ("100新元", 100, "SGD"), ("1500卢布", 1500, "RUB")],
        ),
        ("违约金封顶为15万，超过15万的不再计", [("15万", 150000, "CNY"), ("15万", 150000, "CNY")]),
        ("播放量20万", []),
        ("48小时、48 小时、48h", [("48小时", 48, "h"), ("48 小时", 48, "h"), ("48h", 48, "h")]),
        (
            "7个自然日，15个工作日，三个月，两年",
            [
                ("7个自然日", 7, "d"),
                ("15个工作日", 15, "workday"),
                ("三个月", 3, "month"),
                ("两年", 2, "year"),
            ],
        ),
        ("T+1结算，D+3到账", [("T+1", 1, "workday"), ("D+3", 3, "d")]),
        ("两周内", [("两周", 14, "d")]),
        (
            "提前30日，7日内，由3日延长至5日",
            [("30日", 30, "d"), ("7日", 7, "d"), ("3日", 3, "d"), ("5日", 5, "d")],
        ),
        ("确认收货后第7天", [("7天", 7, "d")]),
        (
            "6件、500g、1600像素、30个汉字",
            [("6件", 6, "件"), ("500g", 500, "g"), ("1600像素", 1600, "像素"), ("30个汉字", 30, "字")],
        ),
        ("扣12分，加20分", [("12分", 12, "分"), ("20分", 20, "分")]),
        ("假一赔三", [("三", 3, "倍")]),
        (
            "0.5-2美元，3至20个，0.25元至2.6元",
            [
                ("0.5-2美元", (0.5, 2), "USD"),
                ("3至20个", (3, 20), "个"),
                ("0.25元至2.6元", (0.25, 2.6), "CNY"),
            ],
        ),
        ("3.5~4亿澳元", [("3.5~4亿澳元", (3.5e8, 4e8), "AUD")]),
        ("从30天到60天", [("30天", 30, "d"), ("60天", 60, "d")]),
    ],
)
def test_value_and_unit(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2024年3月1日、12月2号、3月、二〇二四年五月六日",
        "2024/3/1、2024-03-01、2024.3.1",
        "8点、20:00:00、24时、上午9点30分",
        "12月1日至3日；18日消息；25日起",
        "第116号、第12条、第三次",
        "1688、618、双11、iOS 17.2、V3.2",
        "7天无理由、一件代发、二选一、百亿补贴",
        "《48小时发货服务规范》",
        "数十万元、几百元、近百元、上千件",
        "订单20240301123456，电话4008208820",
        "五分钟后见分晓"[3:],
        "1月1日元旦",
        "两三天、七八个",
    ],
)
def test_no_quantity(text):
    assert found(text) == []


def test_every_unit_of_the_vocabulary_is_read():
    words = vocabulary.load("units")
    names = dict.fromkeys(words["percent"], "%")
    names |= {name: code for code, group in words["money"].items() for name in group}
    names |= {name: unit for unit, group in words["count"].items() for name in group}
    names |= {name: unit for unit, scales in words["duration"].items() for group in scales.values() for name in group}
    wrong = {
        name: found(f"提前35{name}内")
        for name, unit in names.items()
        if [q[2] for q in found(f"提前35{name}内")] != [unit]
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("１２", 12),
        ("1,234,567", 1234567),
        ("20万", 200000),
        ("1.5亿", 1.5e8),
        ("四千零五十", 4050),
        ("一百三", 130),
        ("两百点五", 200.5),
        ("百", 100),
    ],
)
def test_numerals(text, value):
    assert read(text) == value


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet="0123456789０１一二三十百千万亿点两.,，%‰元美日天个工作小时月年第由从至-~￥$《》T+ \n",
        max_size=80,
    )
)
def test_spans_are_ordered_and_hold_their_text(text):
    end = 0
    for quantity in quantities.find(text):
        assert quantity.start >= end
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.high is None or quantity.low <= quantity.high
        end = quantity.end


@pytest.mark.parametrize("malformed", ["亿亿", "十百千", "万一亿", "百零", "点五", "千〇百"])
def test_a_malformed_numeral_does_not_stop_the_search(malformed):
    for text in (f"收取{malformed}元，另收5元", f"{malformed}%，另收5元", f"延长至{malformed}天，另收5元"):
        assert (5.0, "CNY") in [(q.low, q.unit) for q in quantities.find(text)]
