"""Rows that cannot be read: cells that should be JSON and are none, keys that are not there (Art. 5(1)(d))."""

from collections.abc import Iterator

from garant.planning.terrain.layout import Layout, RowsOfOneKind
from garant.planning.terrain.predicates import Condition, Garbled, Missing, Value, either
from garant.planning.terrain.schema import Kind
from garant.policy.paths import Column, Each, Inside, Path


def garbled(columns: tuple[str, ...], alias: str) -> Condition:
    """Return that a cell of the row cannot be read: whom and what it names, nobody knows."""
    return either(*(Garbled(Value(alias, column)) for column in columns))


def keyless(layout: Layout, table: str, alias: str = "t") -> Condition:
    """Return that nothing tells the row from others: a part of the key that the map says is missing."""
    return either(*(Missing(Value(alias, column)) for column in nullable_key(layout, table)))


def nullable_key(layout: Layout, table: str) -> tuple[str, ...]:
    """Return the columns of the key that the map says, where the database lets them be NULL."""
    columns = (layout.tables[table].column(name) for name in layout.said(table).key)
    return tuple(column.name for column in columns if column is not None and column.nullable)


def unguarded(layout: Layout, table: str) -> tuple[str, ...]:
    """Return the columns of a table that the map reads as JSON, and that the database lets hold anything else."""
    seen = layout.tables[table]
    # Of a column whose type is JSON only PostgreSQL lets in nothing else.
    safe = frozenset({Kind.JSON}) if layout.schemas[layout.store_of(table)].dialect == "postgresql" else frozenset()
    found = dict.fromkeys(_read_as_json(layout, table))
    columns = (seen.column(name) for name in found)
    return tuple(one.name for one in columns if one and one.kind in {Kind.TEXT, Kind.JSON} - safe)


def _read_as_json(layout: Layout, table: str) -> Iterator[str]:
    for kind in layout.kinds_of(table):
        yield from (column for column, use in kind.columns.items() if use.format == "json text")
        for word in _words(kind):
            yield from _inside(word, layout, table)
    for reference in layout.tables[table].references:
        yield from (name.split("->")[0] for name in reference.columns if "->" in name)


def _words(kind: RowsOfOneKind) -> Iterator[str | Path]:
    """Yield what the map writes of columns of a row: names and paths."""
    yield from (*kind.columns, *kind.said.when)
    if kind.part_of is not None and kind.part_of.path is not None:
        yield kind.part_of.path
    for role in kind.belongs_to.values():
        yield from (*role.known_by.values(), *role.when, *((role.path,) if role.path else ()))
    for event in kind.events.values():
        yield from (event.column, *event.when, *((event.began,) if event.began else ()))


def _inside(word: str | Path, layout: Layout, table: str) -> Iterator[str]:
    steps = (word if isinstance(word, Path) else Path.parse(word)).steps
    match steps:
        case (Inside(name=name), *_):
            yield name
        case (Column(name=name), Each(), *_) if (table, name) not in layout.separated:
            yield name
        case _:
            return
