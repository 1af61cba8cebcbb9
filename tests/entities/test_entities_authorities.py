"""Public authorities: bodies, local and foreign ones, departments without names, and places that act."""

from __future__ import annotations

import pytest

from guize.entities import authorities


def found(text):
    return [text[s.start : s.end] for s in authorities.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市场监管总局今日印发办法", ["市场监管总局"]),
        ("国家网信办秘书局发布通知", ["国家网信办秘书局"]),
        ("财政部、海关总署联合公告", ["财政部", "海关总署"]),
        ("浙江省市场监督管理局公布规范", ["浙江省市场监督管理局"]),
        ("济南市城乡交通运输局发文", ["济南市城乡交通运输局"]),
        ("记者到如皋市市场监管局采访", ["如皋市市场监管局"]),
        ("秘鲁海关与税务总局（SUNAT）宣布", ["秘鲁海关与税务总局（SUNAT）"]),
        ("韩国公平交易委员会称", ["韩国公平交易委员会"]),
        ("奥地利政府计划立法", ["奥地利政府"]),
        ("欧盟委员会发布提醒", ["欧盟委员会"]),
        ("法国将对低价包裹开征新税", ["法国"]),
        ("希腊宣布新的年龄限制", ["希腊"]),
        ("欧盟包裹税7月落地", ["欧盟"]),
        ("南京要求社区团购平台明码标价", ["南京"]),
        ("八部门印发方案", ["八部门"]),
        ("12部门联合发文", ["12部门"]),
        ("中消协、中国快递协会", ["中消协", "中国快递协会"]),
    ],
)
def test_bodies_and_places_that_act(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "亚马逊法国站卖家",
        "面向日本市场的店铺",
        "进入英国取消订单页面",
        "美国卖家反映",
        "各部门自查",
        "教育部长出席",
        "商务部研究院的专家",
        "因海关查验而延误",
        "商品通过FCC认证",
    ],
)
def test_places_and_words_that_do_not_act(text):
    assert found(text) == []


def test_every_authority_is_the_regulator():
    assert {(s.label, s.value) for s in authorities.find("公安部、纽约州、两部门将……公安部")} == {
        ("authority", "regulator")
    }
