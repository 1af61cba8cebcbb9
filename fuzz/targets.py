"""What is fuzzed: each target takes any bytes, and breaks a promise only by raising something."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from functools import cache

from guize.dates import annotate
from guize.entities import audience, authorities, platforms, quantities, titles
from guize.errors import InputError
from guize.extractor import Extractor
from guize.normalize import values
from guize.read.delimited import read_delimited
from guize.read.feed import read_feed
from guize.read.formats import tell_format
from guize.read.html import read_html
from guize.read.json_items import read_json_lines
from guize.read.parquet import read_parquet
from guize.read.rows import Table, clean
from guize.read.text_page import read_text_page
from guize.records import Item
from guize.write import verify

TABLE = Table("fuzz", {})
REFERENCE = datetime(2024, 11, 20)


def _text(data: bytes) -> str:
    return clean(data.decode("utf-8", "replace"))


def fuzz_dates(data: bytes) -> None:
    text = _text(data)
    for mention in annotate(text, REFERENCE, title_end=0):
        assert text[mention.start : mention.end] == mention.text


def fuzz_values(data: bytes) -> None:
    text = _text(data)
    for found in values.find(text):
        assert all(0 <= start < end <= len(text) for start, end in found.spans)


def fuzz_entities(data: bytes) -> None:
    text = _text(data)
    for find in (platforms.find, authorities.find, titles.find, audience.find):
        assert all(0 <= span.start < span.end <= len(text) for span in find(text))
    assert all(text[found.start : found.end] == found.text for found in quantities.find(text))


@cache
def _extractor() -> Extractor:
    return Extractor()


def fuzz_items(data: bytes) -> None:
    title, _, text = _text(data).partition("\n")
    item = Item(title=title, text=text, published_at=REFERENCE)
    verify(item, _extractor()(item).changes)


def fuzz_html(data: bytes) -> None:
    list(read_html(_text(data), "fuzz"))


def fuzz_text_page(data: bytes) -> None:
    read_text_page(_text(data), "fuzz")


def fuzz_json_lines(data: bytes) -> None:
    list(read_json_lines(io.BytesIO(data), "utf-8", TABLE))


def fuzz_delimited(data: bytes) -> None:
    list(read_delimited(io.BytesIO(b"title,text\n" + data), "utf-8", ",", TABLE))


def fuzz_parquet(data: bytes) -> None:
    list(read_parquet(io.BytesIO(b"PAR1" + data), TABLE))


def fuzz_feed(data: bytes) -> None:
    list(read_feed(_text(data), TABLE))


def fuzz_format(data: bytes) -> None:
    tell_format(data, "fuzz", {}, None)


TARGETS: dict[str, Callable[[bytes], None]] = {
    name.removeprefix("fuzz_"): target for name, target in list(globals().items()) if name.startswith("fuzz_")
}


def run(name: str, data: bytes) -> None:
    """Feed a target; an input that is refused by name is no finding.

    Raises:
        Exception: whatever else the target raises.
    """
    try:
        TARGETS[name](data)
    except InputError:
        return
