"""`guize show`: the table in the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guize.cli import options
from guize.cli.failures import report_failures

if TYPE_CHECKING:
    from guize.config import Config


@click.command()
@options.inputs
@options.column
@options.encoding
@options.model
@options.config
@click.option("--evidence", is_flag=True, help="Show each item with the words marked that prove its fields.")
@click.option("--width", type=int, help="Width of the table; the terminal's where not given.")
@click.option("--color/--no-color", default=None, help="Colours; on in a terminal.")
def show(
    inputs: tuple[str, ...],
    columns: dict[str, str],
    encoding: str | None,
    model: Path | None,
    config: Config | None,
    evidence: bool,
    width: int | None,
    color: bool | None,
) -> None:
    """Print the changes of INPUTs as a table."""
    from guize.run.local import extract_items
    from guize.run.summary import as_error
    from guize.write import render_changes, render_evidence

    colored = sys.stdout.isatty() if color is None else color
    pairs = list(extract_items(inputs, columns=columns, encoding=encoding, model=model, config=config))
    if evidence:
        for item, extraction in pairs:
            if item is not None:
                click.echo(render_evidence(item, extraction.changes, color=colored), color=colored)
    else:
        changes = [change for _, extraction in pairs for change in extraction.changes]
        wide = width or (None if sys.stdout.isatty() else options.WIDTH)
        click.echo(render_changes(changes, width=wide, color=colored), color=colored)
    failed = [extraction.row for _, extraction in pairs if extraction.row.status == "failed"]
    report_failures(tuple(str(as_error(row)) for row in failed[:100]), len(failed))
