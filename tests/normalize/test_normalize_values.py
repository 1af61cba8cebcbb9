"""Old and new values of a text: the specs in tests/specs/values, evidence, sections, and robustness."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guize.normalize import values
from guize.normalize.patterns import grammar

SPECS = Path(__file__).parents[1] / "specs" / "values"
ENDS = ("old", "old_high", "new", "new_high")


def cases():
    for path in sorted(SPECS.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield pytest.param(json.loads(line), id=f"{path.stem}-{number}")


def stated(value):
    return (*(value.get(end) for end in ENDS), value["unit"])


@pytest.mark.parametrize("case", list(cases()))
def test_spec(case):
    found = [stated(found.value.model_dump()) for found in values.find(case["text"])]
    assert sorted(found, key=str) == sorted((stated(value) for value in map(as_floats, case["values"])), key=str)


def as_floats(value):
    return {key: float(item) if isinstance(item, int) else item for key, item in value.items()}


@pytest.mark.parametrize(
    ("text", "what", "evidence"),
    [
        ("宠物食品类目的佣金由6%降至4%。", "宠物食品类目的佣金", ["宠物食品类目的佣金", "6%", "4%"]),
        ("保证金下调，个体店由5000元改为2000元。", "个体店保证金", ["个体店", "5000元", "2000元"]),
        ("8月1日起收取0.6%的基础软件服务费。", "基础软件服务费", ["0.6%"]),
        ("1、标题长度上限由30个字改为40个字。", "标题长度上限", ["标题长度上限", "30个字", "40个字"]),
        ("某站上调个人卖家运营费至0.5%。", "个人卖家运营费", ["个人卖家运营费", "0.5%"]),
        ("鞋包订单，七天无理由退货的申请期延长至15天。", "鞋包订单无理由退货的申请期", ["鞋包订单", "七天", "15天"]),
        (
            "条款｜原规定｜新规定\n第五条　发货时限｜48小时｜24小时",
            "发货时限规定",
            ["第五条　发货时限", "48小时", "24小时"],
        ),
        ("结算时间不变，违者最高5000元。", "违者最高", ["违者最高", "5000元"]),
        ("删除第八条关于“拼图不超过四张”的限制。", "拼图不超过", ["四张"]),
        ("类目｜原费率｜新费率\n女装｜5%｜4%", "女装费率", ["女装", "5%", "4%"]),
    ],
)
def test_what_and_evidence(text, what, evidence):
    (found,) = values.find(text)
    assert found.value.what == what
    assert [text[start:end] for start, end in found.spans] == evidence


def test_section_of_a_notice_keeps_offsets_of_the_whole():
    content = "两项调整\n一、佣金由5%降为4%。\n二、发货时限由48小时改为24小时。"
    start = content.index("二、")
    (found,) = values.find(content, start)
    assert (found.value.old, found.value.new, found.value.unit) == (48, 24, "h")
    assert [content[a:b] for a, b in found.spans] == ["发货时限", "48小时", "24小时"]
    assert [f.value.unit for f in values.find(content, 0, start)] == ["%"]


def test_days_become_hours_where_the_new_value_is_in_hours():
    (found,) = values.find("审核时限由2天缩短为12小时。")
    assert (found.value.old, found.value.new, found.value.unit) == (48, 12, "h")


def test_every_pattern_matches_its_examples():
    for role in [*grammar().conditions.all, *grammar().rules.all]:
        for example in role.examples:
            left, _, right = example.partition("{Q}")
            assert role.left is None or re.search(role.left, left), (role.name, example)
            assert role.right is None or re.match(role.right, right), (role.name, example)


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet="由从改为降至原此前取消免费率佣金封顶不超过每单0123456789.%万元天小时个月日，。；：\n|｜<td/>《》“”→",
        max_size=120,
    )
)
def test_any_text_is_read_with_evidence_inside_it(text):
    for found in values.find(text):
        assert all(0 <= start < end <= len(text) for start, end in found.spans)
        assert found.value.old is not None or found.value.new is not None


def test_long_text_without_punctuation_is_read_in_bounded_steps():
    """Ten times the text must not need a hundred times the pattern steps; a hang here is the failure."""
    for unit in (
        "由5%",
        "此前5%，",
        "5%改为",
        "一",
        "5天内",
        "<td>1元</td>",
        "“《",
        "2024年5%",
        "第二次5元",
        "下调5%，",
        "（5%）改为5%（",
    ):
        assert isinstance(values.find(unit * 8000), list)
