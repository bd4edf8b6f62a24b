"""A world: a policy, a data map, the tables as they are made and filled, and what was remembered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import yaml

from garant.planning.grounds.holds import Held, HeldPerson
from garant.policy.datamap import ColumnUse, DataMap, EventColumn, Part, Person, Role, RowKind
from garant.policy.model import Policy
from tests.reference.schema import ColumnShape, TableShape, Values, Word

if TYPE_CHECKING:
    from hypothesis.vendor.pretty import RepresentationPrinter as Printer

Tables = dict[str, list[Values]]


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """What is known of an event of a person whose rows have gone: class, key of the survivor, event, summary."""

    people: str
    person: str
    event: str
    latest: date | None = None
    open: bool = False
    began: date | None = None
    undated: bool = False


@dataclass(frozen=True, kw_only=True, repr=False)
class World:
    """All that the rules look at on a day; tables are named `store.table`."""

    policy: Policy
    data_map: DataMap
    shapes: dict[str, TableShape]
    tables: Tables
    remembered: tuple[Remembered, ...] = ()
    holds: tuple[Held, ...] = ()
    asked: HeldPerson | None = None

    def __repr__(self) -> str:
        """Return the world as a case would write it, for failing tests."""
        said = [model.model_dump(mode="json", by_alias=True, exclude_defaults=True) for model in self._models()]
        rows = {table: [list(row.values()) for row in rows] for table, rows in self.tables.items()}
        columns = {table: [_column(column) for column in shape.columns] for table, shape in self.shapes.items()}
        parts = [yaml.safe_dump(part, sort_keys=False, width=150, default_flow_style=None) for part in said]
        parts += [f"{table}: {columns[table]}\n" + "".join(f"  {row}\n" for row in rows[table]) for table in rows]
        parts += [f"hold: {one.place} {one.plain()}" for one in self.holds]
        parts += [f"asked: {self.asked.place} {self.asked.plain()}"] if self.asked else []
        return "\n".join(["", *parts, *map(str, self.remembered)])

    def _repr_pretty_(self, printer: "Printer", _cycle: bool) -> None:  # noqa: FBT001
        printer.text(repr(self))

    def _models(self) -> tuple[Policy, DataMap]:
        return self.policy, self.data_map


@dataclass(frozen=True, eq=False)
class Row:
    """One row of one table; two rows are the same only if they are this very row."""

    table: str
    number: int
    values: Values

    @property
    def store(self) -> str:
        """Return the store that the row lies in."""
        return self.table.split(".", 1)[0]

    def __repr__(self) -> str:
        """Return the table and the row's place in it, for failing tests."""
        return f"{self.table}[{self.number}]"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the map says of one row: its table's entry, narrowed to its kind of row."""

    used_for: tuple[str, ...] | None = None
    belongs_to: dict[str, Role] = field(default_factory=dict)
    shown_to: dict[str, Role] = field(default_factory=dict)
    part_of: Part | None = None
    columns: dict[str, ColumnUse] = field(default_factory=dict)
    events: dict[str, EventColumn] = field(default_factory=dict)
    kind: RowKind | None = None
    left_alone: bool = False


@dataclass(frozen=True)
class Place:
    """Where a path leads: a row, or a column, member or element in it.

    `way` are the rows gone through after the first; `listed` is the element of the first row's list that led here.
    """

    row: Row
    column: str | None = None
    members: tuple[str, ...] = ()
    element: int | None = None
    way: tuple[Row, ...] = ()
    listed: tuple[str, int] | None = None


def _column(column: ColumnShape) -> str:
    return f"{column.name} {column.type}{'?' if column.nullable else ''}"


def column_type(world: World, *, table: str, column: str) -> Word | None:
    """Return the type of a column, or nothing where the table has none of that name."""
    found = world.shapes[table].column(column) if table in world.shapes else None
    return found.type if found else None


def may_be_null(world: World, *, table: str, column: str) -> bool:
    """Return whether the database lets the column be NULL."""
    found = world.shapes[table].column(column)
    return bool(found and found.nullable and column not in world.shapes[table].key)


def key_of(world: World, table: str) -> tuple[str, ...]:
    """Return the columns of a table's key: the map's, else the database's."""
    said = world.data_map.tables.get(table)
    return (said.key if said else ()) or world.shapes[table].key


def classes_at(world: World, table: str) -> Iterator[tuple[str, Person]]:
    """Yield the classes of people that have their rows in a table."""
    for name, person in world.data_map.people.items():
        if person.table == table:
            yield name, person


def list_format(world: World, *, table: str, column: str) -> str | None:
    """Return how a column holds a list or an object (`json`, `json text`, `comma list`), or nothing."""
    if column_type(world, table=table, column=column) == "json":
        return "json"
    for use in uses_of(world, table=table, column=column):
        if use.format in {"json text", "comma list"}:
            return use.format
    return None


def uses_of(world: World, *, table: str, column: str) -> Iterator[ColumnUse]:
    """Yield what the map says of a column (or of a member in it), in the table and in its kinds of row."""
    said = world.data_map.tables.get(table)
    if said is None:
        return
    for columns in (said.columns, *(kind.columns for kind in said.rows)):
        yield from (use for name, use in columns.items() if name.split("->")[0] == column)
