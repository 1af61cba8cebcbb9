"""The ledger in one DuckDB file, append-only: rows are added in transactions and never altered.

Valid time is when an event applies: `valid_from` to `valid_to`, both inclusive, an open end being null; where no first day
is stated it is the day of the announcement. System time is when the ledger learnt it: each version of an event holds
from its `learnt_at` until that of the next (Snodgrass, Developing Time-Oriented Database Applications in SQL, 1999).
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from guize.errors import InputError
from guize.ledger.booking import BOOKED, book
from guize.ledger.database import Database
from guize.ledger.records import Added, Difference, Version
from guize.ledger.relinking import relink
from guize.ledger.versioning import add_versions
from guize.records import CST, PolicyChange, in_china
from guize.write import table_schema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

SCHEMA = 3
VERSIONS: pa.Schema = table_schema("changes", Version)
DIFFERENCES: pa.Schema = table_schema("changes", Difference)
_LEARNT = BOOKED.field("learnt_at")
_SEQ = BOOKED.field("seq")
_TABLES = {
    "booked": BOOKED,  # rows of changes as they were learnt
    "retired": pa.schema([_SEQ]),  # those of them that a later extraction of their item replaced
    "keys": pa.schema([pa.field("key", pa.int64()), _SEQ]),  # their block keys
    "edges": pa.schema([("a", pa.int32()), ("b", pa.int32()), ("score", pa.float64())]),  # their links, both ways
    "versions": VERSIONS,
    "ended": pa.schema([_SEQ, _LEARNT]),  # versions that a later one followed, and since when
    "topics": pa.schema([("topic", pa.int64()), ("event_id", pa.string())]),  # where events can alter one another
}
_CURRENT = "CREATE VIEW current AS SELECT * FROM versions ANTI JOIN ended USING (seq) WHERE cause <> 'merged'"
_APPLIES = "NOT void AND coalesce(valid_from, announced_on) <= $day AND (valid_to IS NULL OR valid_to >= $day)"
_KNOWN = (
    "versions ANTI JOIN (SELECT seq FROM ended WHERE learnt_at <= $known) later USING (seq) "
    "WHERE learnt_at <= $known AND cause <> 'merged' AND ($platform IS NULL OR list_contains(platform, $platform)) "
    "AND ($category IS NULL OR list_contains(categories, $category))"
)


class Ledger:
    """A ledger file; use it in a `with` block. Where the block fails before anything is learnt, no new file stays behind.

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
        self._new = not self._path.exists()
        self._database = Database(self._path, read_only=not create, patience=patience)
        try:
            self._check(create)
        except BaseException:
            self._database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and self._new:
            self._path.unlink(missing_ok=True)  # while it is locked: nobody else has learnt anything in it
        self._database.close()

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
        with self._database.transaction():
            [(latest, rows, versions)] = self._database.rows(
                "SELECT epoch((SELECT max(learnt_at) FROM booked)), (SELECT count(*) FROM booked), (SELECT count(*) FROM versions)"
            )
            if latest is not None and moment.timestamp() < latest:
                since = datetime.fromtimestamp(latest, CST)
                raise InputError(
                    f"has learnt something at {since:%Y-%m-%d %H:%M:%S}, later than that", source=str(self._path)
                )
            booked = book(self._database, changes, moment, rows)
            if booked.new or booked.reprocessed:
                add_versions(self._database, relink(self._database, rows), moment, versions)
            [(after,)] = self._database.rows("SELECT count(*) FROM versions")
        self._new = False
        return Added(*booked, after - versions)

    def asof(
        self,
        day: date,
        *,
        known: datetime | None = None,
        platform: str | None = None,
        category: str | None = None,
        limit: int | None = None,
    ) -> pa.Table:
        """The events that apply on a day, as was known at a moment; the columns of `Version`.

        Args:
            day: the day in valid time.
            known: the moment in system time, China time where it has no zone; the present state of the ledger where None.
            platform: only of this platform.
            category: only of this category.
            limit: only so many, those that took effect last, the last one first; where None all, in the order of learning.
        """
        applies = f"{_KNOWN} AND {_APPLIES}"
        order = "valid_from DESC NULLS LAST, event_id"
        if limit is None:  # a sort of wide rows takes longer than all else
            query = f"SELECT * FROM {applies}"
        else:
            last = f"SELECT seq FROM {applies} ORDER BY {order} LIMIT {int(limit)}"
            query = f"SELECT * FROM versions WHERE seq IN ({last}) ORDER BY {order}"
        return self._select(query, VERSIONS, day=day, **_options(known, platform, category))

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
        return self._select(
            f"SELECT * FROM {_KNOWN} AND NOT void AND coalesce({', '.join(due)}) IS NOT NULL ORDER BY least({', '.join(due)}), event_id",
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
            found = self._select(
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
        return self._select(
            f"SELECT *, CASE WHEN {there} THEN 'begins' ELSE 'ends' END AS side FROM {_KNOWN} "
            f"AND coalesce({there}, false) <> coalesce({here}, false) "
            "ORDER BY side, valid_from, event_id",
            DIFFERENCES, first=first, second=second, **_options(known, platform, category),
        )  # fmt: skip

    def _check(self, create: bool) -> None:
        """Make the tables of a new file; refuse what is no ledger, or a newer one."""
        tables = {name for (name,) in self._database.rows("SELECT table_name FROM information_schema.tables")}
        if create and not tables:
            with self._database.transaction():
                self._database.run(f"CREATE TABLE ledger AS SELECT {SCHEMA} AS schema_version")
                for table, schema in _TABLES.items():
                    self._database.create(table, schema.empty_table())
                self._database.run(_CURRENT)
            return
        if "ledger" not in tables:
            raise InputError("is a DuckDB file, but no ledger", source=str(self._path))
        [(schema,)] = self._database.rows("SELECT schema_version FROM ledger")
        if schema != SCHEMA:
            way = f"; guize ledger upgrade --db {self._path}" if schema < SCHEMA else ""
            raise InputError(
                f"is a ledger of schema {schema}; this guize reads schema {SCHEMA}{way}", source=str(self._path)
            )

    def _select(self, query: str, schema: pa.Schema, **values: Any) -> pa.Table:
        return self._database.table(query, **values).cast(schema)


def _options(known: datetime | None, platform: str | None, category: str | None) -> dict[str, Any]:
    moment = datetime(9999, 12, 30, tzinfo=CST) if known is None else _to_the_second(known)
    return {"known": moment, "platform": platform, "category": category}


def _to_the_second(moment: datetime) -> datetime:
    """The moment as China time, to the second."""
    return in_china(moment).astimezone(CST).replace(microsecond=0)
