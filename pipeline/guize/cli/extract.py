"""`guize extract`: inputs to tables."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guize.cli import options
from guize.cli.failures import report_failures

if TYPE_CHECKING:
    from guize.config import Config
    from guize.run.local import EngineName


@click.command()
@options.inputs
@options.outputs
@options.column
@options.encoding
@options.model
@options.config
@click.option(
    "--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True,
    help="Where items are extracted: here, or by Spark (needs guize[spark] and Java).",
)  # fmt: skip
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that extract.")
@click.option(
    "--resume", is_flag=True, help="Keep finished parts beside the output until all is done; go on from them."
)
@click.option("--strict", is_flag=True, help="Write nothing where an item fails; exit status 1.")
def extract(
    inputs: tuple[str, ...],
    outputs: tuple[str, ...],
    columns: dict[str, str],
    encoding: str | None,
    model: Path | None,
    config: Config | None,
    engine: EngineName,
    workers: int,
    resume: bool,
    strict: bool,
) -> None:
    """Extract INPUTs (files, folders, globs, or - for standard input) to tables of changes and items."""
    from guize.errors import InputError
    from guize.run.local import extract_to

    terminal = sys.stderr.isatty()

    def progress(n: int) -> None:
        if terminal:
            click.echo(f"\r{n:,} items", nl=False, err=True)

    try:
        summary = extract_to(
            inputs,
            outputs,
            columns=columns,
            encoding=encoding,
            model=model,
            config=config,
            engine=engine,
            workers=workers,
            resume=resume,
            strict=strict,
            progress=progress,
            notice=lambda line: click.echo(f"guize: {line}", err=True),
        )
    except InputError as error:
        if strict and error.item is not None:
            click.echo(f"guize: {error}", err=True)
            sys.exit(1)
        raise
    if terminal:
        click.echo(f"\r{summary.n_items:,} items, {summary.n_changes:,} changes, {summary.n_failed:,} failed", err=True)
    report_failures(summary.failures, summary.n_failed)
