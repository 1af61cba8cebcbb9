from datetime import date, datetime

import pytest

from guize.read.byline import find_byline
from guize.read.times import parse_time
from guize.records import CST


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2025-04-10", "2025-04-10T00:00:00+08:00"),
        ("2025-04-10 08:15", "2025-04-10T08:15:00+08:00"),
        ("2025-04-10T08:15:30", "2025-04-10T08:15:30+08:00"),
        ("2025-04-10T08:15:30.250Z", "2025-04-10T08:15:30+00:00"),
        ("2025-04-10T08:15:30+09:00", "2025-04-10T08:15:30+09:00"),
        ("2025-04-10 08:15:30-0530", "2025-04-10T08:15:30-05:30"),
        ("2024/3/1 10:00", "2024-03-01T10:00:00+08:00"),
        ("2024.3.1", "2024-03-01T00:00:00+08:00"),
        ("2024年3月1日", "2024-03-01T00:00:00+08:00"),
        ("2024 年 3 月 1 日 9:05", "2024-03-01T09:05:00+08:00"),
        ("2024年3月1日 星期五 10时30分", "2024-03-01T10:30:00+08:00"),
        ("２０２４年３月１日", "2024-03-01T00:00:00+08:00"),
        (date(2024, 3, 1), "2024-03-01T00:00:00+08:00"),
        (datetime(2024, 3, 1, 10), "2024-03-01T10:00:00+08:00"),
        (datetime(2024, 3, 1, 10, tzinfo=CST), "2024-03-01T10:00:00+08:00"),
    ],
)
def test_times_are_read_in_every_usual_form(words, iso):
    assert parse_time(words).isoformat() == iso


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_no_time_is_no_error(nothing):
    assert parse_time(nothing) is None


@pytest.mark.parametrize("words", ["昨天", "3月1日", "2024-02-30", "2024-03-01 25:00", "2024-03", 1709258400])
def test_what_is_no_date_is_named(words):
    with pytest.raises(ValueError, match=f"^published_at '{words}' is not a date$"):
        parse_time(words)


@pytest.mark.parametrize(
    ("line", "stamp", "rest"),
    [
        ("2024-03-05 11:15:09", "2024-03-05 11:15:09", ""),
        ("发布时间：2024年3月5日 来源：某网 浏览：382", "2024年3月5日", ""),
        ("2024-03-05 11:15来源：某网作者：某人", "2024-03-05 11:15", ""),
        ("发布时间：2024-03-05　更新时间：2024-03-06", "2024-03-05", ""),
        ("某某网 · 2024-03-05 11:15 · 阅读 1.2万", "2024-03-05 11:15", "某某网"),
    ],
)
def test_a_line_of_time_and_fields_is_a_byline(line, stamp, rest):
    byline = find_byline(line)
    assert (byline.stamp, byline.rest) == (stamp, rest)


@pytest.mark.parametrize(
    "line",
    [
        "（2024年3月1日起施行）",
        "公示期：2024年3月1日至3月7日",
        "生效时间：2024-03-01 10:00",
        "截止日期：2024年3月1日",
        "2024-03-01 10:00前未确认的，视为同意。",
        "《发货规则》2024年3月1日 10:00",
    ],
)
def test_a_line_that_says_what_happens_then_is_none(line):
    assert find_byline(line) is None
