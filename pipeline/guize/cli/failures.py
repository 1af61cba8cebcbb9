"""Failed items, as lines on standard error."""

from __future__ import annotations

import sys

import click


def report_failures(failures: tuple[str, ...], n_failed: int) -> None:
    """One line a failure; exit status 1 where there is one."""
    for line in failures:
        click.echo(f"guize: {line}", err=True)
    if n_failed > len(failures):
        click.echo(f"guize: and {n_failed - len(failures):,} more, see the items table", err=True)
    if n_failed:
        sys.exit(1)
