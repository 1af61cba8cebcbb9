"""The spaCy tokenizer `guize.Tokenizer.v1`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from spacy.tokens import Doc
from spacy.util import DummyTokenizer

from guize.tokens.segment import Segment, default_segment

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab


class Tokenizer(DummyTokenizer):
    """Makes a Doc of a text; `doc.text` equals the text, character for character.

    A single space after a word becomes the word's `whitespace_`, as everywhere in spaCy; other white space stays a token.
    """

    def __init__(self, vocab: Vocab, segment: Segment | None = None) -> None:
        self.vocab = vocab
        self.segment = segment or default_segment()

    def __call__(self, text: str) -> Doc:
        """Tokenize `text`."""
        words: list[str] = []
        spaces: list[bool] = []
        for word in self.segment(text) if text else ():
            if word == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
            else:
                words.append(word)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """The factory behind the entry point `guize.Tokenizer.v1`."""

    def make(nlp: Language) -> Tokenizer:
        return Tokenizer(nlp.vocab)

    return make
