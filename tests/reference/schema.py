"""Tables as plain values, made, filled and read back on any of the three databases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from weakref import WeakKeyDictionary

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

Word = Literal["int", "text", "date", "timestamp", "json", "bool", "epoch"]
OnDelete = Literal["no action", "cascade", "set null"]
Values = dict[str, object]
Rows = Mapping[str, Sequence[Values]]

_TYPES: dict[str, TypeEngine[Any]] = {
    "int": Integer(),
    "text": String(200),
    "date": Date(),
    "timestamp": DateTime(),
    "json": JSON(none_as_null=True),
    "bool": Boolean(),
    "epoch": BigInteger(),
}


@dataclass(frozen=True, kw_only=True)
class ColumnShape:
    """One column: its type in our own word, whether it may be NULL, whether its values are unique."""

    name: str
    type: Word = "text"
    nullable: bool = True
    unique: bool = False


@dataclass(frozen=True, kw_only=True)
class ReferenceShape:
    """One foreign key that the database declares, to the other table's key."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...] = ("id",)
    on_delete: OnDelete = "no action"


@dataclass(frozen=True, kw_only=True)
class TableShape:
    """One table: columns, key and declared references; its name is the one inside its store."""

    name: str
    columns: tuple[ColumnShape, ...]
    key: tuple[str, ...] = ("id",)
    references: tuple[ReferenceShape, ...] = ()

    def column(self, name: str) -> ColumnShape | None:
        """Return the column of that name, if the table has it."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass
class _Made:
    shapes: dict[str, TableShape] = field(default_factory=dict)


_made: WeakKeyDictionary[Engine, _Made] = WeakKeyDictionary()


def create(engine: Engine, shapes: Sequence[TableShape]) -> None:
    """Make these tables, empty, and no others: what the same engine made before is kept where it is alike."""
    made = _made.setdefault(engine, _Made()).shapes
    wanted = {shape.name: shape for shape in shapes}
    with engine.begin() as connection:
        _forget_references(connection)
        alike = [name for name, shape in wanted.items() if made.get(name) == shape]
        if connection.dialect.name == "postgresql" and made != wanted:
            alike = []
        _drop_all(connection, but=alike)
        _empty(connection, alike)
        metadata = _metadata(shapes)
        new = [table for name, table in metadata.tables.items() if name not in alike]
        metadata.create_all(connection, tables=new, checkfirst=False)
        _heed_references(connection)
    _made[engine] = _Made(wanted)


def fill(engine: Engine, *, shapes: Sequence[TableShape], rows: Rows) -> None:
    """Insert the rows (by table name), in any order of references."""
    metadata = _metadata(shapes)
    with engine.begin() as connection:
        _forget_references(connection)
        for shape in shapes:
            found = [{c.name: row.get(c.name) for c in shape.columns} for row in rows.get(shape.name, ())]
            if found:
                connection.execute(insert(metadata.tables[shape.name]), found)
        _heed_references(connection)


def read_back(engine: Engine, shapes: Sequence[TableShape]) -> dict[str, list[Values]]:
    """Return all rows of these tables by table name, in the order of their keys."""
    metadata = _metadata(shapes)
    with engine.connect() as connection:
        return {shape.name: _all_of(connection, shape=shape, metadata=metadata) for shape in shapes}


def _all_of(connection: Connection, *, shape: TableShape, metadata: MetaData) -> list[Values]:
    table = metadata.tables[shape.name]
    found = connection.execute(select(table).order_by(*(table.c[name] for name in shape.key)))
    return [dict(row) for row in found.mappings()]


def _metadata(shapes: Sequence[TableShape]) -> MetaData:
    metadata = MetaData()
    for shape in shapes:
        Table(
            shape.name,
            metadata,
            *(_column(column) for column in shape.columns),
            *([PrimaryKeyConstraint(*shape.key)] if shape.key else []),
            *(UniqueConstraint(column.name) for column in shape.columns if column.unique),
            *(_foreign_key(reference) for reference in shape.references),
        )
    return metadata


def _column(shape: ColumnShape) -> Column[object]:
    return Column(shape.name, _TYPES[shape.type], nullable=shape.nullable, autoincrement=False)


def _foreign_key(reference: ReferenceShape) -> ForeignKeyConstraint:
    deed = None if reference.on_delete == "no action" else reference.on_delete.upper()
    targets = [f"{reference.table}.{name}" for name in reference.to]
    return ForeignKeyConstraint(list(reference.columns), targets, ondelete=deed, use_alter=False)


def _forget_references(connection: Connection) -> None:
    """Let rows be written in any order: worlds are whole when all of them are there."""
    kind = connection.dialect.name
    if kind == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
    elif kind == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        connection.execute(text("SET FOREIGN_KEY_CHECKS=0"))


def _heed_references(connection: Connection) -> None:
    if connection.dialect.name in {"mysql", "mariadb"}:
        connection.execute(text("SET FOREIGN_KEY_CHECKS=1"))


def _drop_all(connection: Connection, *, but: Sequence[str]) -> None:
    # Whatever else a test left there goes too, receipts and staging tables included. On PostgreSQL what is alike is
    # kept only as a whole: dropping a table there takes the references to it along.
    names = [name for name in inspect(connection).get_table_names() if name not in but]
    quoted = [connection.dialect.identifier_preparer.quote(name) for name in names]
    if connection.dialect.name == "postgresql" and quoted:
        connection.execute(text(f"DROP TABLE {', '.join(quoted)} CASCADE"))
        return
    for name in quoted:
        connection.execute(text(f"DROP TABLE {name}"))


def _empty(connection: Connection, names: Sequence[str]) -> None:
    for name in names:
        connection.execute(text(f"DELETE FROM {connection.dialect.identifier_preparer.quote(name)}"))  # noqa: S608
