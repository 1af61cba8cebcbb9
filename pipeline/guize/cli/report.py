"""`guize report`: one HTML page to review changes in."""

from __future__ import annotations

from pathlib import Path

import click

from guize.cli import options


@click.command()
@click.argument("changes", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="OUT.html", help="The page to write."
)
@click.option(
    "--items", "inputs", multiple=True, metavar="INPUT",
    help="What CHANGES were extracted from (file, folder, glob), for the texts; may be given several times.",
)  # fmt: skip
@options.column
@options.encoding
def report(changes: Path, output: Path, inputs: tuple[str, ...], columns: dict[str, str], encoding: str | None) -> None:
    """Write a page to review CHANGES (.parquet, .jsonl, .duckdb) in: table, timeline, items with evidence marked.

    The page is one file that loads nothing from anywhere.
    """
    from guize.report import find_texts, write_page
    from guize.write import read_changes

    rows = read_changes(changes)
    items = find_texts(rows, inputs, columns=columns, encoding=encoding) if inputs else {}
    write_page(rows, output, items)
    absent = {row.item_id for row in rows} - items.keys()
    if inputs and absent:
        click.echo(f"guize: {len(absent):,} items of the changes are not in the inputs; the page quotes them", err=True)
