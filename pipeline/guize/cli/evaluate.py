"""`guize evaluate`: scores against gold."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guize.cli import options

if TYPE_CHECKING:
    from guize.config import Config


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--changes",
    type=click.Path(path_type=Path),
    help="A changes table (.parquet, .jsonl); extracted from GOLD where not given.",
)
@click.option(
    "--input", "source", help="Extract this input instead of GOLD's own texts (a saved page that GOLD labels)."
)
@click.option(
    "--clusters",
    type=click.Path(path_type=Path),
    help="JSON lists of the ids of changes that are one event: score linking.",
)
@options.model
@options.config
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
    clusters: Path | None,
    model: Path | None,
    config: Config | None,
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
    from guize.score.events import load_clusters, score_events
    from guize.score.gold import load_gold
    from guize.score.predictions import by_source_id, load_changes
    from guize.score.report import errors, events_table, table, to_json
    from guize.score.scores import score

    labelled = load_gold(gold)
    same = None if clusters is None else load_clusters(clusters, labelled)
    if changes is not None:
        predictions = load_changes(changes)
    else:
        pairs = extract_items([source or str(gold)], model=model, config=config)
        predictions = by_source_id([change for _, extraction in pairs for change in extraction.changes])
    scores = score(labelled, predictions, resamples=resamples)
    if show_errors:
        click.echo(errors(labelled, predictions))
    click.echo(table(scores))
    click.echo(summary(judged_rows(labelled, predictions)))
    if same is not None:
        click.echo("\n" + events_table(score_events(labelled, predictions, same, resamples=resamples)))
    if json_file is not None:
        json_file.write_text(json.dumps(to_json(scores), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if baseline is not None:
        violations = check(scores, load_baseline(baseline), gold.name)
        for line in violations:
            click.echo(f"guize: {line}", err=True)
        if violations:
            sys.exit(1)
