"""The gate: a row is accepted where the model is sure of it and it does not contradict itself; else it is for review.

Reason codes:
    low_confidence: the calibrated probability that the row is right is below the model's threshold.
    no_platform: it could not be told whose policy it is.
    effective_before_announced: it takes effect before it was made public, and the text does not say 已.
    end_before_start: it ends before it begins.
    impossible_date: a date that does not exist (2月30日) stands in the item.
    value_without_unit: it could not be told what a value is counted in.
    no_published_at: the item has no publication time, so year-less dates could not be resolved safely.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from guize.dates.mention import Mention
from guize.normalize.timeline import Announcement, Effect
from guize.records import Item, Status, Value

_ALREADY = re.compile(r"已[于经在]?|起已|追溯|溯及")


def reasons(
    item: Item,
    platforms: Sequence[str],
    announced: Announcement,
    effect: Effect,
    mentions: Sequence[Mention],
    values: Sequence[Value],
    confidence: float,
    threshold: float,
) -> list[str]:
    """The reason codes for which a row is held for review; none where it is accepted."""
    codes = []
    if confidence < threshold:
        codes.append("low_confidence")
    if not platforms:
        codes.append("no_platform")
    if announced.bound == "exact" and _before(effect.start, announced.day) and not _ALREADY.search(item.content):
        codes.append("effective_before_announced")
    if _before(effect.end, effect.start):
        codes.append("end_before_start")
    if any(m.basis == "impossible" for m in mentions):
        codes.append("impossible_date")
    if any(value.unit is None for value in values):
        codes.append("value_without_unit")
    if item.published_at is None:
        codes.append("no_published_at")
    return codes


def status(codes: Sequence[str]) -> Status:
    """`accepted` without reasons, else `review`."""
    return "review" if codes else "accepted"


def _before(first: date | None, second: date | None) -> bool:
    return first is not None and second is not None and first < second
