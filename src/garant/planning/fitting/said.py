"""Every path and every column that the data map writes, with the place where it is written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from garant.planning.terrain.layout import Layout
from garant.policy.datamap import Condition, EventColumn, Part, Person, Role, RowKind, Table
from garant.policy.paths import Column, Inside, Path, Repeated
from garant.policy.texts.places import KeyPath


@dataclass(frozen=True, kw_only=True)
class WrittenPath:
    """A path as it stands in the map: where, from which table, and what it says.

    One that `says whose` answers for a reference; one that is `a use` answers for its column, which then needs
    no category: the column that dates an event, or that a condition asks.
    """

    at: KeyPath
    table: str
    path: Path
    says_whose: bool = False
    is_use: bool = True
    to_row: bool = False

    @property
    def first(self) -> str | None:
        """Return the column or reference of the table itself with which the path begins, if it does."""
        match self.path.steps[0]:
            case Inside(name, members):
                return "->".join((name, *members))
            case Column(name) | Repeated(name):
                return name
            case _:
                return None


def written_paths(layout: Layout) -> Iterator[WrittenPath]:
    """Yield the paths of the map that begin in a table that is there."""
    for name, table in layout.data_map.tables.items():
        if name in layout.tables:
            yield from _of_table(name, table)
    for name, person in layout.data_map.people.items():
        yield from (one for one in _of_person(name, person) if one.table in layout.tables)


def columns_in_templates(layout: Layout, name: str) -> frozenset[str]:
    """Return the columns of a table by which references that are written as text name its rows."""
    people = any(anchor.table == name for anchor in layout.anchors)
    found: set[str] = set()
    for other, table in layout.data_map.tables.items():
        for target, holds in _templates(table):
            at = target if target is None or target in layout.tables else f"{layout.store_of(other)}.{target}"
            if at == name or (at is None and people):
                found.update(_PLACEHOLDER.findall(holds))
    return frozenset(found)


_PLACEHOLDER = re.compile(r"\{([^{}:]+)(?::hex)?\}")


def _templates(table: Table) -> Iterator[tuple[str | None, str]]:
    """Yield the templates of references written as text, with the table they lead to where the map says it."""
    if table.copy_of is not None and not isinstance(table.copy_of.by, str):
        yield table.copy_of.table, table.copy_of.by.holds
    kinds: tuple[Table | RowKind, ...] = (table, *table.rows)
    for said in kinds:
        if said.part_of is not None and said.part_of.holds is not None:
            yield said.part_of.table, said.part_of.holds
        yield from ((None, role.holds) for role in said.belongs_to.values() if role.holds is not None)


def _of_table(name: str, table: Table) -> Iterator[WrittenPath]:
    at: KeyPath = ("tables", name)
    yield from _of_rows(name, table, at=at)
    for index, kind in enumerate(table.rows):
        yield from _of_rows(name, kind, at=(*at, "rows", index))
        yield from _of_when(name, kind.when, at=(*at, "rows", index, "when"))
    for role, said in table.shown_to.items():
        yield from _of_role(name, said, at=(*at, "shown to", role))
    for column, use in table.columns.items():
        if use.recount is not None:
            here = (*at, "columns", column, "recount")
            yield WrittenPath(at=here, table=name, path=use.recount, is_use=False)
    for written in (*table.same_person, *table.not_ownership):
        key = "same person" if written in table.same_person else "not ownership"
        yield WrittenPath(at=(*at, key, written), table=name, path=_plain(written), says_whose=True)
    if table.copy_of is not None:
        by = table.copy_of.by
        column = by if isinstance(by, str) else by.column
        yield WrittenPath(at=(*at, "copy of", "by"), table=name, path=_plain(column), says_whose=True)


def _of_rows(name: str, said: Table | RowKind, *, at: KeyPath) -> Iterator[WrittenPath]:
    for role, one in said.belongs_to.items():
        yield from _of_role(name, one, at=(*at, "belongs to", role))
    if said.part_of is not None:
        yield _of_part(name, said.part_of, at=(*at, "part of"))
    for event, column in said.events.items():
        yield from _of_event(name, column, at=(*at, "events", event))


def _of_part(name: str, said: Part, *, at: KeyPath) -> WrittenPath:
    if said.path is not None:
        return WrittenPath(at=at, table=name, path=said.path, says_whose=True, to_row=True)
    return WrittenPath(at=(*at, "column"), table=name, path=_plain(said.column or ""), says_whose=True)


def _of_role(name: str, said: Role, *, at: KeyPath) -> Iterator[WrittenPath]:
    if said.path is not None:
        yield WrittenPath(at=(*at, "path"), table=name, path=said.path, says_whose=True)
    if said.column is not None:
        yield WrittenPath(at=(*at, "column"), table=name, path=_plain(said.column), says_whose=True)
    yield from _of_when(name, said.when, at=(*at, "when"))
    for word, column in said.known_by.items():
        yield WrittenPath(at=(*at, "known by", word), table=name, path=_plain(column), is_use=False)


def _of_event(name: str, said: EventColumn, *, at: KeyPath) -> Iterator[WrittenPath]:
    yield WrittenPath(at=(*at, "column"), table=name, path=said.column)
    if said.began is not None:
        yield WrittenPath(at=(*at, "began"), table=name, path=said.began)
    yield from _of_when(name, said.when, at=(*at, "when"))


def _of_when(name: str, said: Mapping[str, Condition], *, at: KeyPath) -> Iterator[WrittenPath]:
    for written in said:
        yield WrittenPath(at=(*at, written), table=name, path=_parsed(written))


def _of_person(name: str, person: Person) -> Iterator[WrittenPath]:
    at: KeyPath = ("people", name)
    for table, identifiers in person.also_known.items():
        for word, column in identifiers.items():
            here = (*at, "also known", table, word)
            yield WrittenPath(at=here, table=table, path=_plain(column), is_use=False)
    if person.table is not None:
        yield from _at_home(person.table, person, at=at)


def _at_home(table: str, person: Person, *, at: KeyPath) -> Iterator[WrittenPath]:
    yield from _of_when(table, person.when, at=(*at, "when"))
    for kind, when in person.kinds.items():
        yield from _of_when(table, when, at=(*at, "kinds", kind))
    for word, identifier in person.identifiers.items():
        yield WrittenPath(at=(*at, "identifiers", word), table=table, path=identifier.column, is_use=False)
    if person.born is not None:
        yield WrittenPath(at=(*at, "born"), table=table, path=person.born.column, is_use=False)
    ways = (("same person", person.same_person), ("guardians", person.guardians), ("log-in", person.log_in))
    for key, path in ways:
        if path is not None:
            yield WrittenPath(at=(*at, key), table=table, path=path, says_whose=True)


def _parsed(text: str) -> Path:
    # What is no path at all is told as a column that is not there.
    try:
        return Path.parse(text)
    except ValueError:
        return Path(text, (Column(text),))


def _plain(column: str) -> Path:
    return Path(column, (Column(column),)) if "->" not in column else Path.parse(column)
