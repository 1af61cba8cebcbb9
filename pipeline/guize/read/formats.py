"""What an input is, told by its content; its name only decides what the content leaves open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from guize.errors import InputError
from guize.read.delimited import find_delimiter, likely_delimiter
from guize.read.encoding import detect_encoding

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD_SIZE = 1 << 20  # bytes by which an input is judged
_HEADER_SIZE = 4096  # bytes in which a saved page says that it is one

_SIGNATURES = {
    b"PK\x03\x04": "a ZIP archive or Office document; save its contents as Excel, CSV, text or HTML first",
    b"BZh": "a bzip2 archive; unpack it first",
    b"\xfd7zXZ": "an xz archive; unpack it first",
    b"Rar!": "a RAR archive; unpack it first",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
_PDF = re.compile(rb"\s{0,64}%PDF-")
_WORKBOOK = re.compile(
    rb"PK\x03\x04.{26}xl/|\A\xd0\xcf\x11\xe0|\APK\x03\x04.{26}mimetype.{0,64}opendocument\.spreadsheet", re.DOTALL
)
_SAVED_PAGE = re.compile(rb"(?:[!-9;-~]+:.*\r?\n(?:[ \t].*\r?\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MOST_CONTROLS = 0.01  # share of a text's characters
_JSON_LINE = re.compile(r"\{.*\}\s*")
_JSON = re.compile(r"\s*(?:\[\s*[\[{\]]|\{\s*[\"}])")
_MARKUP = re.compile(r"\s*<(?:!|\?xml|[a-zA-Z])")
_FEED = re.compile(
    r"(?:\s|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\])?\s*>)*<(?:rss|feed|rdf:rdf)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_HTML = re.compile(r"<(?:!doctype html|html|head|body|div|p|table|article|section|main|ul|ol|dl|h[1-6]|span|a)\b", re.I)
_TABLE_NAME = re.compile(r"\.(?:csv|tsv)(?:\.gz|\.zst)?$", re.I)


class Format(NamedTuple):
    """How an input is to be read."""

    kind: Literal[
        "parquet", "warc", "excel", "pdf", "saved_page", "feed", "json_lines", "json", "html", "delimited", "text"
    ]  # fmt: skip
    encoding: str = ""
    delimiter: str = ""


def tell_format(head: bytes, name: str, columns: Mapping[str, str], encoding: str | None) -> Format:
    """The format of an input.

    Args:
        head: its first bytes, at most `HEAD_SIZE`.
        name: of the file.
        columns: the user's mapping from fields to columns, by which the header of a table is known.
        encoding: the encoding that the user states.

    Raises:
        InputError: the input is empty, or of no format that can be read.
    """
    if not head.strip():
        raise InputError("the file is empty")
    if head.startswith(b"PAR1"):
        return Format("parquet")
    if head.startswith(b"WARC/"):
        return Format("warc")
    if _WORKBOOK.search(head):
        return Format("excel")
    if _PDF.match(head):
        return Format("pdf")
    if _SAVED_PAGE.match(head, 0, _HEADER_SIZE):
        return Format("saved_page")
    for signature, what in _SIGNATURES.items():
        if head.startswith(signature):
            raise InputError(what)
    encoding = detect_encoding(head, encoding)
    text = head.decode(encoding, "replace")
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise InputError("not a text but binary data")
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise InputError("the file is empty")
    if 2 * sum(_JSON_LINE.fullmatch(line) is not None for line in lines) >= len(lines):
        return Format("json_lines", encoding)
    if _JSON.match(text):
        return Format("json", encoding)
    if _MARKUP.match(text):
        if _FEED.match(text):
            return Format("feed", encoding)
        if not _HTML.search(text):
            raise InputError("XML that is neither a feed nor an HTML page")
        return Format("html", encoding)
    if delimiter := find_delimiter(lines[0], columns):
        return Format("delimited", encoding, delimiter)
    if _TABLE_NAME.search(name):
        return Format("delimited", encoding, likely_delimiter(lines[0]))
    return Format("text", encoding)
