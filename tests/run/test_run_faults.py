"""What befalls single items of a run: the extractor fails on one, a page has several, a part on disk is gone."""

from __future__ import annotations

import pytest

from guize.errors import InputError
from guize.extractor import load_extractor
from guize.read.page import Page
from guize.records import Failure, Item
from guize.run.extraction import chunks, extract, not_extracted
from guize.run.local import extract_rows
from guize.run.summary import refuse_nothing

NOTICE = Item(title="京东下调佣金", text="京东公告，佣金由5%下调至3%，6月1日起执行。", source="crawl")


def test_an_item_that_breaks_the_extractor_stops_no_other():
    broken = NOTICE.model_copy(update={"text": None, "title": "坏", "source_id": "x7", "item_index": 3})
    done = extract([NOTICE, NOTICE, broken, NOTICE], load_extractor())
    assert [one.row.status for one in done] == ["changed", "changed", "failed", "changed"]
    row = done[2].row
    assert (row.source, row.source_id, row.item_index, row.title) == ("crawl", "x7", 3, "坏")
    assert row.reason.startswith("extraction failed: ")


def test_what_could_not_be_read_is_a_row_in_its_place():
    done = extract([NOTICE, Failure("crawl", "line 2 is not JSON", 1), NOTICE], load_extractor())
    assert [one.row.status for one in done] == ["changed", "failed", "changed"]
    assert done[1].row.reason == "line 2 is not JSON"


def test_a_failure_keeps_its_own_reason_and_a_page_names_its_source():
    failure = Failure("crawl", "line 2 is not JSON", 1)
    assert not_extracted(failure, "the worker died") is failure
    lost = not_extracted(Page(b"<html></html>", "a.warc"), "the worker died")
    assert (lost.source, lost.reason) == ("a.warc", "extraction failed: the worker died")


def test_long_items_are_cut_into_chunks_by_size():
    long, page = NOTICE.model_copy(update={"text": "公告。" * 1_500_000}), Page(b" " * 5_000_000, "a.warc")
    assert [len(chunk) for chunk in chunks([long, page, NOTICE])] == [1, 1, 1]
    assert [len(chunk) for chunk in chunks([NOTICE] * 3)] == [3]
    assert list(chunks([])) == []


def test_inputs_of_which_nothing_can_be_read_are_refused(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"title": "坏\n{"title": "又坏', encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.jsonl: not JSON"):
        extract_rows([tmp_path / "a.jsonl"])
    (tmp_path / "b.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(InputError):
        extract_rows([tmp_path / "b.jsonl"])


def test_a_run_without_items_is_refused():
    with pytest.raises(InputError, match="no input is given"):
        extract_rows([])
    with pytest.raises(InputError, match="the inputs hold no item"):  # as where another package's reader gives none
        refuse_nothing(0, 0, [])
