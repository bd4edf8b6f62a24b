"""Makes the tables that a text of portable SQL describes, and fills them in bulk, on any of the three databases."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, Engine, MetaData, Table, insert, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from garant.adapters.sql.engine import AddressError, connect
from garant.planning.demo_failures import AddressUnknown, DatabaseTaken, DatabaseUnreachable, DemoInterrupted
from garant.policy.speech.sentences import Sentence

Value = str | int | bool | Decimal | date | datetime | dict[str, str] | None
Row = Mapping[str, Value]

AT_ONCE = 5000
"""How many rows are held before they are written; memory does not grow with what is filled in."""

# MariaDB's own TIMESTAMP ends in 2038 and changes by itself when its row does.
_ON_MARIADB = ((re.compile(r"\bTIMESTAMP\b"), "DATETIME"),)
_COMMENT = re.compile(r"--[^\n]*")


def create_tables(engine: Engine, schema: str) -> None:
    """Run the statements of a schema, written in the SQL that SQLite, PostgreSQL and MariaDB share."""
    with engine.begin() as connection:
        on_mariadb = connection.dialect.name in {"mysql", "mariadb"}
        if on_mariadb:
            connection.execute(text("SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')"))
        for statement in _statements(schema):
            connection.exec_driver_sql(_spoken_by_mariadb(statement) if on_mariadb else statement)
        if on_mariadb:
            connection.execute(text("SET SESSION sql_mode = DEFAULT"))


class Filling:
    """Writes rows in lots, parents before children, so that memory does not grow with what is filled in."""

    def __init__(self, engine: Engine) -> None:
        """Read the tables that are to be filled."""
        self._engine = engine
        self._metadata = MetaData()
        self._metadata.reflect(engine)
        self._waiting: defaultdict[str, defaultdict[tuple[str, ...], list[Row]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._held = 0

    def add(self, table: str, row: Row) -> None:
        """Take one row; its parents were taken before it."""
        self._waiting[table][tuple(row)].append(row)
        self._held += 1
        if self._held >= AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write what is held; raise KeyError for rows of a table that is not there."""
        unknown = self._waiting.keys() - self._metadata.tables.keys()
        if unknown:
            raise KeyError(f"no such table to fill: {', '.join(sorted(unknown))}")
        with self._engine.begin() as connection:
            for table in self._metadata.sorted_tables:
                # One statement takes many rows only if all of them name the same columns.
                for rows in self._waiting[table.name].values():
                    connection.execute(insert(table), [_stored(table, row) for row in rows])
        self._waiting.clear()
        self._held = 0


def _stored(table: Table, row: Row) -> dict[str, object]:
    # MariaDB shows its JSON columns as text, and wants text.
    return {
        name: json.dumps(value) if isinstance(value, dict) and not isinstance(table.columns[name].type, JSON) else value
        for name, value in row.items()
    }


class NewDatabase:
    """An empty database that a demo fills; what the database says against it becomes a DemoFailure."""

    def __init__(self, url: str, *, schema: str) -> None:
        """Take the address, or raise AddressUnknown."""
        try:
            self._engine = connect(url)
        except AddressError as wrong:
            raise AddressUnknown(wrong.told) from None
        self._schema = schema
        self._filling: Filling | None = None

    def look(self) -> None:
        """Raise DatabaseUnreachable or DatabaseTaken unless the database answers and is empty."""
        where = self._engine.url.render_as_string(hide_password=True)
        try:
            seen = inspect(self._engine)
            taken = bool(seen.get_table_names() or seen.get_view_names())
        except SQLAlchemyError:
            # The driver's own words may hold the password: they are not shown.
            raise DatabaseUnreachable(
                Sentence(f"la base {where} ne répond pas", f"the database {where} does not answer")
            ) from None
        finally:
            self._engine.dispose()
        if taken:
            raise DatabaseTaken(Sentence(f"la base {where} n'est pas vide", f"the database {where} is not empty"))

    def add(self, table: str, row: Row) -> None:
        """Take one row, and make the tables before the first."""
        with _interruptions():
            self._open().add(table, row)

    def finish(self) -> None:
        """Write what is still held, and close the database."""
        with _interruptions():
            self._open().write()
            self._engine.dispose()

    def clear(self) -> None:
        """Take every table away again, where the database still lets us."""
        metadata = MetaData()
        with suppress(SQLAlchemyError):
            metadata.reflect(self._engine)
            metadata.drop_all(self._engine)
        self._engine.dispose()

    def _open(self) -> Filling:
        if self._filling is None:
            create_tables(self._engine, self._schema)
            self._filling = Filling(self._engine)
        return self._filling


@contextmanager
def _interruptions() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        # Only the kind of the error: its text quotes the rows.
        raise DemoInterrupted(_GAVE_UP.filled({"error": type(error).__name__})) from None


_GAVE_UP = Sentence(
    "la base a lâché pendant qu'elle se remplissait ({error})", "the database gave up while it was filled ({error})"
)


def _statements(schema: str) -> Iterator[str]:
    for statement in _COMMENT.sub("", schema).split(";"):
        if statement.strip():
            yield statement.strip()


def _spoken_by_mariadb(statement: str) -> str:
    for pattern, word in _ON_MARIADB:
        statement = pattern.sub(word, statement)
    return statement
