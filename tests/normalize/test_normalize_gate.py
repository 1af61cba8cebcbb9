"""Each contradiction holds a row for review under a code of its own; a reader of `accepted` meets none of them."""

import inspect
import re
from datetime import date, datetime

import pytest

from guize.dates import annotate
from guize.normalize import gate
from guize.normalize.timeline import Announcement, Effect
from guize.records import Item, Value

ITEM = Item(title="京东上调仓储费", text="京东宣布上调仓储费。", published_at="2024-06-20")
ANNOUNCED = Announcement(date(2024, 6, 20), "exact", ())
SOUND = {
    "item": ITEM,
    "platforms": ["jd"],
    "announced": ANNOUNCED,
    "effect": Effect(start=date(2024, 7, 1), end=date(2024, 7, 31)),
    "mentions": (),
    "values": (Value(what="仓储费", old=0.5, new=0.6, unit="CNY"),),
    "confidence": 0.9,
    "threshold": 0.5,
}
FAULTS = {
    "low_confidence": {"confidence": 0.4},
    "no_platform": {"platforms": []},
    "effective_before_announced": {"effect": Effect(start=date(2024, 6, 19))},
    "end_before_start": {"effect": Effect(start=date(2024, 7, 2), end=date(2024, 7, 1))},
    "impossible_date": {"mentions": tuple(annotate("自2月30日起施行", datetime(2024, 6, 20), title_end=0))},
    "value_without_unit": {"values": (Value(what="仓储费", old=0.5, new=0.6),)},
    "no_published_at": {"item": Item(title=ITEM.title, text=ITEM.text)},
}


def test_a_sound_row_is_accepted():
    codes = gate.reasons(**SOUND)
    assert codes == []
    assert gate.status(codes) == "accepted"


@pytest.mark.parametrize(("code", "fault"), FAULTS.items(), ids=FAULTS)
def test_each_fault_has_its_code(code, fault):
    codes = gate.reasons(**SOUND | fault)
    assert codes == [code]
    assert gate.status(codes) == "review"


def test_a_rule_that_is_said_to_hold_already_may_begin_before_its_announcement():
    told = Item(title=ITEM.title, text="京东宣布，6月1日起已上调仓储费。", published_at="2024-06-20")
    assert gate.reasons(**SOUND | {"item": told, "effect": Effect(start=date(2024, 6, 1))}) == []


def test_a_row_with_several_faults_names_them_all():
    fault = {name: value for fault in FAULTS.values() for name, value in fault.items() if name != "effect"}
    assert set(gate.reasons(**SOUND | fault)) == FAULTS.keys() - {"effective_before_announced", "end_before_start"}


def test_every_code_is_explained():
    explained = set(re.findall(r"^    (\w+):", inspect.getdoc(gate) or "", re.MULTILINE))
    assert explained == FAULTS.keys()
