"""`guize train`: the model from its corpus."""

from __future__ import annotations

from pathlib import Path

import click

from guize.errors import GuizeError


@click.command()
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
