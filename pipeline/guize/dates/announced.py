"""The day of the announcement, as the dates of a text state it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from guize.dates.mention import Mention

DAYS = frozenset({"day", "hour", "minute", "second"})
# An announcement lies no more days before the news of it, twice as many where nothing dates the news.
RECENT = timedelta(days=45)
# What a report is about stands in its title and within so many characters after it.
LEAD = 160


def dateline(mentions: Sequence[Mention]) -> Mention | None:
    """The mention that dates the report: `3月11日消息`."""
    return next((m for m in mentions if m.role == "dateline" and m.first is not None), None)


def day_of_news(mentions: Sequence[Mention], published: date | None) -> date | None:
    """The day of the news: the dateline's, else that of the publication."""
    line = dateline(mentions)
    return line.day if line else published


def leads(mention: Mention, title_end: int) -> bool:
    """Whether a mention stands in the title or soon after it."""
    return mention.start <= title_end + LEAD


def announcing(mentions: Sequence[Mention], published: date | None) -> list[Mention]:
    """The mentions that say when something was announced, and can be of the news: not after it, and recent."""
    dated, news = dateline(mentions) is not None, day_of_news(mentions, published)
    return [
        m
        for m in mentions
        if m.role == "announced" or (m.role == "publicity" and m.kind == "range")
        if _is_news(m, news, dated=dated)
    ]


def _is_news(mention: Mention, news_day: date | None, *, dated: bool) -> bool:
    if mention.first is None or news_day is None:
        return mention.first is not None
    if mention.first.day - news_day > timedelta(days=0 if dated else 2):
        return False
    last = (mention.first.end - timedelta(seconds=1)).date()
    return news_day - last <= (RECENT if dated else 2 * RECENT)


def announcement(mentions: Sequence[Mention], published: date | None, title_end: int) -> Mention | None:
    """The mention that states the day of the announcement, or None.

    The news day's own where it stands in the lead; else the one stated most clearly, in the text rather than in the
    title, the latest.
    """
    news = day_of_news(mentions, published)
    return max(
        (m for m in announcing(mentions, published) if m.precision in DAYS),
        key=lambda m: (m.day == news and leads(m, title_end), round(m.score, 1), m.start >= title_end, m.day),
        default=None,
    )
