"""What each date is for: announcement, effect, end, deadline …, told by its context.

The cues are data (`guize/vocabulary/roles.toml`): a pattern on what stands before, after or around a mention adds its
weight to a role; the heaviest role wins, and its lead over the others is the score.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from math import exp
from typing import NamedTuple, get_args

from guize.dates.grammar import fold
from guize.dates.mention import Mention, Role
from guize.vocabulary import Vocabulary, expand

MARK = "◇"
_CLAUSE_START = re.compile(r"[，。；：！？\n]")
_CLAUSE_END = re.compile(r"[，。；！？\n]")
_SENTENCE = re.compile(r"[。！？\n]")
_PUNCTUATION = tuple(zip(",;:!?()", "，；：！？（）", strict=True))
_BREAK = re.compile(r"</?(?:p|br|div|tr|li|ul|ol|table|h\d)\b[^<>]{0,60}>")
_TAG = re.compile(r"</?\w[^<>]{0,60}>")
# What stands between a date and its cue: blanks, a part of the day, a gloss in brackets, the name of a time zone.
_GLOSS_AFTER = re.compile(r"(?:[ \t\u3000]|凌晨|[上下]午|[午晚早傍]间?(?=[，发公宣])|（[^（）]{1,14}）)+")
_ZONE_BEFORE = re.compile(
    r"(?:(?:[美英欧当][国洲地])?(?:北京|太平洋|东部|中部|当地|格林威治|标准)(?:标准)?(?:时间)?[ \t（]*|[ \t\u3000]+)\Z"
)
_ZONE_ENDS = frozenset("间京洋部地治准（ \t\u3000")
# A line that ends so names the date that stands alone on the next one.
_HEADING = re.compile(r"(?:时间|日期|时点|期限|期|日)：?[ \t\u3000]*\Z")
_BEFORE, _AFTER = 48, 54
_DAYS = frozenset({"day", "hour", "minute", "second"})
_OLD = timedelta(days=45)
_ORDER: dict[str, int] = {role: i for i, role in enumerate(get_args(Role))}


class Windows(NamedTuple):
    """The context of a mention, with punctuation full-width and the mention itself written as ◇ in the last three."""

    left: str
    right: str
    clause: str
    sentence: str
    line: str


class Cue(NamedTuple):
    """One piece of evidence for a role; a condition that is None always holds."""

    role: Role
    weight: float
    side: int
    holds: Callable[[str], re.Match[str] | None]
    kind: str | None
    modifier: str | None
    place: str | None
    when: frozenset[str] | None


@cache
def cues(words: Vocabulary) -> tuple[Cue, ...]:
    """The cues of `roles.toml`, compiled."""
    data = words.load("roles")
    found = []
    for cue in data["cue"]:
        regex = re.compile(expand(cue["regex"], data["parts"]))
        holds = regex.match if cue["side"] == "right" else regex.search
        when = frozenset(cue["when"]) if "when" in cue else None
        side = Windows._fields.index(cue["side"])
        conditions = (cue.get("kind"), cue.get("modifier"), cue.get("in"), when)
        found.append(Cue(cue["role"], cue["weight"], side, holds, *conditions))
    return tuple(found)


Check = tuple[Callable[[str], re.Match[str] | None], Role, float]


@cache
def _applicable(
    words: Vocabulary, kind: str, modifier: str, place: str, when: str
) -> tuple[tuple[int, tuple[Check, ...]], ...]:
    """The cues whose conditions on the mention itself hold, by the window they look at."""
    kinds = (None, kind) if kind == "range" else (None, kind, "point")
    sides: dict[int, list[Check]] = {}
    for cue in cues(words):
        if (
            cue.kind in kinds
            and cue.modifier in (None, modifier)
            and cue.place in (None, place)
            and (cue.when is None or when in cue.when)
        ):
            sides.setdefault(cue.side, []).append((cue.holds, cue.role, cue.weight))
    return tuple((side, tuple(checks)) for side, checks in sides.items())


def windows(folded: str, mention: Mention) -> Windows:
    """The context windows of a mention in a folded text, each of bounded length."""
    before = _plain(folded[max(0, mention.start - _BEFORE) : mention.start])
    after = _plain(folded[mention.end : mention.end + _AFTER])
    line = before[before.rfind("\n") + 1 :] + MARK + after.partition("\n")[0]
    heading = ""
    if line.lstrip().startswith(MARK):
        heading = before.rstrip().rpartition("\n")[2]
        if len(heading) <= 14 and _HEADING.search(heading):
            before = heading = heading.rstrip("： ") + "："
            line = heading + line
    if before[-1:] in _ZONE_ENDS and (zone := _ZONE_BEFORE.search(before, max(0, len(before) - 16))):
        before = before[: zone.start()]
    if gloss := _GLOSS_AFTER.match(after):
        after = after[gloss.end() :]
    left, right = _SENTENCE.split(before)[-1], _SENTENCE.split(after, maxsplit=1)[0]
    clause = _CLAUSE_START.split(left)[-1] + MARK + _CLAUSE_END.split(right, maxsplit=1)[0]
    return Windows(left, right, clause, left + MARK + right, line)


def _plain(text: str) -> str:
    """`text` without markup."""
    return _TAG.sub("", _BREAK.sub("\n", text)) if "<" in text else text


def _when(mention: Mention, news_day: date | None) -> str:
    """Where a mention lies from the news day: old, past, today (also a range that runs then) or future; or unknown."""
    day = mention.day
    if day is None or news_day is None:
        return "unknown"
    if day == news_day or (day < news_day and mention.last is not None and mention.last.day >= news_day):
        return "today"
    if day > news_day:
        return "future"
    assert mention.latest is not None
    return "past" if news_day - mention.latest.date() <= _OLD else "old"


def role_scores(
    folded: str, mention: Mention, title_end: int, news_day: date | None, words: Vocabulary
) -> dict[Role, float]:
    """The weight of evidence for each role of one mention; a role without evidence is absent."""
    kind = "range" if mention.kind == "range" else "day" if mention.precision in _DAYS else "coarse"
    place = "title" if mention.start < title_end else "text"
    around = windows(folded, mention)
    scores: dict[Role, float] = {}
    for side, checks in _applicable(words, kind, mention.modifier or "none", place, _when(mention, news_day)):
        window = around[side]
        for holds, role, weight in checks:
            if holds(window):
                scores[role] = scores.get(role, 0.0) + weight
    return scores


def assign(text: str, mentions: Sequence[Mention], title_end: int, news_day: date | None, words: Vocabulary) -> None:
    """Give every mention its role and score, in place.

    The score is the softmax of the winning role's weight against the others and the threshold.
    """
    folded = fold(text)
    for mark, full in _PUNCTUATION:
        folded = folded.replace(mark, full)
    threshold = float(words.load("roles")["threshold"])
    for mention in mentions:
        if mention.kind in ("duration", "set", "time", "vague") or mention.pattern == "time":
            continue
        scores = role_scores(folded, mention, title_end, news_day, words)
        best = max(scores, key=lambda role: (scores[role], -_ORDER[role]), default=None)
        if best is None or scores[best] < threshold:
            continue
        mention.role = best
        rivals = sum(exp(weight - scores[best]) for role, weight in scores.items() if role != best)
        mention.score = 1.0 / (1.0 + rivals + exp(threshold - 1.0 - scores[best]))
