"""One item, several changes: which parts of a text are changes of their own (guideline §1)."""

from __future__ import annotations

from datetime import datetime

import pytest

from guize.dates import annotate
from guize.entities import platforms
from guize.normalize.split import split

TITLE = "两项规则更新"


def starts(text):
    content = f"{TITLE}\n{text}"
    mentions = annotate(content, datetime(2025, 2, 20), title_end=len(TITLE))
    parts = split(content, len(TITLE), mentions, platforms.find(content))
    return [content[part.start : part.end].strip()[:4] for part in parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "一、佣金\n佣金由5%降至4%，3月1日起生效。\n二、发货\n发货时限改为24小时，4月1日起生效。",
            ["一、佣金", "二、发货"],
        ),
        ("【一】佣金由5%降至4%，3月1日起生效。\n【二】时限改为24小时，4月1日起生效。", ["【一】佣", "【二】时"]),
        ("①佣金自3月1日起由5%降至4%；\n②时限自4月1日起改为24小时。", ["①佣金自", "②时限自"]),
        ("▍淘宝：3月1日起，佣金降至4%。\n▍京东：4月1日起，时限改为24小时。", ["▍淘宝：", "▍京东："]),
        ("其一，3月1日起佣金降至4%；其二，4月1日起时限改为24小时。", ["其一，3", "其二，4"]),
        ("先说费用。3月1日起佣金降至4%。\n再说时限。4月1日起时限改为24小时。", ["先说费用", "再说时限"]),
        ("平台公布两项调整：3月1日起，佣金降至4%；4月1日起，时限改为24小时。", ["平台公布", "4月1日"]),
        ("淘宝通知，3月1日起佣金降至4%。京东通知，4月1日起时限改为24小时。", ["淘宝通知", "京东通知"]),
        (
            "■淘宝10日通知，佣金减免延长到5月底。\n■京东近日公告，时限改为24小时，4月1日起执行。",
            ["■淘宝1", "■京东近"],
        ),
        (
            "1. 淘宝：公告称4月1日起佣金降至4%。\n2. 得物：宣布推出加急查验，上线时间另行通知。",
            ["1. 淘", "2. 得"],
        ),
        ("淘宝3月1日起下调佣金。京东3月1日起下调佣金，4月1日起停收年费。", ["淘宝3月", "京东3月"]),
    ],
)
def test_parts_with_a_date_or_platform_of_their_own(text, expected):
    assert starts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "佣金由5%降至4%，3月1日起生效。",
        "一、佣金降至4%。\n二、时限改为24小时。\n以上自3月1日起生效。",
        "新规分批上线：3月1日起在广州试行，4月1日起推广至全省。",
        "1、淘宝：通知3月1日起，佣金降至4%。\n2、京东：与某省签署备忘录，联合研究智慧物流。",
        "1、淘宝：3月1日起，佣金降至4%。\n2、京东：获5亿元融资，新仓4月1日起启用。",
    ],
)
def test_one_change_is_not_split(text):
    assert starts(text) == []


def test_sections_that_share_a_day_are_read_together():
    text = (
        "一、佣金由5%降至4%，3月1日起生效。\n二、年费由99元降至66元，3月1日起生效。\n三、时限改为24小时，4月1日起生效。"
    )
    assert starts(text) == ["一、佣金", "三、时限"]
