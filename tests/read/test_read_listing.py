import json
from pathlib import Path

import pytest

from guize.read import read
from guize.records import Failure

SEED = Path(__file__).parents[3] / "shared" / "corpus" / "seed"

PAGE = """\
每日商规
首页 | 快讯
  • 热门
    1. 热门话题榜首
    2. 热门话题其二
    {numbers[0]}. 1688更新发货公告 2.0版
      2024-03-05 11:15:09
      3月5日消息，1688更新公告。
      第二段写明：
      1. 现货48小时；
      2. 定制另议。
    {numbers[1]}. 3月起青鸟市集免佣
      2024-03-04 09:00
      {numbers[1]}.5折活动不在其列。
    {numbers[2]}. 没有时间的一条
      摘要还在。
    {numbers[3]}. 最后一条
      2024年3月1日

      摘要。
      阅读全文 >>
  {pager}
Copyright © 每日商规
"""


SUMMARY = "3月5日消息，1688更新公告。\n第二段写明：\n1. 现货48小时；\n2. 定制另议。"


def entries(items):
    return [(item.source_id, item.title, item.text) for item in items]


def expected(numbers):
    return [
        (str(numbers[0]), "1688更新发货公告 2.0版", SUMMARY),
        (str(numbers[1]), "3月起青鸟市集免佣", f"{numbers[1]}.5折活动不在其列。"),
        (str(numbers[2]), "没有时间的一条", "摘要还在。"),
        (str(numbers[3]), "最后一条", "摘要。"),
    ]  # fmt: skip


@pytest.mark.parametrize("numbers", [(1, 2, 3, 4), (21, 22, 23, 24)])
@pytest.mark.parametrize("pager", ["• ‹‹\n  • 1\n  • 2\n  • ››", "上一页 1 2 3 下一页 共 60 条", ""])
def test_each_numbered_item_of_a_page_is_an_item(read_text, numbers, pager):
    items = read_text(PAGE.format(numbers=numbers, pager=pager), "page.txt")
    assert entries(items) == expected(numbers)
    assert [item.published_at and item.published_at.isoformat() for item in items] == [
        "2024-03-05T11:15:09+08:00",
        "2024-03-04T09:00:00+08:00",
        None,
        "2024-03-01T00:00:00+08:00",
    ]
    assert {(item.kind, item.source) for item in items} == {("report", "page.txt")}


def test_pages_saved_into_one_file_are_all_read(read_text):
    pages = [PAGE.format(numbers=numbers, pager="‹‹ 1 2 ››") for numbers in ((1, 2, 3, 4), (5, 6, 7, 8))]
    assert entries(read_text("\n".join(pages))) == expected((1, 2, 3, 4)) + expected((5, 6, 7, 8))


def test_a_page_without_numbers_is_a_listing_too(read_text):
    page = "站点\n首页\n"
    page += "".join(f"青鸟市集公告第{n}号\n2024-03-0{n} 10:0{n} 某网\n摘要第{n}句。\n" for n in (1, 2, 3))
    items = read_text(page + "上一页 下一页\n")
    assert entries(items) == [(str(n), f"青鸟市集公告第{n}号", f"摘要第{n}句。") for n in (1, 2, 3)]


def test_a_listing_of_one_item_is_told_by_its_pager(read_text):
    [item] = read_text(
        "首页 快讯\n    1. 青鸟市集公告\n      2024-03-05 11:15:09\n      摘要。\n    • ‹‹\n    • 1\n    • ››"
    )
    assert (item.source_id, item.title, item.text) == ("1", "青鸟市集公告", "摘要。")


def test_an_item_with_a_time_that_is_none_is_a_failure_and_the_others_are_items(read_text):
    page = "".join(f"    {n}. 公告第{n}号\n      2024-03-3{n} 10:00\n      摘要。\n" for n in (0, 1, 2))
    first, second, failure = read_text(page, "page.txt")
    assert (first.source_id, second.source_id) == ("0", "1")
    assert failure == Failure("page.txt", "published_at '2024-03-32 10:00' is not a date", 2, "2", "公告第2号")


@pytest.mark.parametrize(
    "text",
    [
        "接口下线公告\n各位开发者：\n1. 提交报告\n2024-06-30\n2. 接口下线\n2024-07-15 10:00\n特此公告。",
        "大事记\n三个日子。\n2024年3月1日\n平台成立。\n2024年4月1日\n开放入驻。\n2024年5月1日\n下调佣金。",
    ],
)
def test_a_notice_with_dates_on_lines_of_their_own_is_no_listing(read_text, text):
    [item] = read_text(text)
    assert item.text == text.split("\n", 1)[1]


@pytest.mark.skipif(not SEED.is_dir(), reason=f"the real listing page is not in {SEED}")
def test_the_real_listing_page_gives_its_twenty_items():
    gold = [json.loads(line) for line in (SEED / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    items = list(read([SEED / "listing_1688.txt"]))
    assert [item.source_id for item in items] == [str(number) for number in range(1, 21)]
    assert [(item.title, item.text, item.published_at.isoformat(), item.kind, item.source) for item in items] == [
        (row["title"], row["text"], row["published_at"], row["kind"], row["source"]) for row in gold
    ]
