import pytest

from guize.errors import OutputError
from guize.write import EvidenceError, verify


def _moved(change, kind, by):
    first, *others = getattr(change, kind)
    moved = first.model_copy(update={"start": first.start + by, "end": first.end + by})
    return change.model_copy(update={kind: [moved, *others]})


def test_true_evidence_passes(item, full, bare):
    verify(item, [full, bare])


@pytest.mark.parametrize(("kind", "field"), [("evidence", "platform"), ("dates", "date announced")])
@pytest.mark.parametrize("by", [1, -30, 1000])
def test_words_that_are_not_there_are_an_error_that_names_item_and_field(item, full, kind, field, by):
    with pytest.raises(EvidenceError) as caught:
        verify(item, [full, _moved(full, kind, by)])
    assert isinstance(caught.value, OutputError)
    assert str(caught.value).startswith(f"notices.html: item n-7: the evidence of {field} is ")


def test_a_negative_offset_does_not_count_from_the_end(item, full):
    length = len(item.title)
    first = full.evidence[0]
    wrapped = first.model_copy(update={"start": first.start - length, "end": first.end - length})
    assert item.title[wrapped.start : wrapped.end] == wrapped.text
    with pytest.raises(EvidenceError):
        verify(item, [full.model_copy(update={"evidence": [wrapped]})])


def test_no_words_prove_nothing(item, full):
    empty = full.evidence[0].model_copy(update={"start": 2, "end": 2, "text": ""})
    with pytest.raises(EvidenceError):
        verify(item, [full.model_copy(update={"evidence": [empty]})])


def test_an_item_without_an_id_is_named_by_its_position(item, full):
    nameless = item.model_copy(update={"source_id": None, "item_index": 4, "title": ""})
    with pytest.raises(EvidenceError, match=r"^notices\.html: item 4: "):
        verify(nameless, [full])
