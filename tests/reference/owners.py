"""Whose a row is: the people that its roles lead to, the rows that are one person, and their kinds."""

from dataclasses import dataclass, replace

from garant.policy.datamap import Identifier, Person, Role
from tests.reference.blanks import cell_is_empty
from tests.reference.references import people_table
from tests.reference.spelling import spelled
from tests.reference.values import member, parsed
from tests.reference.walking import Walker, column_of
from tests.reference.world import Place, Row, classes_at, key_of


@dataclass(frozen=True, kw_only=True)
class Owner:
    """One person whom a role leads to: their class, the row found, the rows on the way to it."""

    people: str
    row: Row
    way: tuple[Row, ...] = ()
    listed: tuple[str, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Holder:
    """The row that names a role (the row itself, or one that it is part of) and what it says; none is `self`."""

    row: Row
    role: Role | None
    way: tuple[Row, ...] = ()


class Owners:
    """The people of a world."""

    def __init__(self, walker: Walker) -> None:
        """Take the rows to look at."""
        self.walker = walker
        self.map = walker.world.data_map
        self._same: dict[tuple[str, Row], tuple[Row, ...]] = {}
        self._owners: dict[tuple[Row, str], list[Owner] | None] = {}

    # Roles

    def roles(self, row: Row) -> dict[str, Holder]:
        """Return the roles of a row: its own, `self` for a person's row, else those of the row it is part of."""
        said = self.walker.said(row)
        found = {name: Holder(row=row, role=role) for name, role in said.belongs_to.items()}
        if self._is_people(row) and not (found and self._also_known(row.table)):
            found["self"] = Holder(row=row, role=None)
        if found:
            return found
        parent = self.walker.parent(row)
        return self._under(self.roles(parent), parent) if parent else {}

    def shown(self, row: Row) -> dict[str, Holder]:
        """Return the roles to whom a row is shown; they count for events alone."""
        said = self.walker.said(row)
        found = {name: Holder(row=row, role=role) for name, role in said.shown_to.items()}
        parent = self.walker.parent(row)
        if found or said.belongs_to or parent is None:
            return found
        return self._under(self.shown(parent), parent)

    def _under(self, roles: dict[str, Holder], parent: Row) -> dict[str, Holder]:
        return {name: Holder(row=held.row, role=held.role, way=(parent, *held.way)) for name, held in roles.items()}

    def _is_people(self, row: Row) -> bool:
        return any(True for _ in classes_at(self.walker.world, row.table)) or self._also_known(row.table)

    def _also_known(self, table: str) -> bool:
        return any(table in person.also_known for person in self.map.people.values())

    # Owners

    def owners(self, row: Row, role: str) -> list[Owner] | None:
        """Return the people a role of a row leads to; None if it gives no reason, even where it has a kind."""
        if (row, role) not in self._owners:
            holder = self.roles(row).get(role) or self.shown(row).get(role)
            self._owners[row, role] = self._led_to(holder) if holder else None
        return self._owners[row, role]

    def _led_to(self, holder: Holder) -> list[Owner] | None:
        role = holder.role
        if role is None:
            return self._people_of(holder.row, way=holder.way)
        if not self.walker.holds(holder.row, role.when):
            return None
        found = self._by_path(holder, role) if role.path else self._by_text(holder, role)
        return found or self._by_identifiers(holder, role)

    def _by_path(self, holder: Holder, role: Role) -> list[Owner]:
        assert role.path is not None
        found: list[Owner] = []
        for place in self.walker.walk(holder.row, role.path):
            for row in self._named(place, role.people):
                found += self._people_of(row, way=(*holder.way, *place.way), people=role.people, listed=place.listed)
        return found

    def _named(self, place: Place, people: str | None) -> list[Row]:
        """Return the rows that a value leads to; where it names people of several classes by key, those of this one."""
        link, table = self.walker.link_at(place), people_table(self.walker.world, people)
        if link is None or people is None or table is None or not link.is_list or place.element is None:
            return self.walker.follow(place)
        theirs = replace(link, to=table, to_columns=key_of(self.walker.world, table))
        return self.walker.with_key(theirs, (self.walker.value(place),))

    def _by_text(self, holder: Holder, role: Role) -> list[Owner]:
        if role.column is None:
            return []
        links = [
            link
            for link in self.walker.links_of(holder.row)
            if link.columns == (role.column,) and link.holds == role.holds
        ]
        rows = [row for link in links for row in self.walker.targets(holder.row, link)]
        return [owner for row in rows for owner in self._people_of(row, way=holder.way, people=role.people)]

    def lost_elements(self, row: Row, going: frozenset[Row]) -> set[tuple[str, int]]:
        """Return the elements of a row's lists that name somebody who goes, and nobody who stays."""
        found: dict[tuple[str, int], set[Row]] = {}
        for link in (link for link in self.walker.links_of(row) if link.is_list):
            for place in self.walker.elements(row, link):
                found.setdefault((column_of(place), place.element or 0), set()).update(self.walker.follow(place))
        staying = set()
        for role in (name for name, holder in self.roles(row).items() if holder.row is row):
            for owner in self.owners(row, role) or []:
                if owner.listed is not None:
                    found.setdefault(owner.listed, set()).add(owner.row)
                    staying |= {owner.listed} if owner.row not in going else set()
        return {listed for listed, rows in found.items() if rows & going} - staying

    def people_at(self, row: Row) -> list[Owner]:
        """Return the people that a row is, or that it is known to be."""
        return self._people_of(row, way=())

    def _people_of(
        self,
        row: Row,
        *,
        way: tuple[Row, ...],
        people: str | None = None,
        listed: tuple[str, int] | None = None,
    ) -> list[Owner]:
        """Return the people that a row is, or that it is known to be; known nowhere else, it is somebody by itself."""
        found = [
            Owner(people=name, row=row, way=way, listed=listed)
            for name, person in classes_at(self.walker.world, row.table)
            if people in (None, name) and self.walker.holds(row, person.when)
        ]
        for name, person in self.map.people.items():
            if row.table in person.also_known and people in (None, name):
                matching = self._matching(person, holder=row, named=person.also_known[row.table])
                found += [Owner(people=name, row=other, way=(*way, row), listed=listed) for other in matching]
                found += [] if matching else [Owner(people=name, row=row, way=way, listed=listed)]
        return found

    def _by_identifiers(self, holder: Holder, role: Role) -> list[Owner]:
        if not role.known_by:
            return []
        name = role.people or self._class_of(holder, role)
        if name is None or self._live_elsewhere(name, holder.row):
            return []
        matching = self._matching(self.map.people[name], holder=holder.row, named=role.known_by)
        return [Owner(people=name, row=row, way=holder.way) for row in matching]

    def _live_elsewhere(self, people: str, row: Row) -> bool:
        """Return whether no table of the row's store tells who these people are: then an identifier only proposes."""
        person = self.map.people[people]
        tables = (*((person.table,) if person.table else ()), *person.also_known)
        return person.table is not None and all(table.split(".", 1)[0] != row.store for table in tables)

    def _class_of(self, holder: Holder, role: Role) -> str | None:
        table = people_table(self.walker.world, None)
        if role.path:
            table = self.walker.end_table(holder.row, role.path) or table
        found = [name for name, _person in classes_at(self.walker.world, table or "")]
        return found[0] if found else None

    def _matching(self, person: Person, *, holder: Row, named: dict[str, str]) -> list[Row]:
        if person.table is None or all(person.identifiers[name].shared == "possible" for name in named):
            return []
        return [
            row
            for row in self.walker.rows[person.table]
            if self.walker.holds(row, person.when)
            and all(self._agree(person, row=row, holder=holder, named=pair) for pair in named.items())
        ]

    def _agree(self, person: Person, *, row: Row, holder: Row, named: tuple[str, str]) -> bool:
        """Return whether one identifier of a person is what the other row says."""
        identifier, column = person.identifiers[named[0]], named[1]
        if cell_is_empty(self.walker, row=holder, column=column):
            return False
        for place in self.walker.walk(row, identifier.column):
            if cell_is_empty(self.walker, row=place.row, column=place.column or ""):
                continue
            one, other = (
                spelled(value, _kind(named[0], identifier), country=self.walker.world.policy.organisation.country)
                for value in (self.walker.value(place), self._held(holder, column))
            )
            if one and one == other:
                return True
        return False

    def _held(self, row: Row, column: str) -> object:
        name, *members = column.split("->")
        held = row.values.get(name)
        return member(parsed(held, self.walker.format_of(row, name)), tuple(members)) if members else held

    # Persons and kinds

    def is_stranger(self, owner: Owner) -> bool:
        """Return whether a row of a table where people are also known is of somebody whom home does not know."""
        return owner.row.table != self.map.people[owner.people].table

    def same_person(self, owner: Owner) -> tuple[Row, ...]:
        """Return all rows of the same person, the survivor last."""
        if self.is_stranger(owner):
            return (owner.row,)
        if (owner.people, owner.row) not in self._same:
            self._find_same(owner.people)
        return self._same[owner.people, owner.row]

    def _find_same(self, people: str) -> None:
        person = self.map.people[people]
        rows = self.walker.rows[person.table or ""]
        together: dict[Row, set[Row]] = {row: {row} for row in rows}
        for row in rows:
            for other in self.walker.rows_at(row, person.same_person) if person.same_person else []:
                joined = together[row] | together[other]
                together.update(dict.fromkeys(joined, joined))
        for row, joined in together.items():
            self._same[people, row] = tuple(
                sorted(joined, key=lambda one: (self._is_survivor(person, one), one.number))
            )

    def _is_survivor(self, person: Person, row: Row) -> bool:
        reached = self.walker.rows_at(row, person.same_person) if person.same_person else []
        return all(other is row for other in reached)

    def key(self, owner: Owner) -> str:
        """Return the key of a person's survivor, as text."""
        person = self.map.people[owner.people]
        survivor = self.same_person(owner)[-1]
        column = (None if self.is_stranger(owner) else person.key) or self.walker.key_columns(person.table or "")[0]
        return str(survivor.values[column])

    def keys(self, owner: Owner) -> set[str]:
        """Return the keys of all rows of a person, as text; of a row that home does not know, with its table."""
        if self.is_stranger(owner):
            return {f"{owner.row.table} {owner.row.number}"}
        person = self.map.people[owner.people]
        column = person.key or self.walker.key_columns(person.table or "")[0]
        return {str(row.values[column]) for row in self.same_person(owner)}

    def described_kinds(self, owner: Owner) -> list[str]:
        """Return the kinds of a person as the map describes them, before `ever` and `never`."""
        person = self.map.people[owner.people]
        if self.is_stranger(owner):
            return []
        if not person.kinds:
            return [owner.people] if owner.people in self.walker.world.policy.subjects else []
        rows = self.same_person(owner)
        return [kind for kind, when in person.kinds.items() if any(self.walker.holds(row, when) for row in rows)]


def _kind(word: str, identifier: Identifier) -> str:
    """Return what kind of identifier it is: the map says it, or its name does."""
    if identifier.kind:
        return identifier.kind
    return "e-mail" if identifier.ignore_case and word != "phone" else word
