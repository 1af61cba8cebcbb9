"""What fuzzing found, each as a small input: it ends in `items`, and the items beside it are read."""

import io
import subprocess
import sys
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from guize.errors import InputError
from guize.read import read
from guize.records import Failure
from guize.write import read_changes
from places import ROOT

RSS = "<rss version='2.0'><channel><item><title>京东公告{}下调佣金</title></item><item><title>第二条</title></item></channel></rss>"
SAMPLE = ROOT / "corpus" / "samples" / "table.xlsx"
CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    + CELL.format("A1", "title") + CELL.format("B1", "text") + '</row><row r="2">' + CELL.format("A2", "京东公告")
    + CELL.format("{}", "佣金下调") + "</row></sheetData></worksheet>"
)  # fmt: skip
PDF = """%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[5 0 R]/Count 1>>endobj
3 0 obj<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>endobj
4 0 obj<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>endobj
5 0 obj<</Type/Page/Parent 2 0 R/MediaBox [0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 6 0 R>>endobj
6 0 obj<</Length {length}>>stream
{stream}
endstream endobj
trailer<</Size 7/Root 1 0 R>>
"""


def parquet(**columns) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, store_schema=True)
    return sink.getvalue()


def workbook(sheet: str, name: str = "sheet1.xml") -> bytes:
    """The sample workbook with another first sheet, and no other."""
    with zipfile.ZipFile(SAMPLE) as sample:
        parts = {name: sample.read(name) for name in sample.namelist()}
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(b"sheet1.xml", name.encode())
    del parts["xl/worksheets/sheet1.xml"]
    return packed(parts | {f"xl/worksheets/{name}": sheet.encode()})


def open_document(rows: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="a">{rows}</table:table></office:spreadsheet></office:body>'
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": f"<office:document-content {spaces}>{body}</office:document-content>".encode(),
        }
    )


def packed(parts: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return sink.getvalue()


def pdf(text: str) -> bytes:
    stream = f"BT /F1 12 Tf 60 780 Td <{text.encode('utf-16-be').hex()}> Tj ET"
    return PDF.format(length=len(stream), stream=stream).encode()


@pytest.mark.parametrize(
    "reference", ["&#x110000;", "&#xD800;", "&#99999999999999999999;", "&#0;", "&#" + "9" * 5_000 + ";"]
)
def test_a_feed_with_a_reference_to_no_character(read_file, reference):
    first, second = read_file(RSS.format(reference).encode(), "feed.xml")
    assert (first.title, second.title) == ("京东公告\ufffd下调佣金", "第二条")


def test_a_feed_with_a_link_that_ends_and_never_began(read_file):
    [failure] = read_file(b"<rss version='2.0'><channel><item><link</item</link>", "feed.xml")
    assert failure.reason == "a damaged feed: KeyError: 'links'"


def test_a_feed_with_a_date_that_is_made_of_attributes(read_file):
    [failure] = read_file(b"<rss v=/ xmlns:dc=<item<dc:date e>", "feed.xml")
    assert failure.reason == "neither a title nor a text"


def test_references_to_characters_are_kept(read_file):
    assert read_file(RSS.format("&#65;&#x4e2d;").encode(), "feed.xml")[0].title == "京东公告A中下调佣金"


@pytest.mark.parametrize("at", [b"PK\x01\x02", b"PK\x01\x02\x14"], ids=["no directory", "a later version of ZIP"])
def test_a_workbook_whose_directory_is_damaged(read_file, at):
    content = workbook(SHEET.format("B2"))
    place = content.index(at[:4]) + len(at) + (2 if len(at) > 4 else -1)
    [failure] = read_file(content[: place - 1] + b"\xff\xff" + content[place + 1 :], "a.xlsx")
    assert failure.reason.startswith("an Office document that is no workbook, or a damaged one")


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("XFD1048576", "a sheet of 1,048,576 rows and 16,384 columns; give its items as CSV"),
        ("xfd1048576", "a sheet of 1,048,576 rows and 16,384 columns; give its items as CSV"),
        ("A4294967295", "a sheet of 4,294,967,295 rows and 2 columns; give its items as CSV"),
        ("2B", "a damaged workbook: a cell at '2B'"),
    ],
)
def test_a_workbook_with_a_cell_far_out_is_refused_before_it_fills_the_memory(read_file, place, reason):
    assert read_file(workbook(SHEET.format(place)), "a.xlsx") == [Failure("a.xlsx", reason)]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("sheet1.XML", "a sheet of 1,048,576 rows and 16,384 columns; give its items as CSV"),
        ("sheet1.dat", "a damaged workbook: a sheet in '/xl/worksheets/sheet1.dat'"),
    ],
)
def test_a_sheet_is_looked_at_whatever_its_part_is_called(read_file, name, reason):
    assert read_file(workbook(SHEET.format("XFD1048576"), name), "a.xlsx") == [Failure("a.xlsx", reason)]


def test_an_empty_cell_far_out_is_no_harm(read_file):
    sheet = SHEET.format("B2").replace(
        "</row></sheetData>", '</row><row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    )
    [item] = read_file(workbook(sheet), "a.xlsx")
    assert (item.title, item.text) == ("京东公告", "佣金下调")


ODS_ROW = '<table:table-row{}><table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell></table:table-row>'


def test_a_cell_that_repeats_without_end_is_refused(read_file):
    many = ' table:number-rows-repeated="1048576"', ' table:number-columns-repeated="16384"'
    [failure] = read_file(open_document(ODS_ROW.format("", "", "title") + ODS_ROW.format(*many, "a")), "a.ods")
    assert failure.reason == "a sheet of 1,048,577 rows and 16,384 columns; give its items as CSV"


def test_the_empty_rest_of_a_sheet_may_repeat(read_file):
    rest = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    [item] = read_file(
        open_document(ODS_ROW.format("", "", "title") + ODS_ROW.format("", "", "京东公告") + rest), "a.ods"
    )
    assert item.title == "京东公告"


def test_a_sheet_that_is_broken_off_is_refused_and_does_not_hang(read_file):
    [failure] = read_file(
        open_document(ODS_ROW.format("", "", "title") + "<table:table-cell officle:table-cell ></table:x>"), "a.ods"
    )
    assert failure.reason.startswith("a damaged workbook: content.xml: ")


def test_a_page_that_is_nothing_but_a_byline(read_file):
    assert read_file(b"<html><body><p>2024-05-06 10:00</p></body></html>", "a.html") == [
        Failure("a.html", "the HTML page has no text")
    ]


ROWS = "<table><tr>{0}<td>佣金</td>{0}<td>5%</td></tr><tr><td>押金</td><td>无</td></tr></table>{0}"


@pytest.mark.parametrize(
    "instruction", ['<?time datetime="2024-05-06"?>', "<?td?>", "<?p class='a'?>", '<?xml:namespace prefix = "o" />']
)
def test_processing_instructions_are_no_elements(read_file, instruction):
    [page] = read_file(f"<html><body><h1>京东公告</h1>{ROWS.format(instruction)}<?time".encode(), "a.html")
    assert (page.title, page.text) == ("京东公告", "佣金 | 5%\n押金 | 无")
    entry = f"<item><title>京东公告</title><description><![CDATA[{ROWS.format(instruction)}]]></description></item>"
    [item] = read_file(f"<rss version='2.0'><channel>{entry}</channel></rss>".encode(), "a.xml")
    assert item.text == page.text


@pytest.mark.parametrize(
    "times",
    [
        pa.array([0, 10**18, 0]).cast(pa.timestamp("us")),
        pa.array([0, 10**18, 0]).cast(pa.timestamp("us", "UTC")),
        pa.array([0, 10**8, 0], pa.int32()).view(pa.date32()),
    ],
    ids=lambda array: str(array.type),
)
def test_a_year_that_no_calendar_has_fails_its_row_of_a_parquet_file(read_file, times):
    first, second, third = read_file(parquet(title=["一", "二", "三"], published_at=times), "a.parquet")
    assert (first.title, third.title) == ("一", "三")
    assert (second.item_index, second.reason.startswith("a value of its row cannot be read")) == (1, True)


def test_a_time_zone_that_does_not_exist_fails_its_rows_of_a_parquet_file(read_file):
    times = pa.array([0, None]).cast(pa.timestamp("us", "Nowhere/Nothing"))
    first, second = read_file(parquet(title=["一", "二"], published_at=times), "a.parquet")
    assert "Nowhere/Nothing" in first.reason
    assert second.title == "二"


def test_text_that_is_not_utf8_fails_its_row_of_a_parquet_file(read_file):
    titles = pa.Array.from_buffers(pa.string(), 2, pa.array(["公告", "ab"]).buffers())
    broken = parquet(title=titles, text=["一", "二"]).replace(b"ab", b"\xff\xfe")
    first, second = read_file(broken, "a.parquet")
    assert (first.title, second.item_index) == ("公告", 1)
    assert "utf-8" in second.reason


def test_changes_with_a_value_that_python_cannot_hold_are_refused(tmp_path):
    (tmp_path / "a.parquet").write_bytes(parquet(announced_on=pa.array([10**8], pa.int32()).view(pa.date32())))
    with pytest.raises(InputError, match="cannot be read as Parquet"):
        read_changes(tmp_path / "a.parquet")


@pytest.mark.parametrize("line", ['{"n": ' + "9" * 5_000 + "}", "[" * 100_000], ids=["digits", "depth"])
def test_changes_as_json_beyond_any_bounds_are_refused(tmp_path, line):
    (tmp_path / "a.jsonl").write_text(line)
    with pytest.raises(InputError, match="line 1 is not JSON"):
        read_changes(tmp_path / "a.jsonl")


@pytest.mark.parametrize(
    ("whole", "broken"), [("/Kids[5 0 R]", "/Kids 7"), ("/MediaBox", "/Box"), ("Tj", "Tj 1 0 Td Tj")]
)
def test_a_pdf_whose_objects_are_not_as_they_should_be(read_file, whole, broken):
    [result] = read_file(pdf("京东公告").replace(whole.encode(), broken.encode()), "a.pdf")
    assert isinstance(result, Failure) or result.title == "京东公告"


def test_a_library_that_warns_does_not_speak_to_the_user(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf("京东公告：佣金下调"))
    command = [sys.executable, "-m", "guize.cli", "extract", tmp_path / "a.pdf", "-o", tmp_path / "out.csv"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.fixture
def read_file(tmp_path):
    def write_and_read(content: bytes, name: str):
        (tmp_path / name).write_bytes(content)
        return list(read([tmp_path / name]))

    return write_and_read
