"""What holds keep: the rows that are named as such, what shows that they are meant, and the people who are named."""

from collections.abc import Iterator

from garant.planning.grounds.holds import Ground, HeldPerson, HeldRows, Suspension
from garant.policy.datamap import Condition, RowKind, Table, Test
from garant.policy.paths import Path
from tests.reference.conditions import meets
from tests.reference.owners import Owner, Owners
from tests.reference.values import UNREADABLE, parsed
from tests.reference.world import Row, list_format


class Held:
    """The holds of a world."""

    def __init__(self, owners: Owners) -> None:
        """Take the people to look at, and find at once what is named."""
        self.owners = owners
        self.walker = owners.walker
        names = owners.walker.world.holds
        said = [one for one in names if isinstance(one, Suspension)]
        self.suspended = [(who, one.grounds) for one in said for who in self._of_person(one)]
        named = (row for one in names if isinstance(one, HeldRows) for row in self._named(one))
        self.rows = frozenset((*named, *filter(self._is_unsure, self.walker.all_rows())))
        asked = owners.walker.world.asked
        self.asked = None if asked is None else list(self._of_person(asked))
        self.people = [who for one in names if isinstance(one, HeldPerson) for who in self._of_person(one)]
        self.doubtful = [who for name in owners.map.people for who in self._doubtful(name)]

    # Rows

    def _named(self, hold: HeldRows) -> Iterator[Row]:
        for row in self.walker.rows.get(hold.table, []):
            if self.walker.holds(row, dict(hold.when)):
                yield row
                for path, wanted in hold.when:
                    yield from self._showing(row, Path.parse(path), wanted)

    def _showing(self, row: Row, path: Path, wanted: Condition) -> Iterator[Row]:
        """Yield the other rows by which the condition finds what it asks for; what is not there shows nothing."""
        if wanted in ("empty", "none") or (isinstance(wanted, Test) and wanted.not_ not in (None, "empty")):
            return
        for place in self.walker.walk(row, path):
            if wanted == "some" or meets([self.walker.value(place)], wanted):
                yield from (*place.way, place.row)

    def _is_unsure(self, row: Row) -> bool:
        said = self.owners.map.tables.get(row.table) or Table()
        return self._is_garbled(row) or any(row.values[name] is None for name in said.key)

    def _is_garbled(self, row: Row) -> bool:
        """Return whether a cell that should be JSON cannot be read: such a row stays as if it were held."""
        columns = (name for name in row.values if self._is_json(row.table, name))
        return any(parsed(row.values[name], "json text") == UNREADABLE for name in columns)

    def _is_json(self, table: str, column: str) -> bool:
        written = list_format(self.walker.world, table=table, column=column)
        links = (link for link in self.walker.links if link.table == table and link.columns == (column,))
        inside = any(link.members or link.is_list for link in links) or self._has_members(table, column)
        return written == "json text" or (written is None and inside)

    def _has_members(self, table: str, column: str) -> bool:
        said = self.owners.map.tables.get(table) or Table()
        kinds: tuple[Table | RowKind, ...] = (said, *said.rows)
        dates = (str(event.column) for kind in kinds for event in kind.events.values())
        return any(name.startswith(f"{column}->") for name in (*(c for k in kinds for c in k.columns), *dates))

    # People

    def _of_person(self, hold: HeldPerson | Suspension) -> Iterator[tuple[str, Row]]:
        """Yield the class and the row at home of everybody whom a key names."""
        for row in self._at_key(hold):
            yield from ((owner.people, owner.row) for owner in self.owners.people_at(row))

    def _at_key(self, hold: HeldPerson | Suspension) -> Iterator[Row]:
        for row in self.walker.rows.get(hold.table, []):
            if str(row.values[self._key(hold.table)]) == hold.key:
                yield row

    def _key(self, table: str) -> str:
        keys = [person.key for person in self.owners.map.people.values() if person.table == table and person.key]
        return keys[0] if keys else self.walker.key_columns(table)[0]

    def has(self, owner: Owner) -> bool:
        """Return whether a person is held."""
        named = [*self.people, *self.doubtful]
        same = self.owners.same_person(owner) if named else ()
        return any(people == owner.people and row in same for people, row in named)

    def is_doubtful(self, owner: Owner) -> bool:
        """Return whether a row in another table may be this person's, or somebody else's."""
        same = self.owners.same_person(owner) if self.doubtful else ()
        return any(people == owner.people and row in same for people, row in self.doubtful)

    def _doubtful(self, people: str) -> Iterator[tuple[str, Row]]:
        """Yield the rows at home to whom a row elsewhere leads that leads to somebody else, too."""
        for table in self.owners.map.people[people].also_known:
            for row in self.walker.rows.get(table, []):
                found = [owner for owner in self.owners.people_at(row) if owner.people == people]
                if len({self.owners.same_person(owner) for owner in found}) > 1:
                    yield from ((people, owner.row) for owner in found)

    def spares(self, row: Row) -> bool:
        """Return whether a plan made for the person who asked leaves the row alone: it is nobody's of theirs."""
        if self.asked is None:
            return False
        owners = (owner for role in self.owners.roles(row) for owner in self.owners.owners(row, role) or ())
        mine = ((owner.people, one) for owner in owners for one in self.owners.same_person(owner))
        return not any(who in self.asked for who in mine)


class Suspended:
    """The reasons that no longer count for somebody, of a world."""

    def __init__(self, held: Held) -> None:
        """Take the facts about people."""
        self.held = held

    def has(self, owner: Owner, ground: Ground) -> bool:
        """Return whether a reason is suspended for a person."""
        named = [who for who, grounds in self.held.suspended if ground in grounds]
        same = self.held.owners.same_person(owner) if named else ()
        return any(people == owner.people and row in same for people, row in named)
