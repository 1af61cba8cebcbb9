"""What applied when, and what was known of it when: events in valid time and in system time."""

from guize.ledger.migration import upgrade
from guize.ledger.records import Added, Difference, Version
from guize.ledger.store import Ledger

__all__ = ["Added", "Difference", "Ledger", "Version", "upgrade"]
