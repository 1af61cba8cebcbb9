"""Training texts and their labels: gold files with texts, and stand-off labels of texts kept elsewhere."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from guize.classify.segments import split_changes
from guize.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from guize.records import Category, ChangeType

_CELL = re.compile(r"</t[dh]>\s*<t[dh][^>]*>")
_LINE = re.compile(r"</(?:p|tr|table|caption|h\d|li|div)>|<br\s*/?>")
_TAG = re.compile(r"<[a-z/][^>]*>")


class Example(NamedTuple):
    """A labelled text.

    Attributes:
        part: of the corpus it is from.
        source: where it was published; the part where that is not known.
        change_types: of its changes, in order; empty where it states none.
        whole: whether it is a whole item; else it is what an item says of one of its changes.
    """

    id: str
    part: str
    source: str
    title: str
    text: str
    is_change: bool
    categories: frozenset[Category]
    change_types: tuple[ChangeType, ...]
    tentative: bool
    whole: bool = True


def read_gold(path: Path, part: str) -> list[Example]:
    """The examples of a gold file, each item once.

    Raises:
        InputError: the file cannot be read, or an item lacks a field.
    """
    return [example for record in _records(path) for example in _examples(record, part, path)[:1]]


def read_training(path: Path, part: str, mended: Mapping[str, dict[str, Any]]) -> list[Example]:
    """The examples of a gold file; an item with several changes also gives one example a change.

    Args:
        path: the gold file.
        part: name of this part of the corpus.
        mended: labels by id that replace the file's own.

    Raises:
        InputError: the file cannot be read, or an item lacks a field.
    """
    records = (record | mended.get(str(record.get("id")), {}) for record in _records(path))
    return [example for record in records for example in _examples(record, part, path)]


def read_standoff(path: Path) -> dict[str, dict[str, Any]]:
    """Stand-off labels by the id of their text: `sha256`, `is_change`, `changes`.

    Raises:
        InputError: the file cannot be read.
    """
    return {record["id"]: record for record in _records(path)}


def join_standoff(labels: Mapping[str, dict[str, Any]], texts: Path, part: str) -> list[Example]:
    """The labelled ones among the texts of a file.

    Raises:
        InputError: a text is not the one that was labelled.
    """
    examples: list[Example] = []
    for record in _records(texts):
        label = labels.get(record["id"])
        if label is not None:
            if label["sha256"] != text_hash(record["title"], record["text"]):
                message = "the text is not the one that was labelled"
                raise InputError(message, source=str(texts), item=record["id"])
            examples.extend(_examples(record | label, part, texts)[:1])
    return examples


def text_hash(title: str, text: str) -> str:
    """What a stand-off label names its text by."""
    return hashlib.sha256(f"{title}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def flatten(text: str) -> str:
    """A text whose HTML tags are gone: a line a block, cells separated by ` | `."""
    if "<" not in text:
        return text
    lines = _TAG.sub("", _LINE.sub("\n", _CELL.sub(" | ", text))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _records(path: Path) -> Iterator[dict[str, Any]]:
    try:
        stored = path.read_bytes()
        lines = gzip.decompress(stored) if path.suffix == ".gz" else stored
        for line in lines.splitlines():
            yield json.loads(line)
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", source=str(path)) from error


def _examples(record: dict[str, Any], part: str, path: Path) -> list[Example]:
    """The whole item, then one example for each change of which the text speaks apart."""
    try:
        changes = record["changes"]
        title, text = record["title"], flatten(record["text"])
        examples = [_example(record, part, title, text, changes)]
        for change, own in zip(changes, split_changes(text, changes), strict=False):
            examples.append(_example(record, part, title, own, [change])._replace(whole=False))
    except KeyError as error:
        raise InputError(f"the field {error} is missing", source=str(path), item=record.get("id")) from error
    return examples


def _example(record: dict[str, Any], part: str, title: str, text: str, changes: Sequence[dict[str, Any]]) -> Example:
    return Example(
        id=record["id"],
        part=part,
        source=record.get("source") or part,
        title=title,
        text=text,
        is_change=record["is_change"],
        categories=frozenset(category for change in changes for category in change["categories"]),
        change_types=tuple(change["change_type"] for change in changes),
        tentative=any(change.get("tentative", False) for change in changes),
    )
