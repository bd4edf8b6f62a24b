"""Which rows go, which stay, and which stay only because another needs them."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.reference.held import Held
from tests.reference.owners import Owners
from tests.reference.reasons import Group, Reason, Status
from tests.reference.references import Link, emptied_columns, has_form
from tests.reference.walking import Walker
from tests.reference.world import Row


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What becomes of the rows: those that go, and those that would if nothing needed them."""

    going: frozenset[Row]
    skeletons: frozenset[Row]


class Rows:
    """Decides the rows of a world, by the groups that were decided."""

    def __init__(self, owners: Owners, groups: dict[Row, list[Group]]) -> None:
        """Take the people, and the decided groups of every row."""
        self.owners = owners
        self.walker: Walker = owners.walker
        self.map = self.walker.world.data_map
        self.groups = groups
        facts = Held(owners)
        self.held = facts.rows
        self.spares = facts.spares
        self.asks_nobody = facts.asked is None

    def fate(self) -> Fate:
        """Return which rows go: all that might, less those that are needed, until nothing changes."""
        might = {row for row in self.groups if self._might_go(row)}
        due = frozenset(row for row in might if self.groups[row])
        going = set(might)
        while True:
            needed = {other for row in self.groups if row not in going for other in self.needs(row)}
            held_back = {row for row in going if row in needed or not self._pulled(row, going)}
            if not held_back:
                return Fate(going=frozenset(going), skeletons=due - going)
            going -= held_back

    # Candidates

    def _might_go(self, row: Row) -> bool:
        said = self.map.tables.get(row.table)
        if row in self.held:
            return False
        if said is None or said.no_personal_data is not None:
            return any(link.cascades for link in self.walker.links_of(row))
        if said.row == "stays" or self.walker.said(row).left_alone:
            return False
        if self.is_copy(row):
            return self.asks_nobody or any(not self.spares(original) for original in self.originals(row))
        groups = self.groups[row]
        return _lost_its_reasons(groups) if groups else self.walker.parent(row) is not None

    def _pulled(self, row: Row, going: set[Row]) -> bool:
        """Return whether a row that goes only with another has that other going."""
        said = self.map.tables.get(row.table)
        if said is None or said.no_personal_data is not None:
            links = [link for link in self.walker.links_of(row) if link.cascades]
            return any(other in going for link in links for other in self.walker.targets(row, link))
        if self.is_copy(row):
            return self._copy_goes(row, going)
        return bool(self.groups[row]) or self.walker.parent(row) in going

    # Copies

    def is_copy(self, row: Row) -> bool:
        """Return whether a row is a copy: its text has the form that names an original, or its reference is there."""
        said = self.map.tables.get(row.table)
        if said is None or said.copy_of is None:
            return False
        by = said.copy_of.by
        return row.values.get(by) is not None if isinstance(by, str) else has_form(row.values.get(by.column), by.holds)

    def _copy_goes(self, row: Row, going: set[Row]) -> bool:
        originals = self.originals(row)
        if not originals:
            return True
        return any(other in going or _loses_a_cell(self.groups[other]) for other in originals)

    def originals(self, row: Row) -> list[Row]:
        """Return the rows that a copy is of."""
        copy = self.map.tables[row.table].copy_of
        assert copy is not None
        table = copy.table if "." in copy.table else f"{row.store}.{copy.table}"
        by = copy.by
        if isinstance(by, str):
            wanted = str(row.values[by])
            key = self.walker.key_columns(table)[0]
            return [other for other in self.walker.rows[table] if str(other.values[key]) == wanted]
        text = str(row.values[by.column])
        return [other for other in self.walker.rows[table] if self.walker.named(by.holds, other) == text]

    # Needs

    def needs(self, row: Row) -> Iterator[Row]:
        """Yield the rows that this one needs, if it stays."""
        for link in self.walker.links_of(row):
            if row in self.held or (not is_leaving(self.groups[row], link) and self.is_fixed(row, link)):
                yield from self.walker.targets(row, link)
        for group in self.groups[row]:
            for reason in group.lasting:
                yield from self._by_which(row, reason)
            for owner in group.held_by:
                yield from (other for other in (*owner.way, owner.row) if other is not row)
            if group.status is not Status.DUE and not _lost_its_reasons(self.groups[row]):
                for owner in group.silent_for:
                    yield from (other for other in (*owner.way, owner.row) if other is not row)

    def _by_which(self, row: Row, reason: Reason) -> Iterator[Row]:
        if reason.owner is not None and reason.needs_owner:
            yield from (other for other in (*reason.owner.way, reason.owner.row) if other is not row)

    def is_fixed(self, row: Row, link: Link) -> bool:
        """Return whether a reference of a row may not be emptied."""
        if link in self.walker.fixed or self._is_part(row, link):
            return True
        if (self.map.tables.get(row.table) is None or self._is_plain_table(row)) and link.cascades:
            return True
        if link.is_list or link.members:
            return not self._names_owner(link)
        return not emptied_columns(self.walker.world, link)

    def _is_plain_table(self, row: Row) -> bool:
        return self.map.tables[row.table].no_personal_data is not None

    def _is_part(self, row: Row, link: Link) -> bool:
        part = self.walker.said(row).part_of
        return part is not None and part.holds is not None and (part.holds, part.column) == (link.holds, *link.columns)

    def _names_owner(self, link: Link) -> bool:
        return any(person.table == link.to or link.to in person.also_known for person in self.map.people.values())


def is_leaving(groups: list[Group], link: Link) -> bool:
    """Return whether a reference of a row with these groups is itself a cell that is blanked."""
    name = link.columns[0] if link.holds else "->".join((link.columns[0], *link.members))
    due = [group for group in groups if group.status is Status.DUE]
    return any(cell.column == name and cell.element is None for group in due for cell in group.cells)


def _holds_row(group: Group) -> bool:
    """Return whether a group keeps its row: it is kept, or something in it was never decided."""
    if group.status is Status.KEPT:
        return True
    return group.status is Status.WITHOUT_A_CLOCK and not all(cell.empty for cell in group.cells)


def _lost_its_reasons(groups: list[Group]) -> bool:
    """Return whether nothing in a row with these groups keeps it, and something in it is due."""
    return any(group.status is Status.DUE for group in groups) and not any(map(_holds_row, groups))


def _loses_a_cell(groups: list[Group]) -> bool:
    due = [group for group in groups if group.status is Status.DUE]
    return any(not cell.empty for group in due for cell in group.cells)
