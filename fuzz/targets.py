"""What is fuzzed: each target takes any bytes, builds its input of them, and raises where a promise is broken."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

import files
from draw import Draw

from guize.dates import annotate
from guize.entities import audience, authorities, platforms, quantities, titles
from guize.errors import InputError
from guize.extractor import Extractor
from guize.normalize import values
from guize.read import Page, read, read_page
from guize.read.delimited import read_delimited
from guize.read.excel import read_excel
from guize.read.feed import read_feed
from guize.read.formats import tell_format
from guize.read.json_items import read_json, read_json_lines
from guize.read.listing import find_entries, to_results
from guize.read.parquet import read_parquet
from guize.read.pdf import read_pdf
from guize.read.rows import Table, clean
from guize.read.saved_page import read_saved_page
from guize.read.text_page import read_text_page
from guize.read.times import parse_time
from guize.read.warc import read_warc
from guize.records import Failure, Item
from guize.run.extraction import extract
from guize.write import read_changes

TABLE = Table("fuzz", {})
REFERENCE = datetime(2024, 11, 20)


def fuzz_dates(data: bytes) -> None:
    draw = Draw(data)
    text = clean(draw.text(60))
    for mention in annotate(text, REFERENCE, title_end=draw.number(20)):
        assert text[mention.start : mention.end] == mention.text


def fuzz_times(data: bytes) -> None:
    try:
        moment = parse_time(Draw(data).value())
    except ValueError as error:
        assert "is not a date" in str(error)
    else:
        assert moment is None or moment.tzinfo is not None


def fuzz_values(data: bytes) -> None:
    text = clean(Draw(data).text(60))
    for found in values.find(text):
        assert all(0 <= start < end <= len(text) for start, end in found.spans)


def fuzz_entities(data: bytes) -> None:
    text = clean(Draw(data).text(60))
    for find in (platforms.find, authorities.find, titles.find, audience.find):
        assert all(0 <= span.start < span.end <= len(text) for span in find(text))
    assert all(text[found.start : found.end] == found.text for found in quantities.find(text))


@cache
def _extractor() -> Extractor:
    return Extractor()


def fuzz_items(data: bytes) -> None:
    draw = Draw(data)
    items = [
        Item(title=clean(draw.text(12)), text=clean(draw.text(80)), published_at=draw.choose((REFERENCE, None)),
             kind=draw.choose(("report", "notice")))
        for _ in range(1 + draw.number(2))
    ]  # fmt: skip
    extractions = extract(items, _extractor())
    assert [extraction.row.item_id for extraction in extractions] == [item.item_id for item in items]
    assert all(extraction.row.status != "failed" for extraction in extractions), extractions


def fuzz_json_lines(data: bytes) -> None:
    content = files.json_lines(draw := Draw(data))
    content = draw.damaged(content)
    lines = io.TextIOWrapper(io.BytesIO(content), "utf-8", errors="replace", newline="\n")
    _accounted(read_json_lines(io.BytesIO(content), "utf-8", TABLE), sum(bool(line.strip()) for line in lines))


def fuzz_json_array(data: bytes) -> None:
    content = files.json_array(draw := Draw(data))
    _accounted(read_json(clean(draw.damaged(content).decode("utf-8", "replace")), TABLE))


def fuzz_delimited(data: bytes) -> None:
    content = files.delimited(draw := Draw(data))
    delimiter = next(character for character in ",\t;|" if character.encode() in content + b"|")
    _accounted(read_delimited(io.BytesIO(draw.damaged(content)), "utf-8-sig", delimiter, TABLE))


def fuzz_parquet(data: bytes) -> None:
    content = files.parquet(draw := Draw(data))
    damaged = draw.damaged(content)
    rows = files.pq.read_metadata(io.BytesIO(content)).num_rows
    _accounted(read_parquet(io.BytesIO(damaged), TABLE), rows if damaged == content else None)


def fuzz_workbook(data: bytes) -> None:
    content = files.workbook(draw := Draw(data))
    _accounted(read_excel(io.BytesIO(draw.damaged(content)), TABLE))


def fuzz_html(data: bytes) -> None:
    content = files.page(draw := Draw(data))
    assert _accounted(read_page(Page(draw.damaged(content), "fuzz")))


def fuzz_raw_html(data: bytes) -> None:
    assert _accounted(read_page(Page(data, "fuzz", "utf-8")))


def fuzz_text_page(data: bytes) -> None:
    content = files.listing(draw := Draw(data))
    text = clean(draw.damaged(content).decode("utf-8", "replace"))
    _accounted(to_results(find_entries(text.split("\n")), "fuzz"))
    read_text_page(text, "fuzz")


def fuzz_feed(data: bytes) -> None:
    content = files.feed(draw := Draw(data))
    _accounted(read_feed(clean(draw.damaged(content).decode("utf-8", "replace")), TABLE))


def fuzz_saved_page(data: bytes) -> None:
    content = files.saved_page(draw := Draw(data))
    assert _accounted(read_saved_page(io.BytesIO(draw.damaged(content)), "fuzz"))


def fuzz_warc(data: bytes) -> None:
    content = files.warc(draw := Draw(data))
    pages = read_warc(io.BytesIO(draw.damaged(content)))
    assert all(_accounted(read_page(page)) for page in pages)


def fuzz_pdf(data: bytes) -> None:
    content = files.pdf(draw := Draw(data))
    read_pdf(io.BytesIO(draw.damaged(content)), "fuzz")


def fuzz_format(data: bytes) -> None:
    tell_format(data, "fuzz", {}, None)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def fuzz_file(data: bytes) -> None:
    draw = Draw(data)
    build = draw.choose([*files.FILES.values(), lambda draw: draw.rest()])
    content = draw.damaged(build(draw))
    path = Path(_folder().name) / draw.choose(("a", "a.csv", "a.html", "a.json.gz", "a.txt"))
    path.write_bytes(draw.damaged(files.packed(draw, content)))
    results = _accounted(read([path]))
    assert results or b"WARC" in content
    path.unlink()


def fuzz_stored(data: bytes) -> None:
    draw = Draw(data)
    path = Path(_folder().name) / draw.choose(("changes.jsonl", "changes.parquet"))
    path.write_bytes(draw.damaged(files.parquet(draw) if path.suffix == ".parquet" else files.json_lines(draw)))
    read_changes(path)


def _accounted(results: Iterable[Item | Failure], count: int | None = None) -> list[Item | Failure]:
    """All results, counted where the number of items is known; each can be written, and a failure says why."""
    read_all = list(results)
    for result in read_all:
        if isinstance(result, Failure):
            assert result.reason.strip()
        else:
            assert result.content.strip()
            result.content.encode()
    assert count is None or len(read_all) == count
    return read_all


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
