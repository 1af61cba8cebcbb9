"""guize as a spaCy pipeline: `nlp(text)`, `nlp.pipe`, `doc.spans`, `doc.cats`, `doc._.changes`, `nlp.to_disk`.

The components wrap the same stages as the batch extractor; a Doc's text is the item's title, a line break, its text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any

from spacy.lang.zh import Chinese
from spacy.language import Language
from spacy.tokens import Doc, Span

from guize.config import Config
from guize.extractor import find, load_extractor
from guize.records import Item, Kind
from guize.vocabulary import SHIPPED, Vocabulary

_COMPONENTS = ("guize_dates", "guize_entities", "guize_changes")

for _name, _default in (("item", None), ("changes", ()), ("found", None)):
    Doc.set_extension(_name, default=_default, force=True)
for _name in ("role", "value"):
    Span.set_extension(_name, default=None, force=True)


class PolicyLanguage(Chinese):  # type: ignore[no-untyped-call]
    """Chinese with items: `nlp(text, title=…, published_at=…)`, and `nlp.pipe` over Items, texts or Docs."""

    def __call__(
        self,
        text: str | Doc | Item,
        *,
        title: str = "",
        published_at: datetime | str | None = None,
        kind: Kind = "report",
        **options: Any,
    ) -> Doc:
        """A Doc with dates, entities, labels and changes.

        Args:
            text: the body text, an Item, or a Doc.
            title: the headline.
            published_at: publication time; China Standard Time where no zone is given.
            kind: notice or report.
            options: as for `spacy.Language.__call__`.
        """
        if isinstance(text, str):
            text = Item.model_validate({"title": title, "text": text, "published_at": published_at, "kind": kind})
        return super().__call__(self._doc(text), **options)

    def pipe(self, texts: Iterable[Any], **options: Any) -> Iterator[Any]:
        """Docs of Items, texts or Docs, in order.

        Args:
            texts: the items; with `as_tuples=True` pairs of an item and its context.
            options: as for `spacy.Language.pipe`.
        """
        if options.get("as_tuples"):
            return super().pipe(((self._doc(text), context) for text, context in texts), **options)
        return super().pipe((self._doc(text) for text in texts), **options)

    def _doc(self, text: str | Doc | Item) -> Doc:
        if isinstance(text, Doc):
            return text
        item = text if isinstance(text, Item) else Item(text=text)
        doc = self.make_doc(item.content)
        doc._.item = item
        return doc


def load_language(
    model: str | PathLike[str] | None = None, *, config: str | PathLike[str] | None = None
) -> PolicyLanguage:
    """A pipeline with guize's tokenizer and components.

    Args:
        model: a folder with a trained model; the shipped one where None.
        config: a configuration file, such as `guize.toml`; `nlp.to_disk` stores what it says.

    Raises:
        ModelError: the model is missing, damaged or of another schema.
        ConfigError: the configuration cannot be read, or says something wrong.
    """
    nlp = PolicyLanguage.from_config({"nlp": {"tokenizer": {"@tokenizers": "guize.Tokenizer.v1"}}})
    additions = Config.load(config).model_dump_json(by_alias=True, exclude_defaults=True) if config else None
    nlp.add_pipe("guize_dates", config={"additions": additions})
    nlp.add_pipe("guize_entities", config={"additions": additions})
    own_model = str(model) if model is not None else None
    nlp.add_pipe("guize_changes", config={"additions": additions, "model": own_model})
    assert isinstance(nlp, PolicyLanguage)
    return nlp


def _item(doc: Doc) -> Item:
    """The item a Doc was made of; the text of a Doc made elsewhere is taken as a headline, so that offsets agree."""
    if doc._.item is None:
        doc._.item = Item(title=doc.text)
    return doc._.item  # type: ignore[no-any-return]


def _found(doc: Doc, words: Vocabulary) -> Any:
    if doc._.found is None:
        [doc._.found] = find([_item(doc)], words)
    return doc._.found


def _span(doc: Doc, start: int, end: int, label: str) -> Span | None:
    return doc.char_span(start, end, label=label, alignment_mode="expand")


def _config(additions: str | None) -> Config | None:
    return None if additions is None else Config.model_validate_json(additions)


def _vocabulary(additions: str | None) -> Vocabulary:
    config = _config(additions)
    return config.vocabulary if config else SHIPPED


def create_dates(nlp: Language, name: str, additions: str | None = None) -> Callable[[Doc], Doc]:
    """Component `guize_dates`: `doc.spans["dates"]`, labelled by role; `span._.value` is the EDTF value."""
    words = _vocabulary(additions)

    def dates(doc: Doc) -> Doc:
        spans = []
        for mention in _found(doc, words).mentions:
            if mention.kind != "vague" and (span := _span(doc, mention.start, mention.end, mention.role.upper())):
                span._.role, span._.value = mention.role, mention.edtf
                spans.append(span)
        doc.spans["dates"] = spans
        return doc

    return dates


def create_entities(nlp: Language, name: str, additions: str | None = None) -> Callable[[Doc], Doc]:
    """Component `guize_entities`: `doc.spans["entities"]`: platforms, authorities, rule titles."""
    words = _vocabulary(additions)

    def entities(doc: Doc) -> Doc:
        found = _found(doc, words)
        spans = []
        for entity in (*found.platforms, *found.authorities, *found.titles):
            if span := _span(doc, entity.start, entity.end, entity.label.upper()):
                span._.value = entity.value
                spans.append(span)
        doc.spans["entities"] = spans
        return doc

    return entities


def create_changes(
    nlp: Language, name: str, additions: str | None = None, model: str | None = None
) -> Callable[[Doc], Doc]:
    """Component `guize_changes`: `doc.cats` and `doc._.changes`, a list of PolicyChange."""
    extractor = load_extractor(Path(model) if model else None, _config(additions))

    def changes(doc: Doc) -> Doc:
        item = _item(doc)
        labels = extractor.model.predict(item.title, item.text)
        named: dict[str, float] = {
            **{str(c): p for c, p in labels.categories.items()},
            **{str(t): p for t, p in labels.change_type.items()},
        }
        doc.cats = {"is_change": labels.is_change, **named, "tentative": labels.tentative}
        doc._.changes = extractor(item).changes
        return doc

    return changes


Language.factory("guize_dates", default_config={"additions": None}, func=create_dates)
Language.factory("guize_entities", default_config={"additions": None}, func=create_entities)
Language.factory("guize_changes", default_config={"additions": None, "model": None}, func=create_changes)
