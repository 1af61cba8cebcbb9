"""Which reports become one event, and why."""

import random
from datetime import date

import pytest

from guize.link import link
from guize.run.local import extract_rows
from reports import report

FEE = "云市集即日起把服装类目的技术服务费率从百分之五调到百分之三，原来的收费办法同时停用。"


def events(*changes):
    """The events as sets of names."""
    return {frozenset(i.removeprefix("ch-") for i in event.change_ids) for event in link(changes).events}


def parts(*names):
    return {frozenset(name.split("+")) for name in names}


def test_an_edited_repost_is_the_same_event():
    original = report("a", "云市集下调服装类目技术服务费", "2024-03-01", says=FEE)
    repost = report("b", "云市集下调服装类目技术服务费率", "2024-03-04", says=FEE.replace("同时停用", "同时废止"))
    assert events(original, repost) == parts("a+b")


def test_different_texts_about_one_rule_are_one_event_and_the_link_says_why():
    rule = {"rule_titles": ["安心购服务费规则"]}
    brief = report("a", "商家注意", "2023-03-18", value=("服务费封顶", None, 200000, "CNY"), **rule)
    full = report("b", "安心购改了什么", "2023-03-19", value=("封顶", 500000, 200000, "CNY"), **rule)
    [why] = link([brief, full]).links
    assert (why.change_id, why.other_id) == ("ch-a", "ch-b")
    levels = {feature.name: feature.level for feature in why.features}
    assert (levels["rule"], levels["values"], levels["announced"]) == ("same", "same", "compatible")
    assert why.score == sum(feature.weight for feature in why.features)


def test_without_a_rule_the_same_day_and_the_same_value_tell():
    a = report("a", "佣金降了", "2024-05-01", effective="2024-06-01", value=("佣金", None, 3, "%"))
    b = report("b", "家居卖家的好消息", "2024-05-03", effective="2024-06-01", value=("类目扣点", 5, 3, "%"))
    assert events(a, b) == parts("a+b")


@pytest.mark.parametrize(
    "other",
    [
        {"platform": ["jd"]},
        {"rule_titles": ["退货运费规则"], "subject": "退货运费规则", "value": ("运费补贴", None, 8, "CNY")},
        {"published": "2025-03-01", "says": FEE.replace("三", "二")},
        {"effective": "2024-09-01", "value": ("费率", 3, 2, "%"), "says": "九月起费率再降一个点。"},
    ],
    ids=["another platform", "another rule", "a year later", "another day and value"],
)
def test_another_change_is_another_event(other):
    terms = {"effective": "2024-04-01", "value": ("费率", 5, 3, "%"), "rule_titles": ["资费规则"]}
    a = report("a", "云市集资费规则调整", "2024-03-01", says=FEE, **terms)
    b = report("b", "云市集资费规则调整", **({"published": "2024-03-01", "says": FEE} | terms | other))
    assert events(a, b) == parts("a", "b")


def test_the_notice_of_every_spring_festival_is_an_event_of_its_own():
    say = "春节期间（{}年1月21日至2月6日）发货时限顺延，买家付款后卖家可以晚几天发货，平台不作延迟处理。"
    years = [
        report(str(year), f"{year}年春节发货安排", f"{year}-01-08", effective=f"{year}-01-21", says=say.format(year))
        for year in (2023, 2024, 2025)
    ]
    assert events(*years) == parts("2023", "2024", "2025")


def test_changes_of_one_item_stay_apart():
    a = report("a", "云市集调整两项收费", "2024-03-01", says=FEE)
    b = report("b", "云市集调整两项收费", "2024-03-01", says=FEE, item_id="it-a")
    assert events(a, b) == parts("a", "b")


def test_a_vague_report_does_not_tie_together_what_excludes_each_other():
    rule = {"rule_titles": ["运费险规则"], "announced_bound": "exact"}
    march = report("m", "运费险规则调整", "2024-03-01", effective="2024-03-10", **rule)
    april = report("p", "运费险规则又调整", "2024-04-05", effective="2024-04-20", **rule)
    vague = report("v", "运费险规则调整", "2024-04-01", rule_titles=["运费险规则"])
    found = events(march, vague, april)
    assert not any({"m", "p"} <= event for event in found)
    assert sum("v" in event for event in found) == 1


def _stream():
    """Four events, of one report, two, three and four."""
    return [
        report(
            f"{n}{copy}",
            f"第{n}号商品资费规则调整",
            f"2024-03-0{n + copy}",
            says=FEE.replace("服装", f"第{n}号"),
            rule_titles=[f"资费规则{n}"],
        )
        for n in range(1, 5)
        for copy in range(n)
    ]


def test_order_does_not_matter():
    changes = _stream()
    expected = link(changes)
    assert sorted(len(event.change_ids) for event in expected.events) == [1, 2, 3, 4]
    for seed in range(5):
        assert link(random.Random(seed).sample(changes, len(changes))) == expected


def test_linking_in_batches_gives_the_same_and_keeps_event_ids():
    changes = _stream()
    linked, seen = [], {}
    for start in range(0, len(changes), 3):
        linked = link([*linked, *changes[start : start + 3]]).changes
        for change in linked:
            assert seen.setdefault(change.change_id, change.event_id) == change.event_id
    assert linked == link(changes).changes


def test_the_same_change_twice_counts_once():
    changes = _stream()
    assert link([*changes, *changes]) == link(changes)


def test_the_seed_page(seed_page, seed_clusters):
    changes, _ = extract_rows([seed_page])
    linking = link(changes)
    [event] = [event for event in linking.events if len(event.change_ids) > 1]
    members = {f"seed-{int(c.source_id):02}" for c in linking.changes if c.event_id == event.event_id}
    assert [members] == [set(cluster) for cluster in seed_clusters]
    assert event.announced_edtf == "[..2023-03-18]"
    assert event.effective_edtf == "[..2023-03-25]"
    assert [(v.old, v.new, v.unit) for v in event.values] == [(500000, 200000, "CNY")]
    assert event.conflicts == []


def test_reports_without_any_date_are_told_by_rule_and_value():
    undated = {"published_at": None, "announced_on": None, "announced_bound": None, "rule_titles": ["资费规则"]}
    a, b = (
        report(name, "云市集资费规则调整", "2024-03-01", says=FEE, value=("费率", 5, 3, "%")).model_copy(update=undated)
        for name in "ab"
    )
    c = report("c", "云市集资费规则又调整", "2024-03-01", value=("费率", 3, 2, "%"), says="费率降一个点。").model_copy(
        update=undated
    )
    assert events(a, b, c) == parts("a+b", "c")
    [joined] = [event for event in link([a, b]).events if len(event.change_ids) == 2]
    assert (joined.announced_on, joined.effective_from) == (None, None)


def test_a_day_known_to_the_month_meets_one_within_it():
    terms = {"rule_titles": ["资费规则"], "value": ("费率", 5, 3, "%")}
    month = report("a", "云市集资费规则调整", "2024-03-20", says=FEE, **terms).model_copy(
        update={"announced_bound": "within_month", "announced_on": date(2024, 3, 1)}
    )
    exact = report("b", "云市集下调费率", "2024-03-18", says=FEE, **terms)
    assert events(month, exact) == parts("a+b")


def test_nothing_to_link_gives_no_event():
    found = link([])
    assert (list(found.events), list(found.links)) == ([], [])
