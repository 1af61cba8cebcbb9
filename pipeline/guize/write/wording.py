"""Dates with how exact they are, in a few characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from guize.records import Bound, PolicyChange, Precision


def day(value: date | None, bound: Bound | None, precision: Precision | None = None) -> str:
    """`2024-05-06`, `≤2024-05-06` (on or before), `≥…` (on or after), `≈…` (within the period), `2024-05`, `2024`."""
    if value is None:
        return ""
    if bound == "within_year" or precision == "year":
        return f"{value:%Y}"
    if bound == "within_month" or precision == "month":
        return f"{value:%Y-%m}"
    if bound == "on_or_before":
        return f"≤{value}"
    if bound == "on_or_after":
        return f"≥{value}"
    return str(value) if precision in ("day", None) else f"≈{value}"


def effect(change: PolicyChange) -> str:
    """When the change takes effect; on a second line, where it ends, its last day."""
    first = day(change.effective_from, change.effective_bound, change.effective_precision)
    return first if change.effective_to is None else f"{first}\n–{change.effective_to}"
