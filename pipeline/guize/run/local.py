"""Runs: read, extract, write, in bounded memory; every input item ends in one row of `items`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Literal

from guize.config import Config
from guize.extractor import Extractor, load_extractor
from guize.read import read, scan
from guize.records import Extraction, Item, ItemRow, PolicyChange
from guize.run.batches import tables
from guize.run.engine import Engine, Serial, run
from guize.run.extraction import chunks, extract_read
from guize.run.parts import Parts
from guize.run.pool import Pool, extract_bytes
from guize.run.summary import Summary, Tally, refuse_nothing
from guize.write import open_writer
from guize.write.writer import changes_file

EngineName = Literal["local", "spark"]


def extract_items(
    inputs: Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    model: Path | None = None,
    config: Config | None = None,
) -> Iterator[tuple[Item | None, Extraction]]:
    """Every input item with its extraction, in order.

    Raises:
        InputError: an input does not exist, at once.
        ModelError: the model cannot be loaded, at once.
        ConfigError: the configuration names a stage that is not installed, at once.
    """
    extractor = load_extractor(model, config)
    results = read(inputs, columns=_columns(columns, config), encoding=encoding)
    return (
        (result if isinstance(result, Item) else None, extraction)
        for chunk in chunks(results)
        for result, extraction in zip(chunk, extract_read(chunk, extractor), strict=True)
    )


def extract_rows(
    inputs: Sequence[str | Path], *, columns: Mapping[str, str] | None = None, config: Config | None = None
) -> tuple[list[PolicyChange], list[ItemRow]]:
    """All changes and all item rows of the inputs, in memory.

    Raises:
        InputError: an input does not exist, or nothing in the inputs can be read.
    """
    extractions = [extraction for _, extraction in extract_items(inputs, columns=columns, config=config)]
    rows = [extraction.row for extraction in extractions]
    failed = [row for row in rows if row.status == "failed"]
    refuse_nothing(len(rows), len(failed), failed)
    return [change for extraction in extractions for change in extraction.changes], rows


def extract_to(
    inputs: Sequence[str | Path],
    outputs: Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    model: Path | None = None,
    config: Config | None = None,
    engine: EngineName = "local",
    workers: int = 1,
    resume: bool = False,
    strict: bool = False,
    progress: Callable[[int], None] = lambda n: None,
    notice: Callable[[str], None] = lambda line: None,
) -> Summary:
    """Extract the inputs and write the tables; outputs appear only when all of it is done.

    The same items give the same bytes with any number of workers, resumed or not.

    Args:
        inputs: files, folders, globs, or `-`.
        outputs: where to write; the suffix says the format.
        columns: names of table columns, as {"title": "标题"}.
        encoding: of text inputs; found out where None.
        model: a model's folder; the shipped one where None.
        config: what a user adds; `columns` come before its own.
        engine: where items are extracted: on this machine, or by Spark.
        workers: processes of this machine that extract; with 1 this process does.
        resume: keep finished parts beside the first output until all is done, and use those that an earlier run left.
        strict: raise at the first failed item, and write nothing.
        progress: called with the number of items done.
        notice: called with a line that the user should see.

    Raises:
        InputError: an input does not exist; no item can be read; with `strict`, any item failed.
        OutputError: an output cannot be written.
        ModelError: the model cannot be loaded.
        ConfigError: the configuration names a stage that is not installed, or Spark is asked for and is not.
    """
    results = scan(inputs, columns=_columns(columns, config), encoding=encoding)
    extractor = load_extractor(model, config)
    chosen = _engine(engine, workers, extractor, model, config)
    parts = Parts(changes_file(outputs[0]), chosen, extractor) if resume else None
    tally = Tally(strict=strict)
    with parts or chosen as used, open_writer(outputs, unfinished=parts.unfinished if parts else None) as writer:
        for batch in run(chunks(results), used):
            changes, items = tables(batch)
            tally.add(changes, items)
            writer.write_batches(changes, items)
            progress(tally.n_items)
        summary = tally.summary()
    if parts and parts.unused:
        notice(f"{parts.unused} finished parts were of another input or another guize, and were made anew")
    return summary


def _engine(name: EngineName, workers: int, extractor: Extractor, model: Path | None, config: Config | None) -> Engine:
    if name == "spark":
        from guize.run.spark import Spark  # another extra

        return Spark(model, config)
    return Pool(workers, model, partial(extract_bytes, config=config)) if workers > 1 else Serial(extractor)


def _columns(columns: Mapping[str, str] | None, config: Config | None) -> dict[str, str]:
    """The mapping of table columns: the call's, and of the configuration what the call leaves open."""
    own = config.columns if config else {}
    return {str(field): column for field, column in (*own.items(), *(columns or {}).items())}
