"""Items that say the same are the same, however their time is written."""

from datetime import datetime, timedelta

import pytest

from guize.extractor import load_extractor
from guize.link import link
from guize.records import Item

TEXT = "抖音电商今日发布公告，服饰类目佣金由4%上调为5%，自2025年4月1日起生效。"


@pytest.mark.parametrize("written", ["2025-03-03T10:00", "2025-03-03T10:00+08:00", "2025-03-03T02:00Z"])
def test_a_time_without_a_zone_is_china_time(written):
    item = Item(title="佣金", text=TEXT, published_at=written)
    assert item.published_at.utcoffset() is not None
    assert item.reference == datetime(2025, 3, 3, 10)
    assert item.item_id == Item(title="佣金", text=TEXT, published_at="2025-03-03T10:00+08:00").item_id


def test_reports_with_and_without_a_zone_link():
    days = ("2025-03-03", "2025-03-04T10:00+08:00")
    items = [Item(title=f"报道{n}", text=TEXT, published_at=day) for n, day in enumerate(days)]
    [event] = link(change for item in items for change in load_extractor()(item).changes).events
    assert event.last_published_at - event.first_published_at == timedelta(hours=34)
