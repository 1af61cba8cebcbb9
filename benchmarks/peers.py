"""What others do of the same work, in the same run; those that are not installed are left out and named."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from datetime import datetime
from typing import Any

from benchmarks.measure import rounds
from guize import vocabulary
from guize.dates import annotate
from guize.entities import platforms
from guize.records import Item


def jieba_lcut() -> Callable[[str], list[str]]:
    """The yardstick, loaded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.ERROR)
    jieba.lcut("")
    return jieba.lcut  # type: ignore[no-any-return]


def measure(items: list[Item]) -> dict[str, float]:
    """Processor time in µs an item of what is installed."""
    makers: dict[str, Callable[[], Callable[[Item], object]]] = {
        "dates: guize.dates": _guize_dates,
        "dates: JioNLP extract_time": _jionlp,
        "dates: jieba + dateparser search_dates": _dateparser,
        "platforms: guize": _guize_platforms,
        "platforms: spaCy (jieba) + EntityRuler": _spacy,
    }
    works: dict[str, Callable[[int], object]] = {}
    for name, make in makers.items():
        try:
            work = make()
        except ImportError as error:
            print(f"{name}: not installed ({error.name}); pip install 'guize[bench]'")
            continue
        works[name] = lambda turn, work=work: [work(item) for item in items]  # type: ignore[misc]
    return {name: 1e6 * seconds / len(items) for name, seconds in rounds(works, 1).items()}


def _guize_dates() -> Callable[[Item], object]:
    return lambda item: annotate(item.content, item.reference, title_end=len(item.title))


def _guize_platforms() -> Callable[[Item], object]:
    return lambda item: platforms.find(item.content)


def _jionlp() -> Callable[[Item], object]:
    import jionlp  # type: ignore[import-not-found]

    def times(item: Item) -> object:
        reference = item.reference or datetime(2024, 1, 1)
        try:
            return jionlp.ner.extract_time(item.content, time_base=reference.timestamp(), with_parsing=True)
        except Exception:  # it raises on some expressions, such as 即日起
            return None

    logging.getLogger().setLevel(logging.CRITICAL)  # it logs a traceback for each expression it cannot read
    times(Item(title="5月1日"))
    return times


def _dateparser() -> Callable[[Item], object]:
    from dateparser.search import search_dates

    lcut = jieba_lcut()
    return lambda item: search_dates(
        " ".join(lcut(item.content)),
        languages=["zh"],
        settings={"RELATIVE_BASE": item.reference or datetime(2024, 1, 1)},
    )


def _spacy() -> Callable[[Item], object]:
    from spacy.lang.zh import Chinese

    nlp: Any = Chinese.from_config({"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    ruler = nlp.add_pipe("entity_ruler")
    names = vocabulary.load("platforms")["names"]
    ruler.add_patterns(
        [{"label": "platform", "id": id_, "pattern": name} for id_, words in names.items() for name in words]
    )
    nlp("")
    return lambda item: nlp(item.content)
