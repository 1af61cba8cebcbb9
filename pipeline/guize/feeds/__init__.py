"""Changes as what other programs subscribe to: calendars and news feeds."""

from guize.feeds.atom import render_feed
from guize.feeds.calendar import render_calendar

__all__ = ["render_calendar", "render_feed"]
