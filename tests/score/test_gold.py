from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from guize.errors import InputError
from guize.score.gold import load_gold

ITEM = {
    "id": "g-1",
    "title": "平台调整技术服务费",
    "text": "自2024年4月1日起，费率由0.5%-2%调整为3%。",
    "published_at": "2024-03-20T10:00:00+08:00",
    "source": "notices",
    "kind": "notice",
    "is_change": True,
    "changes": [
        {
            "platform": ["taobao"],
            "change_type": "revise",
            "categories": ["fees"],
            "effective_from": "2024-04-01",
            "values": [{"what": "费率", "old": "0.5-2", "new": 3, "unit": "%"}],
        }
    ],
}


def write(path, *items):
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
    return path


def with_change(**fields):
    return ITEM | {"changes": [ITEM["changes"][0] | fields]}


def test_an_item_is_read_and_becomes_what_the_extractor_reads(tmp_path):
    (gold,) = load_gold(write(tmp_path / "gold.jsonl", ITEM))
    assert gold.changes[0].effective_from == date(2024, 4, 1)
    item = gold.to_item()
    assert (item.source_id, item.title, item.kind) == ("g-1", "平台调整技术服务费", "notice")
    assert item.reference == datetime(2024, 3, 20, 10)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("0.5-2", 0.5, 2),
        ("3–20", 3, 20),
        ("10～100", 10, 100),
        ("-5--2", -5, -2),
        ("7", 7, None),
        (7, 7, None),
    ],
)
def test_a_range_has_two_ends(tmp_path, written, low, high):
    item = with_change(values=[{"what": "费率", "old": written, "new": None, "unit": "%"}])
    (value,) = load_gold(write(tmp_path / "gold.jsonl", item))[0].changes[0].values
    assert (value.old, value.old_high, value.new) == (low, high, None)


def test_notes_of_an_annotator_are_passed_over(tmp_path):
    item = with_change(note="unsure", evidence=[]) | {"reader": 2}
    assert load_gold(write(tmp_path / "gold.jsonl", item))[0].id == "g-1"


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        (with_change(effective_from="2024-02-30"), "changes.0.effective_from: Input should be a valid date"),
        (with_change(categories=["fee"]), "changes.0.categories.0: Input should be 'fees'"),
        (with_change(effective_form="2024-04-01"), "'effective_form'; 'effective_from' is meant?"),
        (with_change(effective_from_time="25:00"), "changes.0.effective_from_time: String should match"),
        (with_change(values=[{"what": "费率", "old": "很多", "new": 3}]), "changes.0.values.0.old: "),
        (ITEM | {"is_change": False}, "is_change is False, but 1 changes are stated"),
        (ITEM, "the id occurs twice"),
    ],
)
def test_a_broken_item_is_named_with_file_line_and_id(tmp_path, item, problem):
    path = write(tmp_path / "gold.jsonl", ITEM, item if item is ITEM else item | {"id": "g-2"})
    with pytest.raises(InputError) as caught:
        load_gold(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: item {'g-1' if item is ITEM else 'g-2'}: line 2: ")
    assert problem in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"id": "g-1", \n', "line 1 is not JSON"),
        (b'\n["g-1"]\n', "line 2 is not a JSON object"),
        (b"\n", "holds no gold item"),
        ("公告".encode("gb18030"), "is not UTF-8 at byte 0"),
    ],
)
def test_what_is_not_gold_is_refused_by_name(tmp_path, content, problem):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=problem) as caught:
        load_gold(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_missing_file_is_one_clear_error(tmp_path):
    with pytest.raises(InputError, match=r"gold\.jsonl: cannot be read: No such file"):
        load_gold(tmp_path / "gold.jsonl")
