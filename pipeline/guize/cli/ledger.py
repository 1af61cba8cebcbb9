"""`guize ledger`: what applies when, and what was known when."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guize.cli import options

if TYPE_CHECKING:
    import pyarrow as pa

_DAY = click.DateTime(["%Y-%m-%d"])
_MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
_SHOWN = 200


def _end_of_day(_ctx: click.Context, _param: click.Parameter, value: datetime | None) -> datetime | None:
    """A day stands for its last second."""
    return datetime.combine(value, time(23, 59, 59)) if value is not None and value.time() == time() else value


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    """The options of queries that a day decides."""
    command = click.option("--category", help="Only of this category: fees, shipping, refunds, content, other.")(
        command
    )
    command = click.option("--platform", help="Only of this platform, by its id: taobao, jd …")(command)
    known = "As was known at the end of this day, or at this time."
    return click.option("--known", type=_MOMENT, callback=_end_of_day, metavar="DATE", help=known)(command)


_db = click.option(
    "--db", type=click.Path(path_type=Path), required=True, metavar="FILE.duckdb", help="The ledger."
)  # fmt: skip
_output = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="OUT", help="A .csv, .parquet or .jsonl file instead of the screen."
)  # fmt: skip


@click.group()
def ledger() -> None:
    """Keep events in a ledger: what applies when, and what was known when."""


@ledger.command()
@options.changes
@_db
@click.option(
    "--learnt-at", type=_MOMENT, metavar="TIME", help="When they were learnt, China time; now where not given."
)
def add(changes: tuple[str, ...], db: Path, learnt_at: datetime | None) -> None:
    """Learn CHANGES (.parquet, .jsonl, .duckdb); what is known already adds nothing."""
    from guize.ledger import Ledger
    from guize.records import CST
    from guize.write import iter_changes

    rows = (row for path in changes for row in iter_changes(path))
    with Ledger(db, create=True) as book:
        added = book.add(rows, learnt_at or datetime.now(CST))
    click.echo(
        f"{added.new:,} new, {added.reprocessed:,} extracted again, {added.known:,} known; "
        f"{added.versions:,} versions of events"
    )  # fmt: skip


@ledger.command()
@_db
def upgrade(db: Path) -> None:
    """Bring a ledger of an earlier guize to the present layout; the earlier file is kept beside it."""
    from guize.ledger import upgrade as bring

    kept = bring(db)
    click.echo("is of the present layout" if kept is None else f"upgraded; the earlier file is {kept}")


@ledger.command()
@click.argument("day", type=_DAY, metavar="DATE")
@_db
@_filters
@_output
def asof(day: datetime, db: Path, output: Path | None, **filters: Any) -> None:
    """What applies on DATE."""
    from guize.ledger import Ledger

    with Ledger(db) as book:
        found = book.asof(day.date(), **filters, limit=None if output else _SHOWN + 1)
    _show(found, output)


@ledger.command()
@_db
@click.option("--days", type=click.IntRange(1), default=30, show_default=True, help="How far ahead.")
@click.option("--from", "day", type=_DAY, metavar="DATE", help="The day to look ahead from; today where not given.")
@_filters
@_output
def upcoming(db: Path, days: int, day: datetime | None, output: Path | None, **filters: Any) -> None:
    """What takes effect, ends or is due in the next days."""
    from guize.ledger import Ledger
    from guize.records import CST

    with Ledger(db) as book:
        found = book.upcoming((day or datetime.now(CST)).date(), days, **filters)
    _show(found, output)


@ledger.command()
@click.argument("name", metavar="RULE|EVENT")
@_db
@_output
def history(name: str, db: Path, output: Path | None) -> None:
    """What was known of an event, or of the events of a rule, in the order of learning."""
    from guize.ledger import Ledger

    with Ledger(db) as book:
        found = book.history(name)
    _show(found, output, lead=("learnt_at", "cause", "event_id"))


@ledger.command()
@click.argument("first", type=_DAY, metavar="DATE1")
@click.argument("second", type=_DAY, metavar="DATE2")
@_db
@_filters
@_output
def diff(first: datetime, second: datetime, db: Path, output: Path | None, **filters: Any) -> None:
    """What applies on one of two days only."""
    from guize.ledger import Ledger

    with Ledger(db) as book:
        found = book.diff(first.date(), second.date(), **filters)
    _show(found, output, lead=("side",))


def _show(found: pa.Table, output: Path | None, lead: tuple[str, ...] = ()) -> None:
    """Write the rows, or print them, each after its cells of the columns in `lead`."""
    from guize.link import Event
    from guize.write import open_writer, render_changes

    if output is not None:
        with open_writer([output], {"changes": found.schema}) as writer:
            for batch in found.to_batches():
                writer.append("changes", batch)
        return
    rows = (
        found.slice(0, _SHOWN).select([name for name in found.schema.names if name in Event.model_fields]).to_pylist()
    )
    leads = [found.column(name).slice(0, _SHOWN).to_pylist() for name in lead]
    events = [Event.model_validate(row) for row in rows]
    cells = [tuple(_cell(value) for value in cells) for cells in zip(*leads, strict=True)] if lead else None
    width = None if sys.stdout.isatty() else options.WIDTH
    click.echo(render_changes(events, width=width, color=sys.stdout.isatty(), lead=(lead, cells) if cells else None))
    if found.num_rows > _SHOWN:
        click.echo(f"these are the first {_SHOWN}; use -o for all of them", err=True)


def _cell(value: date | str | None) -> str:
    return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value or "")
