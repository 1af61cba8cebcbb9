"""`guize dates`: the dates of a text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from guize.cli import options

if TYPE_CHECKING:
    from guize.config import Config


@click.command()
@click.argument("text")
@click.option(
    "--reference",
    required=True,
    metavar="DATE",
    help="The day relative dates count from, as 2024-03-10 or 2024-03-10T09:00.",
)
@options.config
def dates(text: str, reference: str, config: Config | None) -> None:
    """Print the dates in TEXT (or in the file of that name) with values and roles."""
    from datetime import datetime

    from guize.dates import find
    from guize.vocabulary import SHIPPED

    try:
        moment = datetime.fromisoformat(reference).replace(tzinfo=None)
    except ValueError:
        raise click.BadParameter(f"{reference!r} is not a date", param_hint="--reference") from None
    path = Path(text)
    content = path.read_text(encoding="utf-8") if len(text) < 255 and path.is_file() else text
    for mention in find(content, moment, words=config.vocabulary if config else SHIPPED):
        value = mention.edtf or mention.duration or mention.timex or mention.basis
        click.echo(
            f"{mention.start}-{mention.end}\t{mention.text}\t{mention.kind}\t{value}\t{mention.role}\t{mention.score:.2f}"
        )
