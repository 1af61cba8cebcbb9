"""The row's subject: a phrase a reader understands without the text."""

import pytest

from guize.normalize.subject import subject
from guize.records import Value


@pytest.mark.parametrize(
    ("title", "rules", "values", "expected"),
    [
        ("京东修订《退货规则》", ["退货规则"], [], "退货规则"),
        ("闲鱼调整收费", [], [Value(what="基础软件服务费", new=0.6, unit="%")], "基础软件服务费"),
        ("1688：“比价”功能将逐步下线", [], [], "“比价”功能将逐步下线"),
        ("淘宝升级店铺等级体系 9月23日生效", [], [], "淘宝升级店铺等级体系"),
        ("公告", [], [], "公告"),
        ("闲鱼调整收费", [], [Value(what="最高", new=60, unit="CNY")], "闲鱼调整收费"),
        ("某媒体3月1日消息，平台下调图书类佣金", [], [], "平台下调图书类佣金"),
        ("大促将至，平台推出延迟发货报备", [], [], "平台推出延迟发货报备"),
        ("平台将于5月1日停止旧版接口", [], [], "平台将于5月1日停止旧版接口"),
        ("平台关于暂停揽收南美方向小包的通知", [], [], "暂停揽收南美方向小包"),
        ("会员服务停止公告", [], [], "会员服务停止"),
        ("监管部门约谈之后，平台签署劳动规则协议", [], [], "平台签署劳动规则协议"),
        ("标题须加注说明", [], [], "标题须加注说明"),
        ("快手通知，新店有曝光。\n平台推出曝光扶持计划", [], [], "平台推出曝光扶持计划"),
    ],
)
def test_subject(title, rules, values, expected):
    assert subject(title, rules, values) == expected


def test_where_the_title_tells_nothing_the_sentence_that_states_the_change_does():
    stated = "7月底前，平台将在各地取消众包骑手的超时扣款。"
    assert subject("取消超时罚款之后，骑手会更慢吗", [], [], stated) == "平台将在各地取消众包骑手的超时扣款"
