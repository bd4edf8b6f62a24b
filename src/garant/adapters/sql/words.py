"""What each database says in words of its own: members and elements of JSON, exact text, what is not true."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from garant.adapters.sql.listing import JsonTable
from garant.planning.terrain.schema import Kind

_JSON = postgresql.JSON()

_UNREADABLE = "{"
"""What stands for a member of a cell that cannot be read: it is there, and is no day, no key and nobody's name."""


class Json(sa.Text):
    """A column that the database itself knows as JSON, read as text."""


Key = Sequence[ColumnElement[Any]]
"""The columns of a key, in their order."""


class Part(sa.Text):
    """A part of a text between its commas: the blanks around it are none of it."""


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
        """Return a member of a JSON column as text; NULL where it is absent or null, and in an empty text."""

    def garbled(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return that there is something in a JSON column, and that it is no JSON."""
        return sa.and_(sa.func.length(column) > 0, sa.func.json_valid(column) == 0)

    def _read(self, column: ColumnElement[Any], found: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return what was found in a JSON column, where there is JSON to be read."""
        read = sa.case((sa.func.length(column) == 0, sa.null()), (self.garbled(column), _UNREADABLE), else_=found)
        return sa.type_coerce(read, sa.Text())

    def _changed(self, column: ColumnElement[Any], anew: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a JSON column written anew, where there is JSON to be read."""
        return sa.case((sa.or_(sa.func.length(column) == 0, self.garbled(column)), column), else_=anew)

    @abstractmethod
    def without_member(self, column: ColumnElement[Any], inside: tuple[str, ...]) -> ColumnElement[Any]:
        """Return the JSON column without a member."""

    @abstractmethod
    def with_member(
        self, column: ColumnElement[Any], inside: tuple[str, ...], listed: ColumnElement[Any]
    ) -> ColumnElement[Any]:
        """Return the JSON column with a list as a member, in the place of the one that it holds there."""

    def as_filler(self, filler: ColumnElement[Any], column: ColumnElement[Any]) -> ColumnElement[Any]:  # noqa: ARG002
        """Return the text that fills a column, as the column takes it."""
        return filler

    def array(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return the list that a JSON column holds; an empty one, where it holds something else."""
        is_array = sa.func.lower(sa.func.json_type(column)) == "array"
        return sa.case((sa.func.json_valid(column) == 0, "[]"), (is_array, column), else_="[]")

    @abstractmethod
    def elements(self, column: ColumnElement[Any], alias: str, *, separated: bool) -> FromClause:
        """Return the elements of a list as rows with one column of text, `value`."""

    @abstractmethod
    def element(self, elements: FromClause) -> ColumnElement[Any]:
        """Return an element of a list as text, if it is a number or a text: nothing else names anybody."""

    @abstractmethod
    def joined(
        self, elements: FromClause, staying: ColumnElement[bool], /, *, separated: bool
    ) -> sa.Select[tuple[str]]:
        """Return the elements that stay, each as it was written and in their order, put back together as a list."""

    def or_empty(self, elements: ColumnElement[Any], *, separated: bool) -> ColumnElement[Any]:
        """Return the list, empty where no element is left."""
        return sa.func.coalesce(elements, sa.literal("" if separated else "[]", sa.Text()))

    def exact(self, value: ColumnElement[Any], text: str) -> ColumnElement[bool]:
        """Return that a text is this one, letter by letter."""
        return value == text

    def last(self, text: ColumnElement[Any], count: int) -> ColumnElement[Any]:
        """Return the last letters of a text."""
        return sa.func.right(text, count, type_=sa.Text())

    def same_text(self, left: ColumnElement[Any], right: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return that two texts are the same, letter by letter."""
        return left == right

    def as_text(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a value as text."""
        return sa.cast(value, sa.Text())

    def told_apart(self, text: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a text that is equal to another only where both are the same, letter by letter."""
        return text

    def told_exactly(self, text: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return the text itself, equal to another only where both are the same, letter by letter."""
        return text

    def letters(self, text: ColumnElement[Any]) -> ColumnElement[int]:
        """Return how many letters a text has."""
        return sa.func.length(text)

    def concatenated(self, parts: list[ColumnElement[Any]]) -> ColumnElement[Any]:
        """Return texts one behind the other."""
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.concat(part)
        return whole

    def stands_in(self, value: ColumnElement[Any], text: str, kind: Kind) -> ColumnElement[bool]:  # noqa: ARG002
        """Return that a date is this stand-in, which may be no date at all."""
        return self.as_text(value) == text

    def beyond(self, key: Key, bound: Sequence[Any]) -> ColumnElement[bool]:
        """Return that a key of one column or several comes after a bound."""
        return key[0] > bound[0] if len(key) == 1 else sa.tuple_(*key) > _bound(key, bound)

    def up_to(self, key: Key, bound: Sequence[Any]) -> ColumnElement[bool]:
        """Return that a key of one column or several comes before a bound, or is it."""
        return key[0] <= bound[0] if len(key) == 1 else sa.tuple_(*key) <= _bound(key, bound)


def _bound(key: Key, bound: Sequence[Any]) -> ColumnElement[Any]:
    return sa.tuple_(*(sa.literal(value, column.type) for column, value in zip(key, bound, strict=True)))


class SqliteWords(Words):
    """SQLite."""

    def last(self, text: ColumnElement[Any], count: int) -> ColumnElement[Any]:
        """Return the last letters of a text."""
        return sa.func.substr(text, -count, type_=sa.Text())

    def is_not_true(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """Return that a condition is false or unknown."""
        return sa.func.coalesce(condition, 0) == 0

    def member(self, column: ColumnElement[Any], inside: tuple[str, ...]) -> ColumnElement[Any]:
        """Return a member of a JSON column as text: taken out as a value, `true` would be 1, a number none."""
        kind, value = sa.func.json_type(column, _path(inside)), sa.func.json_extract(column, _path(inside))
        written = column.op("->", return_type=sa.Text())(_path(inside))
        return self._read(column, sa.case((kind == "null", sa.null()), (kind == "text", value), else_=written))

    def without_member(self, column: ColumnElement[Any], inside: tuple[str, ...]) -> ColumnElement[Any]:
        """Return the JSON column without a member."""
        return self._changed(column, sa.func.json_remove(column, _path(inside), type_=sa.Text()))

    def with_member(
        self, column: ColumnElement[Any], inside: tuple[str, ...], listed: ColumnElement[Any]
    ) -> ColumnElement[Any]:
        """Return the JSON column with a list as a member."""
        return sa.func.json_set(column, _path(inside), sa.func.json(listed), type_=sa.Text())

    def elements(self, column: ColumnElement[Any], alias: str, *, separated: bool) -> FromClause:
        """Return the elements of a list as rows."""
        each = sa.func.json_each(_quoted(column) if separated else self.array(column))
        value = sa.column("value", Part() if separated else sa.Text())
        return each.table_valued("key", value, "type", "json", "fullkey", name=alias)

    def element(self, elements: FromClause) -> ColumnElement[Any]:
        """Return an element of a list as text: a number is none by itself."""
        if isinstance(elements.c.value.type, Part):
            return sa.func.trim(elements.c.value, type_=sa.Text())
        return sa.case((elements.c.type.in_(("integer", "real", "text")), sa.cast(elements.c.value, sa.Text())))

    def joined(
        self, elements: FromClause, staying: ColumnElement[bool], /, *, separated: bool
    ) -> sa.Select[tuple[str]]:
        """Return the elements that stay, put back together: as values, long numbers would lose digits."""
        each = self.element(elements) if separated else elements.c.json.op("->")(elements.c.fullkey)
        kept = sa.select(each.label("written")).select_from(elements).where(staying).order_by(elements.c.key)
        written = sa.func.group_concat(kept.correlate_except(elements).subquery().c.written, ",", type_=sa.Text())
        return sa.select(written if separated else _bracketed(written))


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
        return self._read(column, sa.cast(column, postgresql.JSONB()).op("#>>", return_type=sa.Text())(_keys(inside)))

    def without_member(self, column: ColumnElement[Any], inside: tuple[str, ...]) -> ColumnElement[Any]:
        """Return the JSON column without a member."""
        left = sa.cast(column, postgresql.JSONB()).op("#-", return_type=postgresql.JSONB())(_keys(inside))
        return left if _is_typed(column) else self._changed(column, sa.cast(left, sa.Text()))

    def with_member(
        self, column: ColumnElement[Any], inside: tuple[str, ...], listed: ColumnElement[Any]
    ) -> ColumnElement[Any]:
        """Return the JSON column with a list as a member."""
        json, anew = sa.cast(column, postgresql.JSONB()), sa.cast(listed, postgresql.JSONB())
        left = sa.func.jsonb_set(json, _keys(inside), anew, type_=postgresql.JSONB())
        return left if _is_typed(column) else sa.cast(left, sa.Text())

    def as_filler(self, filler: ColumnElement[Any], column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return the text that fills a column: it is no JSON by itself."""
        return sa.cast(filler, postgresql.JSONB()) if _is_typed(column) else filler

    def garbled(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return that there is something in a column of text, and that it is no JSON."""
        return sa.and_(sa.func.length(column) > 0, sa.not_(sa.func.pg_input_is_valid(column, "jsonb")))

    def _read(self, column: ColumnElement[Any], found: ColumnElement[Any]) -> ColumnElement[Any]:
        return found if _is_typed(column) else super()._read(column, found)

    def elements(self, column: ColumnElement[Any], alias: str, *, separated: bool) -> FromClause:
        """Return the elements of a list as rows."""
        if separated:
            each = sa.func.unnest(sa.func.string_to_array(column, ","))
        else:
            each = sa.func.json_array_elements(self.array(column))
        value = sa.column("value", sa.Text() if separated else _JSON)
        return each.table_valued(value, with_ordinality="place", name=alias).render_derived()

    def array(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return the list that a JSON column holds."""
        json, none = sa.cast(column, _JSON), sa.cast([], _JSON)
        array = sa.case((sa.func.json_typeof(json) == "array", json), else_=none)
        unread = sa.or_(sa.func.length(column) == 0, self.garbled(column))
        return array if _is_typed(column) else sa.case((unread, none), else_=array)

    def element(self, elements: FromClause) -> ColumnElement[Any]:
        """Return an element of a list as text."""
        value = elements.c.value
        if not isinstance(value.type, postgresql.JSON):
            return sa.func.trim(value, type_=sa.Text())
        text = value.op("#>>", return_type=sa.Text())(_keys(()))
        return sa.case((sa.func.json_typeof(value).in_(("number", "string")), text))

    def joined(
        self, elements: FromClause, staying: ColumnElement[bool], /, *, separated: bool
    ) -> sa.Select[tuple[str]]:
        """Return the elements that stay, put back together; as `json`, which keeps what was written."""
        parts = (self.element(elements), sa.literal(",", sa.Text())) if separated else (elements.c.value,)
        *before, last = parts
        written = (sa.func.string_agg if separated else sa.func.json_agg)(
            *before, aggregate_order_by(last, elements.c.place)
        )
        return sa.select(written).select_from(elements).where(staying).correlate_except(elements)

    def or_empty(self, elements: ColumnElement[Any], *, separated: bool) -> ColumnElement[Any]:
        """Return the list, empty where no element is left."""
        return sa.func.coalesce(elements, "" if separated else sa.cast([], _JSON))

    def stands_in(self, value: ColumnElement[Any], text: str, kind: Kind) -> ColumnElement[bool]:
        """Return that a date is this stand-in; a date that cannot be is in no column of PostgreSQL."""
        if kind in {Kind.DATE, Kind.TIMESTAMP, Kind.INSTANT}:
            return self.as_text(value).in_((text, f"{text} 00:00:00"))
        return self.as_text(value) == text


class MariadbWords(Words):
    """MariaDB and MySQL, whose texts are alike regardless of case and accents unless one says otherwise."""

    def beyond(self, key: Key, bound: Sequence[Any]) -> ColumnElement[bool]:
        """Return that a key comes after a bound, column by column: of rows of values no index is used."""
        first, *rest = key
        after: ColumnElement[bool] = first > bound[0]
        return after if not rest else sa.or_(after, sa.and_(first == bound[0], self.beyond(rest, bound[1:])))

    def up_to(self, key: Key, bound: Sequence[Any]) -> ColumnElement[bool]:
        """Return that a key comes before a bound, or is it, column by column."""
        first, *rest = key
        last: ColumnElement[bool] = first <= bound[0]
        return last if not rest else sa.or_(first < bound[0], sa.and_(first == bound[0], self.up_to(rest, bound[1:])))

    def member(self, column: ColumnElement[Any], inside: tuple[str, ...]) -> ColumnElement[Any]:
        """Return a member of a JSON column as text: taken out as a value, `true` would be 1, an object nothing."""
        found = sa.func.json_extract(column, _path(inside))
        is_null = sa.func.json_type(found) == "NULL"
        return self._read(column, sa.case((is_null, sa.null()), else_=sa.func.json_unquote(found)))

    def without_member(self, column: ColumnElement[Any], inside: tuple[str, ...]) -> ColumnElement[Any]:
        """Return the JSON column without a member."""
        return self._changed(column, sa.func.json_remove(column, _path(inside), type_=sa.Text()))

    def with_member(
        self, column: ColumnElement[Any], inside: tuple[str, ...], listed: ColumnElement[Any]
    ) -> ColumnElement[Any]:
        """Return the JSON column with a list as a member: as a text by itself it would be one there."""
        return sa.func.json_set(column, _path(inside), sa.func.json_extract(listed, "$"), type_=sa.Text())

    def elements(self, column: ColumnElement[Any], alias: str, *, separated: bool) -> FromClause:
        """Return the elements of a list as rows."""
        each = JsonTable(_quoted(column) if separated else self.array(column))
        value = sa.column("value", Part() if separated else sa.Text())
        return each.table_valued("place", value, "written", name=alias)

    def element(self, elements: FromClause) -> ColumnElement[Any]:
        """Return an element of a list as text; of a list or an object there is none."""
        if isinstance(elements.c.value.type, Part):
            return sa.func.trim(elements.c.value, type_=sa.Text())
        return sa.case((sa.func.json_type(elements.c.written) != "BOOLEAN", elements.c.value))

    def joined(
        self, elements: FromClause, staying: ColumnElement[bool], /, *, separated: bool
    ) -> sa.Select[tuple[str]]:
        """Return the elements that stay, put back together."""
        each = sa.func.trim(sa.func.json_unquote(elements.c.written)) if separated else elements.c.written
        written = sa.func.group_concat(each.op("ORDER BY")(elements.c.place), type_=sa.Text())
        whole = written if separated else _bracketed(written)
        return sa.select(whole).select_from(elements).where(staying).correlate_except(elements)

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

    def told_exactly(self, text: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return the text itself, whatever its column makes of letters."""
        return sa.collate(sa.cast(text, sa.CHAR(255)), "utf8mb4_bin")

    def letters(self, text: ColumnElement[Any]) -> ColumnElement[int]:
        """Return how many letters a text has."""
        return sa.func.char_length(text)

    def concatenated(self, parts: list[ColumnElement[Any]]) -> ColumnElement[Any]:
        """Return texts one behind the other."""
        return sa.func.concat(*parts, type_=sa.Text())


def words_for(dialect: str) -> Words:
    """Return the words of a database."""
    return {"sqlite": SqliteWords, "postgresql": PostgresWords}.get(dialect, MariadbWords)()


def _path(inside: tuple[str, ...]) -> str:
    return "$" + "".join(f'."{name}"' for name in inside)


def _keys(inside: tuple[str, ...]) -> ColumnElement[Any]:
    return sa.cast(list(inside), postgresql.ARRAY(sa.Text()))


def _is_typed(column: ColumnElement[Any]) -> bool:
    return isinstance(column.type, Json | postgresql.JSONB)


def _quoted(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the parts of a text between its commas as a list."""
    parts = sa.func.replace(sa.func.json_quote(column), ",", '","', type_=sa.Text())
    return sa.case((sa.func.length(column) > 0, _bracketed(parts)), else_="[]")


def _bracketed(elements: ColumnElement[Any]) -> ColumnElement[Any]:
    return sa.literal("[", sa.Text()).concat(elements).concat("]")
