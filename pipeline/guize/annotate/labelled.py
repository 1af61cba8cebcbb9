"""Items with labels on their way: from the model's answers to gold, every span checked against its text."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from guize.errors import InputError
from guize.records import Evidence
from guize.score.gold import GoldChange, GoldItem
from guize.write.lines import explain
from guize.write.staging import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from guize.records import Extraction, Item, PolicyChange

FIELDS = (
    "platform", "issuer", "change_type", "categories", "rule_titles", "audience", "announced_on", "effective_from",
    "effective_to", "deadline", "values", "tentative", "change",
)  # fmt: skip
"""What a span may prove; `change` is the clause as a whole, `values` is numbered: `values[0]`."""

_FIELD = re.compile(r"(?P<name>[a-z_]+)(?:\[(?P<index>\d+)\])?")


class Labelled(NamedTuple):
    """An item as it came back, and the changes it went out with (None where the tool does not tell)."""

    item: GoldItem
    before: list[GoldChange] | None


class Mention(NamedTuple):
    """A span of the item's content (title, line break, text), in characters, that proves a field of change `number`."""

    start: int
    end: int
    field: str
    number: int


def prelabel(pairs: Iterable[tuple[Item, Extraction]]) -> list[GoldItem]:
    """Items with the model's answers as labels, each with an id of its own.

    The id is the item's `source_id`, or its `item_id` where it has none or another item has the same.
    """
    known = list(pairs)
    times = Counter(item.source_id for item, _ in known)
    return [
        GoldItem(
            id=item.source_id if item.source_id and times[item.source_id] == 1 else item.item_id,
            title=item.title,
            text=item.text,
            published_at=item.published_at,
            source=item.source,
            kind=item.kind,
            is_change=bool(extraction.changes),
            changes=[_gold(change) for change in extraction.changes],
        )
        for item, extraction in known
    ]


def _gold(change: PolicyChange) -> GoldChange:
    gold = GoldChange.model_validate(change.model_dump())
    kept = [e for e in gold.evidence if e.field.partition("[")[0] in FIELDS]  # gold has no topics, say
    return gold.model_copy(update={"evidence": kept})


def mentions(item: GoldItem) -> list[Mention]:
    """The evidence of the item's changes, in order, as spans of its content."""
    shift = {"title": 0, "text": len(item.title) + 1}
    return [
        Mention(e.start + shift[e.where], e.end + shift[e.where], e.field, number)
        for number, change in enumerate(item.changes)
        for e in change.evidence
    ]


def with_mentions(item: GoldItem, found: Sequence[tuple[Mention, str | None]], source: str) -> GoldItem:
    """The item with these spans as the evidence of its changes.

    Args:
        item: the item; its changes keep their values.
        found: each span with the words that the tool took it for, None where it does not say.
        source: the file they come from.

    Raises:
        InputError: a span is not within the title or the text, its words are others, its field is unknown, or its
            change or its value is not there; the item and the span are named.
    """
    evidence: list[list[Evidence]] = [[] for _ in item.changes]
    whole = item.to_item()
    for mention, words in found:
        where, start, end = whole.locate(mention.start, mention.end)
        quoted = whole.content[mention.start : mention.end]
        own = item.title if where == "title" else item.text
        name = f"the span {mention.start}–{mention.end} of {mention.field}"
        if mention.start < 0 or not quoted or own[start:end] != quoted:
            raise InputError(f"{name} is not within the title or the text", source=source, item=item.id)
        if words is not None and words != quoted:
            raise InputError(f"{name} is {quoted!r} in the text, not {words!r}", source=source, item=item.id)
        if not 0 <= mention.number < len(evidence):
            raise InputError(f"{name} is of change {mention.number + 1}: none such", source=source, item=item.id)
        evidence[mention.number].append(Evidence(field=mention.field, where=where, start=start, end=end, text=quoted))
    changes = [change.model_copy(update={"evidence": own}) for change, own in zip(item.changes, evidence, strict=True)]
    return check(item.model_copy(update={"changes": changes}), source)


def check(item: GoldItem, source: str) -> GoldItem:
    """The item, if all its evidence quotes it and proves a field that there is.

    Raises:
        InputError: as for `with_mentions`.
    """
    for change in item.changes:
        for e in change.evidence:
            own = item.title if e.where == "title" else item.text
            if not 0 <= e.start < e.end or own[e.start : e.end] != e.text:
                found = own[max(e.start, 0) : e.end]
                message = f"the evidence of {e.field} is {e.text!r}, but {e.where}[{e.start}:{e.end}] is {found!r}"
                raise InputError(message, source=source, item=item.id)
            match = _FIELD.fullmatch(e.field)
            if match is None or match["name"] not in FIELDS or (match["index"] and match["name"] != "values"):
                raise InputError(f"{e.field!r} is no field that words can prove", source=source, item=item.id)
            if match["index"] and int(match["index"]) >= len(change.values):
                raise InputError(f"{e.field} has evidence, but there is no such value", source=source, item=item.id)
    return item


def to_record(item: GoldItem) -> dict[str, Any]:
    """The item as a line of gold: ranges as "0.5-2", evidence only where there is any."""
    record = item.model_dump(mode="json")
    for change in record["changes"]:
        change["values"] = [_value(value) for value in change["values"]]
        if not change["evidence"]:
            del change["evidence"]
    return record


def from_record(record: Mapping[str, Any], source: str) -> GoldItem:
    """The item of a line of gold.

    Raises:
        InputError: it is none; the item and the field are named.
    """
    try:
        return GoldItem.model_validate(record)
    except ValidationError as error:
        raise InputError(explain(error), source=source, item=record.get("id")) from error


def write_gold(items: Sequence[GoldItem], path: Path) -> None:
    """Write gold, one JSON object a line; the file appears only when it is complete.

    Raises:
        OutputError: it cannot be written.
    """
    write_file(path, "".join(f"{json.dumps(to_record(item), ensure_ascii=False)}\n" for item in items).encode())


def stale_values(labelled: Labelled) -> list[str]:
    """The fields whose words the labeller changed, but not the value: worth a second look."""
    if labelled.before is None or len(labelled.before) != len(labelled.item.changes):
        return []
    names: list[str] = []
    for number, (before, after) in enumerate(zip(labelled.before, labelled.item.changes, strict=True), 1):
        old, new = _spans(before), _spans(after)
        stale = [f for f in old if f != "change" and old[f] != new.get(f) and getattr(before, f) == getattr(after, f)]
        names += stale if len(labelled.before) == 1 else [f"{field} of change {number}" for field in stale]
    return names


def _spans(change: GoldChange) -> dict[str, set[tuple[str, int, int]]]:
    spans: dict[str, set[tuple[str, int, int]]] = {}
    for e in change.evidence:
        spans.setdefault(e.field.partition("[")[0], set()).add((e.where, e.start, e.end))
    return spans


def _value(value: dict[str, Any]) -> dict[str, Any]:
    """A value with its ranges as `low-high`; an upper end alone stays a field of its own."""
    written = {key: value[key] for key in ("what", "old", "new", "unit")}
    for side in ("old", "new"):
        high = value[f"{side}_high"]
        if high is not None and value[side] is not None:
            written[side] = f"{value[side]:.12g}-{high:.12g}"
        elif high is not None:
            written[f"{side}_high"] = high
    return written
