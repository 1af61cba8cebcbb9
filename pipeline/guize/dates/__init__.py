"""Dates in Chinese notices: found, resolved to the calendar, and given their role.

>>> from datetime import datetime
>>> [(m.text, m.edtf, m.role) for m in find("新规将于12月1日起施行", datetime(2024, 11, 20))]
[('12月1日', '2024-12-01', 'effective_from')]
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from guize.dates import roles
from guize.dates.announced import DAYS, announcement, announcing
from guize.dates.find import find_mentions
from guize.dates.mention import Mention, Role
from guize.vocabulary import SHIPPED, Vocabulary

__all__ = ["Mention", "Role", "annotate", "annotate_all", "find"]


def annotate(
    text: str, reference: datetime | None, *, title_end: int = 0, words: Vocabulary = SHIPPED
) -> list[Mention]:
    """All mentions of time in `text`, vague ones (日前, 近期) included, with values and roles.

    Args:
        text: title and text of an item, or any string.
        reference: when it was published, naive China time; None where unknown.
        title_end: where the title ends in `text`; 0 where there is none.
        words: the vocabulary with the grammar and the cues.
    """
    return annotate_all([(text, reference, title_end)], words=words)[0]


def annotate_all(
    texts: Sequence[tuple[str, datetime | None, int]], *, words: Vocabulary = SHIPPED
) -> list[list[Mention]]:
    """As `annotate`, of many texts: (text, reference, title_end) of each.

    All are searched before roles are given in the first, so that what each step reads stays in the processor's cache.
    """
    found = [find_mentions(text, reference, words=words) for text, reference, _ in texts]
    for (text, reference, title_end), mentions in zip(texts, found, strict=True):
        # A window such as 近30天 says what figures are from, and 现在 what holds, not when a policy applies.
        dated = [m for m in mentions if m.pattern not in ("window", "now")]
        roles.assign(text, dated, title_end, _news_day(reference), words)
    return [_from_announcement(*one, mentions, words) for one, mentions in zip(texts, found, strict=True)]


def _news_day(reference: datetime | None) -> date | None:
    return reference.date() if reference else None


def _from_announcement(
    text: str, reference: datetime | None, title_end: int, mentions: list[Mention], words: Vocabulary
) -> list[Mention]:
    """The mentions, those that count from the day of the announcement found anew where the text states that day."""
    news_day = _news_day(reference)
    best = announcement(mentions, news_day, title_end)
    if best is None or not any(m.basis == "announcement" for m in mentions):
        return mentions
    stated = [best, *announcing(mentions, news_day)]
    days = [(m.end, m.day) for m in stated if m.day is not None and m.precision in DAYS and m.basis != "announcement"]
    again = find_mentions(text, reference, days, words=words)
    given = {(m.start, m.end): m for m in mentions}
    for mention in again:
        if old := given.get((mention.start, mention.end)):
            mention.role, mention.score = old.role, old.score
    return again


def find(text: str, reference: datetime, *, words: Vocabulary = SHIPPED) -> list[Mention]:
    """All dates, times, ranges, durations and recurring times in `text`, in order. Never raises, on any string.

    Args:
        text: any string.
        reference: the moment relative and year-less dates are counted from, naive China time.
        words: the vocabulary, with additions such as `guize.config.Config.vocabulary` makes.

    Returns:
        Mentions with offsets in `text`, half-open values in naive China time, and roles.
    """
    return [m for m in annotate(text, reference, words=words) if m.kind != "vague"]
