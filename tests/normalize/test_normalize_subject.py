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
        ("快手通知，新店有曝光。\n平台推出曝光扶持计划", [], [], "平台推出曝光扶持计划"),
    ],
)
def test_subject(title, rules, values, expected):
    assert subject(title, rules, values) == expected
