"""The command `guize`. Exit status: 0 done; 1 done, but some items failed or a floor was missed; 2 the call is unusable."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from guize.errors import GuizeError

_WIDTH = 140  # of tables that do not go to a terminal


class Command(click.Group):
    """A group whose commands turn a GuizeError into one line on standard error and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except GuizeError as error:
            click.echo(f"guize: {error}", err=True)
            ctx.exit(2)


def _columns(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    mapping = {}
    for value in values:
        field, sep, column = value.partition("=")
        if not sep or not field or not column:
            raise click.BadParameter(f"{value!r} is not FIELD=COLUMN, as in title=标题")
        mapping[field] = column
    return mapping


_inputs = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
_column = click.option(
    "--column",
    "columns",
    multiple=True,
    callback=_columns,
    metavar="FIELD=COLUMN",
    help="Map a table's column, e.g. title=标题.",
)
_encoding = click.option("--encoding", help="Encoding of the inputs; found out where not given.")
_model = click.option(
    "--model", type=click.Path(path_type=Path), help="Folder of a trained model instead of the shipped one."
)


@click.group(cls=Command, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="guize")
def main() -> None:
    """Read what Chinese e-commerce platforms announce; write a table of policy changes."""


@main.command()
@_inputs
@click.option(
    "-o", "--output", "outputs", multiple=True, required=True, metavar="OUT",
    help="changes.parquet, .csv, .jsonl, .duckdb, or a folder; may be given several times.",
)  # fmt: skip
@_column
@_encoding
@_model
@click.option("--strict", is_flag=True, help="Write nothing where an item fails; exit status 1.")
def extract(
    inputs: tuple[str, ...],
    outputs: tuple[str, ...],
    columns: dict[str, str],
    encoding: str | None,
    model: Path | None,
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
            inputs, outputs, columns=columns, encoding=encoding, model=model, strict=strict, progress=progress
        )
    except InputError as error:
        if strict and error.item is not None:
            click.echo(f"guize: {error}", err=True)
            sys.exit(1)
        raise
    if terminal:
        click.echo(f"\r{summary.n_items:,} items, {summary.n_changes:,} changes, {summary.n_failed:,} failed", err=True)
    _report_failures(summary.failures, summary.n_failed)


def _report_failures(failures: tuple[str, ...], n_failed: int) -> None:
    for line in failures:
        click.echo(f"guize: {line}", err=True)
    if n_failed > len(failures):
        click.echo(f"guize: and {n_failed - len(failures):,} more, see the items table", err=True)
    if n_failed:
        sys.exit(1)


@main.command()
@_inputs
@_column
@_encoding
@_model
@click.option("--evidence", is_flag=True, help="Show each item with the words marked that prove its fields.")
@click.option("--width", type=int, help="Width of the table; the terminal's where not given.")
@click.option("--color/--no-color", default=None, help="Colours; on in a terminal.")
def show(
    inputs: tuple[str, ...],
    columns: dict[str, str],
    encoding: str | None,
    model: Path | None,
    evidence: bool,
    width: int | None,
    color: bool | None,
) -> None:
    """Print the changes of INPUTs as a table."""
    from guize.run.local import describe, extract_items
    from guize.write import render_changes, render_evidence

    colored = sys.stdout.isatty() if color is None else color
    pairs = list(extract_items(inputs, columns=columns, encoding=encoding, model=model))
    if evidence:
        for item, extraction in pairs:
            if item is not None:
                click.echo(render_evidence(item, extraction.changes, color=colored), color=colored)
    else:
        changes = [change for _, extraction in pairs for change in extraction.changes]
        wide = width or (None if sys.stdout.isatty() else _WIDTH)
        click.echo(render_changes(changes, width=wide, color=colored), color=colored)
    failed = [extraction.row for _, extraction in pairs if extraction.row.status == "failed"]
    _report_failures(tuple(describe(row) for row in failed[:100]), len(failed))


@main.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--changes",
    type=click.Path(path_type=Path),
    help="A changes table (.parquet, .jsonl); extracted from GOLD where not given.",
)
@click.option(
    "--input", "source", help="Extract this input instead of GOLD's own texts (a saved page that GOLD labels)."
)
@_model
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Also write the scores as JSON.")
@click.option("--errors", "show_errors", is_flag=True, help="Item by item: gold, predicted, evidence.")
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="Floors; exit status 1 where a score is below its floor."
)
@click.option("--resamples", default=1000, show_default=True, help="Bootstrap resamples.")
def evaluate(
    gold: Path,
    changes: Path | None,
    source: str | None,
    model: Path | None,
    json_file: Path | None,
    show_errors: bool,
    baseline: Path | None,
    resamples: int,
) -> None:
    """Score extracted changes against a labelled GOLD file."""
    import json

    from guize.run.local import extract_items
    from guize.score.baseline import check, load_baseline
    from guize.score.calibration import judged_rows, summary
    from guize.score.gold import load_gold
    from guize.score.predictions import by_source_id, load_changes
    from guize.score.report import errors, table, to_json
    from guize.score.scores import score

    labelled = load_gold(gold)
    if changes is not None:
        predictions = load_changes(changes)
    else:
        pairs = extract_items([source or str(gold)], model=model)
        predictions = by_source_id([change for _, extraction in pairs for change in extraction.changes])
    scores = score(labelled, predictions, resamples=resamples)
    if show_errors:
        click.echo(errors(labelled, predictions))
    click.echo(table(scores))
    click.echo(summary(judged_rows(labelled, predictions)))
    if json_file is not None:
        json_file.write_text(json.dumps(to_json(scores), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if baseline is not None:
        violations = check(scores, load_baseline(baseline), gold.name)
        for line in violations:
            click.echo(f"guize: {line}", err=True)
        if violations:
            sys.exit(1)


@main.command()
@click.argument("text")
@click.option(
    "--reference",
    required=True,
    metavar="DATE",
    help="The day relative dates count from, as 2024-03-10 or 2024-03-10T09:00.",
)
def dates(text: str, reference: str) -> None:
    """Print the dates in TEXT (or in the file of that name) with values and roles."""
    from datetime import datetime

    from guize.dates import find

    try:
        moment = datetime.fromisoformat(reference).replace(tzinfo=None)
    except ValueError:
        raise click.BadParameter(f"{reference!r} is not a date", param_hint="--reference") from None
    path = Path(text)
    content = path.read_text(encoding="utf-8") if len(text) < 255 and path.is_file() else text
    for mention in find(content, moment):
        value = mention.edtf or mention.duration or mention.timex or mention.basis
        click.echo(
            f"{mention.start}-{mention.end}\t{mention.text}\t{mention.kind}\t{value}\t{mention.role}\t{mention.score:.2f}"
        )


@main.command()
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    default=Path("models/training.json"),
    show_default=True,
    help="Training configuration.",
)
@click.option(
    "--real",
    type=click.Path(path_type=Path),
    help="Folder of the real corpus; without it only the public part is used.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder for the model.")
@click.option("--card", type=click.Path(path_type=Path), help="Also write the model card to this file.")
@click.option("--public-only", is_flag=True, help="Train on the public part alone, and measure on --real too.")
def train(config: Path, real: Path | None, output: Path, card: Path | None, public_only: bool) -> None:
    """Train the model from its corpus (needs the extra: pip install "guize[train]")."""
    try:
        from guize.training import train_to
    except ModuleNotFoundError as error:
        raise GuizeError(f'training needs {error.name}: pip install "guize[train]"') from None
    report = train_to(config, output, real=real, card=card, public_only=public_only)
    for part in report.measured:
        scores = part.scores
        click.echo(
            f"{part.part}: is-change F1 {scores.is_change:.3f}, categories {scores.categories:.3f}, type {scores.change_type:.3f}"
        )


@main.command()
@_model
def info(model: Path | None) -> None:
    """Print what is loaded: versions, the model and its data."""
    import json

    from guize.extractor import Extractor, package_version
    from guize.records import SCHEMA_VERSION

    meta = Extractor(model).model.meta
    brief = {key: value for key, value in meta.items() if key not in ("calibration", "features")}
    click.echo(
        json.dumps({"guize": package_version(), "schema": SCHEMA_VERSION, "model": brief}, ensure_ascii=False, indent=2)
    )


if __name__ == "__main__":
    main()
