"""The TIMEX3 value of a mention (ISO-TimeML), and what is left of dates where no day is known to reckon from."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from guize import dates

REFERENCE = datetime(2024, 5, 20, 9, 0)
SPECS = sorted((Path(__file__).parents[1] / "specs" / "dates").glob("*.jsonl"))
TEXTS = sorted(
    {
        json.loads(line)["text"].replace("⟦", "").replace("⟧", "")
        for path in SPECS
        if path.stem != "roles"
        for line in path.read_text(encoding="utf-8").splitlines()
    }
)


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("2024年12月1日", "2024-12-01"),
        ("2024年12月", "2024-12"),
        ("2024年12月上旬", "2024-12"),
        ("第三季度", "2024-Q3"),
        ("去年冬天", "2023-WI"),
        ("2025年上半年", "2025-H1"),
        ("2025年下半年", "2025-H2"),
        ("2026年", "2026"),
        ("20世纪90年代", "199"),
        ("二十世纪", "19"),
        ("下周", "2024-W22"),
        ("本周末", "2024-W21-WE"),
        ("今天15:30", "2024-05-20T15:30"),
        ("明天上午9点30分15秒", "2024-05-21T09:30:15"),
        ("12月1日至5日", "2024-12-01/2024-12-05"),
        ("3月1日下午2点到4点", "2024-03-01T14:00/2024-03-01T16:00"),
        ("晚上10点到2点", "T22:00/T02:00"),
        ("48小时内", "PT48H"),
        ("几小时内", "PTXH"),
        ("数月", "PXM"),
        ("每周三", "XXXX-WXX-3"),
        ("每月10日", "XXXX-XX-10"),
        ("每晚8点", "XXXX-XX-XXT20:00"),
        ("每年元旦", "XXXX-01-01"),
        ("每年端午节", "XXXX"),
        ("今明两年", "2024/2025"),
        ("下午", "2024-05-20TAF"),
        ("10点差一刻", "T09:45"),
        ("2024-W20-3", "2024-05-15"),
        ("11月至次年2月", "2024-11/2025-02"),
        ("11月1日至2月1日", "2024-11-01/2025-02-01"),
        ("3月第二个星期日", "2024-03-10"),
        ("2024年第20周", "2024-W20"),
        ("公元0年", None),
        ("公元前221年", "BC0221"),
        ("2月30日", None),
    ],
)
def test_the_timex_value(text, timex):
    [mention] = dates.find(text, REFERENCE)
    assert (mention.text, mention.timex) == (text, timex)


@pytest.mark.parametrize(
    "text",
    ["12月1日", "12月上旬", "第三季度", "下周", "本周末", "今天15:30", "近30天", "去年的今天", "前三季度", "年初", "本月最后一天", "15日", "周五",
     "除夕", "农历八月十五", "次月第5个工作日", "去年冬天", "今明两年", "1st of May", "Feb 29"],
)  # fmt: skip
def test_without_a_day_to_reckon_from_a_date_is_found_and_unknown(text):
    assert [(m.text, m.edtf, m.basis) for m in dates.find(text, None)] == [(text, None, "unknown")]


def test_the_last_full_date_of_a_text_stands_in_for_the_day_of_its_publication():
    assert [m.edtf for m in dates.find("公告日期2024年3月5日。3月10日起生效。", None)] == ["2024-03-05", "2024-03-10"]


def test_a_value_that_stands_without_a_day_to_reckon_from_depends_on_none():
    for text in TEXTS:
        placed = {(m.start, m.end): m.edtf for m in dates.find(text, REFERENCE)}
        for mention in dates.find(text, None):
            if mention.basis == "text" and mention.edtf is not None:
                assert placed.get((mention.start, mention.end), mention.edtf) == mention.edtf, text


@pytest.mark.parametrize("reference", [datetime.min, datetime(1, 12, 31), datetime(9999, 1, 1), datetime.max], ids=str)
def test_at_the_ends_of_the_calendar_no_date_breaks_and_none_is_outside(reference):
    for text in TEXTS:
        for mention in dates.find(text, reference):
            assert text[mention.start : mention.end] == mention.text
            assert mention.timex is None or "-" not in mention.timex[:4], text
