"""What is kept whatever the rules say: what holds name (Art. 17(3)(b), (e)), and rows whose file nobody may touch."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from garant.planning.grounds.facts.told import Facts
from garant.planning.grounds.holds import (
    ASKED,
    DOUBT,
    HELD,
    HeldCase,
    HeldFiles,
    HeldPerson,
    HeldRows,
    Holds,
    Suspension,
)
from garant.planning.grounds.holds import Held as Named
from garant.planning.terrain.garbled import garbled, keyless, unguarded
from garant.planning.terrain.layout import RowsOfOneKind
from garant.planning.terrain.predicates import (
    ALWAYS,
    NEVER,
    AllOf,
    Condition,
    Exists,
    Fits,
    Is,
    Missing,
    Same,
    Source,
    Starts,
    Value,
    Written,
    both,
    either,
    no,
    reached,
    some,
)
from garant.planning.terrain.rows import Owner, Rows, arrived
from garant.planning.terrain.stray import astray
from garant.planning.terrain.tidy import renamed
from garant.planning.terrain.ways import NoWay

BACK = "back:"
"""The relation of the keys of a table's rows that came back from a backup."""


@dataclass(frozen=True)
class Held:
    """Says what the holds of a day keep; the map names no reason that is stronger."""

    rows: Rows
    holds: Holds

    # rows that are named as such ------------------------------------------------------------------------------

    @cached_property
    def tables(self) -> frozenset[str]:
        """Return the tables of which some rows may be held as such, whoever owns them."""
        return frozenset(table for table in self.rows.layout.tables if self.named(table) != NEVER)

    def row(self, table: str, alias: str = "t") -> Condition:
        """Return that the row is held as such, or spared: it stays as it is."""
        return either(self.named(table, alias), self.spared(table, alias))

    @property
    def spares(self) -> bool:
        """Return whether the plan spares rows, though rules may have run out for them."""
        return self.holds.spares or self.holds.asked is not None

    def spared(self, table: str, alias: str = "t") -> Condition:
        """Return that the plan is not about the row: no backup brought it back, or it is not of whoever asked."""
        if self.holds.asked is not None:
            return no(self._of_whom_asked(table, alias))
        key = self.rows.layout.key_of(table) if self.holds.spares else ()
        if not self.holds.spares or not key:
            return ALWAYS if self.holds.spares else NEVER
        back = self.rows.aliases()
        same = (Same(Value(alias, name), Value(back, f"k{n}")) for n, name in enumerate(key))
        return no(some((Source(back, f"{BACK}{table}"),), *same))

    def _of_whom_asked(self, table: str, alias: str) -> Condition:
        """Return that a role of the row leads to the person who asked; of a copy, that one of its original does."""
        layout = self.rows.layout
        if table not in layout.personal:
            return NEVER
        if layout.said(table).copy_of is not None:
            there = self.rows.original(table, alias)
            return some(there.sources, *there.where, self._of_whom_asked(there.table, there.alias))
        return either(*(self._through_roles(kind, alias) for kind in layout.kinds_of(table)))

    def _through_roles(self, kind: RowsOfOneKind, alias: str) -> Condition:
        owners = (owner for role in self.rows.roles(kind, alias) for owner in role.owners if owner.anchor is not None)
        led = (reached(o.way.sources, o.way.where, self.facts.told(arrived(o), _is_asked)) for o in owners)
        return both(self.rows.of_kind(kind, alias), either(*led))

    def named(self, table: str, alias: str = "t") -> Condition:
        """Return that the row stays with what it refers to: it is held, cannot be read, or its file lies astray."""
        layout = self.rows.layout
        unsure = (
            garbled(self._read_as_json(table), alias),
            keyless(layout, table, alias),
            astray(layout, table, alias),
        )
        return either(self._row_by(self._named, table, alias), *unsure)

    def _read_as_json(self, table: str) -> tuple[str, ...]:
        if table not in self._unguarded:
            self._unguarded[table] = unguarded(self.rows.layout, table)
        return self._unguarded[table]

    @cached_property
    def _unguarded(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _named(self) -> tuple[Named, ...]:
        return merged(hold.names for hold in self.holds.all)

    def row_by(self, case: HeldCase, table: str, alias: str = "t") -> Condition:
        """Return that the row is held as such by one of the holds of a case."""
        return self._row_by(merged(hold.names for hold in case.holds), table, alias)

    def _row_by(self, named: Sequence[Named], table: str, alias: str) -> Condition:
        return either(*(self._named_by(names, table, alias) for names in named))

    def _named_by(self, names: Named, table: str, alias: str) -> Condition:
        match names:
            case HeldRows():
                return self._meeting(names, table, alias)
            case HeldFiles():
                return self._leading_to(names, table, alias)
            case HeldPerson() | Suspension():
                return NEVER

    def _meeting(self, names: HeldRows, table: str, alias: str) -> Condition:
        if names.table not in self.rows.layout.tables:
            return NEVER
        try:
            mine = self._when(names, alias) if names.table == table else NEVER
            return either(mine, *self._shows_it(names, table, alias))
        except (NoWay, KeyError):
            # The map or the schema has changed, and nobody knows which rows were meant.
            return ALWAYS if names.table == table else NEVER

    def _when(self, names: HeldRows, alias: str) -> Condition:
        return self.rows.when(dict(names.when), self.rows.start(names.table, alias))

    def _shows_it(self, names: HeldRows, table: str, alias: str) -> Iterator[Condition]:
        """Yield that the row is one of those by which a condition finds the rows that are named."""
        here = self.rows.aliases()
        said = self._when(names, here)
        parts = said.parts if isinstance(said, AllOf) else (said,)
        for part in parts:
            for source in part.sources if isinstance(part, Exists) else ():
                if isinstance(source, Source) and source.table == table and isinstance(part, Exists):
                    others = tuple(each for each in part.sources if each != source)
                    inside = renamed(Exists(others, part.where), source.alias, alias)
                    rest = (each for each in parts if each != part)
                    yield some((Source(here, names.table),), inside, *rest)

    def _leading_to(self, names: HeldFiles, table: str, alias: str) -> Condition:
        said = self.rows.layout.data_map.files.get(names.files)
        if said is None or said.part_of != table:
            return NEVER
        seen = self.rows.layout.tables[table]
        if said.path.days or any(seen.column(name) is None for name in said.path.names):
            return ALWAYS
        return Fits(Written(str(said.path), alias), names.pattern)

    # people ---------------------------------------------------------------------------------------------------

    def concerns(self, people: str) -> bool:
        """Return whether somebody of this class is held, or may be taken for somebody else."""
        return self._names(self.holds.tables_of_people, people) or self.rows.layout.linked_elsewhere(people)

    def _names(self, tables: frozenset[str], people: str) -> bool:
        return not self.facts.tables_of(people).isdisjoint(tables)

    def owner(self, owner: Owner) -> Condition:
        """Return that the person to whom a way has led is held, here or where else they are known."""
        return self._told(owner, None) if self.concerns(owner.people) else NEVER

    def owner_by(self, case: HeldCase, owner: Owner) -> Condition:
        """Return that the person is held by one of the holds of a case."""
        if case == DOUBT:
            return self._told(owner, case.fact) if self.rows.layout.linked_elsewhere(owner.people) else NEVER
        return self._told(owner, case.fact) if self._names(case.tables_of_people, owner.people) else NEVER

    def _told(self, owner: Owner, fact: str | None) -> Condition:
        """Return that a fact is told of the person; without one, that they are held at all."""
        if owner.anchor is None or self._is_unsure(owner):
            return no(Missing(owner.key))
        return self.facts.told(owner, lambda said: Starts(said, HELD) if fact is None else Is(said, (fact,)))

    @cached_property
    def facts(self) -> Facts:
        """Return what was told of people."""
        return Facts(self.rows)

    def _is_unsure(self, owner: Owner) -> bool:
        """Return whether a store that does not answer would have to say who is held: then everybody may be."""
        assert owner.anchor is not None
        elsewhere = self.holds.tables_of_people & self.facts.tables_of(owner.people) - {owner.anchor.table}
        return bool(elsewhere) and bool(self.rows.layout.unreached(owner.people))


def _is_asked(said: Value) -> Condition:
    return Is(said, (ASKED,))


def merged(named: Iterable[Named | None]) -> tuple[Named, ...]:
    """Return what holds name, with rows of one table that are named by values of one column put together."""
    found: dict[object, Named] = {}
    for names in named:
        match names:
            case HeldRows(table=table, when=((path, str() | int() as one),)) if _is_value(one):
                known = found.get((table, path))
                values = known.when[0][1] if isinstance(known, HeldRows) else ()
                among = (*values, one) if isinstance(values, tuple) else (one,)
                found[table, path] = HeldRows(table=table, when=((path, among),))
            case None:
                continue
            case _:
                found[names] = names
    return tuple(found.values())


def _is_value(said: str | int) -> bool:
    """Return whether a condition says which value it asks for, and not what is said of one."""
    return not isinstance(said, bool) and said not in ("empty", "some", "none")
