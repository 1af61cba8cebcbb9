"""What a notebook shows of Docs and changes."""

import re

import pandas as pd
import pytest
from spacy import displacy

import guize
from guize.records import PolicyChange
from guize.report.notebook import Html, cards, evidence, load_ipython_extension

TEXT = "<b>6月3日</b>，京东宣布商家发货时限由48小时缩短为24小时，7月1日起执行。"


@pytest.fixture(scope="module")
def doc():
    return guize.load()(TEXT, title="京东调整发货时限", published_at="2024-06-03")


def marked(page: str) -> dict[str, str]:
    """The marked words with the names of the fields they prove."""
    return dict(re.findall(r'<mark [^>]*title="([^"]+)">([^<]+)', page))


def test_evidence_marks_the_words_and_escapes_the_text(doc):
    page = evidence(doc._.item, doc._.changes, lang="en")
    assert marked(page)["effective_from"] == "7月1日"
    assert "&lt;b&gt;" in page
    assert "<b>6" not in page
    assert "Effective" in page


def test_cards_show_rows_and_frames_alike(doc, domain_dev):
    assert "2024-07-01" in cards(doc._.changes)
    frame = guize.extract(domain_dev)
    assert cards(frame, lang="en").count("<tr>") == len(frame) + 1


def test_the_extension_shows_docs_and_changes_in_ipython(doc):
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell()
    load_ipython_extension(shell)
    shown = shell.display_formatter.format(doc)[0]["text/html"]
    assert marked(shown)["effective_from"] == "7月1日"
    assert "2024-07-01" in shell.display_formatter.format(doc._.changes[0])[0]["text/html"]
    assert isinstance(doc._.changes[0], PolicyChange)
    assert shell.display_formatter.format(Html("<i>x</i>"))[0]["text/html"] == "<i>x</i>"
    assert shell.display_formatter.format(pd.DataFrame({"a": [1]}))[0]["text/html"].startswith("<div>")


def test_displacy_draws_the_spans(doc):
    drawn = displacy.render(doc, style="span", options={"spans_key": "dates"}, jupyter=False)
    assert "EFFECTIVE_FROM" in drawn
    assert "7月1日" in re.sub(r"<[^>]*>|\s", "", drawn).replace("EFFECTIVE_FROM", "")
