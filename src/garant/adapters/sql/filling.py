"""Makes the tables that a text of portable SQL describes, and fills them in bulk, on any of the three databases."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Engine, MetaData, insert, inspect, text

Value = str | int | bool | Decimal | date | datetime | None
Row = Mapping[str, Value]

AT_ONCE = 5000
"""How many rows are held before they are written; memory does not grow with what is filled in."""

# MariaDB's own TIMESTAMP ends in 2038 and changes by itself when its row does.
_ON_MARIADB = ((re.compile(r"\bTIMESTAMP\b"), "DATETIME"),)
_COMMENT = re.compile(r"--[^\n]*")


def is_empty(engine: Engine) -> bool:
    """Return whether the database has neither tables nor views."""
    seen = inspect(engine)
    return not seen.get_table_names() and not seen.get_view_names()


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
                    connection.execute(insert(table), [dict(row) for row in rows])
        self._waiting.clear()
        self._held = 0


def _statements(schema: str) -> Iterator[str]:
    for statement in _COMMENT.sub("", schema).split(";"):
        if statement.strip():
            yield statement.strip()


def _spoken_by_mariadb(statement: str) -> str:
    for pattern, word in _ON_MARIADB:
        statement = pattern.sub(word, statement)
    return statement
