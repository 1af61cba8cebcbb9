"""Second-level topics of a change, told by the words that state it (`vocabulary/topics.toml`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from guize import vocabulary
from guize.entities.folding import fold
from guize.records import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guize.records import Category

# A topic told less than half as often as the one told most is named in passing.
_PASSING = 0.5


class _Terms(NamedTuple):
    automaton: AhoCorasick
    topics: list[list[tuple[str, str, bool]]]
    """Of each term: category, topic, and whether the term counts only where nothing else tells a topic."""


@cache
def _terms() -> _Terms:
    told: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for category, topics in vocabulary.load("topics").items():
        for topic, words in topics.items():
            for key in ("terms", "fallback"):
                for term in words.get(key, []):
                    told[fold(term)].append((category, topic, key == "fallback"))
    automaton = AhoCorasick(list(told), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
    return _Terms(automaton, list(told.values()))


def find(content: str, stretches: Sequence[tuple[int, int]], categories: Sequence[Category]) -> list[Span]:
    """The topics of a change, most often told first; label `topics`, value the topic, the first term as span.

    Args:
        content: title and text of the item.
        stretches: `[start, end)` offsets in `content` that state the change: its headline, its sentence.
        categories: the categories of the change; topics of others are not looked for.
    """
    automaton, topics = _terms()
    first: dict[tuple[str, str], tuple[int, int]] = {}
    fallback: dict[tuple[str, str], tuple[int, int]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for start, end in dict.fromkeys(stretches):
        for index, a, b in automaton.find_matches_as_indexes(fold(content[start:end])):
            for category, topic, is_fallback in topics[index]:
                if category not in categories:
                    continue
                key, span = (category, topic), (start + a, start + b)
                if is_fallback:
                    fallback.setdefault(key, span)
                else:
                    first.setdefault(key, span)
                    counts[key] += 1
    most = max(counts.values(), default=0)
    told = [key for key, count in counts.most_common() if count >= _PASSING * most]
    named = {category for category, _ in told}
    spans = [Span(*first[key], "topics", key[1]) for key in told]
    return spans + [Span(*span, "topics", key[1]) for key, span in fallback.items() if key[0] not in named]
