"""From a row of a table, or a JSON object, to an item: which column is which field, what a value means."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from guize import vocabulary
from guize.errors import InputError
from guize.read.kind import infer_kind
from guize.read.times import parse_time
from guize.records import Failure, Item, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FIELDS = ("title", "text", "published_at", "source", "kind", "id")
NEEDED = {"title", "text"}  # one of them
_BETWEEN_WORDS = re.compile(r"[\s_-]+")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


class Table(NamedTuple):
    """What the rows of one input have in common."""

    name: str  # of the input; the source of rows that state none
    columns: Mapping[str, str]  # field → column, as the user maps them


def check_columns(columns: Mapping[str, str] | None) -> dict[str, str]:
    """The user's mapping from fields to columns.

    Raises:
        InputError: a key is no field.
    """
    for field in columns or {}:
        if field not in FIELDS:
            raise InputError(f"'{field}' is no field that a column can be mapped to; these are: {', '.join(FIELDS)}")
    return dict(columns or {})


def resolve(header: Iterable[object], columns: Mapping[str, str]) -> dict[str, str]:
    """Field → column of the header: as the user maps it, else by the names in the vocabulary `columns`."""
    names = [str(name) for name in header]
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(_normal(name), name)
    fields = {field: column for field, column in columns.items() if column in names}
    for field in FIELDS:
        if field not in columns:
            alias = next((alias for alias in _aliases()[field] if alias in known), None)
            if alias is not None:
                fields[field] = known[alias]
    return fields


def check_header(header: Iterable[object], table: Table) -> dict[str, str]:
    """As `resolve`, for a table whose columns are the same in every row.

    Raises:
        InputError: a mapped column is missing, or neither a title nor a text can be found.
    """
    names = [str(name) for name in header]
    for field, column in table.columns.items():
        if column not in names:
            raise InputError(f"column '{column}' (for {field}) is missing; the columns are: {', '.join(names)}")
    fields = resolve(names, table.columns)
    if not fields.keys() & NEEDED:
        raise InputError(_needed(names))
    return fields


def to_item(row: Mapping[str, Any], fields: Mapping[str, str], table: Table, index: int) -> Item | Failure:
    """The item that a row states, or why it states none.

    Args:
        row: column → value.
        fields: field → column.
        table: what is common to the rows.
        index: 0-based position of the row among the items of its input.
    """
    values = {field: row.get(column) for field, column in fields.items()}
    source = _label(values.get("source")) or table.name
    source_id = _label(values.get("id"))
    title = ""
    try:
        title = _prose(values.get("title"), "title")
        text = _prose(values.get("text"), "text")
        published_at = parse_time(_filled(values.get("published_at")))
        if not title.strip() and not text.strip():
            raise ValueError("neither a title nor a text" if fields.keys() & NEEDED else _needed(row))
    except ValueError as error:
        return Failure(source, str(error), index, source_id, title)
    kind = _kind(_label(values.get("kind"))) or infer_kind(title, text)
    return Item(
        title=title,
        text=text,
        published_at=published_at,
        source=source,
        source_id=source_id,
        item_index=index,
        kind=kind,
    )


def clean(text: str) -> str:
    """The text with line feeds as its line ends, and without what is no character: NUL, lone surrogates."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = _LONE_SURROGATES.sub("\ufffd", text)
    return text


def _needed(names: Iterable[object]) -> str:
    return f"no column for title or text among: {', '.join(map(str, names))}"


@cache
def _aliases() -> dict[str, list[str]]:
    words = vocabulary.load("reading")["columns"]
    return {field: [_normal(alias) for alias in words[field]] for field in FIELDS}


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(vocabulary.load("reading")["values"][name])


def _normal(name: str) -> str:
    return _BETWEEN_WORDS.sub("", name.strip("\ufeff \t\"'").casefold())


def _filled(value: object) -> object:
    """The value, or None where it stands for nothing, such as NaN, NaT or `null`."""
    if value is None or value != value or (isinstance(value, str) and value.strip().casefold() in _words("null")):
        return None
    return value


def _label(value: object) -> str | None:
    value = _filled(value)
    return None if value is None else clean(str(value)).strip()


def _prose(value: object, field: str) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise ValueError(f"{field} is no text but a {type(value).__name__}")


def _kind(word: str | None) -> Kind | None:
    if word is None:
        return None
    if word.casefold() in _words("notice"):
        return "notice"
    return "report" if word.casefold() in _words("report") else None
