"""`guize feed`: changes as an Atom feed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from guize.cli import options


@click.command()
@options.changes
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="OUT.xml", help="The file to write."
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only what was published since.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="The most entries.")
def feed(changes: tuple[str, ...], output: Path, since: datetime | None, limit: int) -> None:
    """Write CHANGES (or events) as an Atom feed, the latest first."""
    from guize.feeds import render_feed
    from guize.write import read_changes, write_file

    rows = (row for path in changes for row in read_changes(path))
    write_file(output, render_feed(rows, since=since.date() if since else None, limit=limit))
