"""The issuer: the acting organisation as the text names it (GUIDELINE §2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guize.entities import cues
from guize.entities.authorities import is_place
from guize.entities.cues import Mention
from guize.entities.platforms import is_service
from guize.records import Span

_COLLECTIVE = re.compile("部[门委]|监管机构")


def name(content: str, mentions: Sequence[Mention]) -> Span:
    """The mention, of those of the one that acts, that names it best; label `issuer`, value the name."""
    mentions = _without_other_places(content, mentions)
    best = mentions[0]
    if len({content[m.start : m.end] for m in mentions}) > 1:
        best = max(mentions, key=lambda mention: _points(content, mention))
    return Span(best.start, best.end, "issuer", content[best.start : best.end])


def _without_other_places(content: str, mentions: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions without bare countries and cities besides the one that the title lets act."""
    first = content[mentions[0].start : mentions[0].end]
    if "title" not in mentions[0].cues or not is_place(first):
        return mentions
    names = [content[m.start : m.end] for m in mentions]
    return [m for m, name in zip(mentions, names, strict=True) if name == first or not is_place(name)]


def _points(content: str, mention: Mention) -> float:
    naming = cues.sheet().naming
    points = naming["title"] if "title" in mention.cues else sum(naming.get(cue, 0) for cue in mention.cues)
    if is_service(content[mention.start : mention.end]):
        points += naming["service"]
    if len(mention.spans) == 1 and _COLLECTIVE.search(content, mention.start, mention.spans[0].end):
        points += naming["collective"]
    return points
