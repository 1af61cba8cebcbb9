import gzip
import io
import sys
from types import SimpleNamespace

import pytest

from guize.errors import InputError
from guize.read import read

LINE = '{{"title": "{}", "text": "平台调整运费模板。"}}\n'


@pytest.fixture
def folder(tmp_path):
    for name in ("b.jsonl", "a.jsonl", "sub/c.jsonl", ".hidden.jsonl", ".git/d.jsonl"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LINE.format(name), encoding="utf-8")
    return tmp_path / "in"


def titles(inputs):
    return [item.title for item in read(inputs)]


def test_a_folder_stands_for_the_files_below_it_except_hidden_ones(folder):
    assert titles([folder]) == ["a.jsonl", "b.jsonl", "sub/c.jsonl"]


def test_a_pattern_stands_for_the_files_it_matches(folder):
    assert titles([f"{folder}/*.jsonl"]) == ["a.jsonl", "b.jsonl"]
    assert titles([f"{folder}/**/*.jsonl"]) == ["a.jsonl", "b.jsonl", "sub/c.jsonl"]
    assert titles([f"{folder}/s*"]) == ["sub/c.jsonl"]


def test_order_and_repetition_of_inputs_do_not_matter(folder, monkeypatch):
    monkeypatch.chdir(folder)
    once = titles([folder])
    assert titles(["sub", "b.jsonl", "a.jsonl"]) == once
    assert titles([folder / "a.jsonl", "./a.jsonl", "*.jsonl", folder / "sub", "sub/../b.jsonl"]) == once


def test_a_hidden_file_that_is_named_is_read(folder):
    assert titles([folder / ".hidden.jsonl"]) == [".hidden.jsonl"]


def test_what_a_browser_saves_beside_a_page_is_no_input(tmp_path):
    (tmp_path / "公告.html").write_text("<h1>发货时限公告</h1><p>现货订单须在48小时内发出。</p>", encoding="utf-8")
    (tmp_path / "公告_files").mkdir()
    (tmp_path / "公告_files" / "app.js").write_text("var x = 1;", encoding="utf-8")
    assert titles([tmp_path]) == ["发货时限公告"]


def test_standard_input_is_told_by_its_content_too(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LINE.format("来自管道").encode())))
    [item] = read(["-"])
    assert (item.title, item.source) == ("来自管道", "stdin")


class Pipe(io.BytesIO):
    def seekable(self):
        return False

    def seek(self, *_):
        raise io.UnsupportedOperation


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_pipe_is_read_though_it_cannot_be_rewound(monkeypatch, packed):
    content = "标题,正文\n甲,乙\n丙,丁\n".encode("gbk")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=Pipe(gzip.compress(content) if packed else content)))
    assert titles(["-"]) == ["甲", "丙"]


def test_a_file_named_dash_is_no_standard_input(tmp_path, monkeypatch):
    (tmp_path / "-").write_text(LINE.format("文件"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert titles(["./-"]) == ["文件"]
    assert titles(["."]) == ["文件"]


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ([], "no input is given"),
        (["absent.html"], "absent.html: no such file or folder"),
        (["in/*.csv"], "in/*.csv: the pattern matches no file"),
        (["in/empty"], "in/empty: the folder holds no file"),
        (["in", "absent.html"], "absent.html: no such file or folder"),
    ],
)
def test_an_input_that_is_not_there_is_an_error_before_anything_is_read(folder, monkeypatch, inputs, message):
    (folder / "empty").mkdir()
    monkeypatch.chdir(folder.parent)
    with pytest.raises(InputError) as error:
        read(inputs)
    assert str(error.value) == message


def test_files_are_opened_one_after_the_other(folder):
    results = read([folder])
    assert next(results).title == "a.jsonl"
    (folder / "b.jsonl").write_text(LINE.format("changed meanwhile"), encoding="utf-8")
    assert next(results).title == "changed meanwhile"
