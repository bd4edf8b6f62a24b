"""The map of the archives, derived from that of the active base: the same categories, uses, owners and events."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from garant.planning.archiving.records import (
    KIND,
    KNOWN_AS,
    UNDATED,
    Record,
    Records,
    archived_tables,
    column_for,
    people_for,
    table_for,
)
from garant.planning.grounds.movable import is_archive
from garant.planning.grounds.reasons import Group, Reasons
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.rows import RoleAt
from garant.planning.terrain.schema import TableSeen
from garant.policy.datamap import Identifier, Person, Table

HOME_KEY = "key of the row at home"
"""The identifier by which the archive and the table at home know the same person."""


def with_archives(layout: Layout) -> Layout:
    """Return the layout with the map of what lies in the archives added to that of the active stores."""
    if not _pairs(layout):
        return layout
    reasons = Reasons(layout, date.min)
    tables = {name: said for table in archived_tables(reasons) for name, said in _table(reasons, table)}
    people = {name: _person(layout, name, said) for name, said in layout.data_map.people.items()}
    said = {"tables": {**layout.data_map.tables, **tables}, "people": people}
    return replace(layout, data_map=layout.data_map.model_copy(update=said))


def as_written(layout: Layout) -> Layout:
    """Return the layout as the folder says it: without the archives, of which it says only where they are."""
    if not _pairs(layout):
        return layout
    said = layout.data_map
    tables = {name: table for name, table in said.tables.items() if not is_archive(layout, layout.store_of(name))}
    people = {name: _as_written(layout, person) for name, person in said.people.items()}
    return replace(
        layout,
        data_map=said.model_copy(update={"tables": tables, "people": people}),
        schemas={name: schema for name, schema in layout.schemas.items() if not is_archive(layout, name)},
    )


def _pairs(layout: Layout) -> Mapping[str, str]:
    """Return the archive of each store that has one."""
    stores = layout.data_map.stores.items()
    return {name: said.archive for name, said in stores if said.archive is not None and said.archive != name}


def _as_written(layout: Layout, person: Person) -> Person:
    known = {t: words for t, words in person.also_known.items() if not is_archive(layout, layout.store_of(t))}
    identifiers = {word: said for word, said in person.identifiers.items() if word != HOME_KEY}
    return person.model_copy(update={"also_known": known, "identifiers": identifiers})


def _person(layout: Layout, name: str, person: Person) -> Person:
    """Return a class of people, known in the archive of the store where it is at home by the key of its rows there."""
    home = layout.main_anchor(name)
    archive = _pairs(layout).get(layout.store_of(home.table)) if home else None
    if home is None or archive is None:
        return person
    table = people_for(archive, name)
    # An archive that does not answer is named all the same: whoever may be known there stays at home.
    if archive in layout.schemas and table not in layout.tables:
        return person
    key = Identifier.model_validate({"column": home.key})
    known, identifiers = {**person.also_known, table: {HOME_KEY: KNOWN_AS}}, {**person.identifiers, HOME_KEY: key}
    return person.model_copy(update={"also_known": known, "identifiers": identifiers})


def _table(reasons: Reasons, table: str) -> Iterator[tuple[str, Table]]:
    """Yield the table of the archive in which the records of an active table lie, and what the map says of it."""
    layout = reasons.layout
    name = table_for(_pairs(layout)[layout.store_of(table)], table)
    seen = layout.tables.get(name)
    if seen is None:
        return
    records = tuple(Records(reasons).of(table))
    kinds = [{"when": {KIND: record.label}, **_said(reasons, record, seen)} for record in records]
    # What a record was when the map said otherwise is nobody's guess: it is judged as a whole row is now.
    kinds.append({"otherwise": True, **_said(reasons, records[0], seen)})
    columns = {column.name: {"category": "none"} for column in seen.columns if column.name not in seen.key}
    lists = {
        by: {"category": "none", "format": "comma list"}
        for record in records
        for role in Records(reasons).roles(record)
        if Records(reasons).is_several(role, record) and seen.column(by := column_for("by", role.name))
    }
    yield name, Table.model_validate({"columns": {**columns, **lists}, "rows": kinds})


def _said(reasons: Reasons, record: Record, seen: TableSeen) -> dict[str, Any]:
    activities = dict.fromkeys(name for group in record.groups for name in group.activities)
    return {
        "used for": list(activities),
        "belongs to": {role.name: _role(reasons, role, record) for role in Records(reasons).roles(record)},
        "columns": {
            column: _use(group, record) for group in record.groups for column in group.columns if seen.column(column)
        },
        "events": dict(_events(reasons, record, seen)),
    }


def _use(group: Group, record: Record) -> dict[str, Any]:
    of = {} if set(group.roles) == set(record.roles) else {"of": group.roles[0]}
    return {"category": group.category, "used for": list(group.activities), **of}


def _role(reasons: Reasons, role: RoleAt, record: Record) -> dict[str, Any]:
    several = ".each" if Records(reasons).is_several(role, record) else ""
    said: dict[str, Any] = {"when": {column_for("in", role.name): 1}, "kind": role.kind}
    path = f"{column_for('by', role.name)}{several}"
    if Records(reasons).is_told(role):
        return {**said, "path": path, "people": role.owners[0].people}
    # To whom the role led is not told, and the column is empty: its reasons come from the record alone.
    people = role.owners[0].people if role.owners else next(iter(reasons.layout.data_map.people))
    return {**said, "known by": {HOME_KEY: column_for("by", role.name)}, "people": people}


def _events(reasons: Reasons, record: Record, seen: TableSeen) -> Iterator[tuple[str, dict[str, Any]]]:
    for event, (_, roles) in Records(reasons).events(record).items():
        if seen.column(column_for("on", event)) is None:
            continue
        named = {} if set(roles) == set(record.roles) else {"for": list(roles)}
        yield (
            event,
            {
                "column": column_for("on", event),
                "began": column_for("began", event),
                "when": {column_for("is", event): 1},
                "empty": "open",
                "stand-ins": {"missing": [UNDATED]},
                **named,
            },
        )
