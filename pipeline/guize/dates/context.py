"""What a date's value may depend on besides its own words: the reference, earlier dates, the tense of the clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from guize import vocabulary
from guize.dates.mention import Point
from guize.vocabulary import SHIPPED, Vocabulary

_CLAUSE = re.compile(r"[，。；！？\n,;!?]")
_SENTENCE_OPENS = re.compile(r"(?:\A|[。！？\n!?])[ \t“”（(]*\Z")
_SENTENCE = re.compile(r"[。！？\n!?]")
# A sentence is not looked for over more than this many characters.
_FAR = 400
# A full date fixes the years of later ones where it is this near to the reference; a farther one only in its own
# sentence, and only where that does not look forward.
_NEAR = timedelta(days=200)
# Where no tense tells, a day of another year must be nearer by so many days than that of the same year; where the sentence
# is nothing but the mention, by so many that only those around New Year are.
_OTHER_YEAR, _OTHER_YEAR_ALONE = 90, 250
_NO_TIME = timedelta(0)
# A sentence of no more characters than these is an utterance rather than a report.
_BRIEF = 16


@cache
def marker(name: str) -> re.Pattern[str]:
    """The compiled `[markers]` entry of the grammar."""
    return re.compile(vocabulary.load("dates")["markers"][name], re.ASCII)


def _clause(folded: str, start: int, end: int) -> str:
    """The clause around `[start, end)`, cut to a few characters on both sides; ◇ stands for what it is around."""
    left = _CLAUSE.split(folded[max(0, start - 10) : start])[-1]
    right = _CLAUSE.split(folded[end : end + 8], maxsplit=1)[0]
    return f"{left}◇{right}"


def tense(folded: str, start: int, end: int) -> int:
    """+2 or +1 where the clause around `[start, end)` looks forward (strongly or weakly), −1 where back, else 0."""
    around = _clause(folded, start, end)
    if marker("back").search(around):
        return -1
    if not marker("forward").search(around):
        return 0
    return 2 if marker("strongly_forward").search(around) else 1


@dataclass(slots=True)
class Context:
    """State of one left-to-right pass over a folded text.

    Attributes:
        folded: the text.
        reference: the moment the text was published, naive China time; None where unknown.
        news_day: the day relative dates count from: the dateline's, else the reference's.
        announced: the announcement days with where each ends, the likeliest first; known after the roles are.
        start, end: where the mention stands that is being resolved.
        last: the last calendar point, for 当日, 次日, `15日`; `full`: the last one whose year is written.
        last_end, full_end: where those end.
        words: the vocabulary, for the days of festivals.
    """

    folded: str
    reference: datetime | None
    news_day: date | None = None
    announced: Sequence[tuple[int, date]] = ()
    start: int = 0
    end: int = 0
    last: Point | None = None
    full: Point | None = None
    last_end: int = 0
    full_end: int = 0
    words: Vocabulary = SHIPPED
    _tense: tuple[int, int, int] = (-1, -1, 0)

    @property
    def tense(self) -> int:
        """The tense of the clause around the mention."""
        start, end, found = self._tense
        if (start, end) != (self.start, self.end):
            found = tense(self.folded, self.start, self.end)
            self._tense = self.start, self.end, found
        return found

    @property
    def tells(self) -> bool:
        """Whether the clause around the mention tells what happened."""
        return marker("told").search(_clause(self.folded, self.start, self.end)) is not None

    def _rest_of_sentence(self) -> str:
        """What else stands in the sentence, cut to a few characters more than an utterance has on both sides."""
        left = _SENTENCE.split(self.folded[max(0, self.start - _BRIEF - 1) : self.start])[-1]
        return left + _SENTENCE.split(self.folded[self.end : self.end + _BRIEF + 1], maxsplit=1)[0]

    @property
    def alone(self) -> bool:
        """Whether the sentence is nothing but the mention."""
        return not self._rest_of_sentence().strip()

    @property
    def brief(self) -> bool:
        """Whether the sentence is an utterance rather than part of a report."""
        return len(self._rest_of_sentence()) + self.end - self.start <= _BRIEF

    @property
    def opens_sentence(self) -> bool:
        """Whether the mention stands at the beginning of a sentence."""
        return _SENTENCE_OPENS.search(self.folded, max(0, self.start - 3), self.start) is not None

    @property
    def nearby(self) -> Point | None:
        """The last calendar point, where it stands in the same sentence."""
        return self.last if self.last is not None and self._same_sentence(self.last_end) else None

    def _same_sentence(self, end: int) -> bool:
        return self.start - end < _FAR and _SENTENCE.search(self.folded, end, max(end, self.start)) is None

    @property
    def announcement(self) -> date | None:
        """The day that 即日起 and 自发布之日起 count from: that stated in the sentence, the text's, or the news day."""
        before = [(end, day) for end, day in self.announced if end <= self.start and self._same_sentence(end)]
        if before:
            return max(before)[1]
        return self.announced[0][1] if self.announced else self.news_day

    def year_anchor(self) -> date | None:
        """The day from which a missing year is inferred."""
        if self.full is not None:
            near = self.news_day is None or abs(self.full.day - self.news_day) < _NEAR
            if near or (self._same_sentence(self.full_end) and self.tense <= 0):
                return self.full.day
        return self.news_day

    def nearest(self, candidates: Iterable[date]) -> date | None:
        """The candidate nearest to the anchor; the clause's tense makes the other side of the news day dearer, else another year."""
        anchor = self.year_anchor()
        if anchor is None:
            return None
        tense = self.tense
        days = list(candidates)
        if tense == 0:
            near = min(days, key=lambda day: abs(day - anchor), default=None)
            if near is None or near.year == anchor.year:
                return near
            other_year = timedelta(days=_OTHER_YEAR_ALONE if self.alone else _OTHER_YEAR)
            return min(days, key=lambda day: abs(day - anchor) + (other_year if day.year != anchor.year else _NO_TIME))

        now = self.news_day or anchor

        def cost(day: date) -> int:
            gap, ahead = abs((day - anchor).days), (day - now).days
            if tense > 0:
                return gap + ((300 if tense == 2 else 120) if ahead < -20 else 0)
            return gap + (400 if ahead > 0 else 0)

        return min(days, key=cost, default=None)

    def see(self, point: Point, *, full: bool) -> None:
        """Remember a resolved calendar point, but for the year that the last one lies in."""
        if self.last and point.precision == "year" and not full and point.start <= self.last.start < point.end:
            return
        self.last, self.last_end = point, self.end
        if full and point.precision not in ("year", "decade", "century"):
            self.full, self.full_end = point, self.end
