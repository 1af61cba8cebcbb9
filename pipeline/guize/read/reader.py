"""Reading inputs of every kind into items, one file at a time."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from guize.errors import InputError
from guize.read.delimited import read_delimited
from guize.read.excel import read_excel
from guize.read.feed import read_feed
from guize.read.formats import HEAD_SIZE, Format, tell_format
from guize.read.json_items import read_json, read_json_lines
from guize.read.listing import find_entries, to_results
from guize.read.page import Page, read_page
from guize.read.parquet import read_parquet
from guize.read.pdf import read_pdf
from guize.read.plugins import read_with_plugin
from guize.read.rows import Table, check_columns, clean
from guize.read.saved_page import read_saved_page
from guize.read.sources import STANDARD_INPUT, expand
from guize.read.streams import Opened, open_input, read_document, read_head
from guize.read.text_page import read_text_page
from guize.read.warc import read_warc
from guize.records import Failure, Item

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


def read(
    inputs: Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> Iterator[Item | Failure]:
    """The items of the inputs: as `scan`, and its pages parsed."""
    scanned = scan(inputs, columns=columns, encoding=encoding)
    return chain.from_iterable(read_page(one) if isinstance(one, Page) else [one] for one in scanned)


def scan(
    inputs: Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> Iterator[Item | Failure | Page]:
    """The items and unparsed pages of the inputs, in an order that does not depend on the order of the inputs.

    What an input is, is told by its content: saved listing pages, notices and articles, as text, HTML, MHTML or
    PDF; RSS and Atom feeds; JSON lines, a JSON array, CSV or TSV, Excel, Parquet; web archives; each also packed with
    gzip or Zstandard. Files are read one after the other; JSON lines, delimited text, Parquet and web archives are
    streamed.

    Args:
        inputs: files, folders (read with all files below them), glob patterns, or `-` for standard input.
        columns: names of the columns of tables where they are not known ones, by field: title, text,
            published_at, source, kind, id.
        encoding: encoding of the inputs that do not begin with a mark of theirs; by default it is detected.

    Returns:
        For each item an Item, for each HTML page a Page; for each item, or file, that cannot be used a Failure with
        the reason.

    Raises:
        InputError: an input does not exist or holds no file, a mapping names no field, or the encoding is
            unknown; raised at once, before anything is read.
    """
    mapping = check_columns(columns)
    if encoding is not None:
        try:
            "".encode(encoding)
        except LookupError:
            raise InputError(f"unknown encoding '{encoding}'") from None
    return chain.from_iterable(_read_file(path, mapping, encoding) for path in expand(inputs))


def _read_file(path: Path, columns: Mapping[str, str], encoding: str | None) -> Iterator[Item | Failure | Page]:
    table = Table("stdin" if path is STANDARD_INPUT else path.name, columns)
    count = 0
    try:
        with open_input(path) as opened:
            head = read_head(opened.stream, HEAD_SIZE)
            opened.stream.seek(0)
            results: Iterator[Item | Failure | Page] | None = read_with_plugin(opened.stream, head, table.name)
            may_be_empty = False
            if results is None:
                kind = tell_format(head, table.name, columns, encoding)
                results = _results(opened, kind, table)
                may_be_empty = kind.kind == "warc"  # most pages of a crawl announce nothing
            for result in results:
                yield _on_one_line(result) if isinstance(result, Failure) else result
                count += 1
        if count == 0 and not may_be_empty:
            raise InputError("holds no item")
    except (InputError, OSError, UnicodeError, RecursionError) as error:
        yield _on_one_line(Failure(table.name, _reason(error), count))


def _reason(error: Exception) -> str:
    match error:
        case InputError():
            return error.message
        case OSError():
            return f"cannot be read: {error.strerror or error}"
        case UnicodeDecodeError():
            return f"byte {error.start} is not {error.encoding}"
        case UnicodeError():
            return str(error)
    return "nested too deeply"


def _on_one_line(failure: Failure) -> Failure:
    return failure._replace(reason=" ".join(failure.reason.split()))


def _results(opened: Opened, kind: Format, table: Table) -> Iterator[Item | Failure | Page]:
    stream = opened.stream
    match kind.kind:
        case "warc":
            opened.packed.seek(0)
            return read_warc(opened.packed)
        case "parquet":
            return read_parquet(stream, table)
        case "excel":
            return read_excel(stream, table)
        case "pdf":
            return iter([read_pdf(stream, table.name)])
        case "saved_page":
            return read_saved_page(stream, table.name)
        case "json_lines":
            return read_json_lines(stream, kind.encoding, table)
        case "delimited":
            return read_delimited(stream, kind.encoding, kind.delimiter, table)
    content = read_document(stream)
    if kind.kind == "html":
        return iter([Page(content, table.name, kind.encoding)])
    text = clean(content.decode(kind.encoding))
    match kind.kind:
        case "json":
            return read_json(text, table)
        case "feed":
            return read_feed(text, table)
        case "text":
            entries = find_entries(text.split("\n"))
            return to_results(entries, table.name) if entries else iter([read_text_page(text, table.name)])
