"""`guize info`: what is loaded."""

from __future__ import annotations

from pathlib import Path

import click

from guize.cli import options


@click.command()
@options.model
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
