"""The fields announced, effective and deadline, rule by rule of the annotation guideline (§4 and §5)."""

from __future__ import annotations

from typing import Any

import pytest

from guize.dates import annotate
from guize.normalize.timeline import Announcement, Effect, announce, effect
from guize.records import Item, Kind

PUBLISHED = "2024-05-20T10:00:00+08:00"


def _read(title: str, text: str, kind: Kind, published: str | None = PUBLISHED) -> tuple[Announcement, Effect]:
    item = Item(title=title, text=text, published_at=published, kind=kind)
    mentions = annotate(item.content, item.reference, title_end=len(item.title))
    announced = announce(item, mentions)
    return announced, effect(item, mentions, announced)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


@pytest.mark.parametrize(
    ("kind", "text", "day", "bound"),
    [
        pytest.param("report", "青橙优选于2024年5月8日公示了新版运费规则。", "2024-05-08", "exact", id="stated"),
        pytest.param("report", "5月16日发布公告，青橙优选将调整抽佣。", "2024-05-16", "exact", id="stated-no-year"),
        pytest.param(
            "notice", "各位商家：运费规则将调整。\n青橙优选\n2024年5月18日", "2024-05-18", "exact", id="signature"
        ),
        pytest.param(
            "notice", "规则公示时间为5月13日至5月19日，期满生效。", "2024-05-13", "exact", id="publicity-opens"
        ),
        pytest.param(
            "report", "青橙社5月19日消息，青橙优选发布公告，下调保证金。", "2024-05-19", "exact", id="dateline-verb"
        ),
        pytest.param("report", "青橙优选今天宣布，新增闪退服务。", "2024-05-20", "exact", id="today"),
        pytest.param("report", "刚刚，青橙优选公布了新的抽佣比例。", "2024-05-20", "exact", id="just-now"),
        pytest.param(
            "report", "5月19日消息，青橙优选日前发布公告，下调保证金。", "2024-05-19", "on_or_before", id="hedged"
        ),
        pytest.param("report", "近日，青橙优选调整了抽佣比例。", "2024-05-20", "on_or_before", id="hedged-no-dateline"),
        pytest.param(
            "report", "5月19日消息，记者获悉青橙优选将下调保证金。", "2024-05-19", "on_or_before", id="dateline-learned"
        ),
        pytest.param(
            "report", "5月19日消息，上周青橙优选向商家发出邮件说明新规。", "2024-05-19", "on_or_before", id="last-week"
        ),
        pytest.param("notice", "各位商家：运费规则自6月1日起调整。", "2024-05-20", "exact", id="notice-default"),
        pytest.param("report", "青橙优选的运费规则自6月1日起调整。", "2024-05-20", "on_or_before", id="report-default"),
        pytest.param("report", "青橙优选4月发布的细则自6月1日起执行。", "2024-04-01", "within_month", id="month-only"),
        pytest.param(
            "report", "青橙优选曾在2019年3月5日发布旧版规则，如今再次修订。", "2024-05-20", "on_or_before", id="history"
        ),
        pytest.param(
            "report",
            "青橙优选于5月16日发布通知，原定5月20日上线的规则推迟到7月1日。",
            "2024-05-16",
            "exact",
            id="postponed",
        ),
    ],
)
def test_announcement(kind: Kind, text: str, day: str, bound: str) -> None:
    announced, _ = _read("青橙优选规则调整", text, kind)
    assert (_text(announced.day), announced.bound) == (day, bound)


def test_december_dateline_published_in_january_belongs_to_the_previous_year() -> None:
    announced, _ = _read("青橙优选新规", "12月30日消息，青橙优选宣布调整运费。", "report", "2025-01-02T09:00:00+08:00")
    assert _text(announced.day) == "2024-12-30"


def test_without_publication_time_the_signature_is_the_announcement() -> None:
    announced, _ = _read("运费规则调整", "自2024年6月1日起调整运费。\n青橙优选\n2024年5月18日", "notice", None)
    assert (_text(announced.day), announced.bound) == ("2024-05-18", "exact")


def test_nothing_known_is_null() -> None:
    announced, found = _read("运费规则调整", "青橙优选调整了运费。", "report", None)
    assert (announced.day, announced.bound, found.start, found.deadline) == (None, None, None, None)


EFFECTS: list[Any] = [
    pytest.param("新规将于6月1日起施行。", {"start": "2024-06-01", "bound": "exact", "precision": "day"}, id="from"),
    pytest.param("新规6月1日0时起施行。", {"start": "2024-06-01", "start_time": "00:00"}, id="time"),
    pytest.param("新规6月1日起施行。即6月1日08:00起付款的订单适用。", {"start_time": "08:00"}, id="time-named-again"),
    pytest.param("今日起，平台下调保证金。", {"start": "2024-05-20", "bound": "exact"}, id="today"),
    pytest.param("目前，该功能已上线。", {"start": None, "bound": None}, id="in-force-since-unknown"),
    pytest.param(
        "平台于5月16日发布公告，即日起取消年费。", {"start": "2024-05-16", "bound": "exact"}, id="immediately"
    ),
    pytest.param(
        "平台近日宣布，即日起取消年费。", {"start": "2024-05-20", "bound": "on_or_before"}, id="immediately-bound"
    ),
    pytest.param(
        "平台5月16日发布公告，自公告发布之日起7日后生效。", {"start": "2024-05-23", "bound": "exact"}, id="days-later"
    ),
    pytest.param("平台5月16日发布公告，自发布之日起5个工作日后生效。", {"start": "2024-05-23"}, id="workdays-later"),
    pytest.param("该功能将在6月3日后逐步开放。", {"start": "2024-06-03", "bound": "on_or_after"}, id="gradual"),
    pytest.param("新比例不早于6月10日生效。", {"start": "2024-06-10", "bound": "on_or_after"}, id="not-before"),
    pytest.param("新规6月中旬起施行。", {"start": "2024-06-11", "precision": "ten_days"}, id="part-of-month"),
    pytest.param("平台计划第三季度取消该收费。", {"start": "2024-07-01", "precision": "quarter"}, id="quarter"),
    pytest.param("新规将于12月1日起施行。", {"start": "2024-12-01"}, id="year-looks-forward"),
    pytest.param("华东6月1日起施行，其余地区7月1日起施行。", {"start": "2024-06-01"}, id="phases"),
    pytest.param("6月3日至6月9日为试运行期，6月10日起正式执行。", {"start": "2024-06-10"}, id="trial-first"),
    pytest.param("上线时间由6月1日推迟到7月1日。", {"start": "2024-07-01", "end": None}, id="postponed"),
    pytest.param(
        "6月底停止服务。6月30日起页面无法访问。", {"start": "2024-06-30", "precision": "day"}, id="finer-wins"
    ),
    pytest.param("6月1日后创建的订单适用新时效。", {"start": "2024-06-01"}, id="orders-from"),
    pytest.param(
        "6月1日0点至6月20日24:00，平台免收推广费。",
        {"start": "2024-06-01", "end": "2024-06-20", "end_time": "24:00"},
        id="range",
    ),
    pytest.param(
        "自6月1日起免收推广费，优惠持续至8月31日。", {"start": "2024-06-01", "end": "2024-08-31"}, id="lapses"
    ),
    pytest.param("减免措施6月底到期，现延长至2024年12月31日。", {"end": "2024-12-31"}, id="relief-prolonged"),
    pytest.param(
        "6月1日至6月9日放宽时效，6月10日起恢复正常考核。", {"start": "2024-06-01", "end": "2024-06-09"}, id="resumption"
    ),
    pytest.param("规则公示期为5月20日至5月26日。", {"start": None, "end": None}, id="publicity-is-no-effect"),
    pytest.param(
        "征求意见截止日期为6月20日。", {"start": None, "end": None, "deadline": None}, id="comment-is-no-deadline"
    ),
    pytest.param("根据2019年1月1日起施行的《电子商务法》，平台调整规则。", {"start": None}, id="law"),
    pytest.param("旧版于2020年4月1日上线，新版6月1日起施行。", {"start": "2024-06-01"}, id="past-version"),
    pytest.param("6月1日前已付款的订单不受影响。", {"start": None, "deadline": None}, id="order-cut-off"),
    pytest.param(
        "新规6月1日起施行，商家须在6月15日前完成整改。",
        {"start": "2024-06-01", "deadline": "2024-06-15"},
        id="deadline",
    ),
    pytest.param("整改截止时间为6月25日24:00。", {"deadline": "2024-06-25"}, id="deadline-at-24"),
    pytest.param("平台调整了保证金。", {"start": None, "end": None, "deadline": None}, id="nothing-stated"),
]


@pytest.mark.parametrize(("text", "expected"), EFFECTS)
def test_effect(text: str, expected: dict[str, str | None]) -> None:
    _, found = _read("青橙优选规则调整", text, "report")
    assert {field: _text(getattr(found, field)) for field in expected} == expected


def test_date_of_the_title_counts() -> None:
    _, found = _read("青橙优选6月1日起下调保证金", "具体标准见规则中心。", "report")
    assert _text(found.start) == "2024-06-01"


def test_tomorrow_counts_from_the_dateline() -> None:
    _, found = _read("青橙优选新规", "5月18日消息，青橙优选宣布，明日起下调保证金。", "report")
    assert _text(found.start) == "2024-05-19"


def test_each_field_names_the_mention_it_came_from() -> None:
    _, found = _read("青橙优选新规", "新规6月1日起施行，商家须在6月15日前完成整改。", "report")
    assert {field: m.text for field, m in found.mentions.items()} == {"effective_from": "6月1日", "deadline": "6月15日"}


def test_a_week_gone_bounds_the_effect_by_the_day_of_the_news() -> None:
    _, result = _read("青橙优选缩短追评期限", "5月20日消息，青橙优选的新追评期限已于上周上线。", "report")
    assert (_text(result.start), result.bound) == ("2024-05-20", "on_or_before")


def test_a_month_that_runs_yields_to_a_day_to_come_and_counts_alone() -> None:
    _, alone = _read("青橙优选改退款", "变化从这个月开始。青橙优选5月16日公示了新办法。", "report")
    assert (_text(alone.start), alone.precision) == ("2024-05-01", "month")
    text = "变化从这个月开始。青橙优选5月16日公示了新办法，将从6月8日起适用。"
    assert _text(_read("青橙优选改退款", text, "report")[1].start) == "2024-06-08"


def test_a_headline_names_the_day_without_a_marker() -> None:
    _, effect = _read("青橙优选年卡明日0点涨价", "", "report")
    assert (_text(effect.start), effect.start_time) == ("2024-05-21", "00:00")
