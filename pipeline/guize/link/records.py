"""What linking adds to the tables: the event, why reports were linked, what later notices did to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from guize.records import PolicyChange, Record

UpdateKind = Literal["extended", "postponed", "withdrawn", "superseded", "corrected"]


class Feature(Record):
    """How two changes compare in one respect."""

    name: str = Field(description="what is compared: text, rule, subject, announced, effective, values …")
    level: str = Field(description="how they compare: same, alike, compatible, unstated, differs …")
    weight: float = Field(description="for (+) or against (-) one event", json_schema_extra={"unit": "bit"})


class Link(Record):
    """Why two changes are reports of one event: a row of the `links` table."""

    link_id: str = Field(description="content hash of the two changes' ids")
    event_id: str = Field(description="the event both belong to")
    change_id: str = Field(description="the one change; the smaller id")
    other_id: str = Field(description="the other change")
    score: float = Field(description="sum of the weights", json_schema_extra={"unit": "bit"})
    similarity: float = Field(description="cosine similarity of the texts' character bigrams", ge=0, le=1)
    features: list[Feature] = Field(description="how they compare, each with its weight")


class Origin(Record):
    """Which report gave the event's row a value."""

    field: str = Field(description="the column, for values with the position: values[0]")
    change_id: str = Field(description="the report whose value it is")


class Conflict(Record):
    """One of several values that reports of an event state for a field where only one can be right."""

    field: str = Field(description="the column")
    value: str = Field(description="the value as text")
    change_ids: list[str] = Field(description="the reports that state it")


class Update(Record):
    """What a later event does to this one."""

    kind: UpdateKind = Field(description="extended, postponed, withdrawn, superseded or corrected")
    event_id: str = Field(description="the later event")
    on: date | None = Field(description="the day from which the later event is public")
    words: str = Field(description="the words of the later event that say so; empty where superseded")


class Event(PolicyChange):
    """One event: a row of the `events` table, in which its reports are joined (guideline §6).

    It is a change in all columns, so that whatever takes changes takes events. `change_id`, `item_id`, `title` and the
    other columns of an item, `dates` and `evidence` are those of one of its reports: a notice rather than a report, then
    the one published first.
    """

    change_ids: list[str] = Field(description="its reports, earliest first")
    first_published_at: datetime | None = Field(None, description="publication of the earliest report")
    last_published_at: datetime | None = Field(None, description="publication of the latest report")
    origins: list[Origin] = Field(default_factory=list, description="which report each joined value comes from")
    conflicts: list[Conflict] = Field(default_factory=list, description="values that contradict each other")
    valid_from: date | None = Field(None, description="first day on which it applies; null where not stated")
    valid_to: date | None = Field(None, description="last day on which it applies; null where open")
    void: bool = Field(False, description="withdrawn before it took effect, or corrected: it applies on no day")
    updates: list[Update] = Field(default_factory=list, description="what later events did to it, earliest first")
