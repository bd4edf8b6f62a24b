"""Puts one hand-made person into an example's database: what a test does not say is filled in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Connection, Engine, MetaData, Table, func, select

from garant.adapters.demo.organisations import EXAMPLES
from garant.adapters.sql.engine import connect
from garant.adapters.sql.filling import create_tables
from tests.databases import fresh_database

LONG_AGO = date(2000, 1, 3)
"""The day in NOT NULL date columns of which a test says nothing."""


@contextmanager
def empty_example(organisation: str, database: str, *, kind: str = "sqlite") -> Iterator[Engine]:
    """Give a database with the tables of an example and no row in them."""
    with fresh_database(kind) as url:
        engine = connect(url)
        create_tables(engine, EXAMPLES[organisation].schema_of(database))
        yield engine
        engine.dispose()


def insert(engine: Engine, table: str, /, **values: Any) -> Any:
    """Insert one row and return its key; columns that may not be empty, and the parents they ask for, are made up."""
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.begin() as connection:
        return _insert(connection, metadata.tables[table], values)


def _insert(connection: Connection, table: Table, values: dict[str, Any]) -> Any:
    row = _parents(connection, table, values) | values
    for column in table.columns:
        if column.name not in row and _must_be_filled(column):
            row[column.name] = _made_up(connection, column)
    connection.execute(table.insert().values(row))
    keys = tuple(row[column.name] for column in table.primary_key)
    return keys[0] if len(keys) == 1 else keys


def _parents(connection: Connection, table: Table, values: dict[str, Any]) -> dict[str, Any]:
    """Insert the rows that must be there before this one, and return what refers to them."""
    found: dict[str, Any] = {}
    for constraint in table.foreign_key_constraints:
        names = [element.parent.name for element in constraint.elements]
        if any(name in values for name in names) or not any(_must_be_filled(table.columns[name]) for name in names):
            continue
        parent = _insert(connection, constraint.referred_table, {})
        keys = dict(zip((key.name for key in constraint.referred_table.primary_key), _as_tuple(parent), strict=True))
        found |= {element.parent.name: keys[element.column.name] for element in constraint.elements}
    return found


def _as_tuple(key: Any) -> tuple[Any, ...]:
    return key if isinstance(key, tuple) else (key,)


def _must_be_filled(column: Column[Any]) -> bool:
    return column.primary_key or not (column.nullable or column.server_default)


def _made_up(connection: Connection, column: Column[Any]) -> Any:
    number = connection.execute(select(func.count()).select_from(column.table)).scalar_one() + 1
    kind = column.type.python_type
    if kind is int and column.primary_key:
        return (connection.execute(select(func.max(column))).scalar() or 0) + 1
    return _value(kind, number, length=getattr(column.type, "length", None) or 40)


def _value(kind: type, number: int, *, length: int) -> Any:
    if kind is str:
        return f"{number:0{min(length, 12)}}"[:length]
    if kind is datetime:
        return datetime.combine(LONG_AGO, datetime.min.time())
    return {int: 0, bool: False, Decimal: Decimal(0), float: 0.0, date: LONG_AGO, dict: {}}[kind]
