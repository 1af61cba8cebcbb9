"""From reports to events: which changes are one event, why, and the row they join to."""

from guize.link.linker import Linking, link
from guize.link.records import Conflict, Event, Feature, Link, Origin, Update

__all__ = ["Conflict", "Event", "Feature", "Link", "Linking", "Origin", "Update", "link"]
