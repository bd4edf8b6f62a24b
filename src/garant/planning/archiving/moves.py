"""What is copied into the archive before a row goes or cells are blanked, as data for the databases."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from garant.planning.archiving.records import Record, Records, table_for
from garant.planning.grounds.clocks import Declared
from garant.planning.grounds.following import WITH
from garant.planning.grounds.movable import archive_of
from garant.planning.grounds.reasons import Group, Reasons
from garant.planning.terrain.predicates import (
    ALWAYS,
    Condition,
    Elements,
    Source,
    Value,
    both,
    either,
    no,
    some,
)
from garant.planning.terrain.rows import RoleAt
from garant.planning.terrain.survivors import survivor
from garant.policy.datamap import EventColumn

Sources = tuple[Source | Elements, ...]


@dataclass(frozen=True, kw_only=True)
class Carried:
    """A column that is copied where the condition holds, or a mark that it does; elsewhere the record has nothing."""

    column: str
    where: Condition
    is_mark: bool = False


@dataclass(frozen=True, kw_only=True)
class Led:
    """A way to people, and the value by which they are told."""

    sources: Sources
    where: tuple[Condition, ...]
    person: Value


@dataclass(frozen=True, kw_only=True)
class Owned:
    """A role of the row: whether it is there, and to whom it leads."""

    role: str
    people: str
    is_several: bool
    there: Condition
    ways: tuple[Led, ...]


@dataclass(frozen=True, kw_only=True)
class Dated:
    """An event near the row: whether it happened, and the values that date it."""

    event: str
    happened: Condition
    day: Led
    began: Led | None
    said: EventColumn
    table: str


@dataclass(frozen=True, kw_only=True)
class Move:
    """Rows of one kind, or the cells of one group, that are copied into the archive because a rule still keeps them."""

    table: str
    into: str
    record: Record
    where: Condition
    carried: tuple[Carried, ...]
    owned: tuple[Owned, ...]
    dated: tuple[Dated, ...]
    key: tuple[str, ...] = ()
    """By what a record is found that says the same; empty, where a record does not say all by which it is kept."""


@dataclass(frozen=True)
class Moves:
    """Says what leaves a table for the archive."""

    reasons: Reasons

    def rows(self, table: str) -> tuple[Move, ...]:
        """Return the whole rows that are copied when they go, kind by kind."""
        return tuple(self._move(record) for record in self._records(table) if record.is_whole)

    def cells(self, group: Group, columns: tuple[str, ...]) -> Move | None:
        """Return those cells of a group that are copied when they are blanked; nothing, where they never are."""
        found = (r for r in self._records(group.kind.table) if not r.is_whole and r.groups == (group,))
        move = next((self._move(record) for record in found), None)
        staying = set(group.columns) - set(columns)
        return move and replace(move, carried=tuple(c for c in move.carried if c.column not in staying))

    def _records(self, table: str) -> Iterator[Record]:
        layout = self.reasons.layout
        return Records(self.reasons).of(table) if table in layout.personal else iter(())

    def _move(self, record: Record) -> Move:
        table, reasons = record.kind.table, self.reasons
        archive = archive_of(reasons.layout, reasons.layout.store_of(table))
        kept = either(*(reasons.still_kept(group) for group in record.groups))
        return Move(
            table=table,
            into=table_for(archive or "", table),
            record=record,
            where=reasons.plainer.tidy(both(reasons.rows.of_kind(record.kind, "t"), kept), table),
            carried=tuple(self._carried(record)),
            owned=tuple(self._owned(role, record) for role in Records(reasons).roles(record)),
            dated=tuple(d for e, (near, _) in Records(reasons).events(record).items() for d in self._dated(e, near)),
            key=reasons.layout.key_of(table) if self._says_why(record) else (),
        )

    def _says_why(self, record: Record) -> bool:
        """Return whether all that rules ask is in the record: nothing is found with a person, who may be another."""
        reasons, kind = self.reasons, record.kind
        roles = {role.name: role for role in reasons.rows.roles(kind)}
        people = reasons.layout.data_map.people
        for group in record.groups:
            for reach in reasons.reaches(group) if group.kind == kind else ():
                role = roles[reach.role]
                near = (reasons.clocks.happened(e, kind, role.name, alias="probe") for e in reach.rule.events)
                varies = role.kind is None and any(people[owner.people].kinds for owner in role.owners)
                if varies or any(reasons.rules.kinds.asks(name) for name in reasons.kinds(role)) or None in near:
                    return False
        return all(group.kind == kind for group in record.groups)

    def _carried(self, record: Record) -> Iterator[Carried]:
        table, reasons = record.kind.table, self.reasons
        for group in record.groups:
            kept = reasons.still_kept(group)
            for column in group.columns:
                if column.startswith(WITH):
                    yield Carried(column=column, where=reasons.plainer.tidy(kept, table), is_mark=True)
                    continue
                filled = no(reasons.empty_cell(record.kind, column))
                yield Carried(column=column, where=reasons.plainer.tidy(both(kept, filled), table))
        personal = {c for g in reasons.groups(record.kind) for c in g.columns}
        key = reasons.layout.key_of(table)
        for seen in reasons.layout.tables[table].columns:
            if seen.name not in personal and (record.is_whole or seen.name in key):
                yield Carried(column=seen.name, where=ALWAYS)

    def _owned(self, role: RoleAt, record: Record) -> Owned:
        records, rows = Records(self.reasons), self.reasons.rows
        ways = []
        for owner in role.owners if records.is_told(role) else ():
            person, more, links = survivor(rows, owner)
            where = (*owner.way.where, *links)
            ways.append(Led(sources=(*owner.way.sources, *more), where=where, person=person))
        return Owned(
            role=role.name,
            people=role.owners[0].people if ways else "",
            is_several=records.is_several(role, record),
            there=some(role.level.sources, *role.level.where),
            ways=tuple(ways),
        )

    def _dated(self, event: str, declared: tuple[Declared, ...]) -> Iterator[Dated]:
        for one in declared:
            at, rows = one.level.way, self.reasons.rows
            column = rows.walker(at.table).walk(one.said.column, rows.start(at.table, at.alias))
            yield Dated(
                event=event,
                happened=some(at.sources, *at.where, rows.when(one.said.when, at)),
                day=self._value(one, str(one.said.column)),
                began=self._value(one, str(one.said.began)) if one.said.began is not None else None,
                said=one.said,
                table=column.table,
            )

    def _value(self, declared: Declared, path: str) -> Led:
        at, rows, said = declared.level.way, self.reasons.rows, declared.said
        written = said.column if path == str(said.column) else said.began
        assert written is not None
        way = rows.walker(at.table).walk(written, rows.start(at.table, at.alias))
        assert way.end is not None
        return Led(sources=(*at.sources, *way.sources), where=(*at.where, *way.where), person=way.end)
