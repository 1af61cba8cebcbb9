"""Tools that label spans alone: doccano's JSONL and spaCy's DocBin. What is not a span travels with the item.

A label is the field, `values[0]` for the first value; where an item states several changes, `#2` follows for the second.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from guize.annotate.labelled import Labelled, Mention, from_record, mentions, to_record, with_mentions
from guize.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from spacy.tokens import Doc, DocBin

    from guize.score.gold import GoldItem

SPANS_KEY = "evidence"
_LABEL = re.compile(r"([a-z_]+(?:\[\d+\])?)(?:#(\d+))?")


def to_doccano(items: Iterable[GoldItem], values: Iterable[float]) -> Iterator[dict[str, Any]]:
    """Lines of a sequence labelling project; the columns beside `text` and `label` come back as metadata."""
    for item, value in zip(items, values, strict=True):
        yield {
            "text": item.to_item().content,
            "label": [[m.start, m.end, _label(m)] for m in mentions(item)],
            "expected_value": round(value, 4),
            "guize": to_record(item),
        }


def from_doccano(lines: Iterable[tuple[int, Mapping[str, Any]]], source: str) -> list[Labelled]:
    """The items of an export of doccano.

    Raises:
        InputError: a line was not exported by guize, its text was changed, or a span of it is wrong.
    """
    labelled = []
    for number, line in lines:
        record = line.get("guize")
        if not isinstance(record, dict):
            raise InputError(f"line {number} has no `guize`: it was not exported by guize", source=source)
        before = from_record(record, source)
        if line.get("text") != before.to_item().content:
            raise InputError("its text is not the one that was exported", source=source, item=before.id)
        labels = line.get("label", line.get("labels", []))
        found = [(_mention(start, end, label, before.id, source), None) for start, end, label in labels]
        labelled.append(Labelled(with_mentions(before, found, source), before.changes))
    return labelled


def to_docbin(items: Iterable[GoldItem], values: Iterable[float]) -> DocBin:
    """Docs with `doc.spans["evidence"]`, cut so that every span is made of whole tokens; the item is `user_data`."""
    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab

    from guize.tokens.tokenizer import Tokenizer

    tokenizer = Tokenizer(Vocab())
    docs = DocBin(store_user_data=True)
    for item, value in zip(items, values, strict=True):
        content = item.to_item().content
        borders = {0, len(content)}
        for token in tokenizer(content):
            borders |= {token.idx, token.idx + len(token)}
        for mention in mentions(item):
            borders |= {mention.start, mention.end}
        words = [content[start:end] for start, end in pairwise(sorted(borders))]
        doc = Doc(tokenizer.vocab, words=words, spaces=[False] * len(words))
        spans = [doc.char_span(m.start, m.end, label=_label(m)) for m in mentions(item)]
        doc.spans[SPANS_KEY] = [span for span in spans if span is not None]  # none is: every border is a token's
        doc.user_data["guize"] = to_record(item)
        doc.user_data["expected_value"] = round(value, 4)
        docs.add(doc)
    return docs


def from_docbin(docs: Iterable[Doc], source: str) -> list[Labelled]:
    """The items of Docs that guize exported.

    Raises:
        InputError: a Doc is none of these, its text was changed, or a span of it is wrong.
    """
    labelled = []
    for number, doc in enumerate(docs):
        record = doc.user_data.get("guize")
        if not isinstance(record, dict):
            raise InputError("has no user_data['guize']: it was not exported by guize", source=source, item=number)
        before = from_record(record, source)
        if doc.text != before.to_item().content:
            raise InputError("its text is not the one that was exported", source=source, item=before.id)
        found = [
            (_mention(span.start_char, span.end_char, span.label_, before.id, source), None)
            for span in doc.spans.get(SPANS_KEY, [])
        ]
        labelled.append(Labelled(with_mentions(before, found, source), before.changes))
    return labelled


def _label(mention: Mention) -> str:
    return mention.field if mention.number == 0 else f"{mention.field}#{mention.number + 1}"


def _mention(start: int, end: int, label: str, item: str, source: str) -> Mention:
    match = _LABEL.fullmatch(label)
    if match is None:
        raise InputError(f"the span {start}–{end} has the label {label!r}: no field", source=source, item=item)
    return Mention(start, end, match.group(1), int(match.group(2) or 1) - 1)
