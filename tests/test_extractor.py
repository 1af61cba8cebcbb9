"""From an item to its rows: several changes in one item, the gate, and what the row says of itself."""

from datetime import date

import pytest

from guize.extractor import Extractor
from guize.records import Item
from guize.write import verify


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


ENUMERATED = Item(
    title="快手电商：两项规则变更通知",
    text=(
        "各位商家：\n近期有两项规则先后变更，请分别留意。\n"
        "一、下调技术服务费\n图书类目的技术服务费由5%下调至3%，自2024年5月10日起执行。\n"
        "二、新增晚发货赔付\n普通现货须在付款后48小时内发货，逾期向买家赔付，自2024年6月1日起施行。\n"
        "快手电商\n2024年4月26日"
    ),
    published_at="2024-04-26T10:00",
    kind="notice",
)


def test_enumerated_measures_with_their_own_dates_are_changes_of_their_own(extractor):
    changes, row = extractor(ENUMERATED)
    assert [(c.effective_from, "fees" in c.categories, "shipping" in c.categories) for c in changes] == [
        (date(2024, 5, 10), True, False),
        (date(2024, 6, 1), False, True),
    ]
    assert {c.announced_on for c in changes} == {date(2024, 4, 26)}
    assert [(v.old, v.new) for v in changes[0].values] == [(5.0, 3.0)]
    assert row.n_changes == 2


def test_the_day_on_which_one_platform_announced_is_not_that_of_another_in_the_same_digest(extractor):
    item = Item(
        title="平台规则一周",
        text=(
            "1、唯品会：5月13日公告，自6月1日起，服饰类目佣金由12%下调至10%。\n"
            "2、当当：5月20日起，第三方书店的发货时限由72小时改为48小时，逾期每单扣5元。"
        ),
        published_at="2024-05-17T08:00",
    )
    changes = extractor(item).changes
    assert [(c.platform, c.announced_on, c.announced_bound, c.effective_from) for c in changes] == [
        (["vipshop"], date(2024, 5, 13), "exact", date(2024, 6, 1)),
        (["dangdang"], date(2024, 5, 17), "on_or_before", date(2024, 5, 20)),
    ]


def test_what_resumes_on_a_stated_day_is_temporary(extractor):
    item = Item(
        title="天猫国际暂停宁波仓收货",
        text="天猫国际公告，因仓库搬迁，宁波仓自8月12日起暂停收货，预计8月26日恢复。",
        published_at="2024-08-02T10:00",
    )
    [change] = extractor(item).changes
    assert (change.change_type, change.effective_from) == ("temporary", date(2024, 8, 12))


def test_a_phased_roll_out_is_one_change(extractor):
    item = Item(
        title="饿了么取消骑手超时扣款",
        text="4月2日，饿了么宣布取消骑手超时扣款，4月10日起先在苏州、无锡试行，5月20日起扩大到全国。",
        published_at="2025-04-02T12:00",
    )
    [change] = extractor(item).changes
    assert change.effective_from == date(2025, 4, 10)


def test_what_is_stated_to_end_is_temporary(extractor):
    item = Item(
        title="支付宝调整积分上限",
        text="3月1日消息，支付宝宣布，3月10日至6月30日，扫码支付的每日积分上限由20个调整为10个。",
        published_at="2025-03-01T12:00",
    )
    [change] = extractor(item).changes
    assert (change.effective_to, change.change_type) == (date(2025, 6, 30), "temporary")


def test_a_row_that_contradicts_itself_is_for_review_and_says_why(extractor):
    item = Item(
        title="拼多多调整保证金",
        text="6月20日消息，拼多多今日发布公告，服饰类目保证金由2000元下调为1000元，将于6月1日起生效。",
        published_at="2024-06-20T12:00",
    )
    [change] = extractor(item).changes
    assert change.status == "review"
    assert "effective_before_announced" in change.reasons


def test_an_item_without_a_publication_time_is_for_review(extractor):
    item = Item(title="京东上调仓储费", text="京东宣布，仓储费由每件0.5元上调至0.6元，2024年7月1日起执行。")
    [change] = extractor(item).changes
    assert "no_published_at" in change.reasons
    assert change.effective_from == date(2024, 7, 1)


def test_every_quote_is_in_the_item(extractor):
    changes = extractor(ENUMERATED).changes
    verify(ENUMERATED, changes)
    for change in changes:
        assert {"platform", "announced_on", "effective_from", "change"} <= {e.field for e in change.evidence}


def test_uncertainty_is_written_as_edtf(extractor):
    item = Item(
        title="Lazada泰国站将上调佣金",
        text="3月8日消息，Lazada泰国站日前通知卖家，佣金由4%上调至5%，3月中旬起执行。",
        published_at="2024-03-08T12:00",
    )
    [change] = extractor(item).changes
    assert (change.announced_edtf, change.announced_bound) == ("[..2024-03-08]", "on_or_before")
    assert (change.effective_edtf, change.effective_precision) == ("[2024-03-11..2024-03-20]", "ten_days")


def test_batches_give_what_single_items_give(extractor):
    items = [ENUMERATED, Item(title="京东发布财报", text="京东一季度营收同比增长。", published_at="2024-05-16")]
    assert extractor.batch(items) == [extractor(item) for item in items]


def test_ids_do_not_depend_on_where_the_item_came_from(extractor):
    elsewhere = ENUMERATED.model_copy(update={"source": "other.jsonl", "item_index": 7})
    here, there = extractor(ENUMERATED), extractor(elsewhere)
    assert [c.change_id for c in here.changes] == [c.change_id for c in there.changes]
    assert here.row.item_id == there.row.item_id
