"""`guize link`: reports to events."""

from __future__ import annotations

import click

from guize.cli import options


@click.command()
@options.changes
@options.outputs
def link(changes: tuple[str, ...], outputs: tuple[str, ...]) -> None:
    """Bring together the changes that report one event.

    Writes the CHANGES with their event_id, a table `events` with one joined row an event, and a table `links` that says
    why reports were linked.
    """
    from guize.link.tables import write_linking
    from guize.write import iter_changes

    write_linking((row for path in changes for row in iter_changes(path)), outputs)
