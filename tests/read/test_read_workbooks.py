import gzip
import io
import zipfile
from datetime import datetime
from pathlib import Path

from guize.read import read
from guize.records import Failure

SAMPLE = (Path(__file__).parents[2] / "corpus" / "samples" / "table.xlsx").read_bytes()


def test_the_header_may_stand_below_a_headline_and_other_sheets_are_passed_over(read_text):
    first, *_, last = read_text(SAMPLE, "汇总")
    assert (first.source_id, first.source) == ("101", "规则观察站")
    assert first.reference == datetime(2025, 5, 6, 9, 30)
    assert (last.item_index, last.reference) == (2, datetime(2025, 5, 15))


def test_columns_are_mapped_and_a_packed_workbook_is_unpacked(read_text):
    items = read_text(gzip.compress(SAMPLE, mtime=0), "a.xlsx.gz", columns={"source": "编号"})
    assert [item.source for item in items] == ["101", "102", "103"]


def test_what_is_wrong_is_named(read_text):
    assert read_text(SAMPLE, "a.xlsx", columns={"title": "名称"})[0].reason.startswith(
        "column '名称' (for title) is missing"
    )
    [damaged] = read_text(SAMPLE[:3000], "b.xlsx")
    assert damaged.reason.startswith("an Office document that is no workbook, or a damaged one")
    [old] = read_text(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "notice.doc")
    assert old.reason.startswith("an Office document that is no workbook, or a damaged one")


def test_a_workbook_that_would_fill_the_memory_is_refused(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as part:
        for _ in range(1025):
            part.write(bytes(1 << 20))
    (tmp_path / "bomb.xlsx").write_bytes(packed.getvalue())
    assert list(read([tmp_path])) == [Failure("bomb.xlsx", "unpacks to more than 1024 MiB")]
