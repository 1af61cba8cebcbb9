"""Titles: rules that the text changes, laws it rests on, names of announcements, and the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guize.entities import titles

SPECS = Path(__file__).parents[1] / "specs" / "titles" / "cases.jsonl"


def found(text):
    return [(s.label, s.value) for s in titles.find(text)]


def rules(text):
    return [value for label, value in found(text) if label == "rule"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("标题\n平台修订《店铺命名规范》，下月生效。", ["店铺命名规范"]),
        ("标题\n现就《发货细则（征求意见稿）》公开征求意见。", ["发货细则"]),
        ("《达人管理办法（试行）》上线", ["达人管理办法"]),
        ("标题\n对《甲规则》《乙规则》同步修订", ["甲规则", "乙规则"]),
        ("标题\n同步修订《会员服务协议》第四条。", ["会员服务协议"]),
        ("标题\n《旧办法》同时废止。", ["旧办法"]),
        ("标题\n《配件审核标准》将于5月1日生效", ["配件审核标准"]),
        ("标题\n三部门印发《关于促进直播健康发展的意见》", ["关于促进直播健康发展的意见"]),
        ("关于修订《甲方评价规则》的公告", ["甲方评价规则"]),
        ("标题\n平台挂出《关于修订《乙方评价规则》的公告》", ["乙方评价规则"]),
        ("标题\n会议通过了《平台经济促进法》", ["平台经济促进法"]),
    ],
)
def test_what_the_text_changes(text, expected):
    assert rules(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "标题\n根据《中华人民共和国广告法》《价格管理办法》等规定",
            [("law", "中华人民共和国广告法"), ("law", "价格管理办法")],
        ),
        ("标题\n违反《社区规范》的账号", [("law", "社区规范")]),
        ("标题\n2021年3月起施行的《包装管理办法》只有鼓励", [("law", "包装管理办法")]),
        ("标题\n仍按《商品发布规则》执行。", [("law", "商品发布规则")]),
        ("标题\n平台发布《关于调整运费的通知》", [("announcement", "关于调整运费的通知")]),
        ("标题\n发布《收费规则升级》的公告", [("announcement", "收费规则升级")]),
        ("标题\n相关阅读：《某平台骑手新规，引发热议》", [("other", "某平台骑手新规，引发热议")]),
        ("标题\n下架游戏《星海漂流》", [("other", "星海漂流")]),
        ("标题\n市场监管部门发布《直播管理办法》（下称《办法》）", [("rule", "直播管理办法"), ("other", "办法")]),
    ],
)
def test_what_is_only_cited_or_named(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize("case", [json.loads(line) for line in SPECS.read_text(encoding="utf-8").splitlines()])
def test_spec(case):
    assert rules(case["text"]) == case["rules"]


def test_a_rule_named_without_quotation_marks():
    assert rules("平台升级定制单服务费扣费规则\n每单最多扣200元。") == ["定制单服务费扣费规则"]
    assert rules("手工艺类内容发布规范（试行）\n第一条……") == ["手工艺类内容发布规范"]
    assert rules("平台下调佣金费率\n不涉及规则。") == []


def test_a_rule_that_the_text_says_to_be_revised():
    assert rules("平台收紧直播\n平台今日更新直播行为规范，下周生效。") == ["直播行为规范"]
    assert rules("平台收紧直播\n平台今日更新了多项规范，下周生效。") == []
    assert rules("平台收紧直播\n商家须遵守直播行为规范。") == []


def test_a_quoted_rule_makes_the_search_for_unquoted_ones_needless():
    assert rules("平台更新保证金规范\n现对《商家保证金管理规范》作出修订。") == ["商家保证金管理规范"]


def test_an_unclosed_quotation_is_passed_over():
    assert found("标题\n《未写完的规则\n《完整的规则》更新") == [("rule", "完整的规则")]


def test_the_span_holds_the_quotation_marks():
    text = "修订《店铺规范》"
    (span,) = titles.find(text)
    assert text[span.start : span.end] == "《店铺规范》"
