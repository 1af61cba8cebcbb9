"""Which words say that an announced change is altered, and which only sound like it."""

import pytest

from guize.link.profile import stated_update
from reports import report


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("postponed", "原定3月15日生效的规则推迟至4月1日生效"),
        ("postponed", "新规生效时间由3月15日调整至4月1日"),
        ("postponed", "延期至4月1日"),
        ("postponed", "收费计划推迟"),
        ("postponed", "新规暂缓，生效时间另行通知"),
        ("extended", "优惠政策延长至2024年6月30日"),
        ("extended", "减免政策延期至6月30日"),
        ("extended", "免佣政策再延长半年"),
        ("extended", "春节发货规则延至2月20日结束"),
        ("withdrawn", "撤回《云仓规则》修订公告"),
        ("withdrawn", "终止《云仓管理办法》的执行"),
        ("withdrawn", "叫停收费计划"),
        ("withdrawn", "提前终止减免政策"),
        ("corrected", "关于《云仓规则》的更正公告"),
        ("corrected", "此前公告表述有误，应为48小时"),
        (None, "发货时限由48小时延长至72小时"),
        (None, "退货期限延长到15天"),
        (None, "平台将延长收货时间的活动订单自动确认期"),
        (None, "买家申请延期收货的规则实施细则上线"),
        (None, "延迟发货的处罚标准将于5月1日起调整"),
        (None, "商家取消订单的扣分标准调整"),
        (None, "取消单店保证金，改为按类目收取"),
        (None, "修订更正商品信息的要求"),
    ],
)
def test_words(kind, words):
    found, said = stated_update(report("a", words, "2024-03-01"))
    assert found == kind
    assert said in words
