"""Makes the tables that a text of portable SQL describes, and fills them in bulk, on any of the three databases."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection, Engine, MetaData, Table, insert, inspect, text

Value = str | int | bool | Decimal | date | datetime | None
Row = Mapping[str, Value]
_Waiting = defaultdict[tuple[str, tuple[str, ...]], list[Row]]

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


def fill(engine: Engine, rows: Iterable[tuple[str, Row]]) -> Iterator[int]:
    """Write rows, parents before children, and yield how many were written after each lot."""
    metadata = MetaData()
    metadata.reflect(engine)
    waiting: _Waiting = defaultdict(list)
    held = written = 0
    for table, row in rows:
        waiting[table, tuple(row)].append(row)
        held += 1
        if held >= AT_ONCE:
            written += _write(engine, metadata, waiting)
            held = 0
            yield written
    yield written + _write(engine, metadata, waiting)


def _write(engine: Engine, metadata: MetaData, waiting: _Waiting) -> int:
    lots: defaultdict[str, list[list[Row]]] = defaultdict(list)
    for (name, _), rows in waiting.items():
        lots[name].append(rows)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            for rows in lots.pop(table.name, ()):
                _insert(connection, table, rows)
    if lots:
        raise KeyError(f"no such table to fill: {', '.join(sorted(lots))}")
    count = sum(map(len, waiting.values()))
    waiting.clear()
    return count


def _insert(connection: Connection, table: Table, rows: list[Row]) -> None:
    connection.execute(insert(table), [dict(row) for row in rows])


def _statements(schema: str) -> Iterator[str]:
    for statement in _COMMENT.sub("", schema).split(";"):
        if statement.strip():
            yield statement.strip()


def _spoken_by_mariadb(statement: str) -> str:
    for pattern, word in _ON_MARIADB:
        statement = pattern.sub(word, statement)
    return statement
