"""The data map seen row by row: what each table, and each kind of row in it, says or takes from the row above it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from garant.policy.datamap import SELF, ColumnUse, DataMap, EventColumn, Part, Role, RowKind, Table
from garant.policy.paths import Column
from garant.policy.texts.places import KeyPath


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of a table, or one kind of them; None stands for what only the database's own references tell."""

    table: str
    at: KeyPath
    columns: Mapping[str, ColumnUse]
    events: Mapping[str, EventColumn]
    owners: Mapping[str, Role]
    roles: frozenset[str] | None
    used_for: tuple[str, ...] | None
    part_of: Part | None

    @property
    def is_personal(self) -> bool:
        """Return whether any of their columns holds personal data."""
        return any(column.is_personal for column in self.columns.values())


def store_of(table: str) -> str:
    """Return the store in a table's name, `store.table`."""
    return table.partition(".")[0]


def qualified(name: str, data_map: DataMap, *, beside: str) -> str:
    """Return a table's name with its store: the one it names, else the store of the table `beside` it."""
    return name if name in data_map.tables or store_of(name) in data_map.stores else f"{store_of(beside)}.{name}"


def parent_of(part: Part, data_map: DataMap, *, table: str) -> str | None:
    """Return the table that `part of` leads to, where the map says it; None where only the database does."""
    if part.table:
        return qualified(part.table, data_map, beside=table)
    if part.path is None or not isinstance(part.path.steps[0], Column) or not part.path.is_column:
        return None
    reference = data_map.references.get(f"{table}.{part.path.steps[0].name}")
    return qualified(reference.to, data_map, beside=table) if reference else None


def people_tables(data_map: DataMap) -> frozenset[str]:
    """Return the tables whose rows are people, under their first or another identifier."""
    known = (name for person in data_map.people.values() for name in person.also_known)
    return frozenset({*known, *(person.table for person in data_map.people.values() if person.table)})


def all_rows(data_map: DataMap) -> Iterator[Rows]:
    """Yield the rows of every table, and each kind of row apart."""
    for name, table in data_map.tables.items():
        yield _whole(name, table, data_map)
        for index, kind in enumerate(table.rows):
            yield _kind(name, table, kind=kind, at=("tables", name, "rows", index), data_map=data_map)


def _whole(name: str, table: Table, data_map: DataMap) -> Rows:
    kinds = [role for kind in table.rows for role in kind.belongs_to]
    parts = [table.part_of, *(kind.part_of for kind in table.rows)]
    return Rows(
        table=name,
        at=("tables", name),
        columns=table.columns,
        events=table.events,
        owners=table.belongs_to,
        roles=_roles([*table.belongs_to, *table.shown_to, *kinds], parts, name=name, data_map=data_map),
        used_for=_used_for(name, data_map),
        part_of=table.part_of,
    )


def _kind(name: str, table: Table, *, kind: RowKind, at: KeyPath, data_map: DataMap) -> Rows:
    own = [*table.belongs_to, *table.shown_to, *kind.belongs_to]
    return Rows(
        table=name,
        at=at,
        columns=kind.columns,
        events=kind.events,
        owners={**table.belongs_to, **kind.belongs_to},
        roles=_roles(own, [table.part_of, kind.part_of], name=name, data_map=data_map),
        used_for=kind.used_for or _used_for(name, data_map, part=kind.part_of),
        part_of=kind.part_of or table.part_of,
    )


def _roles(own: list[str], parts: list[Part | None], *, name: str, data_map: DataMap) -> frozenset[str] | None:
    found = {*own, *([SELF] if name in people_tables(data_map) else [])}
    if not any(parts):
        return frozenset(found)
    # What a part takes from the row above it is known only where the map says which row that is.
    parents = [parent_of(part, data_map, table=name) for part in parts if part]
    for parent in parents:
        above = data_map.tables.get(parent or "")
        if above is None or above.part_of:
            return None
        found |= {*above.belongs_to, *([SELF] if parent in people_tables(data_map) else [])}
    return frozenset(found)


def _used_for(name: str, data_map: DataMap, part: Part | None = None) -> tuple[str, ...] | None:
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        table = data_map.tables.get(name)
        if table is None:
            return None
        if table.used_for:
            return table.used_for
        part = part or table.part_of
        if part is None:
            return ()
        parent = parent_of(part, data_map, table=name)
        if parent is None:
            return None
        name, part = parent, None
    return ()
