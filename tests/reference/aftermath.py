"""What the stores must hold after everything due has been done, and what must be remembered of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from garant.policy.datamap import Table
from garant.policy.paths import Path
from tests.reference.anonymity import Anonymity
from tests.reference.blanks import blanking, filler
from tests.reference.interpreter import Verdict, judge
from tests.reference.occurrences import Occurrence, Occurrences, State
from tests.reference.owners import Owner, Owners
from tests.reference.references import emptied_columns
from tests.reference.schema import Values
from tests.reference.values import parsed, without_member, written_back
from tests.reference.walking import Walker
from tests.reference.world import Place, Remembered, Row, Tables, World, key_of


def after(world: World, day: date) -> Tables:
    """Return what the tables must hold after a perfect apply; a newly drawn key is a negative number."""
    return Aftermath(judge(world, day)).tables()


def world_after(world: World, day: date) -> World:
    """Return the whole world after a perfect apply, with what is remembered then."""
    aftermath = Aftermath(judge(world, day))
    tables = aftermath.tables()
    return replace(world, tables=tables, remembered=aftermath.remembered(tables))


class Aftermath:
    """Carries a verdict out, on copies."""

    def __init__(self, verdict: Verdict) -> None:
        """Take what was decided."""
        self.verdict = verdict
        self.world = verdict.world
        self.walker: Walker = verdict.owners.walker

    def tables(self) -> Tables:
        """Return the tables, without the rows that go, with what is blanked, emptied and recounted."""
        kept = {row: dict(row.values) for row in self.walker.all_rows() if row not in self.verdict.going}
        for row, values in kept.items():
            if row in self.verdict.anonymised:
                self._anonymise(row, values)
            else:
                self._blank(row, values)
                self._empty(row, values)
            self._take_out(row, values)
        tables: Tables = {table: [] for table in self.world.tables}
        for row, values in kept.items():
            tables[row.table].append(values)
        self._recount(kept, tables)
        return tables

    # Cells

    def _blank(self, row: Row, values: Values) -> None:
        for other, cell in self.verdict.blanked:
            if other is row and cell.element is None:
                self._blank_one(row, values, column=cell.column)

    def _blank_one(self, row: Row, values: Values, *, column: str) -> None:
        name, *members = column.split("->")
        use = self.walker.said(row).columns[column]
        if members and column not in filler(self.walker, row=row, column=column, use=use):
            self._without(row, values, place=Place(row, name, tuple(members)))
            return
        values.update(blanking(self.walker, row=row, column=column))

    def _without(self, row: Row, values: Values, *, place: Place) -> None:
        written = self.walker.format_of(row, place.column or "")
        held = parsed(values[place.column or ""], written)
        left = without_member(held, place.members)
        if left != held:
            values[place.column or ""] = written_back(left, written)

    # References

    def _empty(self, row: Row, values: Values) -> None:
        for other, link in self.verdict.emptied:
            if other is not row or link.is_list:
                continue
            if link.members:
                self._without(row, values, place=Place(row, link.columns[0], link.members))
                continue
            for name in [link.columns[0]] if link.holds else emptied_columns(self.world, link):
                values[name] = None

    def _take_out(self, row: Row, values: Values) -> None:
        """Take the elements that are due, or that name somebody gone, out of their lists."""
        places = {*self._due_elements(row), *self._gone_elements(row)}
        for column, members in {(place.column or "", place.members) for place in places}:
            numbers = {place.element for place in places if (place.column, place.members) == (column, members)}
            written = self.walker.format_of(row, column)
            values[column] = _without_elements(values[column], members=members, numbers=numbers, written=written)

    def _due_elements(self, row: Row) -> Iterator[Place]:
        for other, cell in self.verdict.blanked:
            if other is row and cell.element is not None:
                name, *members = cell.column.split("->")
                yield Place(row, name, tuple(members), cell.element)

    def _gone_elements(self, row: Row) -> Iterator[Place]:
        for column, element in self.verdict.owners.lost_elements(row, self.verdict.going):
            name, *members = column.split("->")
            yield Place(row, name, tuple(members), element)

    # Anonymised rows

    def _anonymise(self, row: Row, values: Values) -> None:
        anonymity = Anonymity(self.verdict.owners, self.verdict.groups)
        kept = anonymity.generalised(row)
        key = key_of(self.world, row.table)[0]
        row = replace(row, values={**row.values, key: -(row.number + 1)})
        for column, use in self.walker.said(row).columns.items():
            if use.is_personal and column not in kept:
                self._blank_one(row, values, column=column)
        values.update(kept)
        values.update(dict.fromkeys(anonymity.emptied(row)))
        values[key] = row.values[key]

    # Counters

    def _recount(self, kept: dict[Row, Values], tables: Tables) -> None:
        later = Walker(replace(self.world, tables=tables))
        rows = {id(row.values): row for row in later.all_rows()}
        for row, values in kept.items():
            said = self.world.data_map.tables.get(row.table)
            for column, path in _counters(said):
                before = len(self.walker.rows_at(row, path))
                now = len(later.rows_at(rows[id(values)], path))
                if before != now:
                    values[column] = now

    # Memory

    def remembered(self, tables: Tables) -> tuple[Remembered, ...]:
        """Return what must be remembered then: all that is known, where rows alone would say less."""
        left = summaries(replace(self.world, tables=tables, remembered=()))
        known = summaries(self.world)
        return tuple(known[who] for who in sorted(known) if who in left and left[who] != known[who])


def _counters(said: Table | None) -> list[tuple[str, Path]]:
    columns = said.columns if said else {}
    return [(name, use.recount) for name, use in columns.items() if use.recount is not None]


def _without_elements(
    value: object, *, members: tuple[str, ...], numbers: set[int | None], written: str | None
) -> object:
    held = parsed(value, written)

    def left(inside: object, names: tuple[str, ...]) -> object:
        if names and isinstance(inside, dict):
            return {**inside, names[0]: left(inside[names[0]], names[1:])}
        assert isinstance(inside, list)
        return [element for number, element in enumerate(inside) if number not in numbers]

    return written_back(left(held, members), written)


def summaries(world: World) -> dict[tuple[str, str, str], Remembered]:
    """Return, for every person who has a row and every event that is asked about, what live and remembered rows say."""
    owners = Owners(Walker(world))
    occurrences = Occurrences(owners)
    found: dict[tuple[str, str, str], Remembered] = {}
    for owner in _everybody(owners):
        for event in sorted(asked_about(world)):
            said = occurrences.of_person(owner, event)
            who = (owner.people, owners.key(owner), event)
            found[who] = _summary(who, said)
    return found


def asked_about(world: World) -> set[str]:
    """Return the events that a rule counts from, or that a kind's `ever` or `never` asks about."""
    policy = world.policy
    events = {event for _name, _activity, _number, rule in policy.rules() for event in rule.events}
    return events | {event for subject in policy.subjects.values() for event in (*subject.ever, *subject.never)}


def _everybody(owners: Owners) -> Iterator[Owner]:
    for name, person in owners.map.people.items():
        for row in owners.walker.rows.get(person.table or "", []):
            if owners.walker.holds(row, person.when):
                yield Owner(people=name, row=row)


def _summary(who: tuple[str, str, str], said: tuple[Occurrence, ...]) -> Remembered:
    days = [one.day for one in said if one.state is State.DATED and one.day]
    begun = [one.day for one in said if one.state is State.OPEN]
    known = [day for day in begun if day is not None]
    return Remembered(
        people=who[0],
        person=who[1],
        event=who[2],
        latest=max(days, default=None),
        open=bool(begun),
        began=max(known, default=None) if len(known) == len(begun) else None,
        undated=any(one.state is State.UNDATED for one in said),
    )
