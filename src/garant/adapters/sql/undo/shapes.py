"""How the columns of a table are read and written so that nothing of a value is lost: as near to storage as can be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import mysql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import DDLCompiler, SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

_RAW = sa.types.NullType()
_ROWS_A_FETCH = 1000
_BY_ITSELF = "on update"


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The columns of a table that hold values of their own, and those that the database changes by itself."""

    table: str
    columns: Mapping[str, Any]
    changing: tuple[str, ...] = ()

    @property
    def target(self) -> sa.TableClause:
        """Return the table, its values written as they come: the database reads them as of the column's type."""
        return sa.table(self.table.split(".", 1)[1], *(sa.column(name, _RAW) for name in self.columns))


@dataclass
class Shapes:
    """The shapes of the tables of one session, each looked at once."""

    connection: Connection
    steady: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The columns that never change, by table, where what is erased is remembered by them."""
    _known: dict[str, Shape] = field(default_factory=dict)

    def of(self, table: str) -> Shape:
        """Return the shape of a table."""
        if table not in self._known:
            found = sa.inspect(self.connection).get_columns(table.split(".", 1)[1])
            stored = {column["name"]: column["type"] for column in found if not column.get("computed")}
            itself = (c["name"] for c in found if _BY_ITSELF in str(c.get("default") or "").lower())
            self._known[table] = Shape(table=table, columns=stored, changing=tuple(itself))
        return self._known[table]

    def raw(self, source: FromClause, column: str, *, kind: Any) -> ColumnElement[Any]:
        """Return a column as it is read to be written back: PostgreSQL by its own text, others by their values."""
        value = source.c[column]
        if self.connection.dialect.name == "postgresql":
            return sa.cast(value, sa.Text())
        if isinstance(kind, mysql.FLOAT):
            # MariaDB shows a FLOAT in six digits; as a double it has all of them.
            return sa.cast(sa.type_coerce(value, _RAW), sa.Double())
        return sa.type_coerce(value, _RAW)

    def same(self, target: FromClause, key: Sequence[str], keys: Sequence[Sequence[Any]]) -> ColumnElement[bool]:
        """Return that a row has one of these keys."""
        columns = [sa.type_coerce(target.c[name], _RAW) for name in key]
        # Without a type of its own a value is taken as of the column's.
        if len(columns) == 1:
            return columns[0].in_(sa.bindparam("keys", [one for (one,) in keys], type_=_RAW, expanding=True))
        pairs = (zip(columns, one, strict=True) for one in keys)
        return sa.or_(*(sa.and_(*(column == sa.bindparam(None, v, type_=_RAW) for column, v in p)) for p in pairs))


def told(connection: Connection, table: str, columns: Sequence[str]) -> Iterator[list[Any]]:
    """Yield these columns of every row of a table, read as they are sealed."""
    shapes = Shapes(connection)
    shape = shapes.of(table)
    target = shape.target
    values = [shapes.raw(target, name, kind=shape.columns[name]) for name in columns]
    yield from map(list, connection.execute(sa.select(*values), execution_options={"yield_per": _ROWS_A_FETCH}))


class Insertion(sa.sql.dml.Insert):
    """The statement that puts rows in again under their own keys, also those that a database draws by itself."""

    inherit_cache = True


@compiles(Insertion, "postgresql")
def _insertion(element: Insertion, compiler: SQLCompiler, **options: Any) -> str:
    text: str = compiler.visit_insert(element, **options)  # type: ignore[no-untyped-call]
    return text.replace(") VALUES (", ") OVERRIDING SYSTEM VALUE VALUES (", 1)


class Dropping(sa.schema.ExecutableDDLElement):
    """The statement that takes a table of this session away; MariaDB would commit for one that does not say so."""

    def __init__(self, name: str) -> None:
        self.name = name


@compiles(Dropping)
def _dropping(element: Dropping, compiler: DDLCompiler, **_options: Any) -> str:
    return f"DROP TABLE IF EXISTS {compiler.preparer.quote(element.name)}"


@compiles(Dropping, "mysql")
@compiles(Dropping, "mariadb")
def _dropping_temporary(element: Dropping, compiler: DDLCompiler, **_options: Any) -> str:
    return f"DROP TEMPORARY TABLE IF EXISTS {compiler.preparer.quote(element.name)}"
