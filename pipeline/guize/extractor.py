"""The extractor: all stages in order, from items to rows. A pure function of the items and the model."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from guize.classify.confidence import RowConfidence, row_features
from guize.classify.labels import Decision, Labels
from guize.classify.model import LabelModel
from guize.config import Config, load_stages
from guize.dates import annotate_all
from guize.dates.mention import Mention
from guize.entities import actor, audience, authorities, platforms, titles
from guize.normalize import rows, split, timeline, values
from guize.normalize.repeated import FoundValue
from guize.normalize.split import Part
from guize.records import Extraction, Item, ItemRow, PolicyChange, Span
from guize.vocabulary import SHIPPED, Vocabulary

_BATCH = 256

Judged = tuple[PolicyChange, dict[str, float]]


def package_version() -> str:
    """The installed version of guize."""
    try:
        return version("guize")
    except PackageNotFoundError:
        return "0+unknown"


def default_model() -> Path:
    """The folder of the model that ships with guize: inside the package, or beside `pipeline/` in a checkout."""
    packaged = Path(str(files("guize"))) / "models" / "policy"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "models" / "policy"


class Found(NamedTuple):
    """What the stages before classification find in an item; spans are offsets in its content."""

    item: Item
    mentions: list[Mention]
    platforms: list[Span]
    authorities: list[Span]
    titles: list[Span]


def find(items: Sequence[Item], words: Vocabulary = SHIPPED) -> list[Found]:
    """Dates, platforms, authorities and rule titles of each item, by a vocabulary."""
    found = (
        items,
        annotate_all([(item.content, item.reference, len(item.title)) for item in items], words=words),
        [platforms.find(item.content, words) for item in items],
        [authorities.find(item.content) for item in items],
        [titles.find(item.content) for item in items],
    )
    return [Found(*one) for one in zip(*found, strict=True)]


class Statement(NamedTuple):
    """A change that an item states, the `number`-th of it, with what was found in the part that states it."""

    found: Found
    part: Part
    decision: Decision
    announced: timeline.Announcement
    audience: Sequence[Span]
    number: int


class Extractor:
    """Extracts policy changes from items.

    Args:
        model: a folder with `weights.npz` and `model.json`; the shipped model where None.
        config: what a user adds to the vocabulary, and stages of other packages; nothing where None.

    Raises:
        ModelError: the model is missing, damaged or of another schema.
        ConfigError: no installed package provides a stage that the configuration names.
    """

    def __init__(self, model: Path | None = None, config: Config | None = None) -> None:
        self.config = config or Config()
        self._words = self.config.vocabulary
        self._stages = load_stages(self.config.stages)
        self.model = LabelModel.load(model or default_model(), self._words)
        confidence = self.model.meta.get("row_confidence")
        self._confidence = RowConfidence(**confidence) if confidence else None
        gate = self.model.meta.get("gate", {})
        self._versions = rows.Versions(package_version(), self.model.version, float(gate.get("threshold", 0.5)))

    def __call__(self, item: Item) -> Extraction:
        """The changes that an item states, and its row of `items`."""
        return self.batch([item])[0]

    def stream(self, items: Iterable[Item]) -> Iterator[Extraction]:
        """Extractions of items, in order, in bounded memory."""
        source = iter(items)
        while chunk := list(islice(source, _BATCH)):
            yield from self.batch(chunk)

    def batch(self, items: Sequence[Item]) -> list[Extraction]:
        """Extractions of a few hundred items at most, in order.

        Each stage goes over all of them before the next one does, so that its tables stay in the processor's cache.
        """
        labels = self.model.predict_many([item.title for item in items], [item.text for item in items])
        decisions = [self.model.decide(label) for label in labels]
        return [
            self._extraction(item, decision, [change for change, _ in judged])
            for item, decision, judged in zip(items, decisions, self._judged(items, decisions), strict=True)
        ]

    def with_features(self, items: Sequence[Item], labels: Sequence[Labels]) -> list[list[Judged]]:
        """The changes of items whose labels are given (out-of-fold ones, say), with the features of their confidence."""
        return self._judged(items, [self.model.decide(label) for label in labels])

    def _extraction(self, item: Item, decision: Decision, changes: list[PolicyChange]) -> Extraction:
        for stage in self._stages:
            changes = stage(item, changes)
        row = ItemRow(
            item_id=item.item_id,
            source=item.source,
            source_id=item.source_id,
            item_index=item.item_index,
            title=item.title,
            published_at=item.published_at,
            status="changed" if changes else "not_a_change",
            n_changes=len(changes),
            confidence=round(decision.p_is_change, 4),
            reason=";".join(dict.fromkeys(code for change in changes for code in change.reasons)) or None,
        )
        return Extraction(changes, row)

    def _judged(self, items: Sequence[Item], decisions: Sequence[Decision]) -> list[list[Judged]]:
        """The changes of each item, with the features of their confidence."""
        # Most items of a crawl state no change: dates and names are looked for only in those that do.
        chosen = [place for place, decision in enumerate(decisions) if decision.is_change]
        found = find([items[place] for place in chosen], self._words)
        judged: list[list[Judged]] = [[] for _ in items]
        for place, changes in zip(chosen, self._changes(found, [decisions[place] for place in chosen]), strict=True):
            judged[place] = changes
        return judged

    def _changes(self, found: Sequence[Found], decisions: Sequence[Decision]) -> list[list[Judged]]:
        """The changes of items that state one at least."""
        stated = self._statements(found, decisions)
        flat = [statement for statements in stated for statement in statements]
        effects = [timeline.effect(s.found.item, s.found.mentions, s.announced) for s in flat]
        actors = [actor.decide(s.found.item, s.found.platforms, s.found.authorities) for s in flat]
        amounts = [values.find(s.found.item.content, s.part.start, s.part.end) for s in flat]
        judged = map(self._row, flat, effects, actors, amounts)
        return [[next(judged) for _ in statements] for statements in stated]

    def _statements(self, found: Sequence[Found], decisions: Sequence[Decision]) -> list[list[Statement]]:
        """What each item states: one change, or one a part of its text."""
        audiences = [audience.find(one.item.content) for one in found]
        parts = [split.split(one.item.content, len(one.item.title), one.mentions, one.platforms) for one in found]
        pairs = [(one.item, part) for one, own in zip(found, parts, strict=True) for part in own]
        labels = iter(
            self.model.predict_many(
                [part.heading or item.title for item, part in pairs],
                [item.content[part.start : part.end] for item, part in pairs],
            )
        )
        stated = []
        for one, decision, who, own in zip(found, decisions, audiences, parts, strict=True):
            statements = []
            for number, part in enumerate(own):
                within = _within(one, part)
                announced = timeline.announce(one.item, _announcing(one, within, own))
                label = self.model.decide(next(labels))
                statements.append(Statement(within, part, label, announced, _inside(who, part), number))
            if not own:
                whole = Part(0, len(one.item.content))
                announced = timeline.announce(one.item, one.mentions)
                statements.append(Statement(one, whole, decision, announced, who, 0))
            stated.append(statements)
        return stated

    def _row(
        self, stated: Statement, effect: timeline.Effect, acting: actor.Actor, amounts: Sequence[FoundValue]
    ) -> Judged:
        found, decision = stated.found, stated.decision
        features = row_features(decision, row_signals(effect, stated.announced, found))
        facts = rows.Facts(
            part=stated.part,
            decision=decision,
            actor=acting,
            rule_titles=[s for s in found.titles if s.label == "rule"],
            audience=stated.audience,
            values=amounts,
            announced=stated.announced,
            effect=effect,
            mentions=found.mentions,
            confidence=self._confidence.probability(features)
            if self._confidence
            else math.exp(features["log_product"]),
        )
        return rows.build(found.item, facts, self._versions, stated.number), features


def row_signals(effect: timeline.Effect, announced: timeline.Announcement, found: Found) -> dict[str, float]:
    """What the dates and entities say of how sure a row is, each from 0 to 1."""
    return {
        "date_score": effect.score if effect.start else 0.5,
        "no_effect": float(effect.start is None),
        "announced_exact": float(announced.bound == "exact"),
        "one_platform": float(len({s.value for s in found.platforms}) == 1),
        "notice": float(found.item.kind == "notice"),
        "long": float(len(found.item.text) > 600),
    }


def _inside(spans: Sequence[Span], part: Part) -> list[Span]:
    return [s for s in spans if part.start <= s.start < part.end]


def _within(found: Found, part: Part) -> Found:
    """What was found, with dates, titles and names of the part alone; those who act of the item where it names nobody."""
    own = _inside(found.platforms, part), _inside(found.authorities, part)
    acting = own if any(own) else (found.platforms, found.authorities)
    return found._replace(
        mentions=[m for m in found.mentions if part.start <= m.start < part.end],
        titles=_inside(found.titles, part),
        platforms=acting[0],
        authorities=acting[1],
    )


def _announcing(found: Found, own: Found, parts: Sequence[Part]) -> list[Mention]:
    """The dates that can say when the change of a part was announced: its own, else those of no part about others."""
    if any(m.role == "announced" and m.precision == "day" for m in own.mentions):
        return own.mentions
    acting = {s.value for s in own.platforms}
    named = [(part, {s.value for s in _inside(found.platforms, part)}) for part in parts]
    others = [part for part, names in named if names and not names & acting]
    return [m for m in found.mentions if not any(part.start <= m.start < part.end for part in others)]


@cache
def load_extractor(model: Path | None = None, config: Config | None = None) -> Extractor:
    """The extractor with a model, the shipped one where None, and a configuration; loaded once per process."""
    return Extractor(model, config)
