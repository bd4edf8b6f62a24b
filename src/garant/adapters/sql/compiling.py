"""Turns predicates into SQL expressions: SQLAlchemy statements and bound values, never text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from garant.adapters.sql.bounds import Bounds
from garant.adapters.sql.rough import roughened
from garant.adapters.sql.words import Json, Words, words_for
from garant.planning.terrain.predicates import (
    After,
    AllOf,
    AnyOf,
    Condition,
    Drawn,
    Elements,
    Exists,
    Filled,
    Fits,
    Garbled,
    Is,
    Missing,
    Not,
    Rough,
    Same,
    Source,
    StandsIn,
    Starts,
    Unread,
    Value,
    Written,
)
from garant.planning.terrain.schema import Kind, SchemaSeen, TableSeen

_TYPES: Mapping[Kind, Any] = {
    Kind.INTEGER: sa.BigInteger(),
    Kind.NUMBER: sa.Numeric(),
    Kind.TEXT: sa.Text(),
    Kind.DATE: sa.Date(),
    Kind.TIMESTAMP: sa.DateTime(),
    Kind.INSTANT: sa.DateTime(timezone=True),
    Kind.YEAR: sa.Integer(),
    Kind.JSON: Json(),
    Kind.BOOLEAN: sa.Boolean(),
    Kind.UUID: sa.Uuid(),
    Kind.OTHER: sa.types.NullType(),
}

Scope = Mapping[str, FromClause]

_FALSE = ("0", "0.0", "f", "false", "n", "no", "off", "")
"""What applications write for false into columns of SQLite that hold anything; the rest is true."""

PLACEHOLDER = re.compile(r"\{([^{}:]+)(:hex)?\}")
"""What a template writes of a row; braces around nothing, as in `{}`, are text."""


@dataclass(frozen=True)
class Compiler:
    """Compiles conditions for one store."""

    schema: SchemaSeen
    bounds: Bounds
    relations: Mapping[str, sa.Table] = field(default_factory=dict)
    _seen: dict[tuple[str, str], FromClause] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """Return what this database says in words of its own."""
        return words_for(self.schema.dialect)

    def table(self, name: str) -> FromClause:
        """Return the table, or the relation that Garant brought along, under its name in the plan."""
        if name in self.relations:
            return self.relations[name]
        if (name, "") not in self._seen:
            seen = self.schema.tables[name]
            columns = (sa.column(column.name, self.type_of(column.kind)) for column in seen.columns)
            self._seen[name, ""] = sa.table(seen.name.split(".", 1)[1], *columns)
        return self._seen[name, ""]

    def aliased(self, name: str, alias: str) -> FromClause:
        """Return the table under an alias: the same object for the same two names, since making one is slow."""
        if (name, alias) not in self._seen:
            self._seen[name, alias] = self.table(name).alias(alias)
        return self._seen[name, alias]

    def type_of(self, kind: Kind) -> Any:
        """Return the type under which values of this kind are bound and read; SQLite keeps dates as text."""
        if self.schema.dialect == "sqlite" and kind in {Kind.DATE, Kind.TIMESTAMP, Kind.INSTANT, Kind.UUID}:
            return sa.Text()
        return _TYPES[kind]

    def start(self, table: str, alias: str = "t") -> tuple[FromClause, Scope]:
        """Return the table under an alias, and the scope that knows it."""
        source = self.aliased(table, alias)
        return source, {alias: source}

    def bare(self, table: str) -> tuple[Any, Scope]:
        """Return the table without an alias, as the target of a change, and the scope that knows it as `t`."""
        target = self.table(table)
        return target, {"t": target}

    def kind_of_column(self, table: str, column: str) -> Kind:
        """Return what kind of value a column of a table holds."""
        seen = self.schema.tables[table].column(column)
        return seen.kind if seen else Kind.TEXT

    # conditions -----------------------------------------------------------------------------------------------

    def condition(self, said: Condition, scope: Scope) -> ColumnElement[bool]:
        """Return the SQL expression of a condition on the rows in `scope`."""
        match said:
            case AllOf():
                return sa.and_(sa.true(), *(self.condition(part, scope) for part in said.parts))
            case AnyOf():
                return sa.or_(sa.false(), *(self.condition(part, scope) for part in said.parts))
            case Not():
                return self._negated(said.part, scope)
            case Exists():
                return self._exists(said, scope)
            case _:
                return self._simple(said, scope)

    def _negated(self, said: Condition, scope: Scope) -> ColumnElement[bool]:
        match said:
            case Exists():
                return sa.not_(self._exists(said, scope))
            case Missing():
                return self.value(said.value, scope).is_not(None)
            case _:
                # What is unknown does not hold, so its negation does.
                return self.words.is_not_true(self.condition(said, scope))

    def _exists(self, said: Exists, scope: Scope) -> ColumnElement[bool]:
        inner = dict(scope)
        froms = [self._source(source, inner) for source in said.sources]
        where = [self.condition(part, inner) for part in said.where]
        return sa.exists(sa.select(sa.literal_column("1")).select_from(*froms).where(*where).correlate(*scope.values()))

    def _source(self, source: Source | Elements, scope: dict[str, FromClause]) -> FromClause:
        if isinstance(source, Source):
            scope[source.alias] = self.aliased(source.table, source.alias)
        else:
            scope[source.alias] = self.elements(source, scope)
        return scope[source.alias]

    def elements(self, source: Elements, scope: Scope) -> FromClause:
        """Return the elements of a list as rows with one column, `value`."""
        return self.words.elements(self.value(source.of, scope), source.alias, separated=source.separated)

    def sources(self, sources: tuple[Source | Elements, ...], scope: Scope) -> tuple[list[FromClause], Scope]:
        """Return rows to select from, and the scope that knows them too."""
        inner = dict(scope)
        return [self._source(source, inner) for source in sources], inner

    def _simple(self, said: Condition, scope: Scope) -> ColumnElement[bool]:
        match said:
            case Same():
                return self._same(said, scope)
            case Is():
                return self._is(said, scope)
            case Missing():
                return self.value(said.value, scope).is_(None)
            case Starts() | Fits() | Filled():
                return self._reads(said, scope)
            case After() | Unread() | Garbled() | StandsIn():
                return self._dates(said, scope)
            case Rough() | Drawn():
                return self._left(said, scope)
            case _:
                raise AssertionError(said)

    def _reads(self, said: Starts | Fits | Filled, scope: Scope) -> ColumnElement[bool]:
        match said:
            case Starts():
                return self._starts(said, self.value(said.value, scope))
            case Fits():
                written = self.written(said.value.template, scope[said.value.alias])
                return written.like("%".join(map(_literally, said.pattern.split("*"))), escape="\\")
            case Filled():
                return self._filled(said, scope)

    def _starts(self, said: Starts, value: ColumnElement[Any]) -> ColumnElement[bool]:
        rest = "".join("_%" + _literally(piece) for piece in said.then) or "%"
        like = self.as_text(value).like(_literally(said.text) + rest, escape="\\")
        edges = [self.words.exact(sa.func.substr(value, 1, len(said.text)), said.text)]
        edges += [self.words.exact(self.words.last(value, len(end)), end) for end in said.then[-1:] if end]
        return sa.and_(like, *edges)

    def _dates(self, said: After | Unread | Garbled | StandsIn, scope: Scope) -> ColumnElement[bool]:
        match said:
            case After():
                return self._after(said, scope)
            case Unread():
                return self.bounds.unread(
                    self.value(said.value, scope), kind=self.kind_of(said.value, scope), form=said.form
                )
            case Garbled():
                return self.words.garbled(self.value(said.value, scope))
            case StandsIn():
                return self._stands_in(said, scope)

    def _left(self, said: Rough | Drawn, scope: Scope) -> ColumnElement[bool]:
        match said:
            case Rough():
                return self._is_rough(said, scope)
            case Drawn():
                return self.value(said.value, scope) < 0

    def _is_rough(self, said: Rough, scope: Scope) -> ColumnElement[bool]:
        value = self.value(said.value, scope)
        rough = roughened(value, said.how, kind=self.kind_of(said.value, scope), dialect=self.schema.dialect)
        return sa.or_(value.is_(None), self.alike(value, rough))

    def _same(self, said: Same, scope: Scope) -> ColumnElement[bool]:
        left = self.value(said.left, scope)
        if isinstance(said.right, Written):
            return self.says(left, said.right.template, scope[said.right.alias])
        right = self.value(said.right, scope)
        return self.alike(left, right)

    def says(self, value: ColumnElement[Any], template: str, source: FromClause) -> ColumnElement[bool]:
        """Return that a value is the text that a template writes for a row."""
        return self.words.same_text(self.as_text(value), self.written(template, source))

    def alike(self, left: ColumnElement[Any], right: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return that two values are equal; as texts, where only one of them is one."""
        if self._is_text(left) != self._is_text(right):
            left, right = self.as_text(left), self.as_text(right)
        return self.words.same_text(left, right) if self._is_text(left) else left == right

    def _is(self, said: Is, scope: Scope) -> ColumnElement[bool]:
        value = self.value(said.value, scope)
        return sa.or_(*(self._equals(value, one) for one in said.among))

    def _equals(self, value: ColumnElement[Any], one: object) -> ColumnElement[bool]:
        if self._is_text(value):
            text = {True: "true", False: "false"}.get(one, str(one)) if isinstance(one, bool) else str(one)
            return self.words.exact(value, text)
        if isinstance(value.type, sa.Boolean):
            return self._truth(value, is_true=one in (True, 1, "true", "1"))
        if isinstance(value.type, sa.Integer | sa.Numeric) and not isinstance(one, str):
            return value == sa.literal(int(one) if isinstance(one, bool) else one)
        if isinstance(value.type, sa.Integer | sa.Numeric):
            return self.as_text(value) == str(one)
        return self.as_text(value) == str(one)

    def _truth(self, value: ColumnElement[Any], *, is_true: bool) -> ColumnElement[bool]:
        """Return that the value is true, or false; where a truth is declared, SQLite keeps whatever was written."""
        if self.schema.dialect != "sqlite":
            return value.is_(is_true)
        is_false = sa.func.lower(sa.cast(value, sa.Text)).in_(_FALSE)
        return sa.and_(value.is_not(None), sa.not_(is_false)) if is_true else is_false

    def _after(self, said: After, scope: Scope) -> ColumnElement[bool]:
        value = self.value(said.value, scope)
        kind = self.kind_of(said.value, scope)
        return self.bounds.after(value, said.day, kind=kind, form=said.form)

    def _stands_in(self, said: StandsIn, scope: Scope) -> ColumnElement[bool]:
        value = self.value(said.value, scope)
        return sa.or_(*(self.words.stands_in(value, text, self.kind_of(said.value, scope)) for text in said.among))

    def _filled(self, said: Filled, scope: Scope) -> ColumnElement[bool]:
        value = self.value(said.value, scope)
        written = self.written(said.template, scope[said.value.alias])
        if isinstance(value.type, Json):
            filler = self.words.as_filler(written, value)
            return sa.cast(value, filler.type) == filler
        return value == written if PLACEHOLDER.search(said.template) else self._equals(value, said.template)

    # values ---------------------------------------------------------------------------------------------------

    def value(self, said: Value, scope: Scope) -> ColumnElement[Any]:
        """Return the column, or the member inside it as text."""
        source = scope[said.alias]
        column = source.c[said.column]
        if isinstance(source, sa.TableValuedAlias):
            return self.words.element(source)
        return self.words.member(column, said.inside) if said.inside else column

    def kind_of(self, said: Value, scope: Scope) -> Kind:
        """Return what kind of value it is."""
        seen = self.seen(scope[said.alias])
        column = seen.column(said.column) if seen else None
        if said.inside or column is None:
            is_day = not said.inside and said.column in ("latest", "began")
            return Kind.DATE if is_day else Kind.TEXT
        return column.kind

    def seen(self, source: FromClause) -> TableSeen | None:
        """Return what was seen of the table behind an alias."""
        element = getattr(source, "element", source)
        return self.schema.tables.get(f"{self.schema.store}.{getattr(element, 'name', '')}")

    def _is_text(self, value: ColumnElement[Any]) -> bool:
        return isinstance(value.type, sa.String)

    def as_text(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return the value as text."""
        return value if self._is_text(value) else self.words.as_text(value)

    def written(self, template: str, source: FromClause) -> ColumnElement[Any]:
        """Return the text that a template writes for a row: `person,{id}`, `erased-{id}@invalid`, `{id:hex}`."""
        parts: list[ColumnElement[Any]] = []
        before, *named = PLACEHOLDER.split(template)
        parts += [sa.literal(before, sa.Text())] if before or not named else []
        for column, form, after in zip(named[::3], named[1::3], named[2::3], strict=True):
            text = self.as_text(source.c[column])
            parts.append(sa.func.lower(sa.func.replace(text, "-", "")) if form else text)
            parts += [sa.literal(after, sa.Text())] if after else []
        return self.words.concatenated(parts)

    def day(self, day: date) -> Any:
        """Return a day as it is bound for a column of dates that Garant made itself."""
        return day.isoformat() if self.schema.dialect == "sqlite" else day


def _literally(text: str) -> str:
    """Return the pattern of LIKE that this text alone fits."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
