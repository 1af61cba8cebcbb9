"""Whatever a crawl brings: nothing breaks the run, and every input item is in `items` with what became of it."""

import gzip
import json
import os
import resource
import signal
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

NOTICE = {
    "id": "a1",
    "title": "抖音电商下调珠宝类目技术服务费",
    "text": "5月6日消息，抖音电商今日发布公告，珠宝文玩类目技术服务费率由5%下调为3%，5月20日起生效。",
    "published_at": "2024-05-06T10:00:00+08:00",
}

GOOD = json.dumps(NOTICE, ensure_ascii=False).encode()


def lines(*records: object) -> bytes:
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()


def statuses(outcome) -> list[str]:
    return [row["status"] for row in outcome.items]


@pytest.mark.parametrize("content", [b"", b" ", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b"\x1f\x8b"], ids=repr)
def test_a_file_without_a_text_is_one_failed_item(extract, content):
    outcome = extract({"bad": content, "good.jsonl": GOOD})
    assert outcome.status == 1
    assert statuses(outcome) == ["failed", "changed"]
    assert outcome.errors[0].startswith("guize: bad:")


@pytest.mark.parametrize("content", ["a", "。", "规", "\u200b", "😀", "《", "|"])
def test_one_character_is_an_item_that_states_no_change(extract, content):
    outcome = extract({"one.jsonl": lines({"title": content, "text": content}), "good.jsonl": GOOD})
    assert sorted(statuses(outcome)) == ["changed", "not_a_change"]


ODD = {
    "NULs": "抖音电商公告\0，佣金由5%下调为3%，\0 12月1日起生效。",
    "a lone surrogate": "抖音电商公告，佣金由5%下调为3%\ud800，12月1日起生效。\udfff",
    "bidi": "抖音电商公告，\u202e佣金\u2066由5%下调为3%\u2069，12月1日起生效。",
    "zero width": "抖音\u200b电商公告，佣金由5\u200d%下调为3%，12\ufeff月1日起生效。",
    "emoji in numbers": "抖音电商公告，佣金由5️⃣%下调为3️⃣%，1️⃣2️⃣月1️⃣日起生效，Ⅻ½①²٣%。",
    "combining characters": "抖音电商公告，佣金由5%下调为3%" + "\u0301" * 5_000 + "，12月1日起生效。",
    "nested titles": "抖音电商修订" + "《" * 10_000 + "规则" + "》" * 10_000 + "，12月1日起生效。",
    "many dates": "抖音电商公告，佣金由5%下调为3%，12月1日起生效。" + "2024年12月1日、" * 100_000,
    "impossible dates": "抖音电商公告，佣金由5%下调为3%，13月45日、0年0月0日、99999年2月30日起生效。",
    "long digits": "抖音电商公告，佣金由" + "9" * 5_000 + "%下调为" + "1." * 5_000 + "%，12月1日起生效。",
    "nested markup": "<div>" * 20_000 + "抖音电商公告，佣金由5%下调为3%，12月1日起生效。",
    "huge exponents": "抖音电商公告，罚金由1" + "亿" * 200 + "元上调为" + "九" * 400 + "元，12月1日起生效。",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".duckdb"])
def test_odd_characters_reach_every_output_with_their_evidence(extract, tmp_path, text, suffix):
    source = tmp_path / "odd.jsonl"
    source.write_text(json.dumps({"title": "抖音电商下调佣金", "text": text, "published_at": "2024-11-20"}))
    outcome = extract(source, "-o", str(tmp_path / f"more{suffix}"))
    assert outcome.status == 0
    assert statuses(outcome) in (["changed"], ["not_a_change"])
    assert all(quote["text"] for change in outcome.changes for quote in change["evidence"])


@pytest.mark.parametrize("name", ["big.txt", "big.jsonl", "big.csv", "big.html"])
def test_one_line_of_fifty_megabytes_is_read_or_refused_in_bounded_memory(extract, name):
    sentence = "今天天气很好，我们去公园散步。".encode()
    many = sentence * (50_000_000 // len(sentence))
    body = {
        "big.txt": many,
        "big.jsonl": b'{"text": "' + many + b'"}',
        "big.csv": b"title,text\na," + many,
        "big.html": b"<html><body><p>" + many,
    }[name]
    outcome = extract({name: body, "good.jsonl": GOOD})
    assert outcome.status in (0, 1)
    assert len(outcome.items) == 2
    assert "changed" in statuses(outcome)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lying.html", "<html><head><meta charset=big5></head><body><p>抖音电商下调佣金，12月1日起生效。".encode()),
        ("cut.txt", "抖音电商下调佣金，12月1日起生效。".encode()[:-1]),
        ("cut-gbk.txt", "抖音电商下调佣金，12月1日起生效。".encode("gb18030")[:-1]),
        ("odd-utf16.txt", "抖音电商下调佣金".encode("utf-16")[:-1]),
        ("mixed.txt", "抖音电商下调佣金\n".encode() + "十二月一日起生效\n".encode("gb18030")),
        ("mixed.jsonl", lines(NOTICE) + b"\n" + json.dumps(NOTICE, ensure_ascii=False).encode("gb18030")),
        ("surrogate.jsonl", b'{"title": "\\ud83d", "text": "\\udc00\\u0000"}'),
        ("deep.json", b"[" * 100_000),
        ("deep.jsonl", b'{"text":' * 50_000),
        ("deep.html", b"<html><body>" + b"<div>" * 100_000 + "抖音电商下调佣金，12月1日起生效。".encode()),
        ("tables.html", b"<html><body>" + b"<table><tr><td>" * 3_000 + "抖音电商下调佣金".encode()),
        (
            "spans.html",
            b"<html><body><table>"
            + b'<tr><td rowspan=65534 colspan=1000>a</td><td rowspan=65534 colspan=1000>b</td></tr>' * 12
            + b"</table>",
        ),
        (
            "broken-off.xml",
            b'<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channe'
            + "<description>佣金下调</description><content:encrules/</link><description>规则</descri><item>".encode()
            + "<title>京东公告</title><pubDate>Mon, 06 May 99999999999999999999 10:00:00 +0800</pubDate>".encode(),
        ),
        ("entities.html", b"<html><body>" + b"&amp" * 200_000 + b"&#x110000;&#xd800;"),
        ("numbers.jsonl", b'{"title": 1e400, "text": NaN, "published_at": -1e400, "id": [1]}'),
        ("digits.jsonl", b'{"title": "a", "item_index": ' + b"9" * 5_000 + b"}"),
        ("types.jsonl", b'{"title": {"a": 1}, "text": [], "published_at": {}, "kind": 3, "id": null}'),
        ("quotes.csv", b'title,text\n"' + b"a\n" * 10_000),
        ("wide.csv", b"title,text," + b"x," * 50_000 + b"\na,b"),
        ("nul.csv", b"title,text\na\0b,c\n"),
    ],
)  # fmt: skip
def test_a_broken_input_is_accounted_for_and_the_next_one_read(extract, name, content):
    outcome = extract({name: content, "z.jsonl": GOOD})
    assert outcome.status in (0, 1)
    assert len(outcome.items) >= 2
    assert statuses(outcome)[-1] == "changed"
    assert outcome.status == ("failed" in statuses(outcome))
    assert len(outcome.errors) == statuses(outcome).count("failed")


def test_an_archive_that_is_cut_short_keeps_what_came_before(extract):
    packed = gzip.compress(b"\n".join([GOOD] * 600 + [os.urandom(9_000).hex().encode()]))
    outcome = extract({"cut.jsonl.gz": packed[:-2_000]})
    assert outcome.status == 1
    assert statuses(outcome) == ["changed"] * (len(outcome.items) - 1) + ["failed"]
    assert "damaged gzip" in outcome.items[-1]["reason"]


def test_a_bomb_in_a_page_is_refused_in_one_line(extract):
    outcome = extract({"bomb.html.gz": gzip.compress(b"<html>" + b" " * (65 << 20)), "z.jsonl": GOOD})
    assert statuses(outcome) == ["failed", "changed"]
    assert "MiB" in outcome.items[0]["reason"]


@pytest.mark.parametrize(
    "columns",
    [
        {"title": [1.5, float("nan")], "text": [3, 4]},
        {"title": [b"\xff\xfe", b"ok"], "text": ["a", "b"]},
        {"title": [["a"], ["b"]], "text": [{"x": 1}, {"x": 2}]},
        {"title": ["a", "b"], "published_at": [1, 2]},
        {"title": ["a", "b"], "published_at": [True, None]},
        {"title": [None, None], "text": [None, None]},
    ],
    ids=["numbers", "bytes", "nested", "epoch", "booleans", "nulls"],
)
def test_a_parquet_file_with_wrong_types_fails_row_by_row(extract, tmp_path, columns):
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    outcome = extract({"wrong.parquet": sink.getvalue().to_pybytes(), "z.jsonl": GOOD})
    assert len(outcome.items) == 3
    assert statuses(outcome)[-1] == "changed"


def test_items_with_one_id_or_one_content_are_all_kept(extract):
    outcome = extract({"twice.jsonl": lines(NOTICE, NOTICE, NOTICE | {"title": "另一个标题"})})
    assert len(outcome.items) == 3
    assert [row["item_index"] for row in outcome.items] == [0, 1, 2]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1601-01-01", "1600-12-31T16:00:00Z"),
        ("9999-12-31 23:59:59", "9999-12-31T15:59:59Z"),
        ("0001-01-01", None),
        ("2024-05-06T10:00:00+14:00", "2024-05-05T20:00:00Z"),
        ("2024-05-06T10:00:00-12:00", "2024-05-06T22:00:00Z"),
        ("2999-01-01", "2998-12-31T16:00:00Z"),
        ("9999-12-31T23:59:59-12:00", None),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".duckdb"])
def test_times_at_the_ends_of_the_calendar(extract, tmp_path, written, meant, suffix):
    source = tmp_path / "time.jsonl"
    source.write_bytes(lines(NOTICE | {"published_at": written}, NOTICE))
    outcome = extract(source, "-o", str(tmp_path / f"more{suffix}"))
    first = outcome.items[0]
    assert len(outcome.items) == 2
    if meant is None:
        assert (first["status"], first["reason"]) == ("failed", f"published_at '{written}' is not a date")
    else:
        assert first["published_at"].astimezone(UTC) == datetime.fromisoformat(meant)
        assert first["status"] == "changed"


def test_without_a_time_the_row_waits_for_review(extract):
    outcome = extract({"a.jsonl": lines(NOTICE | {"published_at": None})})
    assert [(c["status"], "no_published_at" in c["reasons"]) for c in outcome.changes] == [("review", True)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission_is_a_failure(extract, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(GOOD)
    (folder / "a.jsonl").chmod(0)
    (folder / "b.jsonl").write_bytes(GOOD)
    assert statuses(extract(folder)) == ["failed", "changed"]


def test_links_pipes_and_loops_in_a_folder(extract, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "b.jsonl").write_bytes(GOOD)
    (folder / "again.jsonl").symlink_to("b.jsonl")
    (folder / "dangling").symlink_to("nowhere")
    (folder / "loop").symlink_to(folder)
    (folder / "circle").symlink_to("circle")
    os.mkfifo(folder / "pipe")
    outcome = extract(folder)
    assert outcome.status == 1
    assert sorted(statuses(outcome)) == ["changed", "failed", "failed"]  # the pipe is passed over


def test_a_file_that_vanishes_before_it_is_read_is_a_failure(extract, tmp_path, monkeypatch):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.jsonl", "b.jsonl"):
        (folder / name).write_bytes(GOOD)
    opened = Path.open

    def vanish(path, *args, **kwargs):
        if path.name == "a.jsonl":
            (folder / "b.jsonl").unlink()
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", vanish)
    outcome = extract(folder)
    assert statuses(outcome) == ["changed", "failed"]
    assert "No such file" in outcome.items[1]["reason"]


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".jsonl", ".duckdb"])
def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path, suffix):
    source = tmp_path / "in.jsonl"
    source.write_bytes(lines(*(NOTICE | {"id": str(n), "title": f"标题{n}"} for n in range(400))))
    out = tmp_path / "out"
    out.mkdir()
    process = os.fork()
    if process == 0:  # the limit cannot be taken back in this process
        from click.testing import CliRunner

        from guize.cli import main

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, 4_096))
        result = CliRunner().invoke(main, ["extract", str(source), "-o", str(out / f"changes{suffix}")])
        one_line = len(result.stderr.splitlines()) == 1 and "cannot be written" in result.stderr
        os._exit(0 if result.exit_code == 2 and one_line else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    assert list(out.iterdir()) == []
