"""What a calendar and a feed say of a change: one entry an event, in the words of the table."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from guize import vocabulary
from guize.records import CST, in_china
from guize.write.flat import describe_values
from guize.write.schema import CHANGES, to_batch
from guize.write.wording import day, effect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guize.records import PolicyChange

# Neither iCalendar (RFC 5545 §3.1) nor XML 1.0 (§2.2) has a way to write these.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TYPES = {"introduce": "新增", "revise": "修订", "retire": "终止", "temporary": "临时"}


def one_an_event(changes: Iterable[PolicyChange]) -> list[PolicyChange]:
    """The changes, of those with one `event_id` only the first; what `guize link` writes as `events` is one an event."""
    first: dict[str, PolicyChange] = {}
    for change in changes:
        first.setdefault(identity(change), change)
    return list(first.values())


def identity(change: PolicyChange) -> str:
    """What the entry is known by wherever it is read again: the event's id, or the change's own."""
    return change.event_id or change.change_id


def moment(change: PolicyChange) -> datetime:
    """When the entry came to be, UTC: publication, else announcement, else effect; the epoch where none is known."""
    if change.published_at is not None:
        return in_china(change.published_at).astimezone(UTC)
    known = change.announced_on or change.effective_from
    return datetime.combine(known, time(), CST).astimezone(UTC) if known else datetime.fromtimestamp(0, UTC)


def headline(change: PolicyChange) -> str:
    """`拼多多：技术服务费（修订）`; a question mark where it is tentative."""
    names = vocabulary.load("platforms")["names"]
    who = "、".join(names[platform][0] if platform in names else platform for platform in change.platform)
    hedge = "？" if change.tentative else ""
    told = f"{change.subject or change.title}（{_TYPES[change.change_type]}{hedge}）"
    return writable(f"{who}：{told}" if who else told)


def summary(change: PolicyChange) -> str:
    """The row in lines: values, dates, audience, the words that state the change, the report."""
    values = describe_values(to_batch([change], CHANGES).column("values")).to_pylist()[0]
    when = effect(change).replace("\n", "")
    announced = day(change.announced_on, change.announced_bound)
    stated = next((e.text for e in change.evidence if e.field == "change"), "")
    lines = [
        *values,
        f"生效：{when}" if when else "",
        f"办理期限：{change.deadline}" if change.deadline else "",
        f"公布：{announced}" if announced else "",
        f"对象：{'、'.join(change.audience)}" if change.audience else "",
        f"规则：{'、'.join(f'《{title}》' for title in change.rule_titles)}" if change.rule_titles else "",
        f"原文：{stated}" if stated else "",
        f"来源：{change.title}（{change.source}）" if change.source else f"来源：{change.title}",
        "待核对" if change.status == "review" else "",
    ]
    return writable("\n".join(line for line in lines if line))


def writable(text: str) -> str:
    """`text` without characters that the formats cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)
