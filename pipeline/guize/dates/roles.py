"""What each date is for: announcement, effect, end, deadline …, told by its context.

The cues are data (`guize/vocabulary/roles.toml`): a pattern on what stands before, after or around a mention adds its
weight to a role; the heaviest role wins, and its lead over the others is the score.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from math import exp
from typing import NamedTuple, get_args

from guize import vocabulary
from guize.dates.grammar import fold
from guize.dates.mention import Mention, Role

MARK = "◇"
_CLAUSE_START = re.compile(r"[，。；：！？\n]")
_CLAUSE_END = re.compile(r"[，。；！？\n]")
_SENTENCE_END = re.compile(r"[。！？\n]")
_FOLDED = str.maketrans(",;:!?()", "，；：！？（）")
_PART = re.compile(r"\{([a-z_]+)\}")
_BREAK = re.compile(r"</?(?:p|br|div|tr|li|ul|ol|table|h\d)\b[^<>]{0,60}>")
_TAG = re.compile(r"</?\w[^<>]{0,60}>")
_DAYS = frozenset({"day", "hour", "minute", "second"})
# What stands between a date and its cue: blanks, a gloss in brackets, the name of a time zone.
_GLOSS_AFTER = re.compile(r"(?:[ \t\u3000]|凌晨|[上下]午|[午晚早傍]间?(?=[，发公宣])|（[^（）]{1,14}）)*")
_ZONE_BEFORE = re.compile(r"(?:[美英欧当][国洲地])?(?:北京|太平洋|东部|中部|当地|格林威治|标准)(?:标准)?(?:时间)?[ \t（]*$|[ \t\u3000]+$")
_HEADING = re.compile(r"(?:时间|日期|时点|期限|期|日)[：]?[ \t\u3000]*$")
_BEFORE, _AFTER = 60, 60
_OLD = timedelta(days=45)


class Cue(NamedTuple):
    """One piece of evidence for a role."""

    role: Role
    side: str
    regex: re.Pattern[str]
    weight: float
    kind: str | None
    modifier: str | None
    place: str | None
    when: frozenset[str] | None


class Windows(NamedTuple):
    """The context of a mention, with punctuation full-width and the mention itself written as ◇ in the last three."""

    left: str
    right: str
    clause: str
    sentence: str
    line: str


@cache
def cues() -> tuple[Cue, ...]:
    """The cues of `roles.toml`, compiled."""
    data = vocabulary.load("roles")
    parts: dict[str, str] = data["parts"]

    def compiled(regex: str) -> re.Pattern[str]:
        while _PART.search(regex):
            regex = _PART.sub(lambda m: parts[m.group(1)], regex)
        return re.compile(regex)

    return tuple(
        Cue(
            c["role"], c["side"], compiled(c["regex"]), c["weight"], c.get("kind"), c.get("modifier"), c.get("in"),
            frozenset(c["when"]) if "when" in c else None,
        )  # fmt: skip
        for c in data["cue"]
    )


def windows(folded: str, mention: Mention) -> Windows:
    """The context windows of a mention in a folded text, each of bounded length."""
    before = _plain(folded[max(0, mention.start - _BEFORE) : mention.start])
    after = _plain(folded[mention.end : mention.end + _AFTER])
    head, _, line_left = before.rpartition("\n")
    before = before[: _end_of(_ZONE_BEFORE, before)]
    after = after[_GLOSS_AFTER.match(after).end() :]  # type: ignore[union-attr]
    left = _after_last(_SENTENCE_END, before)
    clause_left = _after_last(_CLAUSE_START, before)
    right = _before_first(_SENTENCE_END, after)
    clause_right = _before_first(_CLAUSE_END, after)
    line = line_left + MARK + after.partition("\n")[0]
    if not line_left.strip():
        title = head.rpartition("\n")[2]
        if len(title) <= 14 and _HEADING.search(title):
            left = title.rstrip("： ") + "："
    return Windows(left, right, clause_left + MARK + clause_right, left + MARK + right, line)


def _plain(text: str) -> str:
    """`text` with full-width punctuation and without markup."""
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    return text.translate(_FOLDED)


def _end_of(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return match.start() if match else len(text)


def _after_last(pattern: re.Pattern[str], text: str) -> str:
    end = 0
    for match in pattern.finditer(text):
        end = match.end()
    return text[end:]


def _before_first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return text[: match.start()] if match else text


def _holds(cue: Cue, mention: Mention, around: Windows, place: str, when: str) -> bool:
    if cue.place is not None and cue.place != place:
        return False
    if cue.modifier is not None and cue.modifier != (mention.modifier or "none"):
        return False
    if cue.kind is not None and (cue.kind == "range") != (mention.kind == "range"):
        return False
    if cue.kind in ("day", "coarse") and (cue.kind == "day") != (mention.precision in _DAYS):
        return False
    if cue.when is not None and when not in cue.when:
        return False
    match cue.side:
        case "left":
            return cue.regex.search(around.left) is not None
        case "right":
            return cue.regex.match(around.right) is not None
        case "line":
            return cue.regex.search(around.line) is not None
        case "clause":
            return cue.regex.search(around.clause) is not None
    return cue.regex.search(around.sentence) is not None


def _when(day: date | None, news_day: date | None) -> str:
    """Where a day lies from the news day: old, past, today or future; unknown where either is."""
    if day is None or news_day is None:
        return "unknown"
    if day == news_day:
        return "today"
    if day > news_day:
        return "future"
    return "past" if news_day - day <= _OLD else "old"


def role_scores(folded: str, mention: Mention, title_end: int, news_day: date | None) -> dict[Role, float]:
    """The weight of evidence for each role of one mention; a role without evidence is absent."""
    around = windows(folded, mention)
    place = "title" if mention.start < title_end else "text"
    when = _when(mention.day, news_day)
    scores: dict[Role, float] = {}
    for cue in cues():
        if _holds(cue, mention, around, place, when):
            scores[cue.role] = scores.get(cue.role, 0.0) + cue.weight
    return scores


def assign(text: str, mentions: Sequence[Mention], title_end: int, news_day: date | None) -> None:
    """Give every mention its role and score, in place.

    The score is the softmax of the winning role's weight against the others and the threshold.
    """
    folded = fold(text)
    threshold = float(vocabulary.load("roles")["threshold"])
    for mention in mentions:
        if mention.kind in ("duration", "set", "time", "vague"):
            continue
        scores = role_scores(folded, mention, title_end, news_day)
        if not scores:
            continue
        best = max(scores, key=lambda role: (scores[role], -_ORDER[role]))
        if scores[best] < threshold:
            continue
        mention.role = best
        rivals = sum(exp(weight - scores[best]) for role, weight in scores.items() if role != best)
        mention.score = 1.0 / (1.0 + rivals + exp(threshold - 1.0 - scores[best]))


_ORDER: dict[str, int] = {role: i for i, role in enumerate(get_args(Role))}
