"""Platforms in a text: which names count, whose they are, and which look-alikes do not."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guize import vocabulary
from guize.entities import platforms


def found(text):
    return [(text[s.start : s.end], s.value) for s in platforms.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1688平台今日公告", [("1688", "1688")]),
        ("1688.com将升级", [("1688.com", "1688")]),
        ("1688PLUS会员年费下调", [("1688", "1688")]),
        ("1688生意参谋旧版下线", [("1688", "1688")]),
        ("生意参谋旧版下线", [("生意参谋", "taobao")]),
        ("淘宝天猫同步调整", [("淘宝", "taobao"), ("天猫", "tmall")]),
        ("Meta称，WhatsApp将改按条计费", [("Meta", "whatsapp"), ("WhatsApp", "whatsapp")]),
        ("Meta上调广告起投额", [("Meta", "meta")]),
        ("百度旗下百家号取消热榜分成", [("百度", "baijiahao"), ("百家号", "baijiahao")]),
        ("苹果与谷歌的应用商店须核验年龄", [("苹果", "app_store"), ("谷歌", "google_play")]),
        ("QQ音乐下调提现门槛", [("QQ音乐", "qqmusic")]),
        ("自如宣布调整服务费", [("自如", "ziroom")]),
        ("商家可运用自如", []),
        ("抖店与抖音生活服务", [("抖店", "douyin"), ("抖音生活服务", "douyin")]),
        ("巨量千川改计费", [("巨量千川", "douyin")]),
        ("京东外卖、京东秒送", [("京东外卖", "jd"), ("京东秒送", "jd")]),
        ("视频号和微信小店", [("视频号", "wechat"), ("微信小店", "wechat")]),
        ("微信支付上调额度", [("微信支付", "wechat_pay")]),
        ("企业微信新规", [("企业微信", "wecom")]),
        ("开通花呗", [("花呗", "alipay")]),
        ("拼多多全球购", [("拼多多", "pinduoduo")]),
        ("亚马逊全球开店公众号5月30日发文", [("亚马逊全球开店", "amazon")]),
        ("公众号4月1日起须标注", [("公众号", "wechat")]),
        ("微店下调费率，小微店铺受益", [("微店", "weidian")]),
        ("商家云集", []),
        ("淘宝闪购暂停", [("淘宝闪购", "taobao_flash")]),
        ("阿里巴巴国际站、阿里国际站", [("阿里巴巴国际站", "alibaba.com"), ("阿里国际站", "alibaba.com")]),
        ("TikTok Shop美区与TikTok", [("TikTok Shop", "tiktok_shop"), ("TikTok", "tiktok")]),
        ("TIKTOK SHOP、shein、ＴＥＭＵ", [("TIKTOK SHOP", "tiktok_shop"), ("shein", "shein"), ("ＴＥＭＵ", "temu")]),
        ("虾皮、来赞达、美客多", [("虾皮", "shopee"), ("来赞达", "lazada"), ("美客多", "mercadolibre")]),
        ("X平台宣布", [("X平台", "x")]),
        ("B站将下线该功能", [("B站", "bilibili")]),
        ("在北京京东开店", [("京东", "jd")]),
    ],
)
def test_names_and_what_they_denote(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "共1688个商品被抽检",
        "标价¥1688",
        "1688元起",
        "订单号16889",
        "参数为0.1688",
        "京东方发布财报",
        "她住在北京东路",
        "喷洒滴滴涕",
        "多喝苹果汁",
        "语音唤醒天猫精灵",
        "最终拼多多少钱",
        "加微信群领资料",
        "英国美国商会",
        "获得物质奖励",
        "深中通道通车",
        "访问docs.alipay.com查看",
        "Wishes come true",
        "X射线检测",
        "基于Steamworks开发",
    ],
)
def test_look_alikes_are_no_platform(text):
    assert found(text) == []


def test_a_company_stands_for_the_platform_of_its_own_that_the_text_is_about():
    assert found("苹果：App Store抽成下调") == [("苹果", "app_store"), ("App Store", "app_store")]
    assert found("苹果通知开发者补交资料") == [("苹果", "app_store")]
    assert found("苹果发布新款笔记本") == []
    assert found("腾讯回应微信支付提现规则") == [("腾讯", "wechat_pay"), ("微信支付", "wechat_pay")]
    assert found("谷歌调整搜索算法") == [("谷歌", "google")]


def test_services_are_told_from_organisations():
    assert platforms.is_service("诚信通")
    assert platforms.is_service("FBA")
    assert not platforms.is_service("抖音电商")


def test_the_vocabulary_gives_each_name_one_meaning():
    data = vocabulary.load("platforms")
    names = Counter(name for table in ("names", "services") for row in data[table].values() for name in row)
    names.update(name for company in data["companies"] for name in company["names"])
    names.update(data["traps"]["words"])
    assert [name for name, times in names.items() if times > 1] == []
    assert [name for name in names if name != name.lower()] == []
    assert set(data["guards"]) <= set(names)
    assert len(data["names"]) >= 80


@given(st.text(st.sampled_from("京东1688 Temuİß微信Xx平台，。\n０①")))
def test_offsets_hold_the_name_in_any_text(text):
    spans = platforms.find(text)
    assert all(0 <= s.start < s.end <= len(text) and s.value for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
