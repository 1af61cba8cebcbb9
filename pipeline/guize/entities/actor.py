"""Whose policy it is: the platforms or the authority that act, and the issuer as the text names it (GUIDELINE §2)."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import NamedTuple

from guize.entities import cues, issuer, unnamed
from guize.entities.cues import Mention
from guize.entities.platforms import is_service
from guize.entities.statements import Statements
from guize.records import Item, Span

REGULATOR = "regulator"


class Actor(NamedTuple):
    """Who acts: canonical ids, the issuer's name, and the spans that prove both (labels `platform`, `issuer`)."""

    platforms: tuple[str, ...]
    issuer: str | None
    spans: tuple[Span, ...]


def decide(item: Item, platforms: Sequence[Span], authorities: Sequence[Span]) -> Actor:
    """Who acts in an item, of those it names.

    An authority acts alone, even where platforms are named as those it binds; platforms that act together are all
    given. Platforms merely mentioned (a competitor, a channel, an example) are not.

    Args:
        item: the item.
        platforms: what `platforms.find` found in its content, or in the part of it that states the change.
        authorities: what `authorities.find` found there.
    """
    content = item.content
    mentions = cues.mentions(content, len(item.title), [*platforms, *authorities])
    if all(is_service(content[m.start : m.end]) for m in mentions) and (rule := unnamed.regulation(content)):
        return Actor((REGULATOR,), None, (rule,))
    if not mentions:
        return _unlisted(content)
    acting = _acting(content, mentions)
    named = issuer.name(content, [m for m in mentions if acting[0] in m.who])
    return Actor(tuple(acting), named.value, (*_proof(mentions, acting), named))


def _unlisted(content: str) -> Actor:
    named = unnamed.platform(content)
    if named is None:
        return Actor((), None, ())
    name = content[named.start : named.end]
    return Actor((named.value or name,), name, (named, named._replace(label="issuer", value=name)))


def _acting(content: str, mentions: Sequence[Mention]) -> list[str]:
    """The id with the highest score, and those that act with it, in the order of the text; equals act together."""
    named = list(dict.fromkeys([who for m in mentions for who in m.who]))
    if len(named) < 2:
        return named
    scores = _scores(content, mentions)
    best = max(named, key=lambda who: scores[who])
    if best == REGULATOR:
        return [best]
    others = cues.sheet().others
    least = max(others["enough"], scores[best] - others["within"])
    organisations = {s.value for m in mentions for s in m.spans if not is_service(content[s.start : s.end])}
    return [
        who
        for who in named
        if who != REGULATOR and (scores[who] == scores[best] or (scores[who] >= least and who in organisations))
    ]


def _scores(content: str, mentions: Sequence[Mention]) -> dict[str, float]:
    """Points of each id: the cues that its mentions show, each counted once, and its best sentence in the text."""
    rules = cues.sheet()
    shown: dict[str, set[str]] = {}
    stated: dict[str, list[float]] = {}
    statements = Statements(content)
    for mention in mentions:
        points = [] if "title" in mention.cues else [statements.points(mention.start)]
        for who in mention.who:
            shown.setdefault(who, set()).update(mention.cues)
            stated.setdefault(who, []).extend(points)
    # An exact sum: that of a set's floats in its order would differ from process to process.
    return {who: fsum(rules.points[cue] for cue in seen) + max(stated[who], default=0) for who, seen in shown.items()}


def _proof(mentions: Sequence[Mention], acting: Sequence[str]) -> list[Span]:
    """The first name of each that acts."""
    first = {
        who: span for m in reversed(mentions) for span, who in zip(reversed(m.spans), reversed(m.who), strict=True)
    }
    return [Span(first[who].start, first[who].end, "platform", who) for who in acting]
