"""How two changes compare, feature by feature, and how much that speaks for one event."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import NamedTuple

from guize import vocabulary
from guize.link.profile import Interval, Profile
from guize.link.records import Feature
from guize.link.text import cosine, dice
from guize.records import Value

_NUMBER = re.compile(r"\d+")


class Comparison(NamedTuple):
    """How two changes compare, the sum of the weights, and the cosine similarity of the texts."""

    features: tuple[Feature, ...]
    score: float
    similarity: float


class _Settings(NamedTuple):
    threshold: float
    exclusion: float
    far: int
    near: float
    close: float
    alike: float
    some: float
    little: float
    phrase_same: float
    phrase_alike: float


@cache
def _settings() -> _Settings:
    data = vocabulary.load("linking")
    return _Settings(data["threshold"], data["exclusion"], data["far"], **data["least"])


@cache
def _features() -> dict[tuple[str, str], Feature]:
    return {
        (name, level): Feature(name=name, level=level, weight=weight)
        for name, levels in vocabulary.load("linking")["weight"].items()
        for level, weight in levels.items()
    }


@cache
def _most_of_text() -> float:
    return max(feature.weight for (name, _), feature in _features().items() if name == "text")


def linked(a: Profile, b: Profile) -> Comparison | None:
    """How two changes compare that are reports of one event; None where they are not. Texts are compared last."""
    if _hopeless(a, b):
        return None
    least = _settings().threshold
    stated = _stated(a, b)
    score = sum(feature.weight for feature in stated)
    if score + _most_of_text() < least:
        return None
    similarity, text = _text(a, b)
    score += text.weight
    return Comparison((text, *stated), score, similarity) if score >= least else None


def excluded(a: Profile, b: Profile) -> bool:
    """Whether two changes must not be brought together, not even by way of a third."""
    if _hopeless(a, b):
        return True
    score = sum(feature.weight for feature in _stated(a, b))
    return score + _text(a, b)[1].weight <= _settings().exclusion


def _hopeless(a: Profile, b: Profile) -> bool:
    """Whether two changes are of two events whatever their texts say: the changes of one item are. Cheap."""
    if a.item_id == b.item_id or a.update != b.update or (not a.actors & b.actors and (a.actors or b.actors)):
        return True
    if a.announced is None or b.announced is None:
        return False
    gap = a.announced.gap(b.announced)
    another_day = gap > 0 and a.announced_exact and b.announced_exact and _days(a.effective, b.effective) == "differs"
    return another_day or gap > _settings().far


def _stated(a: Profile, b: Profile) -> list[Feature]:
    """How they compare in all but the texts."""
    known = _features()
    return [known[level] for level in _levels(a, b)]


def _text(a: Profile, b: Profile) -> tuple[float, Feature]:
    similarity, settings = cosine(a.text, b.text), _settings()
    steps = ((level, getattr(settings, level)) for level in ("near", "close", "alike", "some", "little"))
    level = next((level for level, least in steps if similarity >= least), "unlike")
    return similarity, _features()["text", level]


def _levels(a: Profile, b: Profile) -> Iterator[tuple[str, str]]:
    yield "platform", _sets(a.actors, b.actors)
    if a.authority and b.authority:
        yield "authority", _authorities(a.authority, b.authority)
    yield "rule", _rules(a.rules, b.rules)
    if not (a.rules & b.rules):
        yield "subject", _phrase(a.subject, b.subject)
    yield "announced", _announced(a, b)
    yield "effective", _days(a.effective, b.effective)
    if a.effective_to is None or b.effective_to is None:
        yield "effective_to", "unstated"
    else:
        yield "effective_to", "same" if a.effective_to == b.effective_to else "differs"
    yield "values", _values(a.values, b.values)
    yield "change_type", "same" if a.change_type == b.change_type else "differs"
    yield "categories", _sets(a.categories, b.categories)
    yield "update", "same" if a.update == b.update else "differs"


def _sets(a: Collection[str], b: Collection[str]) -> str:
    if a == b:
        return "same"
    return "overlapping" if set(a) & set(b) else "differs"


def _authorities(a: str, b: str) -> str:
    """Whether two names can be of one authority: 市场监管总局 is 国家市场监管总局."""
    if a == b:
        return "same"
    return "alike" if a in b or b in a else "differs"


def _rules(a: frozenset[str], b: frozenset[str]) -> str:
    if not a or not b:
        return "unstated"
    if a & b:
        return "same"
    return "alike" if any(_alike(x, y) for x in a for y in b) else "differs"


def _alike(x: str, y: str) -> bool:
    """Whether two names can be of one rule; other numbers, as of years or versions, make it another rule."""
    return _numbers(x) == _numbers(y) and (x in y or y in x or dice(x, y) >= _settings().phrase_same)


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)


def _phrase(a: str, b: str) -> str:
    likeness = dice(a, b)
    if likeness >= _settings().phrase_same and _numbers(a) == _numbers(b):
        return "same"
    return "alike" if likeness >= _settings().phrase_alike else "differs"


def _announced(a: Profile, b: Profile) -> str:
    if a.announced is None or b.announced is None:
        return "unstated"
    gap = a.announced.gap(b.announced)
    if gap == 0:
        return "same" if a.announced_exact and b.announced_exact else "compatible"
    return "far" if gap > _settings().far else "differs"


def _days(a: Interval | None, b: Interval | None) -> str:
    if a is None or b is None:
        return "unstated"
    if a == b:
        return "same"
    return "compatible" if a.meets(b) else "differs"


def _values(a: tuple[Value, ...], b: tuple[Value, ...]) -> str:
    """Whether a quantity is the same in both, or one of the same name has another amount."""
    if not a or not b:
        return "unstated"
    if any(agree(x, y) for x in a for y in b):
        return "same"
    return "differs" if any(x.unit == y.unit for x in a for y in b) else "unstated"


def agree(x: Value, y: Value) -> bool:
    """Whether two values can be the same quantity: an end in common, and none that differs."""
    if x.unit != y.unit:
        return False
    ends = [(x.old, y.old), (x.new, y.new)]
    return any(p == q for p, q in ends if p is not None) and all(p == q for p, q in ends if None not in (p, q))
