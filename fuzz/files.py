"""Files of every format that guize reads, built from choices: whole ones, odd ones, and (by the caller) damaged ones."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq
from draw import Draw

COLUMNS = ("title", "text", "published_at", "source", "kind", "id", "标题", "正文", "发布时间", "extra", "", "TITLE")
TYPES = [
    pa.string(), pa.large_string(), pa.binary(), pa.int8(), pa.int64(), pa.uint64(), pa.float32(), pa.float64(), pa.bool_(), pa.date32(),
    pa.date64(), pa.time64("us"), pa.duration("ns"), pa.timestamp("ms"), pa.timestamp("ns", "Asia/Shanghai"), pa.timestamp("us", "UTC"), pa.timestamp("us", "Nowhere/Nothing"),
    pa.decimal128(20, 3), pa.list_(pa.string()), pa.struct([("a", pa.int32())]), pa.map_(pa.string(), pa.string()), pa.null(),
    pa.dictionary(pa.int32(), pa.string()), pa.string_view(), pa.float16(),
]  # fmt: skip
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "big5hkscs", "latin-1")


def encoded(draw: Draw, text: str) -> bytes:
    """The text in an encoding of the web, as far as that has its characters."""
    return text.encode(draw.choose(ENCODINGS), draw.choose(("ignore", "replace")))


def cells(draw: Draw, columns: list[str]) -> dict[str, Any]:
    """A row."""
    return {column: draw.value() for column in columns}


def header(draw: Draw) -> list[str]:
    """Names of columns, mostly with one that is needed."""
    names = [draw.choose(COLUMNS) for _ in draw.some(5)]
    return names if draw.number(8) == 7 else [*dict.fromkeys(["title", "text", *names])]


def json_lines(draw: Draw) -> bytes:
    """Objects of any values, with lines that are none."""
    lines = []
    for _ in draw.some(6):
        row = cells(draw, header(draw)) if draw.number(8) < 7 else draw.value()
        lines.append(json.dumps(row, ensure_ascii=bool(draw.number(2)), default=str) if draw.number(8) else draw.text())
    return draw.choose(("\n", "\r\n", "\n\n")).join(lines).encode(errors="surrogatepass")


def json_array(draw: Draw) -> bytes:
    """One array, one object, or a value."""
    rows = [cells(draw, header(draw)) for _ in draw.some(4)]
    content = draw.choose((rows, {"title": rows}, rows[0] if rows else [], [rows], [1, None, "a", *rows]))
    return encoded(draw, json.dumps(content, ensure_ascii=False, default=str))


def delimited(draw: Draw) -> bytes:
    """A table with quotes where they may be and where they may not."""
    delimiter, end = draw.choose(",\t;|"), draw.choose(("\n", "\r\n", "\r"))
    lines = [delimiter.join(header(draw))]
    for _ in draw.some(6):
        row = [str(draw.value()) for _ in draw.some(7)]
        quoted = draw.number(4)
        lines.append(
            delimiter.join(
                '"' + cell.replace('"', '""' if quoted < 3 else '"') + '"' if quoted else cell for cell in row
            )
        )
    return encoded(draw, end.join(lines))


def parquet(draw: Draw) -> bytes:
    """A file of one to six columns of any type, in one or several row groups, packed in any way."""
    names, count = header(draw), draw.number(20)
    columns = {}
    for name in names or ["title"]:
        kind = draw.choose(TYPES) if draw.number(3) else pa.string()
        columns[name] = _column(draw, kind, count)
    sink = io.BytesIO()
    pq.write_table(
        pa.table(columns),
        sink,
        row_group_size=draw.choose((1_000, 1, 7)),
        compression=draw.choose(("none", "snappy", "zstd", "gzip", "lz4", "brotli")),
        use_dictionary=bool(draw.number(2)),
        data_page_version=draw.choose(("1.0", "2.0")),
        write_statistics=bool(draw.number(2)),
        store_schema=bool(draw.number(2)),
    )
    return sink.getvalue()


def _column(draw: Draw, kind: pa.DataType, count: int) -> pa.Array:
    """Values of an Arrow type, and nulls; of numbers and times also those that Python cannot hold."""
    if pa.types.is_primitive(kind) and not pa.types.is_boolean(kind):
        size = kind.bit_width
        numbers = [draw.number(1 << size - 1) >> draw.number(size) for _ in range(count)]
        return pa.array([number if draw.number(8) else None for number in numbers], f"int{size}").view(kind)
    return pa.array([_cell(draw, kind) if draw.number(8) else None for _ in range(count)], kind)


def _cell(draw: Draw, kind: pa.DataType) -> Any:
    text, number = draw.text(6).encode("utf-8", "replace").decode(), draw.number(100)
    if kind == pa.binary():
        return bytes(draw.number(256) for _ in range(number % 9))
    if pa.types.is_boolean(kind):
        return number > 50
    if pa.types.is_decimal(kind):
        return Decimal(number).scaleb(-3)
    if pa.types.is_struct(kind):
        return {"a": number}
    if pa.types.is_map(kind):
        return [(text, text)]
    return [text] * (number % 3) if pa.types.is_list(kind) else None if pa.types.is_null(kind) else text


def workbook(draw: Draw) -> bytes:
    """An .xlsx or .ods of one sheet, now and then with parts that are broken or missing."""
    rows = [header(draw), *([draw.value() for _ in draw.some(7)] for _ in draw.some(6))]
    parts = _xlsx(draw, rows) if draw.number(4) < 3 else _ods(rows)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", draw.choose((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, part in parts.items():
            content = part.encode("utf-8", "replace")
            fate = draw.number(64)
            if fate < 63:
                archive.writestr(name, draw.damaged(content) if fate > 59 else content)
    return sink.getvalue()


def _xlsx(draw: Draw, rows: list[list[Any]]) -> dict[str, str]:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    lines = []
    for number, row in enumerate(rows, 1 + draw.number(3)):
        line = ""
        for column, cell in enumerate(row):
            kind, value = draw.choose(
                (
                    ("inlineStr", cell),
                    ("inlineStr", cell),
                    ("str", cell),
                    ("n", draw.number(60_000)),
                    ("b", draw.number(2)),
                    ("d", "2024-05-06T10:00:00"),
                    ("e", "#N/A"),
                    ("n", "1e400"),
                )
            )
            style = draw.choose(("", ' s="1"', ' s="9"'))
            value = f"<is><t>{escape(str(value))}</t></is>" if kind == "inlineStr" else f"<v>{escape(str(value))}</v>"
            line += f'<c r="{chr(65 + column)}{number}" t="{kind}"{style}>{value}</c>'
        lines.append(f'<row r="{number}">{line}</row>')
    size = draw.choose(("", '<dimension ref="A1:G7"/>', '<dimension ref="A1:XFD1048576"/>', '<dimension ref="B9:A1"/>'))
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{size}<sheetData>{"".join(lines)}</sheetData></worksheet>',
    }  # fmt: skip


def _ods(rows: list[list[Any]]) -> dict[str, str]:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    lines = ""
    for row in rows:
        line = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'
            for cell in row
        )
        lines += f"<table:table-row>{line}</table:table-row>"
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{office}:manifest:1.0"/>',
        "content.xml": f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet><table:table table:name="a">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    }


_TAGS = (
    "div",
    "p",
    "h1",
    "h2",
    "table",
    "tr",
    "td",
    "th",
    "ul",
    "li",
    "a",
    "span",
    "article",
    "section",
    "script",
    "style",
    "nav",
    "time",
    "title",
)
_ATTRIBUTES = (
    "", ' class="item"', ' class="list"', ' class="nav"', ' rowspan="2"', ' colspan="3"', ' rowspan="99999"', ' colspan="٣"', ' href="#"',
    ' datetime="2024-05-06 10:00"', ' datetime="x"', ' style="display:none"', ' id="share"', " class",
)  # fmt: skip
_METAS = ("og:title", "article:published_time", "description", "PubDate")


def page(draw: Draw) -> bytes:
    """An HTML page: elements in one another, repeated blocks, bylines, tables, a head that says something of it."""
    head = "".join(f'<meta property="{draw.choose(_METAS)}" content="{draw.text(4)}">' for _ in draw.some(3))
    if draw.number(2):
        head += f'<script type="application/ld+json">{{"datePublished": "{draw.text(3)}"}}</script>'
    charset = draw.choose(("", "<meta charset=utf-8>", "<meta charset=gbk>", '<meta charset="big5">'))
    body = _element(draw, 0)
    if draw.number(2):
        body += f"<li><h3>{draw.text(4)}</h3><i>2024-05-06 10:00</i><p>{draw.text(8)}</p></li>" * (1 + draw.number(6))
    return encoded(draw, f"<html><head>{charset}<title>{draw.text(6)}</title>{head}</head><body>{body}</body></html>")


def _element(draw: Draw, depth: int) -> str:
    inside = ""
    for _ in draw.some(5):
        inside += _element(draw, depth + 1) if depth < 6 and draw.number(3) == 0 else draw.text(6)
    tag = draw.choose(_TAGS)
    return f"<{tag}{draw.choose(_ATTRIBUTES)}>{inside}" + (f"</{tag}>" if draw.number(8) else "")


def listing(draw: Draw) -> bytes:
    """A saved listing page: numbers, titles, times, summaries, a pager."""
    lines = []
    for number in draw.some(6):
        numbered = draw.choose((f"{number + 1}. ", f"{number + 1}、", "", f"{draw.number(99_999)}. "))
        stamp = draw.choose(
            ("2024-05-06 10:00:00", "2024年5月6日 10:00", "来源：某网 2024/5/6", draw.text(3), "2024-02-30 25:61")
        )
        lines += [numbered + draw.text(6), stamp, draw.text(10)]
    return encoded(draw, "\n".join([*lines, draw.choose(("", "下一页", "1 2 3 ... 12", "共 12 页"))]))


def feed(draw: Draw) -> bytes:
    """RSS or Atom, with markup in it as text, as CDATA or as XHTML."""
    entries = ""
    atom = draw.number(2)
    names = ("title", "summary", "content", "updated", "published", "id", "source", "author") if atom else (
        "title", "description", "content:encoded", "pubDate", "dc:date", "guid", "link", "source", "category"
    )  # fmt: skip
    for _ in draw.some(5):
        entry = ""
        for _ in draw.some(6):
            name = draw.choose(names)
            value = draw.choose(
                (draw.text(8), "Mon, 06 May 2024 10:00:00 +0800", "2024-05-06T10:00:00Z", "Mon, 99 Foo 0 99:99")
            )
            value = draw.choose((escape(value), f"<![CDATA[{value}]]>", value, f"&lt;p&gt;{escape(value)}&lt;/p&gt;"))
            kind = draw.choose(
                ("", ' type="html"', ' type="xhtml"', ' type="text"', ' isPermaLink="false"', ' mode="base64"')
            )
            entry += f"<{name}{kind}>{value}</{name}>"
        entries += f"<entry>{entry}</entry>" if atom else f"<item>{entry}</item>"
    if atom:
        return encoded(draw, f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>')
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return encoded(draw, f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel>{entries}</channel></rss>')


def saved_page(draw: Draw) -> bytes:
    """MHTML: parts in one another, in any transfer encoding, with headers that lie."""
    types = (
        "text/html",
        "text/html",
        'text/html; charset="gb2312"',
        "application/xhtml+xml",
        "image/png",
        "text/html; charset=nonesuch",
        "multipart/related; boundary=b",
    )
    parts = ""
    for number in range(1 + draw.number(4)):
        content, coding = page(draw), draw.choose(("8bit", "base64", "quoted-printable", "7bit", "x-uuencode", ""))
        body = base64.encodebytes(content) if coding == "base64" else content
        parts += f"--b\r\nContent-Type: {draw.choose(types)}\r\nContent-Transfer-Encoding: {coding}\r\nContent-Location: {draw.choose('ab')}\r\n"
        parts += f"Content-ID: <{number}>\r\n\r\n{body.decode('latin-1')}\r\n"
    start = draw.choose(("", '; start="<1>"', "; start*0=x", f'; start="{draw.text(2)}"'))
    top = f"From: <Saved by a browser>\r\nSnapshot-Content-Location: {draw.choose('abc')}\r\nSubject: {draw.text(3)}\r\nMIME-Version: 1.0\r\n"
    whole = f'{top}Content-Type: multipart/related; boundary="b"{start}\r\n\r\n{parts}--b--\r\n'
    return whole.encode("latin-1", "replace")


_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "chunked": lambda content: b"%x\r\n%s\r\n0\r\n\r\n" % (len(content), content),
    "br": lambda content: pa.compress(content, codec="brotli", asbytes=True),
}


def warc(draw: Draw) -> bytes:
    """Records of pages, in the packing that their headers state or in another."""
    archive = b""
    for _ in draw.some(4):
        content = "<p>抖音电商公告，佣金新规</p>".encode() + page(draw)
        stated = [draw.choose([*_PACKERS]) for _ in range(2)]
        for name in stated if draw.number(4) else [draw.choose([*_PACKERS])]:
            content = draw.damaged(_PACKERS[name](content))
        length = draw.choose((len(content), len(content), 0, 10**9, -1))
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {draw.choose(('text/html', 'text/html; charset=gbk', 'image/png', ''))}\r\n"
        http += f"Content-Encoding: {stated[0]}\r\nTransfer-Encoding: {stated[1]}\r\nContent-Length: {length}\r\n\r\n"
        block = http.encode() + content
        head = f"WARC/1.{draw.number(2)}\r\nWARC-Type: {draw.choose(('response', 'response', 'metadata', 'x'))}\r\n"
        head += f"WARC-Target-URI: https://a.cn/{draw.text(2)}\r\nContent-Type: application/http; msgtype=response\r\n"
        head += f"Content-Length: {draw.choose((len(block), len(block), len(block), 1, 10**12, -5))}\r\n\r\n"
        record = draw.damaged(head.encode("utf-8", "replace") + block + b"\r\n\r\n")
        archive += gzip.compress(record) if draw.number(4) == 3 else record
    return archive


def pdf(draw: Draw) -> bytes:
    """A document of up to three pages: lines of Chinese and Latin text, ruled tables, references that lead astray."""
    pages = [_drawing(draw) for _ in draw.some(3)]
    reference = draw.choose(("2 0 R", "2 0 R", "2 0 R", "9 0 R", "1 0 R", "null"))
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages))) + draw.choose(("", "", " 2 0 R", " 1 0 R"))
    objects = {
        1: f"<</Type/Catalog/Pages {reference}>>".encode(),
        2: f"<</Type/Pages/Kids[{kids}]/Count {draw.choose((len(pages), len(pages), 0, 10**9, -1))}>>".encode(),
        3: b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        4: b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW "
        + draw.choose((b"1000", b"0", b"/x"))
        + b">>",
    }
    box = draw.choose(("[0 0 595 842]", "[0 0 595 842]", "[0 0 0 0]", "[a]", "[0 0 1e9 1e9]"))
    for number, content in enumerate(pages):
        packed = draw.number(2)
        stream = zlib.compress(content) if packed else content
        length = draw.choose((len(stream), len(stream), 3, 10**9))
        fonts = "<</F1 3 0 R/F2<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
        objects[5 + 2 * number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Resources<</Font{fonts}>>/Contents {6 + 2 * number} 0 R"
            f"/Rotate {draw.choose((0, 90, 45))}>>"
        ).encode()
        filters = "/Filter/FlateDecode" if packed else draw.choose(("", "/Filter/ASCIIHexDecode", "/Filter/LZWDecode"))
        objects[6 + 2 * number] = f"<</Length {length}{filters}>>stream\n".encode() + stream + b"\nendstream"
    whole, places = b"%PDF-1.4\n", {}
    for number, content in objects.items():
        places[number] = len(whole)
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = "".join(f"{places[number]:010} 00000 n \n" for number in objects)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n"
    return whole + end.encode() + f"{len(whole) + draw.choose((0, 0, 0, 7))}\n%%EOF".encode()


def _drawing(draw: Draw) -> bytes:
    content = "BT /F1 12 Tf 60 780 Td "
    for _ in draw.some(8):
        text = draw.text(8).encode("utf-16-be", "replace").hex()
        move = draw.choose(
            ("0 -20 Td", "0 -20 Td", "1e9 0 Td", "2 0 0 2 9 9 Tm", "/F2 9 Tf", "/F9 9 Tf", "-5 Tc", "T*")
        )
        content += f"{move} " + draw.choose(
            (f"<{text}> Tj ", f"[<{text}> -300 <{text}>] TJ ", "(a) Tj ", "() Tj ", "Tj ")
        )
    content += "ET "
    for _ in draw.some(6):
        x, y = 20 * draw.number(20), 20 * draw.number(30)
        content += draw.choose(
            (f"{x} {y} 100 20 re S ", f"{x} {y} m 500 {y} l S ", f"{x} 0 m {x} 900 l S ", "Q ", "q ", "1 0 0 0 0 0 cm ")
        )
    return content.encode()


FILES: dict[str, Callable[[Draw], bytes]] = {
    "json_lines": json_lines, "json_array": json_array, "delimited": delimited, "parquet": parquet, "workbook": workbook, "page": page,
    "listing": listing, "feed": feed, "saved_page": saved_page, "warc": warc, "pdf": pdf,
}  # fmt: skip


def packed(draw: Draw, content: bytes) -> bytes:
    """The content as it is, in gzip (one member or two) or in Zstandard."""
    match draw.number(4):
        case 1:
            return gzip.compress(content)
        case 2:
            return gzip.compress(content[:50]) + gzip.compress(content[50:])
        case 3:
            return bytes(pa.compress(content, codec="zstd", asbytes=True))
    return content
