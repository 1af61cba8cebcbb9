"""`guize calendar`: changes as an iCalendar file."""

from __future__ import annotations

from pathlib import Path

import click

from guize.cli import options


@click.command()
@options.changes
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="OUT.ics", help="The file to write."
)
@click.option("--alarm", type=click.IntRange(0), metavar="DAYS", help="Remind so many days before the effect.")
def calendar(changes: tuple[str, ...], output: Path, alarm: int | None) -> None:
    """Write the days on which CHANGES (or events) take effect as a calendar.

    What is not certain is tentative. The same event has the same UID in every calendar.
    """
    from guize.feeds import render_calendar
    from guize.write import read_changes, write_file

    write_file(output, render_calendar((row for path in changes for row in read_changes(path)), alarm))
