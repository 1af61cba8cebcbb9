"""How two changes compare, feature by feature, and how much that speaks for one event."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import NamedTuple

from guize import vocabulary
from guize.link.profile import Interval, Profile
from guize.link.records import Feature
from guize.link.text import dice, jaccard
from guize.records import Value

_NUMBER = re.compile(r"\d+")


class Comparison(NamedTuple):
    """The level of each feature, the sum of their weights, and the Jaccard coefficient of the texts."""

    levels: tuple[tuple[str, str], ...]
    score: float
    similarity: float

    def features(self) -> list[Feature]:
        """The features with their weights."""
        return [_feature(name, level) for name, level in self.levels]


class _Settings(NamedTuple):
    threshold: float
    exclusion: float
    far: int
    near: float
    alike: float
    some: float
    phrase_same: float
    phrase_alike: float


@cache
def _settings() -> _Settings:
    data = vocabulary.load("linking")
    return _Settings(data["threshold"], data["exclusion"], data["far"], **data["least"])


@cache
def _weights() -> dict[tuple[str, str], float]:
    weight = vocabulary.load("linking")["weight"]
    return {(name, level): float(value) for name, levels in weight.items() for level, value in levels.items()}


@cache
def _feature(name: str, level: str) -> Feature:
    return Feature(name=name, level=level, weight=_weights()[name, level])


def compare(a: Profile, b: Profile) -> Comparison:
    """Compare two changes; symmetric."""
    similarity = jaccard(a.text, b.text)
    levels = tuple(_levels(a, b, similarity))
    weights = _weights()
    return Comparison(levels, sum(weights[level] for level in levels), similarity)


def hopeless(a: Profile, b: Profile) -> bool:
    """Whether two changes are of two events whatever their texts say: the changes of one item are. Cheap."""
    if a.item_id == b.item_id or a.update != b.update or (not a.actors & b.actors and (a.actors or b.actors)):
        return True
    return a.announced is not None and b.announced is not None and a.announced.gap(b.announced) > _settings().far


def links(comparison: Comparison) -> bool:
    """Whether two changes that compare so are reports of one event."""
    return comparison.score >= _settings().threshold


def excludes(comparison: Comparison) -> bool:
    """Whether two changes that compare so must not be brought together."""
    return comparison.score <= _settings().exclusion


def _levels(a: Profile, b: Profile, similarity: float) -> Iterator[tuple[str, str]]:
    yield "platform", _sets(a.actors, b.actors)
    yield "text", _text(similarity)
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


def _text(similarity: float) -> str:
    settings = _settings()
    if similarity >= settings.near:
        return "near"
    if similarity >= settings.alike:
        return "alike"
    return "some" if similarity >= settings.some else "unlike"


def _sets(a: Collection[str], b: Collection[str]) -> str:
    if a == b:
        return "same"
    return "overlapping" if set(a) & set(b) else "differs"


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
