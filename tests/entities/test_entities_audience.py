"""Who is bound or served, where the text says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guize.entities import audience

SPECS = Path(__file__).parents[1] / "specs" / "audience" / "cases.jsonl"


def found(text):
    return [s.value for s in audience.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("通知\n尊敬的供应商：\n下月起……", ["供应商"]),
        ("通知\n各位商家、达人：\n下月起……", ["商家", "达人"]),
        ("通知\n亲爱的卖家与创作者：\n下月起……", ["卖家", "创作者"]),
        ("通知\n亲爱的商家：\n适用对象：跨境新商家。", ["跨境新商家"]),
        ("快讯\n平台要求服饰类目的商家须开通运费险。", ["服饰类目的商家"]),
        ("快讯\n平台今起向潮玩类卖家收取服务费。", ["潮玩类卖家"]),
        ("平台取消众包骑手超时扣款\n即日起执行。", ["众包骑手"]),
        ("快讯\n平台升级图片审核。", []),
    ],
)
def test_who_the_rule_is_for(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize("case", [json.loads(line) for line in SPECS.read_text(encoding="utf-8").splitlines()])
def test_spec(case):
    assert found(case["text"]) == case["audience"]


def test_a_purpose_is_no_audience():
    assert found("通知\n为保障消费者权益，平台调整抽检办法。") == []


def test_offsets_hold_the_phrase():
    text = "通知\n各位开发者：\n接口下线。"
    (span,) = audience.find(text)
    assert text[span.start : span.end] == "开发者"


def test_a_long_list_of_roles_is_read_in_bounded_steps():
    """Ten times the text must not need a hundred times the pattern steps; a hang here is the failure."""
    for unit in ("尊敬的商家和", "要求商家、", "，商家与", "对卖家"):
        assert isinstance(audience.find(unit * 500), list)
