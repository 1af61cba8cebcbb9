"""One row of the table: the fields of a change joined with the words that prove each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from guize.classify import topics
from guize.classify.labels import Decision
from guize.dates.mention import Mention
from guize.entities.actor import Actor
from guize.normalize import gate
from guize.normalize.categories import with_stated
from guize.normalize.edtf import bounded
from guize.normalize.repeated import FoundValue
from guize.normalize.sentences import change_bearing
from guize.normalize.split import Part
from guize.normalize.subject import subject
from guize.normalize.timeline import Announcement, Effect
from guize.records import ChangeType, DateMention, Evidence, Item, PolicyChange, Span, content_hash

_TELLING = 7  # characters; a shorter heading is mostly a mere noun (发货)


# Fields whose words do not tell the sentence that states the change.
_OF_REPORT = ("platform", "issuer", "announced_on")


class Facts(NamedTuple):
    """All that the stages found for one change.

    `part` is the stretch of the content that states it; the spans are offsets in the content.
    """

    part: Part
    decision: Decision
    actor: Actor
    rule_titles: Sequence[Span]
    audience: Sequence[Span]
    values: Sequence[FoundValue]
    announced: Announcement
    effect: Effect
    mentions: Sequence[Mention]
    confidence: float


class Versions(NamedTuple):
    """What made the row, and the confidence it asks for."""

    extractor: str
    model: str
    threshold: float


def build(item: Item, facts: Facts, versions: Versions, number: int) -> PolicyChange:
    """The row of the `number`-th change of an item."""
    decision, effect, announced = facts.decision, facts.effect, facts.announced
    start = effect.mentions.get("effective_from")
    rule_titles = list(dict.fromkeys(s.value or "" for s in facts.rule_titles))
    values = [found.value for found in facts.values]
    spans = _proofs(facts)
    stated = change_bearing(
        item.content, facts.part.start, facts.part.end, [s[1:] for s in spans if s[0] not in _OF_REPORT]
    )
    headline, statement = _headline(item, facts.part), item.content[slice(*stated)]
    categories = with_stated(decision.categories, headline, statement, values)
    about = topics.find(item.content, [_head_span(item, facts.part), stated], categories)
    spans += [("topics", s.start, s.end) for s in about] + [("change", *stated)]
    reasons = gate.reasons(
        item, facts.actor.platforms, announced, effect, facts.mentions, values, facts.confidence, versions.threshold
    )
    return PolicyChange(
        change_id="ch-" + content_hash(item.item_id, number),
        item_id=item.item_id,
        source=item.source,
        source_id=item.source_id,
        item_index=item.item_index,
        kind=item.kind,
        title=item.title,
        published_at=item.published_at,
        platform=list(facts.actor.platforms),
        issuer=facts.actor.issuer,
        change_type=_change_type(facts),
        tentative=decision.tentative,
        categories=categories,
        topics=[s.value or "" for s in about],
        rule_titles=rule_titles,
        subject=subject(headline, rule_titles, values, statement),
        audience=list(dict.fromkeys(s.value or "" for s in facts.audience)),
        announced_on=announced.day,
        announced_bound=announced.bound,
        announced_edtf=bounded(announced.day, announced.bound),
        effective_from=effect.start,
        effective_from_time=effect.start_time,
        effective_precision=effect.precision,
        effective_bound=effect.bound,
        effective_edtf=bounded(effect.start, effect.bound, start),
        effective_to=effect.end,
        effective_to_time=effect.end_time,
        deadline=effect.deadline,
        values=values,
        dates=[_date(item, m) for m in facts.mentions if m.kind not in ("vague", "duration", "set", "time")],
        evidence=_evidence(item, spans),
        confidence=round(facts.confidence, 4),
        status=gate.status(reasons),
        reasons=reasons,
        extractor_version=versions.extractor,
        model_version=versions.model,
    )


def _headline(item: Item, part: Part) -> str:
    """What heads the statement of a change: the item's title, or a part's own heading or words."""
    if part.start == 0:
        return item.title
    return part.heading if len(part.heading) >= _TELLING else item.content[part.start : part.end].strip()


def _change_type(facts: Facts) -> ChangeType:
    """The labelled type; what is stated to end is temporary, unless retired, and so is what resumes (guideline §2, §5).

    What had a value before is not new.
    """
    label = facts.decision.change_type
    if _resumes(facts) or (facts.effect.end is not None and label != "retire"):
        return "temporary"
    if label == "introduce" and any(v.value.old is not None and v.value.new is not None for v in facts.values):
        return "revise"
    return label


def _resumes(facts: Facts) -> bool:
    """Whether a later day is stated on which things are again as they were: `8月26日恢复`."""
    since = facts.effect.start or facts.announced.day
    days = (m.day for m in facts.mentions if m.role == "resumption" and m.precision != "year" and m.pattern != "relday")
    return since is not None and any(day is not None and day > since for day in days)


def _date(item: Item, mention: Mention) -> DateMention:
    where, start, end = item.locate(mention.start, mention.end)
    return DateMention(
        role=mention.role, text=mention.text, where=where, start=start, end=end, value=mention.day, edtf=mention.edtf
    )


def _proofs(facts: Facts) -> list[tuple[str, int, int]]:
    """The fields that words of the content give, with the offsets of the words."""
    spans: list[tuple[str, int, int]] = [(s.label, s.start, s.end) for s in facts.actor.spans]
    spans += [("rule_titles", s.start, s.end) for s in facts.rule_titles]
    spans += [("audience", s.start, s.end) for s in facts.audience]
    spans += [("announced_on", m.start, m.end) for m in facts.announced.mentions]
    spans += [(field, m.start, m.end) for field, m in facts.effect.mentions.items()]
    for number, found in enumerate(facts.values):
        spans += [(f"values[{number}]", a, b) for a, b in found.spans]
    return spans


def _head_span(item: Item, part: Part) -> tuple[int, int]:
    """Where that stands which heads the statement of a change: the item's title, or a part's own heading."""
    return (0, len(item.title)) if part.start == 0 else (part.start, part.start + len(part.heading))


def _evidence(item: Item, spans: Sequence[tuple[str, int, int]]) -> list[Evidence]:
    """The words of each field; the labels rest on the sentence that states the change."""
    evidence = []
    for field, a, b in dict.fromkeys(spans):
        where, start, end = item.locate(a, b)
        text = item.content[a:b] if where == "text" else item.title[start:end]
        if text:
            evidence.append(Evidence(field=field, where=where, start=start, end=end, text=text))
    return evidence
