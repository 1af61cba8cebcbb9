"""The records of guize: what goes in (Item), what comes out (PolicyChange, ItemRow).

The field descriptions are the annotation guideline in short; the Arrow schema of the written tables is derived
from these models (`guize.write.schema`), so a column has one definition.

Offsets are 0-based and count characters (code points) of the item's own title or text; `end` is exclusive.
Times without a zone are China Standard Time (UTC+8).
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

SCHEMA_VERSION = "1"
CST = timezone(timedelta(hours=8), "Asia/Shanghai")

Kind = Literal["notice", "report"]
Where = Literal["title", "text"]
ChangeType = Literal["introduce", "revise", "retire", "temporary"]
Category = Literal["fees", "shipping", "refunds", "content", "other"]
Bound = Literal["exact", "on_or_before", "on_or_after", "within_month", "within_year"]
Precision = Literal["day", "ten_days", "month", "quarter", "half_year", "year"]
Status = Literal["accepted", "review"]
ItemStatus = Literal["changed", "not_a_change", "failed"]

CATEGORIES: tuple[Category, ...] = ("fees", "shipping", "refunds", "content", "other")
CHANGE_TYPES: tuple[ChangeType, ...] = ("introduce", "revise", "retire", "temporary")


def _blank_is_none(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        return None
    return value


def in_china(moment: datetime) -> datetime:
    """The moment with a zone; one without is China Standard Time."""
    return moment if moment.tzinfo else moment.replace(tzinfo=CST)


def _aware(moment: datetime | None) -> datetime | None:
    return None if moment is None else in_china(moment)


def content_hash(*parts: object) -> str:
    """16 hex digits of BLAKE2b over the parts; the same on every machine."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        digest.update(("" if part is None else str(part)).encode("utf-8", "surrogatepass"))
        digest.update(b"\x1f")
    return digest.hexdigest()


class Span(NamedTuple):
    """A labelled stretch of `Item.content`; `value` is its normal form where it has one."""

    start: int
    end: int
    label: str
    value: str | None = None


class Record(BaseModel):
    """Base of all records: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Item(BaseModel):
    """One notice or one news report, as read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field("", description="headline of the notice or report")
    text: str = Field("", description="body text; table rows are kept as lines, cells separated by ' | '")
    published_at: Annotated[datetime | None, BeforeValidator(_blank_is_none), AfterValidator(_aware)] = Field(
        None, description="publication time; China Standard Time where no zone is given"
    )
    source: str = Field("", description="where the item comes from: its own source field, else the file's name")
    source_id: str | None = Field(None, description="the input's own id of the item")
    item_index: int = Field(0, ge=0, description="0-based position of the item in its input")
    kind: Kind = Field("report", description="notice: the platform's own words; report: someone reports it")

    @cached_property
    def content(self) -> str:
        """Title and text as the one string that all stages read; offsets of stages count in it."""
        return f"{self.title}\n{self.text}"

    @cached_property
    def reference(self) -> datetime | None:
        """The publication time as a naive China time, the anchor of relative dates; None where unknown."""
        return None if self.published_at is None else self.published_at.astimezone(CST).replace(tzinfo=None)

    @cached_property
    def item_id(self) -> str:
        """Content hash: the same item has the same id on every machine, in every order."""
        return "it-" + content_hash(self.kind, self.source_id, self.reference, self.title, self.text)

    def locate(self, start: int, end: int) -> tuple[Where, int, int]:
        """Offsets in `content` → (title|text, start, end) of the item's own strings."""
        offset = len(self.title) + 1
        if start >= offset:
            return "text", start - offset, end - offset
        return "title", start, min(end, len(self.title))


class Failure(NamedTuple):
    """An item, or a whole input, that could not be read; it becomes a `failed` row of `items`."""

    source: str
    reason: str
    item_index: int = 0
    source_id: str | None = None
    title: str = ""


class Value(Record):
    """A quantity that changes."""

    what: str = Field(description="what the quantity is of, as a noun phrase from the text")
    old: float | None = Field(None, description="value before the change; null where not stated")
    old_high: float | None = Field(None, description="upper end where the old value is a range")
    new: float | None = Field(None, description="value after the change; null where not stated or abolished")
    new_high: float | None = Field(None, description="upper end where the new value is a range")
    unit: str | None = Field(None, description="%, ISO 4217 currency, h, d, workday, month, year, or a classifier")


class DateMention(Record):
    """A date found in the item, with the role it plays for this change."""

    role: str = Field(description="announced, effective_from, effective_to, deadline, dateline, …")
    text: str = Field(description="the words")
    where: Where = Field(description="title or text")
    start: int = Field(description="offset of the first character", json_schema_extra={"unit": "characters"})
    end: int = Field(description="offset after the last character", json_schema_extra={"unit": "characters"})
    value: date | None = Field(None, description="first day it denotes")
    edtf: str | None = Field(None, description="Extended Date/Time Format (ISO 8601-2)")


class Evidence(Record):
    """The words of the item that a field's value comes from."""

    field: str = Field(description="the field proved, e.g. platform, effective_from, values[0]")
    where: Where = Field(description="title or text")
    start: int = Field(description="offset of the first character", json_schema_extra={"unit": "characters"})
    end: int = Field(description="offset after the last character", json_schema_extra={"unit": "characters"})
    text: str = Field(description="the words; equal to title[start:end] or text[start:end]")


class PolicyChange(Record):
    """One policy change: a row of the `changes` table."""

    change_id: str = Field(description="content hash of item and change")
    event_id: str | None = Field(None, description="cluster of items that report the same change; set by linking")
    item_id: str = Field(description="content hash of the item")
    source: str = Field(description="where the item comes from")
    source_id: str | None = Field(None, description="the input's own id of the item")
    item_index: int = Field(description="0-based position of the item in its input")
    kind: Kind = Field(description="notice or report")
    title: str = Field(description="the item's title")
    published_at: datetime | None = Field(None, description="publication time of the item")

    platform: list[str] = Field(description="canonical ids of the platforms whose policy it is; regulator")
    issuer: str | None = Field(None, description="the acting organisation as the text names it")
    change_type: ChangeType = Field(description="introduce, revise, retire or temporary")
    tentative: bool = Field(False, description="planned, drafted or reported without confirmation")
    categories: list[Category] = Field(description="what it regulates: fees, shipping, refunds, content, or other")
    topics: list[str] = Field(default_factory=list, description="second-level topics, for filtering")
    rule_titles: list[str] = Field(default_factory=list, description="rules created, changed or ended, without 《》")
    subject: str = Field("", description="what is changed, as a short phrase")
    audience: list[str] = Field(default_factory=list, description="who is bound or served, as named in the text")

    announced_on: date | None = Field(None, description="day on which the platform made the change public")
    announced_bound: Bound | None = Field(None, description="how exact announced_on is")
    announced_edtf: str | None = Field(None, description="announced_on with its uncertainty, as EDTF")

    effective_from: date | None = Field(None, description="first day on which the changed rule applies")
    effective_from_time: str | None = Field(None, description="HH:MM[:SS] where stated, China time")
    effective_precision: Precision | None = Field(None, description="the calendar unit that the text states")
    effective_bound: Bound | None = Field(None, description="how exact effective_from is")
    effective_edtf: str | None = Field(None, description="effective_from with its uncertainty, as EDTF")
    effective_to: date | None = Field(None, description="last day, inclusive, of a temporary or ended arrangement")
    effective_to_time: str | None = Field(None, description="HH:MM[:SS] where stated, China time; 24:00 allowed")
    deadline: date | None = Field(None, description="day by which somebody must have acted")

    values: list[Value] = Field(default_factory=list, description="quantities that change, old and new")
    dates: list[DateMention] = Field(default_factory=list, description="all dates of the item with their roles")
    evidence: list[Evidence] = Field(default_factory=list, description="the words that prove each field")

    confidence: float = Field(description="calibrated probability that the row is right", ge=0, le=1)
    status: Status = Field(description="accepted, or review where the model is unsure or the row contradicts itself")
    reasons: list[str] = Field(default_factory=list, description="reason codes for review")

    extractor_version: str = Field(description="version of guize that made the row")
    model_version: str = Field(description="version of the model that made the row")
    schema_version: str = Field(SCHEMA_VERSION, description="version of this table's layout")


class ItemRow(Record):
    """One input item: a row of the `items` table. Every input item is in it exactly once."""

    item_id: str = Field(description="content hash of the item")
    source: str = Field(description="where the item comes from")
    source_id: str | None = Field(None, description="the input's own id of the item")
    item_index: int = Field(description="0-based position of the item in its input")
    title: str = Field("", description="the item's title")
    published_at: datetime | None = Field(None, description="publication time of the item")
    status: ItemStatus = Field(description="changed, not_a_change or failed")
    n_changes: int = Field(0, ge=0, description="number of changes stated")
    confidence: float | None = Field(None, description="calibrated probability of the status; null where failed")
    reason: str | None = Field(None, description="why the item failed, or was held for review")


class Extraction(NamedTuple):
    """What the extractor makes of one item: its changes (possibly none) and its row of `items`."""

    changes: list[PolicyChange]
    row: ItemRow
