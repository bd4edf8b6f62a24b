"""The tables that an archive needs, as Garant makes them: the columns of the active ones, and what a record adds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from garant.planning.archiving.records import (
    BATCH,
    CLOSED,
    KEY,
    KIND,
    KNOWN_AS,
    RUN,
    Records,
    archived_tables,
    column_for,
    people_for,
    table_for,
)
from garant.planning.grounds.following import WITH
from garant.planning.grounds.movable import archive_of
from garant.planning.grounds.reasons import Reasons
from garant.planning.steps import Step, StepKind
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.schema import Kind

MARK = 64
"""How long the names of batches, kinds and keys of people are at most."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One table of an archive: its columns with the kind of their values, and those that rows are looked for by."""

    name: str
    columns: tuple[tuple[str, Kind], ...]
    marks: tuple[str, ...]
    key: tuple[str, ...] = ()
    is_people: bool = False


def shapes(reasons: Reasons, archive: str) -> tuple[Shape, ...]:
    """Return the tables that an archive needs for what may come to lie there."""
    layout = reasons.layout
    coming = [t for t in archived_tables(reasons) if archive_of(layout, layout.store_of(t)) == archive]
    classes = dict.fromkeys(people for table in coming for people in _people(reasons, table))
    return (
        *(_records(reasons, table, archive) for table in coming),
        *(_of_people(people_for(archive, people)) for people in classes),
    )


def wanted(layout: Layout, deeds: Iterable[Step]) -> Mapping[str, tuple[Shape, ...]]:
    """Return the tables that the archives need for what the steps of a plan move into them."""
    stores = {step.store for step in deeds if step.kind in (StepKind.ARCHIVE_ROWS, StepKind.ARCHIVE_CELLS)}
    archives = {archive for store in stores if (archive := archive_of(layout, store)) is not None}
    return {archive: shapes(Reasons(layout, date.min), archive) for archive in sorted(archives)}


def _people(reasons: Reasons, table: str) -> Iterator[str]:
    records = Records(reasons)
    for record in records.of(table):
        yield from (role.owners[0].people for role in records.roles(record) if records.is_told(role))


def _of_people(name: str) -> Shape:
    columns = ((KEY, Kind.TEXT), (KNOWN_AS, Kind.TEXT), (CLOSED, Kind.TEXT))
    return Shape(name=name, columns=columns, marks=(KEY, KNOWN_AS, CLOSED), is_people=True)


def _records(reasons: Reasons, table: str, archive: str) -> Shape:
    seen = reasons.layout.tables[table]
    beside = ((KIND, Kind.TEXT), (BATCH, Kind.TEXT), (RUN, Kind.INTEGER))
    told = dict.fromkeys(_told(reasons, table))
    columns = (*((column.name, column.kind) for column in seen.columns), *beside, *told)
    return Shape(name=table_for(archive, table), columns=columns, marks=(KIND, BATCH), key=reasons.layout.key_of(table))


def _told(reasons: Reasons, table: str) -> Iterator[tuple[str, Kind]]:
    """Yield the columns that say to whom the roles of a record led, and when its events were."""
    records = Records(reasons)
    for record in records.of(table):
        marks = (column for group in record.groups for column in group.columns if column.startswith(WITH))
        yield from ((mark, Kind.INTEGER) for mark in marks)
        for role in records.roles(record):
            several = records.is_several(role, record)
            yield column_for("by", role.name), Kind.TEXT if several else Kind.INTEGER
            yield column_for("in", role.name), Kind.INTEGER
        for event in records.events(record):
            yield column_for("is", event), Kind.INTEGER
            yield column_for("on", event), Kind.DATE
            yield column_for("began", event), Kind.DATE
