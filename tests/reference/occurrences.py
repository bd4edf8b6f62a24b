"""What has happened: the occurrence of an event that a row holds, and all those of a person."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from zoneinfo import ZoneInfo

from garant.policy.datamap import EventColumn, Part, StandIns
from tests.reference.owners import Owner, Owners
from tests.reference.values import Bounds, day_of, nothing
from tests.reference.walking import Walker
from tests.reference.world import Row, classes_at, column_type

_USUAL = {"text": "iso text", "epoch": "epoch seconds", "int": "year", "json": "iso text"}
"""The form that a column has where the map gives none."""


class State(Enum):
    """How an occurrence stands: begun and not over, dated, or of a day that is missing."""

    OPEN = "open"
    DATED = "dated"
    UNDATED = "undated"


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One occurrence; `day` is its day, or where it is open the day when it began, if that is known."""

    state: State
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Where an event was looked for, and what was found there."""

    found: tuple[Occurrence, ...]
    with_the_owner: bool = False


class Occurrences:
    """The occurrences of a world, live and remembered."""

    def __init__(self, owners: Owners) -> None:
        """Take the people to look at."""
        self.owners = owners
        self.walker: Walker = owners.walker
        self.world = owners.walker.world
        self._of_people: dict[tuple[str, frozenset[str], str], tuple[Occurrence, ...]] = {}

    def clock(self, row: Row, *, role: str, event: str, owner: Owner | None) -> Clock:
        """Look for an event once: in the row, in what it is part of, else with the owner."""
        here: Row | None = row
        while here is not None:
            if self._declares(here, event=event, role=role):
                return Clock(found=self.in_row(here, event))
            above = self.walker.parent(here)
            parts = (self.walker.said(here).part_of,)
            if above is None and self._declared_above(here.table, parts=parts, event=event, role=role):
                return Clock(found=())
            here = above
        found = self.of_person(owner, event) if owner else ()
        return Clock(found=found, with_the_owner=True)

    def _declares(self, row: Row, *, event: str, role: str) -> bool:
        said = self.declared(row).get(event)
        return said is not None and (not said.for_ or role in said.for_)

    def _declared_above(self, table: str, *, parts: tuple[Part | None, ...], event: str, role: str) -> bool:
        """Return whether a table that rows are part of dates the event, where one row lacks its parent."""
        for part in parts:
            above = self.walker.part_table(table, part) if part else None
            if above is None:
                continue
            dated = self.world.data_map.tables[above]
            events = [dated.events, *(kind.events for kind in dated.rows)]
            if any(event in one and (not one[event].for_ or role in one[event].for_) for one in events):
                return True
            higher = (dated.part_of, *(kind.part_of for kind in dated.rows))
            if self._declared_above(above, parts=higher, event=event, role=role):
                return True
        return False

    def declared(self, row: Row) -> dict[str, EventColumn]:
        """Return the events that a row dates; a person's row dates `birth` where the map says `born`."""
        found = dict(self.walker.said(row).events)
        for _name, person in classes_at(self.world, row.table):
            if person.born:
                missing = StandIns(missing=tuple(str(value) for value in person.born.unknown))
                found["birth"] = EventColumn(
                    column=person.born.column, format=person.born.format, stand_ins=missing, for_=("self",)
                )
        return found

    def in_row(self, row: Row, event: str) -> tuple[Occurrence, ...]:
        """Return the occurrence that a row holds of an event, if its condition holds."""
        said = self.declared(row)[event]
        if not self.walker.holds(row, said.when):
            return ()
        place = next(iter(self.walker.walk(row, said.column)), None)
        value = self.walker.value(place) if place else None
        state = _state(value, said)
        if state is State.OPEN:
            return (Occurrence(state=state, day=self._began(row, said)),)
        day = self._day(place.row, column=place.column or "", said=said, value=value) if place else None
        if state is State.UNDATED or day is None:
            return (Occurrence(state=State.UNDATED),)
        return (Occurrence(state=state, day=day),)

    def _began(self, row: Row, said: EventColumn) -> date | None:
        places = self.walker.walk(row, said.began) if said.began else []
        if not places:
            return None
        place = places[0]
        plain = EventColumn(column=said.column)
        return self._day(place.row, column=place.column or "", said=plain, value=self.walker.value(place))

    def _day(self, row: Row, *, column: str, said: EventColumn, value: object) -> date | None:
        held = column_type(self.world, table=row.table, column=column) or "date"
        return day_of(value, said.format or _USUAL.get(held, held), self._zones(row))

    def _zones(self, row: Row) -> Bounds:
        store = self.world.data_map.stores[row.store]
        return ZoneInfo(store.zone), ZoneInfo(self.world.policy.organisation.time_zone)

    # With the owner

    def of_person(self, owner: Owner, event: str) -> tuple[Occurrence, ...]:
        """Return all occurrences of a person: in every row that counts for them, and remembered."""
        person = (owner.people, frozenset(self.owners.keys(owner)), event)
        if person not in self._of_people:
            self._of_people[person] = (*self._live(owner, event), *self._remembered(owner, event))
        return self._of_people[person]

    def _live(self, owner: Owner, event: str) -> list[Occurrence]:
        rows = self.owners.same_person(owner)
        return [
            occurrence
            for row in self.walker.all_rows()
            if event in self.declared(row) and self._counts_for(row, event=event, people=owner.people, rows=rows)
            for occurrence in self.in_row(row, event)
        ]

    def _counts_for(self, row: Row, *, event: str, people: str, rows: tuple[Row, ...]) -> bool:
        roles = self.declared(row)[event].for_ or tuple(self.owners.roles(row))
        led_to = [owner for role in roles for owner in self.owners.owners(row, role) or []]
        return any(owner.people == people and owner.row in rows for owner in led_to)

    def _remembered(self, owner: Owner, event: str) -> list[Occurrence]:
        keys = self.owners.keys(owner)
        found = []
        for known in self.world.remembered:
            if (known.people, known.event) != (owner.people, event) or known.person not in keys:
                continue
            if known.latest is not None:
                found.append(Occurrence(state=State.DATED, day=known.latest))
            if known.open:
                found.append(Occurrence(state=State.OPEN, day=known.began))
            if known.undated:
                found.append(Occurrence(state=State.UNDATED))
        return found


def _state(value: object, said: EventColumn) -> State:
    if nothing(value):
        return State.OPEN if said.empty == "open" else State.UNDATED
    if _is_one_of(value, said.stand_ins.open):
        return State.OPEN
    return State.UNDATED if _is_one_of(value, said.stand_ins.missing) else State.DATED


def _is_one_of(value: object, stand_ins: tuple[str, ...]) -> bool:
    """Return whether a value is a stand-in; a day stands for an instant at its beginning."""
    return any(str(value) in {one, f"{one} 00:00:00", f"{one}T00:00:00"} for one in stand_ins)
