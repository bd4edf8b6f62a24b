"""Writes into an archive: records under the mark of their batch, and the people of whom there are records."""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.mysql import LONGTEXT
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import DDLCompiler

from garant.planning.archiving.records import BATCH, CLOSED, ID, KEY, KIND, KNOWN_AS
from garant.planning.archiving.shapes import MARK, Shape
from garant.planning.terrain.schema import Kind, SchemaSeen

_CHUNK = 500
_BITS = 62
_DIGITS, _PLACES, _SECONDS = 38, 10, 6

_TYPES: Mapping[Kind, Any] = {
    Kind.INTEGER: sa.BigInteger(),
    Kind.NUMBER: sa.Numeric().with_variant(sa.Numeric(_DIGITS, _PLACES), "mysql", "mariadb"),
    Kind.DATE: sa.Date(),
    Kind.TIMESTAMP: sa.DateTime(),
    Kind.INSTANT: sa.DateTime(timezone=True),
    Kind.YEAR: sa.Integer(),
    Kind.BOOLEAN: sa.Boolean(),
}

_PENDING = sa.Table(
    "garant_pending",
    sa.MetaData(),
    sa.Column("origin", sa.String(80), primary_key=True),
    sa.Column("batch", sa.BigInteger(), primary_key=True, autoincrement=False),
    sa.Column("token", sa.String(MARK), nullable=False),
)


def furnish(connection: Connection, shapes: Sequence[Shape]) -> None:
    """Make the tables and columns of an archive that are not there yet."""
    _PENDING.create(connection, checkfirst=True)
    there = {name: {c["name"] for c in columns} for (_, name), columns in _columns(connection).items()}
    for shape in shapes:
        name = shape.name.split(".", 1)[1]
        table = _table(shape, name)
        if name not in there:
            table.create(connection)
        for column in table.columns if name in there else ():
            if column.name not in there[name]:
                connection.execute(_Widening(column))
        for index in table.indexes:
            index.create(connection, checkfirst=True)


def _columns(connection: Connection) -> Mapping[Any, Any]:
    return sa.inspect(connection).get_multi_columns()


def _table(shape: Shape, name: str) -> sa.Table:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    own = sa.Column(ID, number, primary_key=True, autoincrement=not shape.is_people)
    columns = [sa.Column(c, _type(kind, is_mark=c in shape.marks)) for c, kind in shape.columns]
    indexes = [sa.Index(f"{name[:40]}_{mark}", mark) for mark in shape.marks]
    if shape.key:
        length = {name: MARK for name, kind in shape.columns if name in shape.key and kind not in _TYPES}
        indexes.append(sa.Index(f"{name[:40]}_key", *shape.key, mysql_length=length, mariadb_length=length))
    return sa.Table(name, sa.MetaData(), own, *columns, *indexes)


def _type(kind: Kind, *, is_mark: bool) -> Any:
    long = sa.Text().with_variant(LONGTEXT(), "mysql", "mariadb")
    return sa.String(MARK) if is_mark else _TYPES.get(kind, long)


class _Widening(sa.schema.ExecutableDDLElement):
    """The statement that adds a column to a table."""

    def __init__(self, column: sa.Column[Any]) -> None:
        self.column = column


@compiles(_Widening)
def _widening(element: _Widening, compiler: DDLCompiler, **_options: Any) -> str:
    table = compiler.preparer.format_table(element.column.table)
    return f"ALTER TABLE {table} ADD COLUMN {compiler.get_column_specification(element.column)}"


def token() -> str:
    """Return a mark that no other batch has."""
    return secrets.token_hex(16)


@dataclass(frozen=True, kw_only=True)
class Within:
    """The transaction of the store that is moved from, and the schema by which it reaches its archive."""

    connection: Connection
    schema: str


@dataclass
class Vault:
    """One archive while a run writes into it: people and marks in transactions of its own.

    Records are written there too; where the archive lies `within` the store's own database, with what erases their
    rows, so that they are in both at no moment. The people must be known to other sessions before.
    """

    connection: Connection
    schema: SchemaSeen
    origin: str
    within: Within | None = None
    _ids: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)

    @property
    def store(self) -> str:
        """Return the name of the archive."""
        return self.schema.store

    # records --------------------------------------------------------------------------------------------------

    def put(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add records, their values in the form of this database."""
        target = self._target(table, within=self.within)
        said = [{name: self._value(table, name, v) for name, v in row.items() if name in target.c} for row in rows]
        if said:
            (self.within or self).connection.execute(sa.insert(target), said)

    def holds(self, table: str, rows: Sequence[Mapping[str, Any]], *, key: Sequence[str]) -> list[bool]:
        """Return of each record whether there is one under its key that says all that it says; without a key, none is.

        INVARIANT: a record that a batch may still take back stands for no other.
        """
        if not key:
            return [False] * len(rows)
        target, pending = self._target(table), sa.select(_PENDING.c.token)
        kept = sa.select(target).where(target.c[BATCH].not_in(pending), target.c[KIND].in_({row[KIND] for row in rows}))
        asked = [tuple(self._value(table, name, row.get(name)) for name in key) for row in rows]
        named = target.c[key[0]].in_([one[0] for one in asked])
        found = self.connection.execute(kept.where(named))
        there: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
        for record in (row._asdict() for row in found):
            there.setdefault(tuple(str(record[name]) for name in key), []).append(record)
        same = (there.get(tuple(map(str, one)), ()) for one in asked)
        pairs = zip(rows, same, strict=True)
        return [any(self._says_all(table, one, row) for one in records) for row, records in pairs]

    def _says_all(self, table: str, record: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
        said = (name for name in row if row[name] is not None and name in record)
        return all(_is_same(record[name], self._value(table, name, row[name])) for name in said)

    def keep(self, batch: int, token: str) -> None:
        """Keep what a batch copied, pending until its rows are erased where they were."""
        if not self._is_furnished:
            return
        self.connection.execute(sa.insert(_PENDING), {"origin": self.origin, "batch": batch, "token": token})
        self.connection.commit()

    def settle(self, batch: int, *, is_done: bool) -> None:
        """Close what was pending: the copies of a batch that came to nothing are erased, its rows are still there."""
        if not self._is_furnished:
            return
        mine = sa.and_(_PENDING.c.origin == self.origin, _PENDING.c.batch == batch)
        for token in self.connection.execute(sa.select(_PENDING.c.token).where(mine)).scalars().all():
            if not is_done:
                self._take_back(token)
        self.connection.execute(sa.delete(_PENDING).where(mine))
        self.connection.commit()

    @property
    def _is_furnished(self) -> bool:
        return any(True for _ in self._with(BATCH))

    def _take_back(self, token: str) -> None:
        for table in self._with(BATCH):
            target = self._target(table)
            self.connection.execute(sa.delete(target).where(target.c[BATCH] == token))
        for table in self._with(CLOSED):
            target = self._target(table)
            again = {KNOWN_AS: target.c[KEY], CLOSED: None}
            self.connection.execute(sa.update(target).where(target.c[CLOSED] == token).values(again))

    def commit(self) -> None:
        """Keep what was written."""
        self.connection.commit()

    def abandon(self) -> None:
        """Leave everything as it was."""
        self.connection.rollback()
        self._ids.clear()

    # people ---------------------------------------------------------------------------------------------------

    def knows(self, table: str) -> bool:
        """Return whether a table is there."""
        return table in self.schema.tables

    def enrol(self, table: str, keys: Iterable[str]) -> Mapping[str, int]:
        """Return by what number the archive knows people, who are added where it does not know them yet."""
        wanted = list(dict.fromkeys(keys))
        for chunk in _chunks(key for key in wanted if (table, key) not in self._ids):
            self._add(table, chunk)
        return {key: self._ids[table, key] for key in wanted}

    def _add(self, table: str, keys: Sequence[str]) -> None:
        target = self._target(table)
        known = sa.select(target.c[KNOWN_AS], target.c[ID]).where(target.c[KNOWN_AS].in_(keys))
        for row in self.connection.execute(known):
            self._ids[table, str(row[0])] = int(str(row[1]))
        new = [{ID: secrets.randbits(_BITS), KEY: k, KNOWN_AS: k} for k in keys if (table, k) not in self._ids]
        if new:
            self.connection.execute(sa.insert(target), new)
            self._ids.update({(table, str(row[KEY])): int(str(row[ID])) for row in new})

    def close(self, table: str, keys: Iterable[str], token: str) -> None:
        """Forget by which key people were known whose row at home goes: the key may be given to somebody else."""
        target = self._target(table)
        for chunk in _chunks(keys):
            here = target.c[KNOWN_AS].in_(chunk)
            self.connection.execute(sa.update(target).where(here).values({KNOWN_AS: None, CLOSED: token}))
            for key in chunk:
                self._ids.pop((table, key), None)

    # tables and values ----------------------------------------------------------------------------------------

    def _with(self, column: str) -> Iterator[str]:
        return (name for name, table in self.schema.tables.items() if table.column(column) is not None)

    def _target(self, table: str, *, within: Within | None = None) -> sa.TableClause:
        columns = (sa.column(c.name, self._bound(c.kind)) for c in self.schema.tables[table].columns)
        return sa.table(table.split(".", 1)[1], *columns, schema=within.schema if within else None)

    def _bound(self, kind: Kind) -> Any:
        return _TYPES.get(kind, sa.Text()) if self.schema.dialect != "sqlite" else sa.types.NullType()

    def _value(self, table: str, name: str, value: Any) -> Any:
        seen = self.schema.tables[table].column(name)
        assert seen is not None
        return value if value is None else _written(value, seen.kind, self.schema.dialect)


def _written(value: Any, kind: Kind, dialect: str) -> Any:
    """Return a value as the archive's database takes it, whichever database it comes from."""
    if dialect == "sqlite":
        return _plain(value)
    match kind:
        case Kind.DATE:
            return date.fromisoformat(value[:10]) if isinstance(value, str) else value
        case Kind.TIMESTAMP | Kind.INSTANT:
            instant = datetime.fromisoformat(value) if isinstance(value, str) else value
            aware = isinstance(instant, datetime) and instant.tzinfo is not None
            return instant.astimezone(UTC).replace(tzinfo=None) if aware and dialect == "mysql" else instant
        case Kind.BOOLEAN:
            return bool(value)
        case Kind.INTEGER | Kind.YEAR | Kind.NUMBER:
            return value
        case _:
            return str(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | float | str):
        return value
    return value.hex() if isinstance(value, bytes) else str(value)


def _is_same(there: Any, written: Any) -> bool:
    """Return whether a value lies in an archive as it would be written; rather no than a wrong yes."""
    if isinstance(there, int | float | Decimal) and isinstance(written, str | int | float | Decimal):
        try:
            return Decimal(str(int(there) if isinstance(there, bool) else there)) == Decimal(str(written))
        except InvalidOperation:
            return False
    return bool(there == written)


def _chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
