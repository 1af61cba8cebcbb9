"""The page as a file: it loads nothing, and no string of a document can become markup or code."""

import base64
import hashlib
import html
import json
import re
from html.parser import HTMLParser
from typing import get_args

import pytest
from click.testing import CliRunner

from guize import cli
from guize.extractor import load_extractor
from guize.normalize import gate
from guize.records import Bound, Category, ChangeType, Item, PolicyChange, Precision, Status
from guize.report import find_texts, render_page
from guize.report.page import labels
from guize.run.local import extract_items

HOSTILE = "</script><script>alert(1)</script><!--<script><img src=x onerror=alert(2)>\u2028${data}"


class Elements(HTMLParser):
    """The start tags of a page with their attributes, and what stands in its scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.raw.append((dict(attrs).get("type") or tag, ""))

    def handle_data(self, text):
        if self.cdata_elem:
            self.raw[-1] = (self.raw[-1][0], self.raw[-1][1] + text)


@pytest.fixture(scope="module")
def hostile() -> tuple[Item, list[PolicyChange]]:
    item = Item(
        title=f"{HOSTILE}抖音电商下调佣金",
        text=f"😀{HOSTILE}抖音电商今日发布公告，珠宝类目佣金由5%下调为3%，5月20日起生效。",
        published_at="2024-05-06T10:00:00",
        source=HOSTILE,
    )
    changes = load_extractor()(item).changes
    assert changes
    return item, changes


@pytest.fixture(scope="module")
def elements(hostile) -> Elements:
    item, changes = hostile
    return Elements(render_page(changes, {item.item_id: item}))


def test_a_hostile_document_adds_no_element(elements):
    plain = Elements(render_page([]))
    assert [tag for tag, _ in elements.tags] == [tag for tag, _ in plain.tags]


def test_its_words_arrive_unchanged_as_data(elements, hostile):
    item, _ = hostile
    [data] = [json.loads(text) for kind, text in elements.raw if kind == "application/json"]
    assert data["changes"][0]["title"] == item.title
    assert data["texts"][item.item_id] == item.text
    assert data["changes"][0]["effective_from"] == "2024-05-20"


def test_the_policy_admits_exactly_the_scripts_and_styles_of_the_page(elements):
    policy = next(a["content"] for tag, a in elements.tags if tag == "meta" and "http-equiv" in a)
    rules = {rule.split()[0]: rule.split()[1:] for rule in html.unescape(policy).split("; ")}
    digests: dict[str, list[str]] = {"script": [], "style": []}
    for kind, text in elements.raw:
        if kind in digests:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            digests[kind].append(f"'sha256-{digest}'")
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == digests["script"]
    assert rules["style-src"] == digests["style"]
    assert "connect-src" not in rules


def test_nothing_in_the_page_names_another_file(elements):
    sources = [a[name] for _, a in elements.tags for name in ("src", "href", "srcset", "action") if name in a]
    assert sources == ["data:,"]
    assert not [text for kind, text in elements.raw if "sourceMappingURL" in text or "@import" in text]


def test_both_languages_have_the_same_words_and_name_all_values():
    zh, en = labels()["zh"], labels()["en"]

    def keys(table):
        return {k: keys(v) if isinstance(v, dict) else None for k, v in table.items()}

    assert keys(zh) == keys(en)
    for table, kind in (("change_type", ChangeType), ("category", Category), ("status", Status), ("bound", Bound)):
        assert set(en[table]) == set(get_args(kind))
    assert set(en["precision"]) == set(get_args(Precision)) - {"day"}
    assert set(en["reason"]) == set(re.findall(r"^    (\w+): ", gate.__doc__, re.MULTILINE))


def test_every_field_that_words_prove_has_a_name_and_a_colour(domain_dev):
    changes = [change for _, extraction in extract_items([domain_dev]) for change in extraction.changes]
    fields = {e.field.partition("[")[0] for change in changes for e in change.evidence}
    assert fields <= labels()["en"]["field"].keys()
    page = render_page([])
    assert [field for field in fields if f".f-{field} " not in page] == []


def test_the_same_changes_give_the_same_bytes(hostile):
    item, changes = hostile
    assert render_page(changes, {item.item_id: item}) == render_page(changes, {item.item_id: item})


def run(*args):
    return CliRunner().invoke(cli.main, [str(arg) for arg in args])


NOTICE = {"id": "a", "title": "京东下调图书佣金", "text": "5月6日，京东宣布图书类目佣金由8%降至6%，6月1日起执行。"}


def test_the_command_finds_the_texts_in_the_inputs(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(NOTICE | {"published_at": "2024-05-06"}, ensure_ascii=False), encoding="utf-8")
    run("extract", source, "-o", tmp_path / "changes.parquet")
    result = run("report", tmp_path / "changes.parquet", "-o", tmp_path / "report.html", "--items", source)
    assert (result.exit_code, result.output) == (0, "")
    assert NOTICE["text"] in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_inputs_that_hold_none_of_the_items_are_refused(tmp_path, domain_dev):
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(NOTICE | {"published_at": "2024-05-06"}, ensure_ascii=False), encoding="utf-8")
    run("extract", source, "-o", tmp_path / "changes.jsonl")
    result = run("report", tmp_path / "changes.jsonl", "-o", tmp_path / "report.html", "--items", domain_dev)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert not (tmp_path / "report.html").exists()


def test_texts_are_found_by_item_id(hostile, tmp_path):
    item, changes = hostile
    source = tmp_path / "in.jsonl"
    source.write_text(item.model_dump_json(include={"title", "text", "published_at", "kind"}), encoding="utf-8")
    assert find_texts(changes, [source])[item.item_id].text == item.text
