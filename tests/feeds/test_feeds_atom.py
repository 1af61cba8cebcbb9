"""The feed of changes, read back by an independent parser."""

from datetime import date

import feedparser

from guize.feeds import render_feed
from reports import report


def read(changes, **options):
    feed = feedparser.parse(render_feed(changes, **options))
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


OLD = report("a", "1688下调佣金", "2024-03-01", effective="2024-03-10", value=("佣金", 5, 3, "%"))
NEW = report("b", "1688缩短账期", "2024-04-01", issuer="1688平台", topics=["settlement"])


def test_the_latest_comes_first():
    feed = read([OLD, NEW])
    assert [entry.id for entry in feed.entries] == ["urn:guize:ch-b", "urn:guize:ch-a"]
    assert feed.feed.updated == feed.entries[0].updated == "2024-04-01T04:00:00+00:00"


def test_an_entry_tells_the_row():
    newest, oldest = read([OLD, NEW]).entries
    assert oldest.title == "1688：1688下调佣金（修订）"
    assert "佣金: 5 → 3 %" in oldest.summary
    assert "生效：2024-03-10" in oldest.summary
    assert newest.author == "1688平台"
    assert [tag.term for tag in newest.tags] == ["1688", "fees", "settlement"]


def test_since_and_limit():
    assert [e.id for e in read([OLD, NEW], since=date(2024, 3, 15)).entries] == ["urn:guize:ch-b"]
    assert [e.id for e in read([OLD, NEW], limit=1).entries] == ["urn:guize:ch-b"]
    assert read([]).entries == []


def test_reports_of_one_event_are_one_entry():
    pair = [c.model_copy(update={"event_id": "ev-1"}) for c in (OLD, NEW)]
    assert [e.id for e in read(pair).entries] == ["urn:guize:ev-1"]


def test_words_of_a_document_stay_words():
    hostile = "<script>佣金</script>]]>&\x00\ud800"
    [entry] = read([report("a", hostile, "2024-03-01", source="javascript:alert(1)")]).entries
    assert "]]>&" in entry.title
    written = render_feed([report("a", hostile, "2024-03-01", source="javascript:alert(1)")])
    assert b"<script>" not in written
    assert b"<link" not in written
