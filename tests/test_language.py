"""guize as a spaCy pipeline, as a spaCy user would hold it."""

from datetime import date

import pytest
import spacy
from spacy.tokens import DocBin

import guize
from guize.records import Item

TEXT = "3月8日消息，小红书今日发布公告，家居类目佣金由5%下调为3%，自2024年3月15日起生效。"


@pytest.fixture(scope="module")
def nlp():
    return guize.load()


def test_a_text_gives_dates_labels_and_changes(nlp):
    doc = nlp(TEXT, title="小红书下调家居类目佣金", published_at="2024-03-08")
    assert doc.text == f"小红书下调家居类目佣金\n{TEXT}"
    assert [(s.text, s.label_) for s in doc.spans["dates"]][-1] == ("2024年3月15日", "EFFECTIVE_FROM")
    assert doc.cats["is_change"] > 0.5
    [change] = doc._.changes
    assert (change.platform, change.effective_from) == (["xiaohongshu"], date(2024, 3, 15))


def test_pipe_takes_items_in_order(nlp):
    items = [Item(title=f"第{n}条", text=TEXT, published_at="2024-03-08") for n in range(3)]
    docs = list(nlp.pipe(items))
    assert [doc._.item.title for doc in docs] == ["第0条", "第1条", "第2条"]
    pairs = list(nlp.pipe([(item, item.title) for item in items], as_tuples=True))
    assert [context for _, context in pairs] == ["第0条", "第1条", "第2条"]


def test_it_is_saved_and_loaded_by_spacy(nlp, tmp_path):
    nlp.to_disk(tmp_path / "policy")
    again = spacy.load(tmp_path / "policy")
    assert again.pipe_names == nlp.pipe_names
    one, other = again(TEXT), nlp(TEXT)
    assert [s.text for s in one.spans["dates"]] == [s.text for s in other.spans["dates"]] != []


def test_docs_go_through_a_docbin(nlp):
    doc = nlp(TEXT)
    [back] = DocBin(docs=[doc], store_user_data=False).get_docs(nlp.vocab)
    assert back.text == doc.text
    assert [s.text for s in back.spans["dates"]] == [s.text for s in doc.spans["dates"]]


def test_a_text_alone_has_the_spans_of_that_text(nlp):
    doc = nlp.tokenizer(TEXT)
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert [s.text for s in doc.spans["dates"]][-1] == "2024年3月15日"
