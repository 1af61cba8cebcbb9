"""Publication times: the forms in which inputs write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

from guize.records import CST

_DATE = r"(?P<year>\d{4})\s*(?:[-/.]|年)\s*(?P<month>\d{1,2})\s*(?:[-/.]|月)\s*(?P<day>\d{1,2})\s*[日号]?"
_WEEKDAY = r"(?:\s*[（(]?(?:星期|周)[一二三四五六日天][）)]?)?"
_CLOCK = r"(?P<hour>\d{1,2})\s*[:：时]\s*(?P<minute>\d{2})(?:\s*[:：分]\s*(?P<second>\d{2})(?:[.,]\d+)?秒?|分)?"
_ZONE = r"(?:\s*(?P<zone>Z|[+-]\d{2}:?\d{2}))?"
STAMP = re.compile(rf"(?<!\d){_DATE}{_WEEKDAY}(?:(?:\s*|T){_CLOCK}{_ZONE})?(?!\d)")


def parse_time(value: object) -> datetime | None:
    """The publication time that a field states; China Standard Time where it names no zone.

    Args:
        value: a datetime, a date (its midnight is meant), or text such as `2025-04-10`, `2024/3/1 10:00`,
            `2024年3月1日`, `2025-04-10T08:00:00Z`. None and blank text are no time.

    Raises:
        ValueError: the value is none of these; the message names it.
    """
    if value is None:
        return None
    words = str(value).strip()
    if not words:
        return None
    try:
        moment = _moment(value)
        if moment is not None and moment.astimezone(CST) and moment.astimezone(UTC):
            return moment
    except (ValueError, OverflowError):  # such as the 30th of February, or a day before the first of all
        pass
    raise ValueError(f"published_at '{words[:60]}' is not a date")


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        # A plain one also of a subclass, such as a pandas Timestamp.
        return datetime.combine(value.date(), value.time(), value.tzinfo or CST)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=CST)
    match = STAMP.fullmatch(value.strip()) if isinstance(value, str) else None
    return None if match is None else _from_match(match)


def _from_match(match: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second = (
        int(match[field] or 0) for field in ("year", "month", "day", "hour", "minute", "second")
    )
    return datetime(year, month, day, hour, minute, second, tzinfo=_zone(match["zone"]))


@cache
def _zone(words: str | None) -> timezone:
    if words is None:
        return CST
    if words == "Z":
        return UTC
    offset = timedelta(hours=int(words[1:3]), minutes=int(words[-2:]))
    return timezone(-offset if words[0] == "-" else offset)
