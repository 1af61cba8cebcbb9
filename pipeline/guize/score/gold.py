"""Gold: items labelled by the annotation guideline, one JSON object a line."""

from __future__ import annotations

import re
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from guize.errors import InputError
from guize.records import Bound, Category, ChangeType, Evidence, Item, Kind, PolicyChange, Precision, Record, Value
from guize.write.lines import explain, read_jsonl

_RANGE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[-–~～至]\s*(-?\d+(?:\.\d+)?)\s*")

Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-4]):[0-5]\d(:[0-5]\d)?$")]


class GoldValue(Value):
    """A quantity that changes; `old` and `new` are written as number, null, or range such as "0.5-2"."""

    @model_validator(mode="before")
    @classmethod
    def _split_ranges(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        split: dict[str, str] = {}
        for side in ("old", "new"):
            if isinstance(data.get(side), str) and (match := _RANGE.fullmatch(data[side])):
                split[side], split[f"{side}_high"] = match.groups()
        return data | split


class GoldChange(Record):
    """One policy change as labelled; what a field means is said in the annotation guideline.

    `evidence`, the words that say so, may be left out. Keys beside the fields (an annotator's notes) are passed over, but
    a misspelt field is an error.
    """

    model_config = ConfigDict(extra="ignore")

    platform: list[str]
    issuer: str | None = None
    change_type: ChangeType
    tentative: bool = False
    categories: list[Category] = Field(min_length=1)
    rule_titles: list[str] = Field(default_factory=list)
    audience: list[str] = Field(default_factory=list)
    announced_on: date | None = None
    announced_bound: Bound | None = None
    effective_from: date | None = None
    effective_from_time: Time | None = None
    effective_precision: Precision | None = None
    effective_bound: Bound | None = None
    effective_to: date | None = None
    effective_to_time: Time | None = None
    deadline: date | None = None
    values: list[GoldValue] = Field(default_factory=list)
    evidence: list[Evidence] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _no_misspelt_fields(cls, data: Any) -> Any:
        if isinstance(data, dict):
            for key in sorted(data.keys() - cls.model_fields.keys() - PolicyChange.model_fields.keys()):
                if meant := get_close_matches(key, cls.model_fields, n=1, cutoff=0.8):
                    raise ValueError(f"unknown field {key!r}; {meant[0]!r} is meant?")
        return data


class GoldItem(Record):
    """One labelled item: what the extractor reads, and the changes that it states."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str = Field(min_length=1)
    title: str
    text: str
    published_at: Annotated[datetime | None, BeforeValidator(lambda value: value or None)] = None
    source: str = ""
    kind: Kind = "report"
    is_change: bool
    changes: list[GoldChange]

    @model_validator(mode="after")
    def _is_change_where_changes(self) -> GoldItem:
        if self.is_change != bool(self.changes):
            raise ValueError(f"is_change is {self.is_change}, but {len(self.changes)} changes are stated")
        return self

    def to_item(self) -> Item:
        """The item as the extractor reads it; the gold id is its `source_id`."""
        return Item(
            title=self.title,
            text=self.text,
            published_at=self.published_at,
            source=self.source,
            source_id=self.id,
            kind=self.kind,
        )


def load_gold(path: str | Path) -> list[GoldItem]:
    """The labelled items of a JSONL file, in its order.

    Raises:
        InputError: the file cannot be read or holds no item, a line is broken, or an id occurs twice.
    """
    path = Path(path)
    items: dict[str, GoldItem] = {}
    for number, row in read_jsonl(path):
        try:
            item = GoldItem.model_validate(row)
        except ValidationError as error:
            message = f"line {number}: {explain(error)}"
            raise InputError(message, source=str(path), item=row.get("id")) from error
        if item.id in items:
            raise InputError(f"line {number}: the id occurs twice", source=str(path), item=item.id)
        items[item.id] = item
    if not items:
        raise InputError("holds no gold item", source=str(path))
    return list(items.values())
