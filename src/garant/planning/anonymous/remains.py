"""What would remain of rows that are anonymised, by the schema and the map alone: a key, a reference, a cell."""

from collections.abc import Iterator
from dataclasses import dataclass

from garant.planning.terrain.layout import Layout, RowsOfOneKind
from garant.planning.terrain.rows import Rows
from garant.planning.terrain.schema import ColumnSeen, Kind, TableSeen
from garant.policy.datamap import ColumnUse, Filler
from garant.policy.paths import Column, Each, Path

_FITTING = {
    "year": {Kind.DATE, Kind.TIMESTAMP, Kind.INSTANT},
    "department": {Kind.TEXT},
    "band": {Kind.INTEGER},
    "none": set(Kind),
}


@dataclass(frozen=True)
class Remains:
    """Tells by which of its parts a row could still be led to somebody after it was anonymised."""

    rows: Rows

    @property
    def _layout(self) -> Layout:
        return self.rows.layout

    # tables ---------------------------------------------------------------------------------------------------

    def of_table(self, table: str) -> bool:
        """Return whether something always remains of rows of this table: people, copies, keys that others hold."""
        said = self._layout.said(table)
        if said.copy_of is not None or said.row == "stays" or said.shown_to or self._layout.anchors_at(table):
            return True
        return not self._has_a_free_key(table) or self._is_referred_to(table)

    def _has_a_free_key(self, table: str) -> bool:
        """Return whether the key is one number that means nothing, so that another may be drawn."""
        key, seen = self._layout.key_of(table), self._layout.tables[table]
        column = seen.column(key[0]) if len(key) == 1 else None
        if column is None or column.kind is not Kind.INTEGER or not column.signed or column.name in seen.checked:
            return False
        return all(column.name not in kind.columns for kind in self._layout.kinds_of(table))

    def _is_referred_to(self, table: str) -> bool:
        layout = self._layout
        if any(reference.to == table for seen in layout.tables.values() for reference in seen.references):
            return True
        return any(table in self._named_by(other) for other in layout.personal)

    def _named_by(self, other: str) -> Iterator[str]:
        """Yield the tables whose rows a table names in words: those that it is part of, or a copy of."""
        copy = self._layout.said(other).copy_of
        if copy is not None:
            yield copy.table if copy.table in self._layout.tables else f"{self._layout.store_of(other)}.{copy.table}"
        for kind in self._layout.kinds_of(other):
            if kind.part_of is not None and kind.part_of.path is None:
                yield self.rows.parent(kind.part_of, self.rows.start(other)).table

    # kinds of rows --------------------------------------------------------------------------------------------

    def of_kind(self, kind: RowsOfOneKind) -> bool:
        """Return whether something remains of rows of this kind that leads to a person."""
        return not (self._is_cut_off(kind) and self._is_known_no_more(kind) and self._is_roughened(kind))

    def emptied(self, kind: RowsOfOneKind) -> tuple[str, ...]:
        """Return the columns by which the rows lead to their owners and parents."""
        firsts = (self._columns_of(kind.table, path) for path in self._paths(kind))
        return tuple(dict.fromkeys(column for columns in firsts for column in columns))

    def _paths(self, kind: RowsOfOneKind) -> Iterator[Path]:
        yield from (role.path for role in kind.belongs_to.values() if role.path is not None)
        if kind.part_of is not None and kind.part_of.path is not None:
            yield kind.part_of.path

    def _columns_of(self, table: str, path: Path) -> tuple[str, ...]:
        first = path.steps[0]
        if not isinstance(first, Column):
            return ()
        reference = self.rows.walker(table).reference(table, first.name)
        return reference.columns if reference else (first.name,)

    def _is_cut_off(self, kind: RowsOfOneKind) -> bool:
        """Return whether all references that could lead to a person are columns that may be emptied."""
        texts = [role for role in kind.belongs_to.values() if role.column is not None]
        if texts or (kind.part_of is not None and kind.part_of.path is None):
            return False
        seen, held = self._layout.tables[kind.table], set[tuple[str, ...]]()
        for path in self._paths(kind):
            columns = self._columns_of(kind.table, path)
            listed = any(isinstance(step, Each) for step in path.steps)
            if listed or not columns or not all(_may_be_null(seen, column) for column in columns):
                return False
            held.add(columns)
        mine = [reference for reference in seen.references if reference.columns in held]
        others = [reference for reference in seen.references if reference.columns not in held]
        stuck = any(reference.may_be_emptied is False for reference in mine)
        return not stuck and not any(self._may_go(reference.to) for reference in others)

    def _may_go(self, table: str) -> bool:
        if table in self._layout.personal:
            return self._layout.said(table).row != "stays"
        seen = self._layout.tables.get(table)
        return seen is not None and any(reference.on_delete == "cascade" for reference in seen.references)

    def _is_known_no_more(self, kind: RowsOfOneKind) -> bool:
        """Return whether no role leads to people by words that remain, or to people who may be others' doubles."""
        for role in kind.belongs_to.values():
            uses = [kind.columns.get(column) for column in role.known_by.values()]
            if any(use is None or not use.is_personal or use.generalise is not None for use in uses):
                return False
        people = self._layout.data_map.people
        anchors = [owner.anchor for role in self.rows.roles(kind) for owner in role.owners]
        return all(anchor is None or anchor.table == people[anchor.people].table for anchor in anchors)

    # columns --------------------------------------------------------------------------------------------------

    def roughened(self, kind: RowsOfOneKind) -> tuple[tuple[str, str], ...]:
        """Return the columns that remain in part, each with how: an exact day tells people apart, its year does not."""
        days = {name: "year" for name in self._days(kind) if name in self._unsaid(kind)}
        said = {name: use.generalise for name, use in kind.columns.items() if use.is_personal and use.generalise}
        return (*said.items(), *days.items())

    def _days(self, kind: RowsOfOneKind) -> Iterator[str]:
        """Yield the row's own columns that say when something happened or began."""
        for path in (path for said in kind.events.values() for path in (said.column, said.began) if path):
            first = path.steps[0]
            if len(path.steps) == 1 and isinstance(first, Column):
                yield first.name

    def _unsaid(self, kind: RowsOfOneKind) -> frozenset[str]:
        """Return the columns of which nobody says what they hold: no category, not `none`, no key, no reference."""
        seen = self._layout.tables[kind.table]
        led = (*self._layout.key_of(kind.table), *self.emptied(kind), *(c for r in seen.references for c in r.columns))
        said = (name for name, use in kind.columns.items() if use.category is not None)
        blanks = (use.blank for use in kind.columns.values() if use.is_personal and not use.generalise)
        filled = (name for blank in blanks if isinstance(blank, Filler) for name in blank.values)
        return frozenset(column.name for column in seen.columns) - {*led, *said, *filled}

    def _is_roughened(self, kind: RowsOfOneKind) -> bool:
        """Return whether every column is said to say nothing of anybody, can be blanked, or is rough enough."""
        seen, rough = self._layout.tables[kind.table], dict(self.roughened(kind))
        blanked = ((name, use) for name, use in kind.columns.items() if use.is_personal and name not in rough)
        texts = any(use.free_text for name, use in kind.columns.items() if name in rough)
        settled = all(_roughens(seen, *one) for one in rough.items()) and all(_blanks(seen, *one) for one in blanked)
        return settled and not texts and self._unsaid(kind) <= set(rough)


def _may_be_null(seen: TableSeen, name: str) -> bool:
    column = seen.column(name)
    return column is not None and column.nullable and name not in seen.key


def _blanks(seen: TableSeen, name: str, use: ColumnUse) -> bool:
    """Return whether the cell can be blanked, and is to be."""
    column = seen.column(name.split("->")[0])
    if column is None:
        return False
    filled = use.blank is not None and (not isinstance(use.blank, Filler) or name in use.blank.values)
    return "->" in name or filled or _may_be_null(seen, name) or column.kind is Kind.TEXT


def _roughens(seen: TableSeen, name: str, how: str) -> bool:
    """Return whether the value can be made rough where it stands."""
    column = seen.column(name)
    if column is None or how == "none":
        return column is not None
    bound = name in seen.checked or any(name in columns for columns in seen.unique)
    return not bound and _fits(how, column)


def _fits(how: str, column: ColumnSeen) -> bool:
    return column.kind in _FITTING[how.split()[0]] and not column.closed_list
