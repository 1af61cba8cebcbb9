"""What a date's value may depend on besides its own words: the reference, earlier dates, the tense of the clause."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from guize.dates.mention import Point
from guize.vocabulary import SHIPPED, Vocabulary

_FORWARD = re.compile(r"将|拟|计划|预计|预定|定于|即将|届时|有望|起(?!始|草|初)|\x00[^，。]{0,3}前|截止|最晚|最迟")
_STRONG = re.compile(r"将|拟|计划|预计|预定|定于|即将|届时|有望")
_BACK = re.compile(r"已于|已在|曾|早在|自从|以来|去年|此前|上线了|发布了|披露|出炉")
_CLAUSE = re.compile(r"[，。；！？\n,;!?]")
# A full date fixes the years of later ones where it is this near to the reference; a farther one only in its own
# sentence, and only where that does not look forward.
_NEAR = timedelta(days=200)


def tense(folded: str, start: int, end: int) -> int:
    """+2 or +1 where the clause around `[start, end)` looks forward (strongly or weakly), −1 where back, else 0."""
    left = folded[max(0, start - 10) : start]
    right = folded[end : end + 8]
    cut = list(_CLAUSE.finditer(left))
    if cut:
        left = left[cut[-1].end() :]
    stop = _CLAUSE.search(right)
    if stop:
        right = right[: stop.start()]
    around = left + "\x00" + right
    if _BACK.search(around):
        return -1
    if _STRONG.search(around):
        return 2
    return 1 if _FORWARD.search(around) else 0


@dataclass(slots=True)
class Context:
    """State of one left-to-right pass over a text.

    Attributes:
        reference: the moment the text was published, naive China time; None where unknown.
        news_day: the day relative dates count from: the dateline's, else the reference's.
        announced: the announcement day, for 即日起 and 自发布之日起; set after the roles are known.
        last: the last calendar point, for 当日, 次日, `15日`; `full`: the last one whose year is written.
        last_sentence, full_sentence: the sentences in which those stand.
        words: the vocabulary, for the days of festivals.
    """

    reference: datetime | None
    news_day: date | None = None
    announced: date | None = None
    last: Point | None = None
    full: Point | None = None
    last_sentence: int = -1
    full_sentence: int = -1
    sentence: int = 0
    tense: int = 0
    words: Vocabulary = SHIPPED

    @property
    def nearby(self) -> Point | None:
        """The last calendar point, where it stands in the same sentence."""
        return self.last if self.last_sentence == self.sentence else None

    def year_anchor(self) -> date | None:
        """The day from which a missing year is inferred."""
        if self.full is not None:
            near = self.news_day is None or abs(self.full.day - self.news_day) < _NEAR
            if near or (self.full_sentence == self.sentence and self.tense <= 0):
                return self.full.day
        return self.news_day

    def nearest(self, candidates: Iterable[date]) -> date | None:
        """The candidate nearest to the anchor; the clause's tense makes the other direction dearer."""
        anchor = self.year_anchor()
        if anchor is None:
            return None

        def cost(day: date) -> int:
            gap = (day - anchor).days
            if gap < -20 and self.tense > 0:
                return -gap + (300 if self.tense == 2 else 120)
            if gap > 0 and self.tense < 0:
                return gap + 400
            return abs(gap)

        return min(candidates, key=cost, default=None)

    def see(self, point: Point, *, full: bool) -> None:
        """Remember a resolved calendar point."""
        self.last, self.last_sentence = point, self.sentence
        if full and point.precision not in ("year", "decade", "century"):
            self.full, self.full_sentence = point, self.sentence
