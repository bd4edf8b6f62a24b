"""Which rows go: every personal cell due, and nothing that stays needs the row (Art. 5(1)(e))."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from garant.planning.anonymous.anonymity import Anonymity
from garant.planning.grounds.leads import Leads
from garant.planning.grounds.reasons import Reasons
from garant.planning.terrain.implied import implied
from garant.planning.terrain.layout import Layout, RowsOfOneKind
from garant.planning.terrain.predicates import (
    ALWAYS,
    NEVER,
    Condition,
    Missing,
    Not,
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
from garant.planning.terrain.schema import ReferenceSeen
from garant.planning.terrain.tidy import tidy
from garant.planning.terrain.ways import value
from garant.policy.datamap import TextReference
from garant.policy.paths import Each, Inside, Path, RowsOf

GONE = "gone:"
"""The relation of the keys of a table's rows that go, as far as the plan has found them."""


@dataclass(frozen=True)
class Going:
    """Says of each table which of its rows go, as a condition on the row under an alias.

    `marked` are the tables whose going rows are found first, and kept as keys in a relation; in a plan all that
    others wait for, in a deed only those of a circle. Rows of other tables that need a row have been dealt with
    before it, so that those which are still there stay.
    """

    reasons: Reasons
    marked: frozenset[str] = frozenset()
    circle: frozenset[str] = frozenset()

    @property
    def layout(self) -> Layout:
        """Return the layout that is decided on."""
        return self.reasons.layout

    @cached_property
    def anonymity(self) -> Anonymity:
        """Return which rows are anonymised instead of erased."""
        return Anonymity(self.reasons)

    # rows -----------------------------------------------------------------------------------------------------

    def goes(self, table: str) -> Condition:
        """Return that a row of `table`, under the alias `t`, goes."""
        return (
            self.reasons.plainer.tidy(self._goes(table, "t"), table) if table in self.marked else self.at_first(table)
        )

    def eligible(self, table: str) -> Condition:
        """Return that nothing in the row itself keeps it; what needs it is left out of account."""
        if table not in self._unneeded:
            self._unneeded[table] = self.reasons.plainer.tidy(self._eligible(table, "t"), table)
        return self._unneeded[table]

    def at_first(self, table: str) -> Condition:
        """Return that nothing in the row itself, and no row outside its circle, keeps it."""
        needed = (no(need) for need in self.needed(table))
        return tidy(both(self.eligible(table), *needed)) if self.may_go(table) else NEVER

    @cached_property
    def _unneeded(self) -> dict[str, Condition]:
        return {}

    def may_go(self, table: str) -> bool:
        """Return whether rows of a table may go at all."""
        return self.eligible(table) != NEVER

    def needed(self, table: str) -> tuple[Condition, ...]:
        """Return what of other tables, outside the row's circle, may need it."""
        if table not in self._needs:
            found = self._needed(table, "t") if self.may_go(table) else ()
            self._needs[table] = tuple(dict.fromkeys(self.reasons.plainer.tidy(need, table) for need in found))
        return self._needs[table]

    @cached_property
    def _needs(self) -> dict[str, tuple[Condition, ...]]:
        return {}

    def kept_by_circle(self, table: str) -> Condition:
        """Return that a row of the circle which stays needs the row, or that what it follows stays."""
        inside = (b for c, r in self.referring(table) if c in self.circle for b in self._blocks(c, r, "t"))
        return self.reasons.plainer.tidy(either(*inside, *self._left_behind(table)), table)

    def _left_behind(self, table: str) -> Iterator[Condition]:
        """Yield that a row which follows another of its circle, or is a copy of it, stays with it."""
        if table not in self.circle:
            return
        if table not in self.layout.personal:
            yield no(self._erased_with(table, "t"))
        elif self.layout.said(table).copy_of is not None:
            yield no(self._copy(table, "t"))
        else:
            for kind in self.layout.kinds_of(table):
                if kind.part_of is not None and not self.reasons.groups(kind):
                    yield both(self.reasons.rows.of_kind(kind, "t"), no(self._with_parent(kind, "t")))

    def _goes(self, table: str, alias: str) -> Condition:
        return self._in_gone(table, alias) if table in self.marked else self._at_first(table, alias)

    def _at_first(self, table: str, alias: str) -> Condition:
        eligible = self._eligible(table, alias)
        return NEVER if eligible == NEVER else both(eligible, *(no(b) for b in self._needed(table, alias)))

    def _in_gone(self, table: str, alias: str) -> Condition:
        gone = self.reasons.rows.aliases()
        keys = self.layout.key_of(table)
        same = (Same(Value(alias, key), Value(gone, f"k{n}")) for n, key in enumerate(keys))
        return some((Source(gone, f"{GONE}{table}"),), *same)

    def _eligible(self, table: str, alias: str) -> Condition:
        eligible = self._lost_its_reasons(table, alias)
        return NEVER if eligible == NEVER else both(no(self._held(table, alias)), eligible)

    def _held(self, table: str, alias: str) -> Condition:
        # Rows without groups of their own go with those they are part of, whenever they came.
        hold, follows = self.reasons.hold, table not in self.layout.personal or self._follower(table)
        return hold.named(table, alias) if follows else hold.row(table, alias)

    def _lost_its_reasons(self, table: str, alias: str) -> Condition:
        said = self.layout.said(table)
        if table not in self.layout.personal:
            return self._erased_with(table, alias)
        if self.layout.rows_stay(table):
            return NEVER
        if said.copy_of is not None:
            return self._copy(table, alias)
        return either(*(self._of_kind(kind, alias) for kind in self.layout.kinds_of(table)))

    def _of_kind(self, kind: RowsOfOneKind, alias: str) -> Condition:
        mine = self.reasons.rows.of_kind(kind, alias)
        if not self.reasons.groups(kind):
            return both(mine, self._with_parent(kind, alias))
        return both(mine, self.reasons.all_due(kind, alias))

    def _with_parent(self, kind: RowsOfOneKind, alias: str) -> Condition:
        """Return that the row that this one is part of goes: one without groups of its own goes with it."""
        if kind.part_of is None:
            return NEVER
        rows = self.reasons.rows
        way = rows.parent(kind.part_of, rows.start(kind.table, alias))
        return some(way.sources, *way.where, self._goes(way.table, way.alias))

    def _erased_with(self, table: str, alias: str) -> Condition:
        """Return that the database itself erases the row with the one it refers to (a cascade)."""
        seen = self.layout.tables[table]
        cascades = (r for r in seen.references if r.on_delete == "cascade" and r.to in self.layout.personal)
        return either(*(self._follows(table, reference, alias) for reference in cascades))

    def _follows(self, table: str, reference: ReferenceSeen, alias: str) -> Condition:
        rows = self.reasons.rows
        way = rows.walker(table).follow(reference, rows.start(table, alias))
        return some(way.sources, *way.where, self._goes(way.table, way.alias))

    def _copy(self, table: str, alias: str) -> Condition:
        """Return that the original of a copy is gone, goes, or loses a cell."""
        said = self.layout.said(table).copy_of
        assert said is not None
        rows = self.reasons.rows
        there, orphan = rows.original(table, alias), rows.original(table, alias)
        form = self._has_the_form(said.by, alias)
        losing = (
            both(
                rows.of_kind(kind, there.alias),
                self.reasons.due(g, there.alias),
                no(self.reasons.empty(g, there.alias)),
            )
            for kind in self.layout.kinds_of(there.table)
            for g in self.reasons.groups(kind)
        )
        lost = either(*losing, self._goes(there.table, there.alias))
        found = reached(there.sources, there.where, lost)
        return both(form, either(no(some(orphan.sources, *orphan.where)), found))

    def _has_the_form(self, by: TextReference | str, alias: str) -> Condition:
        if isinstance(by, TextReference):
            first, *rest = re.split(r"\{[^}]*\}", by.holds)
            return Starts(value(alias, by.column), first, tuple(rest))
        return Not(Missing(value(alias, by)))

    # what needs a row -----------------------------------------------------------------------------------------

    def _needed(self, table: str, alias: str) -> Iterator[Condition]:
        outside = ((c, r) for c, r in self.referring(table) if c not in self.circle and c != table)
        yield from (b for c, r in outside for b in self._blocks(c, r, alias))
        yield from Leads(self).to(table, alias)
        yield from (self._fixed_by_hold(c, r, alias) for c, r in self.referring(table))

    def _fixed_by_hold(self, child: str, reference: ReferenceSeen, alias: str) -> Condition:
        """Return that a row which is held refers to this one, by a reference of whatever sort: it stays as it is."""
        if self.reasons.hold.named(child) == NEVER:
            return NEVER
        row = self.reasons.rows.aliases()
        refers = self._refers(child, reference, row, to=alias)
        return some((Source(row, child),), *refers, self.reasons.hold.named(child, row))

    def _refers(self, child: str, reference: ReferenceSeen, row: str, *, to: str) -> Iterator[Condition]:
        """Yield that a row refers to another, by columns or by a text."""
        if reference.holds:
            yield Same(value(row, reference.columns[0]), Written(reference.holds, to))
        for here, there in zip(reference.columns, reference.to_columns, strict=not reference.holds):
            yield Same(value(row, here), Value(to, there))
        yield self.makes(child, reference, row)

    def makes(self, child: str, reference: ReferenceSeen, row: str = "t") -> Condition:
        """Return that a row is of the kind that makes a reference, where one alone does."""
        if reference.only_in is None:
            return ALWAYS
        return self.reasons.rows.of_kind(self.layout.kinds_of(child)[reference.only_in], row)

    def leaving(self, child: str, columns: tuple[str, ...], row: str = "t") -> Condition:
        """Return that the reference is itself a cell that is blanked."""
        kinds = self.layout.kinds_of(child) if child in self.layout.personal else ()
        cells = ((k, g) for k in kinds for g in self.reasons.groups(k) if not g.is_list and {*columns} <= {*g.columns})
        blanked = (both(self.reasons.rows.of_kind(k, row), self.reasons.due(g, row)) for k, g in cells)
        return NEVER if child in self.layout.set_aside else either(*blanked)

    def referring(self, table: str) -> Iterator[tuple[str, ReferenceSeen]]:
        """Yield the references to `table` that there are, with the tables that make them."""
        for name, seen in self.layout.tables.items():
            yield from ((name, reference) for reference in seen.references if reference.to == table)
        yield from ((name, reference) for name, reference in self.implied if reference.to == table)

    @cached_property
    def implied(self) -> tuple[tuple[str, ReferenceSeen], ...]:
        """Return the references that the map alone makes, by values and texts."""
        return implied(self.reasons.rows)

    def _blocks(self, child: str, reference: ReferenceSeen, alias: str) -> Iterator[Condition]:
        if self.may_be_emptied(child, reference) or self.goes_along(child, reference):
            return
        row = self.reasons.rows.aliases()
        staying = self.staying(child, row)
        if staying != NEVER:
            refers = self._refers(child, reference, row, to=alias)
            yield some((Source(row, child),), *refers, no(self.leaving(child, reference.columns, row)), staying)

    def staying(self, child: str, row: str) -> Condition:
        """Return that a row which refers to another stays: it is not among those that go."""
        if child in self.marked:
            # Rows that are anonymised let go of what they refer to, as if they were erased.
            return no(either(self._in_gone(child, row), self.anonymity.spared(child, row)))
        if not self._follower(child):
            return ALWAYS
        return either(self.reasons.hold.named(child, row), *self._needed(child, row))

    def is_waited_for(self, child: str, reference: ReferenceSeen) -> bool:
        """Return whether rows of the parent wait for the child's rows to go."""
        if self.may_be_emptied(child, reference) or self.goes_along(child, reference) or self._follower(child):
            return False
        return reference.to in self.layout.personal and child in self.layout.personal and self.holds(child)

    def goes_along(self, child: str, reference: ReferenceSeen) -> bool:
        """Return whether the database erases these rows with the others, and nothing in them is personal."""
        return child not in self.layout.personal and reference.on_delete == "cascade"

    def followed(self, table: str) -> Iterator[str]:
        """Yield the tables that rows of this table are part of and go with, having no groups of their own."""
        for kind in self.layout.kinds_of(table):
            if kind.part_of is not None and not self.reasons.groups(kind):
                rows = self.reasons.rows
                yield rows.parent(kind.part_of, rows.start(table)).table

    def holds(self, table: str) -> bool:
        """Return whether rows of the table may go by reasons of their own, and hold others until then."""
        return not self.layout.rows_stay(table) and not self._follower(table)

    def _follower(self, table: str) -> bool:
        """Return whether no row of the table has groups of its own: they go with the rows they are part of."""
        if table not in self.layout.personal or self.layout.rows_stay(table):
            return False
        if self.layout.said(table).copy_of is not None:
            return False
        kinds = self.layout.kinds_of(table)
        return all(not self.reasons.groups(kind) and kind.part_of is not None for kind in kinds)

    def may_be_emptied(self, table: str, reference: ReferenceSeen) -> bool:
        """Return whether a reference may be set to NULL when the row that it leads to goes."""
        if table in self.layout.set_aside or reference.may_be_emptied is False:
            return False
        if self.layout.is_part_of(table, reference) or self._is_read(table, reference):
            return False
        seen = self.layout.tables[table]
        columns = [seen.column(name.split("->")[0]) for name in reference.columns]
        if any(c is not None and c.computed for c in columns):
            return False
        return any(c is not None and c.nullable and c.name not in seen.key for c in columns) or any(
            "->" in name for name in reference.columns
        )

    def _is_read(self, table: str, reference: ReferenceSeen) -> bool:
        # Emptied, such a reference would change what the rules say of other rows.
        return any((table, name) in self.read for name in (*reference.columns, reference.name))

    @cached_property
    def read(self) -> frozenset[tuple[str, str]]:
        """Return the references that an event, a condition or `same person` reads, on the way or at the end."""
        return frozenset(self._paths_read())

    def _paths_read(self) -> Iterator[tuple[str, str]]:
        for table in self.layout.personal:
            for kind in self.layout.kinds_of(table):
                words = [w for said in kind.events.values() for w in said.when]
                words += [*kind.said.when, *(w for role in kind.belongs_to.values() for w in role.when)]
                days = [p for said in kind.events.values() for p in (said.column, said.began) if p]
                for path in (*days, *map(Path.parse, words)):
                    yield from self._through(table, path)
        for anchor in self.layout.anchors:
            person = self.layout.data_map.people[anchor.people]
            if person.table == anchor.table:
                words = [w for when in (person.when, *person.kinds.values()) for w in when]
                more = [path for path in (person.same_person, person.born and person.born.column) if path]
                for path in (*more, *map(Path.parse, words)):
                    yield from self._through(anchor.table, path)

    def _through(self, table: str, path: Path) -> Iterator[tuple[str, str]]:
        for step in path.steps:
            match step:
                case RowsOf(other, column):
                    table = other if other in self.layout.tables else f"{self.layout.store_of(table)}.{other}"
                    yield from ((table, part.strip()) for part in column.split(","))
                case Each():
                    return
                case _:
                    name = "->".join((step.name, *step.members)) if isinstance(step, Inside) else step.name
                    reference = self.reasons.rows.walker(table).reference(table, name)
                    yield table, name
                    if reference is None:
                        return
                    table = reference.to

    def stands_alone(self, table: str) -> bool:
        """Return whether what goes of a table is decided by its own cells alone, and by no other table's rows."""
        if table not in self.layout.personal or self.layout.said(table).copy_of is not None:
            return False
        kinds = self.layout.kinds_of(table)
        return self.may_go(table) and all(self.reasons.groups(kind) for kind in kinds)
