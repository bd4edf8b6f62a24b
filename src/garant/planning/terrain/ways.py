"""Ways: paths of the data map, walked over the schema, as sources and conditions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from garant.planning.terrain.predicates import Condition, Elements, Same, Source, Value, Written
from garant.planning.terrain.schema import ReferenceSeen, TableSeen
from garant.policy.paths import Column, Each, Inside, Path, Repeated, RowsOf, Step

CLOSURE = "closure:"
"""The relation of all pairs that a reference to its own table joins in any number of steps, none included."""


class NoWay(Exception):
    """The path leads nowhere in this schema; `step` is the word at which it ends."""

    def __init__(self, step: str, table: str) -> None:
        """Keep the word and the table at which the path ends."""
        super().__init__("the path leads nowhere")
        self.step, self.table = step, table


class Aliases:
    """Gives each joined table an alias of its own, the same ones in the same order every time."""

    def __init__(self, prefix: str = "r") -> None:
        """Start counting."""
        self._prefix, self._numbers = prefix, count(1)

    def __call__(self) -> str:
        """Return an alias that was not given before."""
        return f"{self._prefix}{next(self._numbers)}"


@dataclass(frozen=True, kw_only=True)
class Way:
    """How one gets from a row to another row, and to a value in it."""

    alias: str
    table: str
    sources: tuple[Source | Elements, ...] = ()
    where: tuple[Condition, ...] = ()
    end: Value | None = None
    refers_to: ReferenceSeen | None = None
    many: bool = False
    certain: bool = True
    reads: tuple[str, ...] = field(default=())
    followed: tuple[ReferenceSeen, ...] = ()

    def then(self, other: "Way") -> "Way":
        """Return this way, and the other one walked from where it ends."""
        return replace(
            other,
            sources=(*self.sources, *other.sources),
            where=(*self.where, *other.where),
            many=self.many or other.many,
            certain=self.certain and other.certain,
            reads=(*self.reads, *other.reads),
            followed=(*self.followed, *other.followed),
        )


@dataclass(frozen=True)
class Walker:
    """Walks paths over the tables of one store."""

    store: str
    tables: Mapping[str, TableSeen]
    aliases: Aliases
    separated: frozenset[tuple[str, str]] = frozenset()

    def walk(self, path: Path, way: Way, *, to_row: bool = False) -> Way:
        """Return the way along `path`; with `to_row`, a last reference is followed to its row; raise NoWay."""
        steps = list(path.steps)
        if isinstance(steps[0], Column) and steps[0].name == self.store and len(steps) > 1:
            steps = steps[1:]
        for index, step in enumerate(steps):
            way = self._step(step, way, last=index == len(steps) - 1 and not to_row)
        return way

    def _step(self, step: Step, way: Way, *, last: bool) -> Way:
        match step:
            case Column(name):
                return self._column(name, way, last=last)
            case Inside(name, members):
                return self._column("->".join((name, *members)), way, last=last)
            case RowsOf(table, column):
                return self._rows(table, column, way)
            case Repeated(name):
                return self._repeated(name, way)
            case Each():
                return self._each(way)

    def _column(self, name: str, way: Way, *, last: bool) -> Way:
        seen = self.tables[way.table]
        reference = self.reference(way.table, name)
        if last:
            if reference is None and seen.column(name.split("->")[0]) is None:
                raise NoWay(name, way.table)
            columns = reference.columns if reference else (name,)
            followed = (*way.followed, *((reference,) if reference else ()))
            return replace(way, end=value(way.alias, columns[0]), refers_to=reference, followed=followed)
        # The list in `members.each` is a column that refers to nothing itself.
        if reference is None and seen.column(name.split("->")[0]) is not None:
            return replace(way, end=value(way.alias, name))
        if reference is None:
            raise NoWay(name, way.table)
        return self.follow(reference, way)

    def reference(self, table: str, name: str) -> ReferenceSeen | None:
        """Return the reference of `table` that a column or a declared name makes."""
        return next((r for r in self.tables[table].references if name == r.name or r.columns == (name,)), None)

    def follow(self, reference: ReferenceSeen, way: Way) -> Way:
        """Return the way to the row that `reference` leads to."""
        alias = self.aliases()
        pairs = zip(reference.columns, reference.to_columns, strict=True)
        return replace(
            way,
            alias=alias,
            table=reference.to,
            sources=(*way.sources, Source(alias, reference.to)),
            where=(*way.where, *(Same(value(way.alias, here), Value(alias, there)) for here, there in pairs)),
            end=None,
            certain=way.certain and self._always_leads(way.table, reference),
            reads=(*way.reads, reference.to),
            followed=(*way.followed, reference),
        )

    def _always_leads(self, table: str, reference: ReferenceSeen) -> bool:
        seen = self.tables[table]
        columns = [seen.column(name) for name in reference.columns]
        return reference.enforced and all(column is not None and not column.nullable for column in columns)

    def _rows(self, table: str, column: str, way: Way) -> Way:
        name = table if table in self.tables else f"{self.store}.{table}"
        if name not in self.tables:
            raise NoWay(table, way.table)
        seen = self.tables[name]
        columns = tuple(part.strip() for part in column.split(","))
        reference = next((r for r in seen.references if r.columns == columns and r.to == way.table), None)
        keys = reference.to_columns if reference else self.tables[way.table].key
        if any(seen.column(part.split("->")[0]) is None for part in columns) or len(keys) != len(columns):
            raise NoWay(column, name)
        alias = self.aliases()
        pairs = zip(columns, keys, strict=True)
        return replace(
            way,
            alias=alias,
            table=name,
            sources=(*way.sources, Source(alias, name)),
            where=(*way.where, *(Same(value(alias, there), Value(way.alias, here)) for there, here in pairs)),
            end=None,
            many=True,
            certain=False,
            reads=(*way.reads, name),
        )

    def _repeated(self, name: str, way: Way) -> Way:
        reference = self.reference(way.table, name)
        if reference is None or reference.to != way.table or len(reference.columns) != 1:
            raise NoWay(name, way.table)
        pairs, alias = self.aliases(), self.aliases()
        key = reference.to_columns[0]
        return replace(
            way,
            alias=alias,
            sources=(*way.sources, Source(pairs, f"{CLOSURE}{way.table}.{name}"), Source(alias, way.table)),
            where=(
                *way.where,
                Same(Value(way.alias, key), Value(pairs, "a")),
                Same(Value(pairs, "b"), Value(alias, key)),
            ),
            end=Value(alias, key),
            many=True,
            reads=(*way.reads, way.table),
        )

    def _each(self, way: Way) -> Way:
        if way.end is None:
            raise NoWay("each", way.table)
        alias = self.aliases()
        elements = Elements(alias, way.end, (way.table, way.end.column) in self.separated)
        return replace(way, sources=(*way.sources, elements), end=Value(alias, "value"), many=True, certain=False)

    def written(self, column: str, holds: str, *, target: str, way: Way) -> Way:
        """Return the way to the row of `target` that a reference written as text leads to."""
        alias = self.aliases()
        return replace(
            way,
            alias=alias,
            table=target,
            sources=(*way.sources, Source(alias, target)),
            where=(*way.where, Same(value(way.alias, column), Written(holds, alias))),
            end=None,
            certain=False,
            reads=(*way.reads, target),
            followed=(*way.followed, ReferenceSeen(columns=(column,), to=target, to_columns=(), enforced=False)),
        )


def value(alias: str, text: str) -> Value:
    """Return the value that `column` or `column->member` names in the row under `alias`."""
    column, *inside = text.split("->")
    return Value(alias, column, tuple(inside))
