"""The rows of a ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from pydantic import Field

from guize.link import Event

Cause = Literal["new", "report", "update", "reprocessing", "merged"]


class Version(Event):
    """What was known of an event from `learnt_at` on, until its next version: a row of the ledger."""

    seq: int = Field(description="position in the ledger, in the order of learning")
    learnt_at: datetime = Field(description="when the ledger learnt it: system time")
    cause: Cause = Field(
        description="new; report: another report joined; update: a later event altered it; reprocessing: the same items "
        "were extracted again by another version; merged: it turned out to be another event, and is no more"
    )


class Difference(Version):
    """An event that applies on one of two days and not on the other."""

    side: Literal["begins", "ends"] = Field(description="applies on the second day only, or on the first only")


class Added(NamedTuple):
    """What adding changes did: how many were new, how many had been extracted again, how many versions it made."""

    new: int
    reprocessed: int
    known: int
    versions: int
