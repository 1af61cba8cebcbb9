"""Example rows: one with everything in it, one with as little as allowed, one with hostile words."""

from datetime import date, datetime

import pytest

from guize.records import CST, DateMention, Evidence, Item, ItemRow, PolicyChange, Value

TITLE = "云集市：技术服务费下调"
TEXT = "云集市3月1日发布公告，自2024年3月15日起，服饰类目技术服务费由5%降至3%，原规则同时废止。"
HOSTILE = '=1+1,"引号"\n换行\r;分号\t制表\x00\x1b[31m👩‍👩‍👧 𠮷'


def _evidence(field, words, where="text"):
    start = (TITLE if where == "title" else TEXT).index(words)
    return Evidence(field=field, where=where, start=start, end=start + len(words), text=words)


def _mention(role, words, day):
    start = TEXT.index(words)
    return DateMention(
        role=role,
        text=words,
        where="text",
        start=start,
        end=start + len(words),
        value=day,
        edtf=day.isoformat(),
    )


@pytest.fixture
def item():
    return Item(
        title=TITLE,
        text=TEXT,
        published_at=datetime(2024, 3, 1, 9, 30, tzinfo=CST),
        source="notices.html",
        source_id="n-7",
    )


@pytest.fixture
def full(item):
    return PolicyChange(
        change_id="ch-full",
        event_id="ev-1",
        item_id=item.item_id,
        source=item.source,
        source_id=item.source_id,
        item_index=0,
        kind="notice",
        title=item.title,
        published_at=item.published_at,
        platform=["yunjishi", "yunjishi_live"],
        issuer="云集市",
        change_type="revise",
        tentative=True,
        categories=["fees", "content"],
        topics=["commission"],
        rule_titles=["云集市资费规则"],
        subject="服饰类目技术服务费",
        audience=["服饰商家"],
        announced_on=date(2024, 3, 1),
        announced_bound="on_or_before",
        announced_edtf="[..2024-03-01]",
        effective_from=date(2024, 3, 15),
        effective_from_time="00:00",
        effective_precision="day",
        effective_bound="exact",
        effective_edtf="2024-03-15",
        effective_to=date(2024, 12, 31),
        effective_to_time="24:00",
        deadline=date(2024, 3, 10),
        values=[
            Value(what="技术服务费", old=5, new=3, unit="%"),
            Value(what="保证金", old=1000, old_high=5000, new=200000, unit="CNY"),
        ],
        dates=[
            _mention("announced", "3月1日", date(2024, 3, 1)),
            _mention("effective_from", "2024年3月15日", date(2024, 3, 15)),
        ],
        evidence=[
            _evidence("platform", "云集市", "title"),
            _evidence("effective_from", "2024年3月15日"),
            _evidence("values[0]", "技术服务费由5%降至3%"),
        ],
        confidence=0.875,
        status="review",
        reasons=["effective_before_announced", "low_confidence"],
        extractor_version="0.1.0",
        model_version="2024.1",
    )


@pytest.fixture
def bare():
    return PolicyChange(
        change_id="ch-bare",
        item_id="it-bare",
        source="",
        item_index=1,
        kind="report",
        title="",
        platform=[],
        change_type="introduce",
        categories=["other"],
        confidence=1.0,
        status="accepted",
        extractor_version="0.1.0",
        model_version="2024.1",
    )


@pytest.fixture
def hostile(bare):
    return bare.model_copy(
        update={
            "change_id": "ch-hostile",
            "title": HOSTILE,
            "subject": HOSTILE,
            "issuer": "-1.5",
            "platform": ["@platform", HOSTILE],
            "values": [Value(what="-罚款", old=-1.5, new=None, unit="+CNY")],
        }
    )


@pytest.fixture
def changes(full, bare, hostile):
    return [full, bare, hostile]


@pytest.fixture
def items(item):
    return [
        ItemRow(
            item_id=item.item_id,
            source=item.source,
            source_id=item.source_id,
            item_index=0,
            title=item.title,
            published_at=item.published_at,
            status="changed",
            n_changes=3,
            confidence=0.875,
        ),
        ItemRow(item_id="it-broken", source="notices.html", item_index=1, status="failed", reason="no text in it"),
    ]
