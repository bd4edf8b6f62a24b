"""What each database says in words of its own: members and elements of JSON, exact text, what is not true."""

from abc import ABC, abstractmethod
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from garant.planning.terrain.schema import Kind


class Words(ABC):
    """The words of one database."""

    def is_not_true(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """Return that a condition is false or unknown."""
        return sa.func.coalesce(condition, sa.false()).is_(sa.false())

    def any_of(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """Return that a condition is true of one row of a group."""
        return sa.func.max(condition, type_=sa.Boolean())

    @abstractmethod
    def member(self, column: ColumnElement[Any], inside: tuple[str, ...]) -> ColumnElement[Any]:
        """Return a member of a JSON column as text; NULL where it is absent or null."""

    @abstractmethod
    def without_member(self, column: ColumnElement[Any], inside: tuple[str, ...]) -> ColumnElement[Any]:
        """Return the JSON column without a member."""

    @abstractmethod
    def elements(self, column: ColumnElement[Any], alias: str, *, separated: bool) -> FromClause:
        """Return the elements of a list as rows with one column of text, `value`."""

    @abstractmethod
    def joined(self, elements: FromClause, column: ColumnElement[Any], /, *, separated: bool) -> ColumnElement[Any]:
        """Return the elements, put back together as the list in `column` was written."""

    def element(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return an element of a list as text."""
        return value

    def or_empty(self, elements: ColumnElement[Any], *, separated: bool) -> ColumnElement[Any]:
        """Return the list, empty where no element is left."""
        return sa.func.coalesce(elements, sa.literal("" if separated else "[]", sa.Text()))

    def exact(self, value: ColumnElement[Any], text: str) -> ColumnElement[bool]:
        """Return that a text is this one, letter by letter."""
        return value == text

    def same_text(self, left: ColumnElement[Any], right: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return that two texts are the same, letter by letter."""
        return left == right

    def as_text(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a value as text."""
        return sa.cast(value, sa.Text())

    def told_apart(self, text: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a text that is equal to another only where both are the same, letter by letter."""
        return text

    def concatenated(self, parts: list[ColumnElement[Any]]) -> ColumnElement[Any]:
        """Return texts one behind the other."""
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.concat(part)
        return whole

    def stands_in(self, value: ColumnElement[Any], text: str, kind: Kind) -> ColumnElement[bool]:  # noqa: ARG002
        """Return that a date is this stand-in, which may be no date at all."""
        return self.as_text(value) == text


class SqliteWords(Words):
    """SQLite."""

    def is_not_true(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """Return that a condition is false or unknown."""
        return sa.func.coalesce(condition, 0) == 0

    def member(self, column: ColumnElement[Any], inside: tuple[str, ...]) -> ColumnElement[Any]:
        """Return a member of a JSON column as text."""
        return sa.func.json_extract(column, _path(inside), type_=sa.Text())

    def without_member(self, column: ColumnElement[Any], inside: tuple[str, ...]) -> ColumnElement[Any]:
        """Return the JSON column without a member."""
        return sa.func.json_remove(column, _path(inside), type_=sa.Text())

    def elements(self, column: ColumnElement[Any], alias: str, *, separated: bool) -> FromClause:
        """Return the elements of a list as rows."""
        text = _quoted(column) if separated else sa.case((sa.func.json_valid(column) == 1, column), else_="[]")
        return sa.func.json_each(text).table_valued(sa.column("key"), sa.column("value", sa.Text()), name=alias)

    def element(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return an element of a list as text: a number is none by itself."""
        return sa.cast(value, sa.Text())

    def joined(self, elements: FromClause, _column: ColumnElement[Any], /, *, separated: bool) -> ColumnElement[Any]:
        """Return the elements, put back together."""
        if separated:
            return sa.func.group_concat(elements.c.value, ",")
        return sa.func.json_group_array(elements.c.value)


class PostgresWords(Words):
    """PostgreSQL."""

    def is_not_true(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """Return that a condition is false or unknown."""
        return condition.is_not(sa.true())

    def any_of(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """Return that a condition is true of one row of a group."""
        return sa.func.bool_or(condition, type_=sa.Boolean())

    def member(self, column: ColumnElement[Any], inside: tuple[str, ...]) -> ColumnElement[Any]:
        """Return a member of a JSON column as text."""
        return self._json(column).op("#>>", return_type=sa.Text())(_keys(inside))

    def without_member(self, column: ColumnElement[Any], inside: tuple[str, ...]) -> ColumnElement[Any]:
        """Return the JSON column without a member, in the column's own type."""
        return sa.cast(self._json(column).op("#-", return_type=postgresql.JSONB())(_keys(inside)), postgresql.JSONB())

    def _json(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return sa.cast(column, postgresql.JSONB())

    def elements(self, column: ColumnElement[Any], alias: str, *, separated: bool) -> FromClause:
        """Return the elements of a list as rows."""
        if separated:
            split = sa.func.unnest(sa.func.string_to_array(column, ","), type_=sa.Text())
            return split.table_valued(sa.column("value", sa.Text()), name=alias).render_derived()
        text = sa.cast(column, sa.Text())
        valid = sa.case((text.like("[%"), text), else_="[]")
        each = sa.func.jsonb_array_elements(sa.cast(valid, postgresql.JSONB()))
        return each.table_valued(sa.column("value", postgresql.JSONB()), name=alias).render_derived()

    def element(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return an element of a list as text."""
        if isinstance(value.type, postgresql.JSONB):
            return value.op("#>>", return_type=sa.Text())(_keys(()))
        return value

    def joined(self, elements: FromClause, _column: ColumnElement[Any], /, *, separated: bool) -> ColumnElement[Any]:
        """Return the elements, put back together."""
        if separated:
            return sa.func.string_agg(elements.c.value, ",")
        return sa.func.jsonb_agg(elements.c.value)

    def or_empty(self, elements: ColumnElement[Any], *, separated: bool) -> ColumnElement[Any]:
        """Return the list, empty where no element is left."""
        return sa.func.coalesce(elements, "" if separated else sa.cast([], postgresql.JSONB()))

    def stands_in(self, value: ColumnElement[Any], text: str, kind: Kind) -> ColumnElement[bool]:
        """Return that a date is this stand-in; a date that cannot be is in no column of PostgreSQL."""
        if kind in {Kind.DATE, Kind.TIMESTAMP, Kind.INSTANT}:
            return self.as_text(value).in_((text, f"{text} 00:00:00"))
        return self.as_text(value) == text


class MariadbWords(Words):
    """MariaDB and MySQL, whose texts are alike regardless of case and accents unless one says otherwise."""

    def member(self, column: ColumnElement[Any], inside: tuple[str, ...]) -> ColumnElement[Any]:
        """Return a member of a JSON column as text."""
        return sa.func.json_value(column, _path(inside), type_=sa.Text())

    def without_member(self, column: ColumnElement[Any], inside: tuple[str, ...]) -> ColumnElement[Any]:
        """Return the JSON column without a member."""
        return sa.func.json_remove(column, _path(inside), type_=sa.Text())

    def elements(self, column: ColumnElement[Any], alias: str, *, separated: bool) -> FromClause:
        """Return the elements of a list as rows."""
        text = _quoted(column) if separated else sa.case((sa.func.json_valid(column) == 1, column), else_="[]")
        return JsonTable(text).table_valued(sa.column("place"), sa.column("value", sa.Text()), name=alias)

    def joined(self, elements: FromClause, column: ColumnElement[Any], /, *, separated: bool) -> ColumnElement[Any]:
        """Return the elements, put back together as they were written, numbers as numbers."""
        if separated:
            return sa.func.group_concat(elements.c.value)
        place = sa.func.concat("$[", elements.c.place - 1, "]")
        written = sa.func.group_concat(sa.func.json_extract(column, place))
        return sa.func.concat("[", written, "]", type_=sa.Text())

    def exact(self, value: ColumnElement[Any], text: str) -> ColumnElement[bool]:
        """Return that a text is this one, letter by letter; the first comparison finds the index."""
        return sa.and_(value == text, sa.collate(value, "utf8mb4_bin") == text)

    def same_text(self, left: ColumnElement[Any], right: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return that two texts are the same, letter by letter."""
        return sa.and_(left == right, sa.collate(left, "utf8mb4_bin") == sa.collate(right, "utf8mb4_bin"))

    def as_text(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a value as text."""
        return sa.type_coerce(sa.cast(value, sa.CHAR(255)), sa.Text())

    def told_apart(self, text: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a digest of the text, which knows no collation."""
        return sa.func.sha2(text, 256, type_=sa.Text())

    def concatenated(self, parts: list[ColumnElement[Any]]) -> ColumnElement[Any]:
        """Return texts one behind the other."""
        return sa.func.concat(*parts, type_=sa.Text())


class JsonTable(sa.sql.functions.GenericFunction[str]):
    """The elements of a JSON array as rows, as MariaDB writes it."""

    name = "json_table"
    inherit_cache = True


@compiles(JsonTable)
def _json_table(element: JsonTable, compiler: SQLCompiler, **options: Any) -> str:
    written = compiler.process(element.clauses.clauses[0], **options)
    return f"JSON_TABLE({written}, '$[*]' COLUMNS (place FOR ORDINALITY, value VARCHAR(255) PATH '$'))"


def words_for(dialect: str) -> Words:
    """Return the words of a database."""
    return {"sqlite": SqliteWords, "postgresql": PostgresWords}.get(dialect, MariadbWords)()


def _path(inside: tuple[str, ...]) -> str:
    return "$" + "".join(f'."{name}"' for name in inside)


def _keys(inside: tuple[str, ...]) -> ColumnElement[Any]:
    return sa.cast(list(inside), postgresql.ARRAY(sa.Text()))


def _quoted(column: ColumnElement[Any]) -> ColumnElement[Any]:
    quoted = sa.literal('["', sa.Text()).concat(sa.func.replace(column, ",", '","')).concat('"]')
    return sa.case((column == "", "[]"), else_=quoted)
