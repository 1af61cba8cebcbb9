"""Label Studio: tasks with predictions out, its JSON export in.

The text to label is the item's title, a line break, its text. Spans prove fields (control `evidence`); where an item
states several changes, or a change several values, their numbers stand at the span (`change`, `value`, from 1). The
changes themselves are the entries of `changes`, a JSON object each; an item without an entry states no change.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from guize.annotate.labelled import FIELDS, Labelled, Mention, from_record, mentions, to_record, with_mentions
from guize.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guize.score.gold import GoldItem

_COLORS = (
    "#4a90e2", "#8aa4c8", "#7f8c8d", "#95a5a6", "#9b59b6", "#e084b8", "#1abc9c", "#2ecc71", "#a3c644", "#e74c3c",
    "#f1a90a", "#b0a18f", "#bdc3c7",
)  # fmt: skip


def labelling_config() -> str:
    """The labelling interface of a project that takes these tasks, as Label Studio's XML."""
    labels = "\n".join(
        f'    <Label value="{field}" background="{color}"/>' for field, color in zip(FIELDS, _COLORS, strict=True)
    )
    return f"""<View>
  <Header value="$heading" size="5"/>
  <Labels name="evidence" toName="content">
{labels}
  </Labels>
  <Text name="content" value="$content" granularity="symbol"/>
  <Number name="change" toName="content" perRegion="true" min="1" hint="number of the change, where there are several"/>
  <Number name="value" toName="content" perRegion="true" min="1" whenTagName="evidence" whenLabelValue="values" \
hint="number of the value"/>
  <Header value="Changes: one entry each, as JSON; no entry where none is stated" size="5"/>
  <TextArea name="changes" toName="content" editable="true" rows="3" maxSubmissions="20" skipDuplicates="false"/>
</View>
"""


def to_tasks(items: Iterable[GoldItem], values: Iterable[float], model_version: str) -> list[dict[str, Any]]:
    """The items as tasks with one prediction each, in their order."""
    return [
        {
            "data": {
                "content": item.to_item().content,
                "heading": " · ".join(filter(None, (item.id, item.source, item.kind, str(item.published_at or "")))),
                "expected_value": round(value, 4),
                "guize": to_record(item),
            },
            "predictions": [{"model_version": model_version, "score": round(1 - value, 4), "result": _regions(item)}],
        }
        for item, value in zip(items, values, strict=True)
    ]


def from_tasks(tasks: Any, source: str, annotator: str | None = None) -> tuple[list[Labelled], int]:
    """The annotated tasks of an export, and how many were not annotated.

    Args:
        tasks: the parsed JSON export.
        source: the file's name, for errors.
        annotator: whose annotations, by e-mail or id; needed where a task has several.

    Raises:
        InputError: a task is none of ours or has several annotations; a span or a change of one is wrong.
    """
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        raise InputError("is not a JSON export of Label Studio: a list of tasks", source=source)
    labelled, left_out = [], 0
    for number, task in enumerate(tasks):
        record = task.get("data", {}).get("guize")
        if not isinstance(record, dict):
            raise InputError("has no data.guize: it was not exported by guize", source=source, item=number)
        before = from_record(record, source)
        result = _annotation(task, before.id, source, annotator)
        if result is None:
            left_out += 1
        else:
            labelled.append(Labelled(_read(before, result, source), before.changes))
    return labelled, left_out


def _regions(item: GoldItem) -> list[dict[str, Any]]:
    content = item.to_item().content
    results: list[dict[str, Any]] = []
    for n, mention in enumerate(mentions(item)):
        field, _, index = mention.field.partition("[")
        place = {"start": mention.start, "end": mention.end, "text": content[mention.start : mention.end]}
        region = {"id": f"s{n}", "to_name": "content"}
        results.append(region | {"from_name": "evidence", "type": "labels", "value": place | {"labels": [field]}})
        if len(item.changes) > 1:
            numbered = {"from_name": "change", "type": "number", "value": place | {"number": mention.number + 1}}
            results.append(region | numbered)
        if index:
            numbered = {"from_name": "value", "type": "number", "value": place | {"number": int(index[:-1]) + 1}}
            results.append(region | numbered)
    entries = [_entry(change) for change in to_record(item)["changes"]]
    if entries:
        whole = {"id": "changes", "from_name": "changes", "to_name": "content", "type": "textarea"}
        results.append(whole | {"value": {"text": entries}})
    return results


def _entry(change: Mapping[str, Any]) -> str:
    """A change as JSON with a line a field."""
    cells = (f'  "{key}": {json.dumps(cell, ensure_ascii=False)}' for key, cell in change.items() if key != "evidence")
    return "{\n" + ",\n".join(cells) + "\n}"


def _annotation(
    task: Mapping[str, Any], item: str, source: str, annotator: str | None
) -> Sequence[Mapping[str, Any]] | None:
    given = [a for a in task.get("annotations", []) if not a.get("was_cancelled")]
    if annotator is not None:
        given = [a for a in given if annotator in _names(a.get("completed_by"))]
    if len(given) > 1:
        raise InputError(f"has {len(given)} annotations; choose whose with --annotator", source=source, item=item)
    return given[0].get("result", []) if given else None


def _names(completed_by: Any) -> set[str]:
    if isinstance(completed_by, dict):
        return {str(completed_by[key]) for key in ("id", "email") if key in completed_by}
    return {str(completed_by)}


def _read(item: GoldItem, result: Sequence[Mapping[str, Any]], source: str) -> GoldItem:
    spans: dict[str, dict[str, Any]] = {}
    entries: list[str] = []
    for part in result:
        value = part["value"]
        match part["from_name"]:
            case "evidence":
                spans.setdefault(part["id"], {}).update(value)
            case "change" | "value" as name:
                spans.setdefault(part["id"], {})[name] = value["number"]
            case "changes":
                entries += value["text"] if isinstance(value["text"], list) else [value["text"]]
    changes = [_change(entry, item.id, number, source) for number, entry in enumerate(entries, 1)]
    record = to_record(item) | {"changes": changes, "is_change": bool(changes)}
    content = item.to_item().content
    found = []
    for span in spans.values():
        field = span["labels"][0]
        if field == "values":
            field = f"values[{int(span.get('value', 1)) - 1}]"
        start, end = _offsets(span, content)
        found.append((Mention(start, end, field, int(span.get("change", 1)) - 1), span.get("text")))
    return with_mentions(from_record(record, source), found, source)


def _change(entry: str, item: str, number: int, source: str) -> Any:
    try:
        return json.loads(entry)
    except json.JSONDecodeError as error:
        raise InputError(f"change {number} is not JSON: {error}", source=source, item=item) from error


def _offsets(span: Mapping[str, Any], content: str) -> tuple[int, int]:
    """Offsets in characters; some versions count UTF-16 units, which shows where the words then agree."""
    start, end = span["start"], span["end"]
    if "text" in span and content[start:end] != span["text"]:
        units = content.encode("utf-16-le")
        if units[2 * start : 2 * end].decode("utf-16-le", "replace") == span["text"]:
            start = len(units[: 2 * start].decode("utf-16-le", "replace"))
            end = start + len(span["text"])
    return start, end
