"""From a configuration to additions to the vocabulary files, and whether they fit them."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from guize import vocabulary
from guize.dates.find import find_mentions
from guize.dates.grammar import fold, parts, unique
from guize.dates.resolve import BUILDERS
from guize.entities.folding import fold as fold_name
from guize.vocabulary import SHIPPED, Vocabulary

if TYPE_CHECKING:
    from guize.config.schema import Config, Dates

_REFERENCE = datetime(2024, 6, 1)  # from which the examples of patterns are resolved


def to_additions(config: Config) -> dict[str, Any]:
    """Vocabulary file → what the configuration adds to it."""
    names = {platform: [fold_name(name) for name in names] for platform, names in config.platforms.items()}
    # The names of platforms are one symbol to the classifier, so that what is learned of one holds for all.
    platforms = [name for group in names.values() for name in group]
    terms = {**config.terms, "platform": [*config.terms.get("platform", []), *platforms]}
    return {"platforms": {"names": names}, "lexicon": {"groups": terms}, **_of_dates(config.dates)}


def _of_dates(dates: Dates) -> dict[str, Any]:
    occasions = {name: occasion.model_dump(exclude_none=True) for name, occasion in dates.occasions.items()}
    return {
        "calendar": {"festivals": occasions},
        "dates": {"pattern": [pattern.model_dump() for pattern in dates.patterns]},
        "roles": {"cue": [cue.model_dump(exclude_none=True, by_alias=True) for cue in dates.cues]},
    }


def check_platforms(config: Config) -> None:
    """Refuse a name that is another platform's already.

    Raises:
        ValueError: naming the key.
    """
    taken = dict(_shipped_names())
    for platform, names in config.platforms.items():
        for name in names:
            owner = taken.setdefault(fold_name(name), platform)
            if owner != platform:
                raise ValueError(f"platforms.{platform}: '{name}' is already a name of {owner}")


@cache
def _shipped_names() -> dict[str, str]:
    names = vocabulary.load("platforms")["names"]
    return {name: platform for platform in names for name in names[platform]}


def check_terms(config: Config) -> None:
    """Refuse a group that the lexicon does not have.

    Raises:
        ValueError: naming the key.
    """
    groups = vocabulary.load("lexicon")["groups"]
    for group in config.terms:
        if group not in groups:
            raise ValueError(f"terms.{group}: no such group; the groups are: {', '.join(groups)}")


def check_dates(config: Config) -> None:
    """Refuse patterns and cues that do not compile, and patterns that do not find their examples.

    Raises:
        ValueError: naming the key.
    """
    shipped = {pattern["name"] for pattern in vocabulary.load("dates")["pattern"]}
    for pattern in config.dates.patterns:
        key = f"dates.patterns.{pattern.name}"
        _check_regex(pattern.regex, parts(SHIPPED), key)
        if pattern.build not in BUILDERS:
            raise ValueError(f"{key}: no such build '{pattern.build}'; there are: {', '.join(sorted(BUILDERS))}")
        if pattern.name in shipped:
            raise ValueError(f"{key}: the grammar has a pattern of this name")
        shipped.add(pattern.name)
    for number, cue in enumerate(config.dates.cues):
        _check_regex(cue.regex, vocabulary.load("roles")["parts"], f"dates.cues.{number}")
    words = Vocabulary(json.dumps(_of_dates(config.dates)))
    for pattern in config.dates.patterns:
        for example in pattern.examples:
            _check_example(example, pattern.name, words)


def _check_regex(regex: str, known: dict[str, str], key: str) -> None:
    try:
        re.compile(unique(vocabulary.expand(regex, known)))
    except KeyError as error:
        raise ValueError(f"{key}.regex: no such part {error}; there are: {', '.join(known)}") from None
    except re.error as error:
        raise ValueError(f"{key}.regex: not a regular expression: {error}") from None


def _check_example(example: str, name: str, words: Vocabulary) -> None:
    key = f"dates.patterns.{name}.examples"
    try:
        found = [(m.pattern, m.start, m.end) for m in find_mentions(fold(example), _REFERENCE, words=words)]
    except KeyError as error:
        raise ValueError(f"{key}: '{example}' has no value: the regex lacks the group {error}") from None
    if found != [(name, 0, len(example))]:
        raise ValueError(f"{key}: '{example}' is not found as one date by this pattern")
