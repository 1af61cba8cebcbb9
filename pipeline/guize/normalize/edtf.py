"""The uncertainty of a date as EDTF (ISO 8601-2): on or before `[..D]`, on or after `[D..]`, a month, a part of one."""

from __future__ import annotations

from datetime import date

from guize.dates.mention import Mention
from guize.records import Bound


def bounded(day: date | None, bound: Bound | None, mention: Mention | None = None) -> str | None:
    """EDTF of a day with its bound; for an exact one the value of the mention it comes from (`2024-03`)."""
    if day is None:
        return None
    match bound:
        case "on_or_before":
            return f"[..{day.isoformat()}]"
        case "on_or_after":
            return f"[{day.isoformat()}..]"
        case "within_month":
            return day.isoformat()[:7]
        case "within_year":
            return day.isoformat()[:4]
    if mention is not None and mention.first is not None and mention.kind != "range":
        return mention.edtf
    return day.isoformat()
