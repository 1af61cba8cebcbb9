"""Dates in Chinese notices: found, resolved to the calendar, and given their role.

>>> from datetime import datetime
>>> [(m.text, m.edtf, m.role) for m in find("新规将于12月1日起施行", datetime(2024, 11, 20))]
[('12月1日', '2024-12-01', 'effective_from')]
"""

from __future__ import annotations

from datetime import datetime

from guize.dates import roles
from guize.dates.announced import DAYS, announcement, announcing
from guize.dates.find import find_mentions
from guize.dates.mention import Mention, Role
from guize.vocabulary import SHIPPED, Vocabulary

__all__ = ["Mention", "Role", "annotate", "find"]


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
    mentions = find_mentions(text, reference, words=words)
    news_day = reference.date() if reference else None
    # A window such as 近30天 says what figures are from, and 现在 what holds, not when a policy applies.
    roles.assign(text, [m for m in mentions if m.pattern not in ("window", "now")], title_end, news_day, words)
    best = announcement(mentions, news_day, title_end)
    if best is not None and any(m.basis == "announcement" for m in mentions):
        stated = [best, *announcing(mentions, news_day)]
        days = [
            (m.end, m.day) for m in stated if m.day is not None and m.precision in DAYS and m.basis != "announcement"
        ]
        again = find_mentions(text, reference, days, words=words)
        given = {(m.start, m.end): m for m in mentions}
        for mention in again:
            if old := given.get((mention.start, mention.end)):
                mention.role, mention.score = old.role, old.score
        return again
    return mentions


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
