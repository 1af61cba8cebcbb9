import json
from pathlib import Path

import pytest

from guize.read.kind import infer_kind

GOLD = Path(__file__).parents[2] / "corpus" / "gold" / "domain-dev.jsonl"


def test_the_first_line_is_the_title_and_the_byline_is_no_text(read_text):
    [item] = read_text(
        "\n青鸟市集下调佣金\n\n发布时间：2024-03-05 11:15\n来源：某网　作者：某人\n\n"
        "　　青鸟市集公告，佣金下调。\n\n　　完。\n\n",
        "a.txt",
    )
    assert item.title == "青鸟市集下调佣金"
    assert item.published_at.isoformat() == "2024-03-05T11:15:00+08:00"
    assert item.text == "　　青鸟市集公告，佣金下调。\n\n　　完。"
    assert (item.source, item.source_id, item.item_index) == ("a.txt", None, 0)


def test_a_time_may_stand_before_the_title(read_text):
    [item] = read_text("2024-03-05 11:15\n青鸟市集下调佣金\n佣金下调。\n")
    assert (item.title, item.text) == ("青鸟市集下调佣金", "佣金下调。")
    assert item.published_at.isoformat() == "2024-03-05T11:15:00+08:00"


def test_a_mere_headline_is_an_item(read_text):
    [item] = read_text("青鸟市集下调佣金 3月起生效")
    assert (item.title, item.text, item.published_at) == ("青鸟市集下调佣金 3月起生效", "", None)


@pytest.mark.parametrize("first", ["尊敬的商家：", "青鸟市集今日公告，佣金自三月起下调。", "佣" * 101])
def test_a_salutation_a_sentence_or_a_long_line_is_no_title(read_text, first):
    [item] = read_text(f"{first}\n佣金下调。")
    assert (item.title, item.text) == ("", f"{first}\n佣金下调。")


def test_a_sentence_above_a_time_is_a_title(read_text):
    [item] = read_text("青鸟市集今日公告，佣金自三月起下调。\n2024-03-05 11:15\n详见说明。")
    assert (item.title, item.text) == ("青鸟市集今日公告，佣金自三月起下调。", "详见说明。")


def test_a_second_time_stays_in_the_text(read_text):
    [item] = read_text("佣金公告\n2024-03-05 11:15\n2024年3月4日\n佣金自三月起下调。")
    assert item.published_at.isoformat() == "2024-03-05T11:15:00+08:00"
    assert item.text == "2024年3月4日\n佣金自三月起下调。"


def test_a_line_with_a_name_beside_the_time_stays_in_the_text(read_text):
    [item] = read_text("青鸟市集下调佣金\n2024-03-05 11:15 旧接口下线\n详见说明。")
    assert item.published_at.isoformat() == "2024-03-05T11:15:00+08:00"
    assert item.text == "2024-03-05 11:15 旧接口下线\n详见说明。"


def test_dates_of_the_text_are_no_publication_time(read_text):
    text = "公示期：2024年3月1日至3月7日\n生效时间：2024-03-15 00:00\n青鸟市集\n2024年3月1日"
    [item] = read_text(f"关于规则变更的公示\n{text}")
    assert (item.published_at, item.text) == (None, text)


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("关于佣金的公告", "尊敬的商家：\n佣金将下调。\n青鸟市集\n2024年3月5日", "notice"),
        ("佣金下调", "各位店主：佣金将下调，我们期待与您同行。", "notice"),
        ("发货规则变更公示", "为提升体验，现公示如下：发货时限缩短。\n二〇二四年三月五日", "notice"),
        ("佣金下调", "<p>亲爱的卖家：</p><p>佣金将下调。</p>", "notice"),
        ("青鸟市集发布佣金公告", "3月5日消息，青鸟市集日前发布公告称，佣金将下调。", "report"),
        ("青鸟市集下调佣金", "记者从青鸟市集获悉，佣金将下调。", "report"),
        ("青鸟市集下调佣金", "", "report"),
    ],
)
def test_the_kind_is_told_by_the_words(title, text, kind):
    assert infer_kind(title, text) == kind


def test_the_kind_agrees_with_the_gold_set():
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    right = sum(infer_kind(row["title"], row["text"]) == row["kind"] for row in rows)
    assert right / len(rows) >= 0.95
