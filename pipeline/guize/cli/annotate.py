"""`guize annotate`: items out to an annotation tool and back, two labellers compared and merged."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guize.cli import options

_PATH = click.Path(path_type=Path)
_output = click.option("-o", "--output", type=_PATH, required=True, metavar="OUT", help="The file to write.")


@click.group()
def annotate() -> None:
    """Label items: export with predictions, import as gold, compare two labellers, merge."""


@annotate.command("export")
@options.inputs
@_output
@click.option(
    "--to",
    "tool",
    type=click.Choice(["label-studio", "doccano", "docbin", "jsonl"]),
    default="label-studio",
    show_default=True,
    help="The tool.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the N items most worth a label.")
@click.option("--config", type=_PATH, metavar="FILE", help="Also write Label Studio's labelling interface (XML).")
@options.column
@options.encoding
@options.model
def export_command(
    inputs: tuple[str, ...],
    output: Path,
    tool: str,
    limit: int | None,
    config: Path | None,
    columns: dict[str, str],
    encoding: str | None,
    model: Path | None,
) -> None:
    """Write the items of INPUTs with the model's labels, those first that it is least sure of, unlike ones before like."""
    from guize.annotate import TOOLS, by_expected_value, export_items, prelabel
    from guize.annotate.label_studio import labelling_config
    from guize.annotate.order import expected_value
    from guize.cli.failures import report_failures
    from guize.errors import InputError
    from guize.run.local import extract_items
    from guize.run.summary import as_error
    from guize.write import write_file

    pairs, failed = [], []
    for item, extraction in extract_items(inputs, columns=columns, encoding=encoding, model=model):
        if item is None or extraction.row.status == "failed":
            failed.append(extraction.row)
        else:
            pairs.append((item, extraction))
    if not pairs:
        raise InputError("the inputs hold no item that can be labelled")
    values = [expected_value(extraction) for _, extraction in pairs]
    order = by_expected_value([item.content for item, _ in pairs], values, limit)
    labelled = prelabel(pairs)
    versions = {change.model_version for _, extraction in pairs for change in extraction.changes}
    export_items(
        [labelled[i] for i in order],
        [values[i] for i in order],
        output,
        next(name for name in TOOLS if name == tool),
        model_version=" ".join(["guize", *sorted(versions)]),
    )
    if config is not None:
        write_file(config, labelling_config().encode())
    report_failures(tuple(str(as_error(row)) for row in failed[:100]), len(failed))


@annotate.command("import")
@click.argument("file", type=_PATH)
@_output
@click.option("--annotator", metavar="WHO", help="Of Label Studio, whose annotations: e-mail or id.")
def import_command(file: Path, output: Path, annotator: str | None) -> None:
    """Check a labelled FILE (.json of Label Studio, .spacy, .jsonl of doccano or guize) and write it as gold."""
    from guize.annotate import import_items, write_gold
    from guize.annotate.labelled import stale_values

    labelled, left_out = import_items(file, annotator=annotator)
    for one in labelled:
        for field in stale_values(one):
            click.echo(f"guize: {one.item.id}: the words of {field} were changed, its value was not", err=True)
    write_gold([item for item, _ in labelled], output)
    click.echo(f"{len(labelled):,} labelled items; {left_out:,} without a label left out")


@annotate.command()
@click.argument("first", type=_PATH)
@click.argument("second", type=_PATH)
@click.option("--resamples", default=1000, show_default=True, help="Bootstrap resamples.")
def agree(first: Path, second: Path, resamples: int) -> None:
    """Print how far two labellers' gold files agree: Cohen's kappa and F1, field by field."""
    from guize.annotate.agreement import agreement, table
    from guize.score.gold import load_gold

    click.echo(table(agreement(load_gold(first), load_gold(second), resamples=resamples)))


@annotate.command("merge")
@click.argument("first", type=_PATH)
@click.argument("second", type=_PATH)
@_output
@click.option("--decided", type=_PATH, metavar="GOLD", help="Items that somebody has decided; they go before either.")
def merge_command(first: Path, second: Path, output: Path, decided: Path | None) -> None:
    """Write what two labellers' gold files agree on; exit status 1, and their names, where items are left to decide."""
    from guize.annotate import merge, write_gold
    from guize.score.gold import load_gold

    merged = merge(load_gold(first), load_gold(second), load_gold(decided) if decided else [])
    write_gold(merged.gold, output)
    for item, fields in merged.contested:
        click.echo(f"guize: {item}: they differ in {', '.join(fields)}", err=True)
    click.echo(f"{len(merged.gold):,} items written; {len(merged.contested):,} left to decide")
    if merged.contested:
        sys.exit(1)
