"""The row of an event: exact beats bound, bounds tighten, values complete each other, contradictions are kept."""

from datetime import date

import pytest

from guize.link.join import join
from reports import report


def joined(*changes):
    return join("ev-1", changes)


def test_the_tighter_bound_and_the_old_value_of_the_other_report():
    a = report("a", "封顶下调", "2023-03-18", value=("封顶", None, 200000, "CNY"))
    b = report("b", "封顶下调", "2023-03-19", value=("封顶", 500000, 200000, "CNY"))
    event = joined(a, b)
    assert (event.announced_on, event.announced_bound) == (date(2023, 3, 18), "on_or_before")
    assert [(v.old, v.new) for v in event.values] == [(500000, 200000)]
    assert {o.field: o.change_id for o in event.origins}["values[0]"] == "ch-b"
    assert (event.status, event.conflicts) == ("accepted", [])


def test_exact_beats_bound_whoever_says_it():
    bound = report("a", "封顶下调", "2023-03-19")
    exact = report("b", "封顶下调", "2023-03-20", announced_on="2023-03-17", announced_bound="exact")
    event = joined(bound, exact)
    assert (event.announced_on, event.announced_bound, event.conflicts) == (date(2023, 3, 17), "exact", [])


def test_a_day_beats_the_month_it_lies_in():
    month = report("a", "新规", "2024-02-01", effective="2024-03-01", effective_precision="month")
    day = report("b", "新规", "2024-02-02", effective="2024-03-15")
    event = joined(month, day)
    assert (event.effective_from, event.effective_precision, event.conflicts) == (date(2024, 3, 15), "day", [])


@pytest.mark.parametrize(
    ("words", "day"),
    [("自发布之日起7日", date(2023, 3, 25)), ("3月26日", date(2023, 3, 26))],
    ids=["counted from the announcement", "stated"],
)
def test_an_effect_counted_from_the_announcement_moves_with_it(words, day):
    a = report("a", "新规", "2023-03-18")
    b = report("b", "新规", "2023-03-19", effective="2023-03-26", effective_bound="on_or_before", effective_words=words)
    assert joined(a, b).effective_from == day


def test_what_one_report_leaves_out_another_gives():
    a = report("a", "新规", "2024-02-01", audience=["服饰商家"])
    b = report("b", "新规", "2024-02-02", effective="2024-03-01", effective_from_time="10:00", audience=["鞋靴商家"])
    event = joined(a, b)
    assert (event.effective_from, event.effective_from_time) == (date(2024, 3, 1), "10:00")
    assert event.audience == ["服饰商家", "鞋靴商家"]


def test_a_contradiction_is_kept_and_flagged():
    two = [report(n, "新规", "2024-02-01", effective="2024-03-01") for n in "ab"]
    other = report("c", "新规", "2024-02-02", effective="2024-03-11")
    event = joined(*two, other)
    assert event.effective_from == date(2024, 3, 1)
    stated = [(c.field, c.value, c.change_ids) for c in event.conflicts]
    assert stated == [("effective_from", "2024-03-01", ["ch-a", "ch-b"]), ("effective_from", "2024-03-11", ["ch-c"])]
    assert event.status == "review"
    assert "conflicting_reports" in event.reasons


def test_values_that_contradict_are_kept_and_flagged_and_equal_ones_are_not():
    a = report("a", "涨价", "2024-02-01", value=("家庭套餐价格", 22, 26, "CNY"))
    b = report("b", "涨价", "2024-02-02", value=("家庭套餐价格", 22, 28, "CNY"))
    assert {c.value for c in joined(a, b).conflicts} == {"家庭套餐价格: 22 → 26 CNY", "家庭套餐价格: 22 → 28 CNY"}
    assert joined(a, a.model_copy(update={"change_id": "ch-c"})).conflicts == []


def test_the_row_is_led_by_the_notice():
    news = report("a", "媒体称平台将调整", "2024-02-01", tentative=True)
    notice = report("b", "规则调整公告", "2024-02-02", kind="notice")
    event = joined(news, notice)
    assert (event.title, event.tentative) == ("规则调整公告", False)
    assert event.change_ids == ["ch-a", "ch-b"]
    assert event.first_published_at < event.last_published_at
