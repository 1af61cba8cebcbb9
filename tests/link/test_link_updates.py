"""What later events do to earlier ones."""

from datetime import date

import pytest

from guize.link import link
from reports import report

RULE = {"rule_titles": ["运费补贴规则"], "subject": "运费补贴规则", "announced_bound": "exact"}
FIRST = report(
    "a", "平台修订《运费补贴规则》", "2024-03-01", effective="2024-03-15", value=("补贴", 5, 8, "CNY"), **RULE
)


def later(title, effective=None, published="2024-03-08", name="b", **fields):
    return report(name, title, published, effective=effective, **(RULE | fields))


def validity(*changes):
    """Of the first event: kinds of its updates, valid from, valid to, void."""
    event = next(event for event in link(changes).events if event.change_ids == ["ch-a"])
    days = [day and day.isoformat() for day in (event.valid_from, event.valid_to)]
    return [[u.kind for u in event.updates], *days, event.void]


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        (later("《运费补贴规则》推迟至4月1日生效", "2024-04-01"), [["postponed"], "2024-04-01", None, False]),
        (later("《运费补贴规则》生效时间延后，另行通知"), [["postponed"], None, None, True]),
        (
            later("《运费补贴规则》延长至6月30日", effective_to="2024-06-30"),
            [["extended"], "2024-03-15", "2024-06-30", False],
        ),
        (later("关于撤回《运费补贴规则》公告的说明"), [["withdrawn"], "2024-03-15", "2024-03-07", True]),
        (
            later("终止实施《运费补贴规则》", "2024-05-01", "2024-04-20", change_type="retire"),
            [["withdrawn"], "2024-03-15", "2024-04-30", False],
        ),
        (later("《运费补贴规则》更正公告", "2024-03-18"), [["corrected"], "2024-03-15", None, True]),
        (
            later("再次修订《运费补贴规则》", "2024-09-01", "2024-08-20", value=("补贴", 8, 6, "CNY")),
            [["superseded"], "2024-03-15", "2024-08-31", False],
        ),
    ],
    ids=["postponed", "postponed, no day", "extended", "withdrawn before effect", "ended", "corrected", "superseded"],
)
def test_a_later_notice_alters_the_validity_and_keeps_the_row(notice, expected):
    assert validity(FIRST, notice) == expected
    first, second = link([notice, FIRST]).events
    assert (first.effective_from, first.values) == (FIRST.effective_from, FIRST.values)
    assert first.updates[0].event_id == second.event_id


def test_the_words_that_say_so_are_kept():
    notice = later("《运费补贴规则》推迟至4月1日生效", "2024-04-01")
    [update] = link([FIRST, notice]).events[0].updates
    assert update.words
    assert update.words in notice.title
    assert update.on == date(2024, 3, 8)


def test_postponed_twice_then_withdrawn():
    once = later("《运费补贴规则》推迟至4月1日生效", "2024-04-01")
    twice = later("《运费补贴规则》再次推迟至5月1日生效", "2024-05-01", "2024-03-25", "c")
    gone = later("撤回《运费补贴规则》公告", None, "2024-04-20", "d")
    assert validity(FIRST, once, twice) == [["postponed", "postponed"], "2024-05-01", None, False]
    expected = [["postponed", "postponed", "withdrawn"], "2024-05-01", "2024-04-19", True]
    assert validity(gone, once, FIRST, twice) == expected


@pytest.mark.parametrize(
    "other",
    [
        later("修订《运费补贴规则》", "2024-09-01", "2024-08-20", value=("申诉时限", None, 3, "d")),
        later("修订《发票规则》", "2024-09-01", "2024-08-20", rule_titles=["发票规则"]),
        later("《运费补贴规则》推迟至4月1日生效", "2024-04-01", platform=["jd"]),
        later("春节期间《运费补贴规则》的临时安排", "2025-01-20", "2025-01-10", change_type="temporary"),
    ],
    ids=["another quantity", "another rule", "another platform", "a temporary arrangement"],
)
def test_what_does_not_concern_it_leaves_it_alone(other):
    assert validity(FIRST, other) == [[], "2024-03-15", None, False]


def test_a_postponement_alters_the_revision_whose_day_it_names():
    between = later("修订《运费补贴规则》", "2024-04-10", "2024-03-05", "between", value=("申诉时限", None, 3, "d"))
    notice = later(
        "原定3月15日生效的《运费补贴规则》推迟至5月1日生效",
        "2024-05-01",
        "2024-03-12",
        "notice",
        mentions=["2024-03-15"],
    )
    assert validity(FIRST, between, notice) == [["postponed"], "2024-05-01", None, False]


def test_a_revision_supersedes_the_same_quantity_whatever_came_between():
    between = later("修订《运费补贴规则》", "2024-04-10", "2024-04-01", "between", value=("申诉时限", None, 3, "d"))
    again = later("再次修订《运费补贴规则》", "2024-09-01", "2024-08-20", "again", value=("补贴", 8, 6, "CNY"))
    assert validity(FIRST, between, again) == [["superseded"], "2024-03-15", "2024-08-31", False]


def test_a_correction_that_repeats_the_day_of_the_first_announcement():
    notice = later("《运费补贴规则》更正公告", "2024-03-15", "2024-03-04", "b", announced_on="2024-03-01")
    assert validity(FIRST, notice) == [["corrected"], "2024-03-15", None, True]
    [update] = link([FIRST, notice]).events[0].updates
    assert update.on == date(2024, 3, 4)


SALE = report(
    "a", "春节佣金减免公告", "2024-01-05", effective="2024-01-10", effective_to="2024-02-10", change_type="temporary",
    topics=["commission"], subject="佣金率",
)  # fmt: skip
FEE = report("a", "云市集将收取商家年费", "2024-05-06", effective="2024-06-01", topics=["service_fee"])


@pytest.mark.parametrize(
    ("first", "notice", "expected"),
    [
        (
            SALE,
            report(
                "b", "佣金减免政策延长", "2024-02-05", effective_to="2024-03-31", topics=["commission"], subject="佣金减免"
            ),
            [["extended"], "2024-01-10", "2024-03-31", False],
        ),
        (
            FEE,
            report("b", "撤回年费公告", "2024-05-20", effective="2024-06-01", topics=["service_fee"]),
            [["withdrawn"], "2024-06-01", "2024-05-31", True],
        ),
        (
            FEE,
            report("b", "撤回运费公告", "2024-05-20", effective="2024-06-10", topics=["service_fee"]),
            [[], "2024-06-01", None, False],
        ),
        (
            FEE,
            report("b", "撤回年费公告", "2024-05-20", effective="2024-06-01", topics=["deposit"]),
            [[], "2024-06-01", None, False],
        ),
    ],
    ids=["extended", "withdrawn", "another day and name", "another topic"],
)  # fmt: skip
def test_where_no_rule_is_named_topic_day_and_name_say_which_is_meant(first, notice, expected):
    assert validity(first, notice) == expected
