"""The ledger in one DuckDB file, append-only: rows are added in transactions and never altered.

Valid time is when an event applies: `valid_from` to `valid_to`, both inclusive, an open end being null; where no first day
is stated it is the day of the announcement. System time is when the ledger learnt it: each version of an event holds
from its `learnt_at` until that of the next (Snodgrass, Developing Time-Oriented Database Applications in SQL, 1999).
"""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import duckdb
import pyarrow as pa

from guize.errors import InputError, OutputError
from guize.ledger.adding import CHANGE_FIELDS, Known, additions, versions
from guize.ledger.records import Added, Difference, Version
from guize.records import CST, PolicyChange, in_china
from guize.write import CHANGES, table_schema, to_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

SCHEMA = 1
_Row = TypeVar("_Row", bound=PolicyChange)
VERSIONS: pa.Schema = table_schema("changes", Version)
DIFFERENCES: pa.Schema = table_schema("changes", Difference)
_BOOKED: pa.Schema = pa.schema([*CHANGES, *CHANGE_FIELDS])
_BUSY = "Could not set lock"
_LATEST = "(SELECT max(seq) FROM versions WHERE learnt_at <= $known GROUP BY event_id)"
_APPLIES = "NOT void AND coalesce(valid_from, announced_on) <= $day AND (valid_to IS NULL OR valid_to >= $day)"
_WANTED = (
    "cause <> 'merged' AND ($platform IS NULL OR list_contains(platform, $platform)) "
    "AND ($category IS NULL OR list_contains(categories, $category))"
)


class Ledger:
    """A ledger file; use it in a `with` block.

    Args:
        path: the DuckDB file; it is made where it is absent and `create` holds.
        create: whether rows will be added; else the file is opened to read, beside others that read.
        patience: seconds to wait while another process has the file.

    Raises:
        InputError: the file is absent or is no ledger of this schema.
        OutputError: the file cannot be made, or another process keeps it.
    """

    def __init__(self, path: str | Path, *, create: bool = False, patience: float = 10.0) -> None:
        self._path = Path(path)
        if not create and not self._path.is_file():
            raise InputError("there is no such ledger", source=str(path))
        self._connection = self._open(read_only=not create, until=time.monotonic() + patience)
        try:
            self._check(create)
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def add(self, changes: Iterable[PolicyChange], learnt_at: datetime) -> Added:
        """Learn changes: all of them, or none where something fails.

        What is known already adds nothing. An item that another version of guize or of its model extracted again takes the
        place of its earlier rows, as reprocessing.

        Args:
            changes: rows of `changes`, with or without `event_id`; they are linked with those that are known.
            learnt_at: the moment of learning; not before the latest in the ledger; China time where it has no zone.

        Raises:
            InputError: the ledger has learnt something later than `learnt_at`.
            OutputError: the ledger cannot be written.
        """
        moment = _to_the_second(learnt_at)
        with self._transaction():
            [(latest, booked, seq)] = self._rows(
                "SELECT epoch((SELECT max(learnt_at) FROM booked)), (SELECT count(*) FROM booked), (SELECT count(*) FROM versions)"
            )
            if latest is not None and moment.timestamp() < latest:
                since = datetime.fromtimestamp(latest, CST)
                raise InputError(
                    f"has learnt something at {since:%Y-%m-%d %H:%M:%S}, later than that", source=str(self._path)
                )
            known = Known(self._records("SELECT * FROM booked ORDER BY seq", PolicyChange))
            more = additions(known, changes, moment, booked)
            if more.rows:
                self._append("booked", _BOOKED, more.rows)
                before = self._records(
                    f"SELECT * FROM versions WHERE seq IN {_LATEST} AND cause <> 'merged'", Version, known=moment
                )
                later = versions(more, {version.event_id or "": version for version in before}, moment, seq)
                self._connection.register("batch", to_table(later, VERSIONS))
                self._run("INSERT INTO versions SELECT * FROM batch")
            else:
                later = []
        return Added(more.new, more.reprocessed, more.known, len(later))

    def asof(
        self, day: date, *, known: datetime | None = None, platform: str | None = None, category: str | None = None
    ) -> pa.Table:
        """The events that apply on a day, as was known at a moment; the columns of `Version`, the latest effect first.

        Args:
            day: the day in valid time.
            known: the moment in system time, China time where it has no zone; the present state of the ledger where None.
            platform: only of this platform.
            category: only of this category.
        """
        where = f"seq IN {_LATEST} AND {_WANTED} AND {_APPLIES}"
        return self._table(
            f"SELECT * FROM versions WHERE {where} ORDER BY valid_from DESC NULLS LAST, event_id",
            VERSIONS, day=day, **_options(known, platform, category),
        )  # fmt: skip

    def upcoming(
        self,
        day: date,
        days: int = 30,
        *,
        known: datetime | None = None,
        platform: str | None = None,
        category: str | None = None,
    ) -> pa.Table:
        """The events of which something falls in the `days` days after a day: effect, end or deadline; the next first."""
        dates = ("valid_from", "valid_to", "deadline")
        due = [f"CASE WHEN {name} > $day AND {name} <= $day + {int(days)} THEN {name} END" for name in dates]
        return self._table(
            f"SELECT * FROM versions WHERE seq IN {_LATEST} AND {_WANTED} AND NOT void "
            f"AND coalesce({', '.join(due)}) IS NOT NULL ORDER BY least({', '.join(due)}), event_id",
            VERSIONS, day=day, **_options(known, platform, category),
        )  # fmt: skip

    def history(self, name: str) -> pa.Table:
        """All versions, in the order of learning, of one event (its id, or a change's) or of the events of one rule.

        Args:
            name: an `event_id` or `change_id`, or a rule's title, without 《》; else words of titles or subjects.
        """
        title = name.strip("《》〈〉")
        for where in (
            "event_id = $name OR list_contains(change_ids, $name)",
            "list_contains(rule_titles, $title)",
            "contains(subject, $title) OR contains(title, $title)",
        ):
            events = f"SELECT event_id FROM versions WHERE {where}"
            found = self._table(
                f"SELECT * FROM versions WHERE event_id IN ({events}) ORDER BY seq", VERSIONS, name=name, title=title
            )
            if found.num_rows:
                break
        return found

    def diff(
        self,
        first: date,
        second: date,
        *,
        known: datetime | None = None,
        platform: str | None = None,
        category: str | None = None,
    ) -> pa.Table:
        """The events that apply on one of two days only: the columns of `Difference`."""
        there, here = _APPLIES.replace("$day", "$second"), _APPLIES.replace("$day", "$first")
        return self._table(
            f"SELECT *, CASE WHEN {there} THEN 'begins' ELSE 'ends' END AS side FROM versions "
            f"WHERE seq IN {_LATEST} AND {_WANTED} AND coalesce({there}, false) <> coalesce({here}, false) "
            "ORDER BY side, valid_from, event_id",
            DIFFERENCES, first=first, second=second, **_options(known, platform, category),
        )  # fmt: skip

    def _open(self, *, read_only: bool, until: float) -> duckdb.DuckDBPyConnection:
        while True:
            try:
                connection = duckdb.connect(str(self._path), read_only=read_only)
            except duckdb.Error as error:
                message = str(error).splitlines()[0]
                if _BUSY not in str(error):
                    kind = InputError if self._path.is_file() else OutputError
                    raise kind(f"cannot be opened as a ledger: {message}", source=str(self._path)) from error
                if time.monotonic() > until:
                    raise OutputError(
                        "another process is writing to the ledger; try again", source=str(self._path)
                    ) from error
                time.sleep(0.05)
            else:
                connection.execute("SET TimeZone = 'Asia/Shanghai'").fetchall()
                return connection

    def _check(self, create: bool) -> None:
        """Make the tables of a new file; refuse what is no ledger, or a newer one."""
        tables = {name for (name,) in self._rows("SELECT table_name FROM information_schema.tables")}
        if create and not tables:
            with self._transaction():
                self._run(f"CREATE TABLE ledger AS SELECT {SCHEMA} AS schema_version")
                for table, schema in (("booked", _BOOKED), ("versions", VERSIONS)):
                    self._connection.register("batch", schema.empty_table())
                    self._run(f"CREATE TABLE {table} AS SELECT * FROM batch")
            return
        if "ledger" not in tables:
            raise InputError("is a DuckDB file, but no ledger", source=str(self._path))
        [(schema,)] = self._rows("SELECT schema_version FROM ledger")
        if schema != SCHEMA:
            raise InputError(
                f"is a ledger of schema {schema}; this guize reads schema {SCHEMA}", source=str(self._path)
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._run("BEGIN")
        try:
            yield
            self._run("COMMIT")
        except BaseException as error:
            with suppress(duckdb.Error):  # a commit that failed has rolled back already
                self._run("ROLLBACK")
            if isinstance(error, duckdb.Error):
                reason = str(error).splitlines()[0]
                raise OutputError(f"cannot be written: {reason}", source=str(self._path)) from error
            raise

    def _append(self, table: str, schema: pa.Schema, rows: list[dict[str, Any]]) -> None:
        changes = to_table([row["change"] for row in rows], CHANGES)
        extra = [pa.array([row[field.name] for row in rows], field.type) for field in CHANGE_FIELDS]
        self._connection.register("batch", pa.Table.from_arrays([*changes.columns, *extra], schema=schema))
        self._run(f"INSERT INTO {table} SELECT * FROM batch")

    def _run(self, statement: str) -> None:
        self._connection.execute(statement).fetchall()  # undrained, it would block the connection

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._connection.execute(query).fetchall()
        return rows

    def _table(self, query: str, schema: pa.Schema, **values: Any) -> pa.Table:
        used = {name: value for name, value in values.items() if f"${name}" in query}
        found: pa.Table = self._connection.sql(query, params=used).to_arrow_table()
        return found.cast(schema)

    def _records(self, query: str, model: type[_Row], **values: Any) -> list[_Row]:
        table: pa.Table = self._connection.sql(query, params=values).to_arrow_table()
        names = [name for name in table.column_names if name in model.model_fields]
        return [model.model_validate(row) for row in table.select(names).to_pylist()]


def _options(known: datetime | None, platform: str | None, category: str | None) -> dict[str, Any]:
    moment = datetime(9999, 12, 30, tzinfo=CST) if known is None else _to_the_second(known)
    return {"known": moment, "platform": platform, "category": category}


def _to_the_second(moment: datetime) -> datetime:
    """The moment as China time, to the second."""
    return in_china(moment).astimezone(CST).replace(microsecond=0)
