from __future__ import annotations

import math

import pytest

from guize.errors import InputError
from guize.score.predictions import by_source_id
from guize.score.report import to_json
from guize.score.scores import score


@pytest.fixture
def values_of(gold_item, predict):
    """values_of([(gold changes, predicted changes), …], "field.metric", …): a pair for each item."""

    def scored(items, *names):
        gold = [gold_item(f"i{n}", *stated) for n, (stated, _) in enumerate(items)]
        found = [predict(f"i{n}", **change) for n, (_, changes) in enumerate(items) for change in changes]
        scores = score(gold, by_source_id(found), resamples=0)
        values = [scores.metric(name).value for name in names]
        return values[0] if len(values) == 1 else values

    return scored


def test_precision_recall_and_f1_by_hand(values_of):
    items = [
        ([{"effective_from": "2024-04-01"}], [{"effective_from": "2024-04-01"}]),  # right
        ([{"effective_from": "2024-04-01"}], [{"effective_from": "2024-04-01"}]),  # right
        (
            [{"effective_from": "2024-04-01"}],
            [{"effective_from": "2024-05-01"}],
        ),  # wrong: one false of each kind
        ([{"effective_from": "2024-04-01"}], [{}]),  # missed
        ([{}], [{}]),  # null on both sides is no pair
        ([], [{"effective_from": "2024-04-01"}]),  # not a change at all
    ]
    names = [f"effective_from.{metric}" for metric in ("precision", "recall", "f1")]
    assert values_of(items, *names) == pytest.approx([2 / 4, 2 / 4, 2 / 4])
    names = [f"is_change.{metric}" for metric in ("precision", "recall", "f1")]
    assert values_of(items, *names) == pytest.approx([5 / 6, 5 / 5, 10 / 11])


def test_several_changes_of_an_item_are_one_set(values_of):
    gold = [{"platform": ["taobao"]}, {"platform": ["tmall"]}]
    found = [{"platform": ["taobao", "tmall"]}]
    assert values_of([(gold, found)], "platform.f1", "n_changes.accuracy") == [1, 0]


@pytest.mark.parametrize(
    ("field", "gold", "found", "f1"),
    [
        ("issuer", "淘宝 网", "淘宝网", 1),
        ("issuer", "（淘宝）", "(淘宝)", 1),
        ("issuer", "淘宝", "淘宝网", 0),
        ("rule_titles", ["商家“发货”规则"], ["《商家 发货规则》"], 1),
        ("rule_titles", ["发货规则", "退款规则"], ["发货规则"], 2 / 3),
        ("effective_from_time", "00:00", "00:00:00", 1),
        ("effective_to_time", "24:00", "24:00:00", 1),
        ("effective_to_time", "24:00", "23:59:59", 0),
        ("effective_to", "2024-05-01", "2024-05-01", 1),
        ("deadline", "2024-05-01", "2024-05-02", 0),
        ("audience", ["商家", "达人"], ["商家", "买家"], 1 / 2),
        ("tentative", True, True, 1),
        ("tentative", True, False, 0),
        ("change_type", "retire", "revise", 0),
    ],
)
def test_what_counts_as_the_same(values_of, field, gold, found, f1):
    assert values_of([([{field: gold}], [{field: found}])], f"{field}.f1") == pytest.approx(f1)


def quantity(unit, **ends):
    return {"what": "费率", "unit": unit} | ends


@pytest.mark.parametrize(
    ("gold", "found", "f1", "f1_with_unit"),
    [
        (quantity("%", old=0.6, new=1), quantity("%", old=0.6, new=1.0), 1, 1),
        (quantity("h", old=48, new=24), quantity("d", old=48, new=24), 1, 0),
        (quantity("%", old=None, new=1), quantity("%", old=1, new=None), 0, 0),
        (quantity("%", old="0.5-2", new=3), quantity("%", old=0.5, old_high=2, new=3), 1, 1),
        (quantity("%", old="0.5-2", new=3), quantity("%", old=0.5, new=3), 0, 0),
        (quantity("%", new="0.5-2"), quantity("%", new=0.5), 0, 0),
    ],
)
def test_values_are_compared_as_numbers(values_of, gold, found, f1, f1_with_unit):
    items = [([{"values": [gold]}], [{"values": [found]}])]
    assert values_of(items, "values.f1", "values_unit.f1") == [f1, f1_with_unit]


def test_only_what_is_tentative_is_a_pair(values_of):
    items = [([{}], [{}]), ([{"tentative": True}], [{"tentative": True}]), ([{}], [{"tentative": True}])]
    assert values_of(items, "tentative.precision", "tentative.recall") == [1 / 2, 1]


def test_categories_are_pooled_and_averaged(values_of):
    items = [
        ([{"categories": ["fees"]}], [{"categories": ["fees"]}]),
        ([{"categories": ["fees"]}], [{"categories": ["fees"]}]),
        ([{"categories": ["shipping", "refunds"]}], [{"categories": ["shipping"]}]),
    ]
    micro, macro, refunds, content = values_of(
        items, "categories.f1", "categories.macro_f1", "categories:refunds.f1", "categories:content.f1"
    )
    assert micro == pytest.approx(2 * 3 / (3 + 4))
    assert refunds == 0
    assert math.isnan(content)  # on neither side: not defined, and not in the mean
    assert macro == pytest.approx((1 + 1 + 0) / 3)


def test_how_exact_a_date_is_counts_only_where_the_date_is_right(values_of):
    def dated(day, bound):
        return {
            "announced_on": day,
            "announced_bound": bound,
            "effective_from": day,
            "effective_bound": bound,
        }

    items = [
        ([dated("2024-03-01", "exact")], [dated("2024-03-01", "exact")]),
        ([dated("2024-03-01", "exact")], [dated("2024-03-01", "on_or_before")]),
        ([dated("2024-03-01", "exact")], [dated("2024-03-02", "on_or_before")]),
        ([{"announced_on": "2024-03-01", "announced_bound": "exact"}], [dated("2024-03-01", "exact")]),
        ([], []),
    ]
    assert values_of(items, "announced_bound.accuracy", "effective_bound.accuracy") == pytest.approx([2 / 3, 1 / 2])


TAOBAO, TMALL = ({"platform": [name]} for name in ("taobao", "tmall"))


@pytest.mark.parametrize(
    ("gold", "found", "exact", "exact_all"),
    [
        ([{}], [{}], 1, 1),
        ([{}], [{"issuer": "淘宝", "deadline": "2024-05-01"}], 1, 1),  # fields that are not of the row
        ([{"platform": ["jd", "taobao"]}], [{"platform": ["taobao", "jd"]}], 1, 1),
        ([{}], [{"effective_to": "2024-05-01"}], 0, 0),
        ([{}], [{"categories": ["fees", "refunds"]}], 0, 0),
        ([{}], [], 0, 0),
        ([TAOBAO, TMALL], [TMALL, TAOBAO], 1, 1),
        ([TAOBAO, TMALL], [TAOBAO], 0, 0),
        ([TAOBAO], [TAOBAO, TAOBAO], 0, 0),
        (
            [TAOBAO | {"effective_from": "2024-04-01"}, TMALL | {"effective_from": "2024-05-01"}],
            [TAOBAO | {"effective_from": "2024-05-01"}, TMALL | {"effective_from": "2024-04-01"}],
            0,
            0,
        ),
        ([], [], None, 1),
        ([], [{}], None, 0),
    ],
)
def test_row_exact(values_of, gold, found, exact, exact_all):
    among_changes, among_all = values_of([(gold, found)], "row_exact.accuracy", "row_exact_all.accuracy")
    assert among_all == exact_all
    assert math.isnan(among_changes) if exact is None else among_changes == exact


def test_an_undefined_score_is_not_zero(values_of):
    precision, recall, f1 = values_of(
        [([{"deadline": "2024-05-01"}], [{}])], *(f"deadline.{m}" for m in ("precision", "recall", "f1"))
    )
    assert math.isnan(precision)
    assert (recall, f1) == (0, 0)


@pytest.fixture
def forty_items(gold_item, predict):
    gold = [gold_item(f"i{n}", {}) for n in range(40)]
    return gold, by_source_id(predict(f"i{n}", platform=["taobao" if n % 4 else "jd"]) for n in range(40))


def test_intervals_are_the_same_for_the_same_seed(forty_items):
    first, again, other = (to_json(score(*forty_items, resamples=50, seed=seed))["fields"] for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_an_interval_is_that_of_a_proportion_of_items(forty_items):
    value, low, high = score(*forty_items, resamples=4000).metric("platform.f1")
    half = 1.96 * math.sqrt(0.75 * 0.25 / 40)  # normal approximation; 30 of 40 items are right
    assert value == 0.75
    assert low == pytest.approx(0.75 - half, abs=0.03)
    assert high == pytest.approx(0.75 + half, abs=0.03)


def test_a_lower_level_has_a_narrower_interval(forty_items):
    wide, narrow = (score(*forty_items, level=level).metric("platform.f1") for level in (0.95, 0.5))
    assert wide.low < narrow.low < narrow.value < narrow.high < wide.high


def test_pairs_of_one_item_are_drawn_together(gold_item, predict):
    # Two items of ten pairs, right or wrong as a whole: the interval is that of two cases, not of twenty.
    titles = [[f"规则{n}{m}" for m in range(10)] for n in range(2)]
    gold = [gold_item(f"i{n}", {"rule_titles": titles[n]}) for n in range(2)]
    found = by_source_id(
        [predict("i0", rule_titles=titles[0]), predict("i1", rule_titles=["x" + t for t in titles[1]])]
    )
    assert score(gold, found).metric("rule_titles.f1") == (0.5, 0, 1)


def test_without_gold_there_is_nothing_to_score():
    with pytest.raises(InputError, match="no items to score"):
        score([], {})
