"""What would remain of an anonymised row that leads to somebody, by the map and the schema alone, column by column."""

from collections.abc import Iterator

from garant.policy.datamap import ColumnUse, Filler
from garant.policy.paths import Column, Each, Path
from tests.reference.blanks import CannotBlankError, blanking
from tests.reference.groups import lists_people
from tests.reference.owners import Owners
from tests.reference.references import Link
from tests.reference.walking import Walker
from tests.reference.world import Row, column_type, key_of, may_be_null

_TYPES = {"year": {"date", "timestamp"}, "department": {"text"}, "band": {"int", "epoch"}}


class Remains:
    """Looks for something in a row that may not remain in it."""

    def __init__(self, owners: Owners) -> None:
        """Take the people, and the world they are in."""
        self.owners = owners
        self.walker: Walker = owners.walker
        self.world = owners.walker.world
        self.map = self.world.data_map

    def in_row(self, row: Row) -> bool:
        """Return whether something of the row would still lead to a person."""
        if self._is_people(row.table) or self.walker.said(row).shown_to or self._is_held(row.table):
            return True
        return not (self._key_is_free(row) and self._is_cut_off(row) and self._is_rough(row))

    # The row as a whole

    def _is_people(self, table: str) -> bool:
        return any(table == person.table or table in person.also_known for person in self.map.people.values())

    def _is_held(self, table: str) -> bool:
        """Return whether rows of the table are copies, or anything refers to them, or they are copied."""
        copies = [said.copy_of for said in self.map.tables.values() if said.copy_of is not None]
        copied = any(table in (copy.table, f"{table.split('.')[0]}.{copy.table}") for copy in copies)
        said = self.map.tables.get(table)
        is_copy = said is not None and said.copy_of is not None
        return copied or is_copy or any(link.to == table for link in self.walker.links)

    def _key_is_free(self, row: Row) -> bool:
        key = key_of(self.world, row.table)
        if len(key) != 1 or column_type(self.world, table=row.table, column=key[0]) != "int":
            return False
        said = self.map.tables[row.table]
        named = {*said.columns, *(name for kind in said.rows for name in kind.columns)}
        return key[0] not in named

    # References

    def led_by(self, row: Row) -> dict[str, tuple[str, ...]]:
        """Return the columns by which the row leads to its owners and to what it is part of, by their first word."""
        firsts = [path.steps[0] for path in self._paths(row)]
        return {step.name: self._columns(row, step.name) for step in firsts if isinstance(step, Column)}

    def _paths(self, row: Row) -> Iterator[Path]:
        said = self.walker.said(row)
        yield from (role.path for role in said.belongs_to.values() if role.path)
        if said.part_of and said.part_of.path:
            yield said.part_of.path

    def _columns(self, row: Row, name: str) -> tuple[str, ...]:
        link = next((link for link in self.walker.links_of(row) if link.name == name and link.holds is None), None)
        return link.columns if link else (name,)

    def _is_cut_off(self, row: Row) -> bool:
        said = self.walker.said(row)
        if any(role.column for role in said.belongs_to.values()) or (said.part_of and said.part_of.column):
            return False
        if any(lists_people(role) for role in said.belongs_to.values()) or not all(map(_is_plain, self._paths(row))):
            return False
        held = set(self.led_by(row).values())
        if not all(may_be_null(self.world, table=row.table, column=name) for names in held for name in names):
            return False
        links = self.walker.links_of(row)
        mine = [link for link in links if link.columns in held and link.is_plain]
        return not any(link.keeps for link in mine) and not any(
            self._may_go(link) for link in links if link not in mine
        )

    def _may_go(self, link: Link) -> bool:
        said = self.map.tables.get(link.to)
        if said is not None and said.no_personal_data is None:
            return said.row != "stays"
        return any(other.cascades for other in self.walker.links if other.table == link.to)

    # Cells

    def _is_rough(self, row: Row) -> bool:
        said = self.walker.said(row)
        known = [said.columns.get(name) for role in said.belongs_to.values() for name in role.known_by.values()]
        if any(use is None or not use.is_personal or use.generalise is not None for use in known):
            return False
        if any(self._ends_at_doubles(row, role) for role in self.owners.roles(row)):
            return False
        members = [name for name, use in said.columns.items() if "->" in name and use.is_personal]
        names = [*(shape.name for shape in self.world.shapes[row.table].columns), *members]
        return all(self._is_settled(row, name) for name in names)

    def _ends_at_doubles(self, row: Row, role: str) -> bool:
        """Return whether a role leads to rows in which people are also known: who they are is not certain."""
        held = self.owners.roles(row)[role]
        path = held.role.path if held.role else None
        table = self.walker.end_table(held.row, path) if path else held.row.table if held.role is None else None
        return any(table in person.also_known for person in self.map.people.values())

    def _is_settled(self, row: Row, name: str) -> bool:
        """Return whether the map says of a column that it is nobody's, or it is led by, blanked or rough enough."""
        use = self.walker.said(row).columns.get(name, ColumnUse())
        if use.category == "none":
            return True
        how = self.quasi_identifiers(row).get(name)
        if how is not None:
            return not use.free_text and self._fits(row, name, how)
        if use.is_personal:
            return "->" in name or self._can_be_blanked(row, name)
        return self._is_key_or_reference(row, name) or self._is_companion(row, name)

    def _fits(self, row: Row, name: str, how: str) -> bool:
        shape = self.world.shapes[row.table].column(name)
        if shape is None or how == "none":
            return shape is not None
        return shape.type in _TYPES[how.split()[0]] and not shape.unique

    def _is_key_or_reference(self, row: Row, name: str) -> bool:
        links = [link for link in self.walker.links_of(row) if link.is_plain]
        led = [*self.led_by(row).values(), *(link.columns for link in links), key_of(self.world, row.table)]
        return any(name in columns for columns in led)

    def _is_companion(self, row: Row, name: str) -> bool:
        uses = [use for use in self.walker.said(row).columns.values() if use.is_personal and use.generalise is None]
        return any(isinstance(use.blank, Filler) and name in use.blank.values for use in uses)

    def quasi_identifiers(self, row: Row) -> dict[str, str]:
        """Return what remains of a row in part, and how rough: days that nothing is said of count by their year."""
        said = self.walker.said(row)
        found = {name: use.generalise for name, use in said.columns.items() if use.is_personal and use.generalise}
        for event in said.events.values():
            for path in (event.column, event.began):
                name = str(path) if path else ""
                unsaid = name not in said.columns or said.columns[name].category is None
                there = self.world.shapes[row.table].column(name) is not None
                if unsaid and there and not self._is_key_or_reference(row, name) and not self._is_companion(row, name):
                    found[name] = "year"
        return found

    def _can_be_blanked(self, row: Row, name: str) -> bool:
        try:
            blanking(self.walker, row=row, column=name)
        except CannotBlankError:
            return False
        return True


def _is_plain(path: Path) -> bool:
    return isinstance(path.steps[0], Column) and not any(isinstance(step, Each) for step in path.steps)
