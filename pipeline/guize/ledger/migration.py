"""Ledgers of an earlier schema, brought to the present one."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from guize.errors import InputError, OutputError
from guize.ledger.database import Database
from guize.ledger.store import SCHEMA, Ledger
from guize.records import PolicyChange


def upgrade(path: str | Path, patience: float = 10.0) -> Path | None:
    """Bring a ledger to the present schema; the earlier file is kept beside it.

    A ledger's source are the changes as it learnt them; they are learnt anew, in the order and at the moments of then, so
    that its events are those that the present linking would have made.

    Args:
        path: the DuckDB file.
        patience: seconds to wait while another process has the file.

    Returns:
        The earlier file; None where the ledger was of the present schema.

    Raises:
        InputError: the file is absent, no ledger, or of a later schema.
        OutputError: the file cannot be replaced.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError("there is no such ledger", source=str(path))
    old = Database(path, read_only=True, patience=patience)
    try:
        tables = {name for (name,) in old.rows("SELECT table_name FROM information_schema.tables")}
        if "ledger" not in tables:
            raise InputError("is a DuckDB file, but no ledger", source=str(path))
        [(schema,)] = old.rows("SELECT schema_version FROM ledger")
        if schema == SCHEMA:
            return None
        if schema > SCHEMA:
            raise InputError(f"is a ledger of schema {schema}; this guize knows up to {SCHEMA}", source=str(path))
        rows = old.table("SELECT * FROM booked ORDER BY learnt_at, seq").to_pylist()
    finally:
        old.close()
    unfinished, kept = (
        path.with_name(f"{path.stem}.{word}{path.suffix}") for word in ("unfinished", f"schema{schema}")
    )
    if kept.exists():
        raise OutputError("is in the way; move it elsewhere", source=str(kept))
    unfinished.unlink(missing_ok=True)
    with Ledger(unfinished, create=True) as ledger:
        for moment, learnt in groupby(rows, key=lambda row: row["learnt_at"]):
            ledger.add([_change(row) for row in learnt], moment)
    path.rename(kept)
    unfinished.rename(path)
    return kept


def _change(row: dict[str, object]) -> PolicyChange:
    return PolicyChange.model_validate({name: row[name] for name in PolicyChange.model_fields if name in row})
