"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from guize.config import Config

WIDTH = 140  # of tables that do not go to a terminal


def _columns(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    mapping = {}
    for value in values:
        field, sep, column = value.partition("=")
        if not sep or not field or not column:
            raise click.BadParameter(f"{value!r} is not FIELD=COLUMN, as in title=标题")
        mapping[field] = column
    return mapping


def _config(_ctx: click.Context, _param: click.Parameter, path: Path | None) -> Config | None:
    if path is None:
        return None
    from guize.config import Config

    return Config.load(path)


inputs = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
changes = click.argument("changes", nargs=-1, required=True, metavar="CHANGES...")
outputs = click.option(
    "-o", "--output", "outputs", multiple=True, required=True, metavar="OUT",
    help="changes.parquet, .csv, .jsonl, .duckdb, or a folder; may be given several times.",
)  # fmt: skip
column = click.option(
    "--column",
    "columns",
    multiple=True,
    callback=_columns,
    metavar="FIELD=COLUMN",
    help="Map a table's column, e.g. title=标题.",
)
encoding = click.option("--encoding", help="Encoding of the inputs; found out where not given.")
model = click.option(
    "--model", type=click.Path(path_type=Path), help="Folder of a trained model instead of the shipped one."
)
config = click.option(
    "--config",
    type=click.Path(path_type=Path),
    callback=_config,
    metavar="FILE",
    help="What you add: platforms, terms, date patterns, columns, stages (guize.toml).",
)
