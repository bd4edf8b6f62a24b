"""What is kept, due or without a clock in a world on a day, cell by cell; which rows go, and what is emptied."""

from dataclasses import dataclass
from datetime import date

from tests.reference.anonymity import Anonymity
from tests.reference.groups import Groups
from tests.reference.occurrences import Occurrences
from tests.reference.owners import Owners
from tests.reference.reasons import Cell, Group, Status
from tests.reference.references import Link
from tests.reference.rows import Rows, is_leaving
from tests.reference.walking import Walker
from tests.reference.world import Row, World, classes_at


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """All that is decided for a world on a day.

    `going` are erased, `anonymised` not among them; `skeletons` would go but are needed; `blanked` are the cells that
    are due and not empty in rows that stay; `emptied` the references of such rows to rows that are erased.
    """

    world: World
    day: date
    owners: Owners
    groups: dict[Row, list[Group]]
    going: frozenset[Row]
    anonymised: frozenset[Row]
    skeletons: frozenset[Row]
    held: frozenset[Row]
    blanked: tuple[tuple[Row, Cell], ...]
    emptied: tuple[tuple[Row, Link], ...]

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to do."""
        return not (self.going or self.anonymised or self.blanked)

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how many there are by table and by what happens: erase, anonymise, skeleton, and `blank` by column."""
        done = [(row.table, "erase") for row in self.going]
        done += [(row.table, "anonymise") for row in self.anonymised]
        done += [(row.table, "skeleton") for row in self.skeletons]
        done += [(row.table, f"blank {cell.column}") for row, cell in self.blanked]
        return {what: done.count(what) for what in sorted(set(done))}


def judge(world: World, day: date) -> Verdict:
    """Look at every cell of a world on a day, one by one."""
    walker = Walker(world)
    owners = Owners(walker)
    decide = Groups(Occurrences(owners), day)
    groups = {row: decide.of(row) for row in walker.all_rows()}
    rows = Rows(owners, groups)
    fate = rows.fate()
    anonymised, already = Anonymity(owners, groups).rows(fate.going)
    going = fate.going - anonymised - already
    staying = [row for row in groups if row not in going | anonymised | already]
    return Verdict(
        world=world,
        day=day,
        owners=owners,
        groups=groups,
        going=going,
        anonymised=anonymised,
        skeletons=fate.skeletons,
        held=rows.held,
        blanked=tuple((row, cell) for row in staying for cell in _due_cells(groups[row], world)),
        emptied=tuple(
            (row, link)
            for row in staying
            for link in _emptied(owners, row=row, going=going)
            if not is_leaving(groups[row], link)
        ),
    )


def _due_cells(groups: list[Group], world: World) -> list[Cell]:
    due = [group for group in groups if group.status is Status.DUE]
    return [cell for group in due for cell in group.cells if not cell.empty and may_be_blanked(group, cell, world)]


def may_be_blanked(group: Group, cell: Cell, world: World) -> bool:
    """Return whether a cell may go before its row: not if it is a day that is counted from, unless it is forbidden."""
    return world.policy.categories[group.category].forbidden or not _dates(group, cell, world)


def _dates(group: Group, cell: Cell, world: World) -> bool:
    """Return whether a cell says when something happened, or began, from which a rule counts: it goes with its row."""
    rules = [rule for activity in world.policy.activities.values() for rule in activity.retention]
    counted = {event for rule in rules for event in rule.events}
    table = world.data_map.tables[group.row.table]
    dated = (table.events, *(kind.events for kind in table.rows))
    said = [one for events in dated for event, one in events.items() if event in counted]
    days = [str(path) for one in said for path in (one.column, one.began) if path]
    born = [str(p.born.column) for _, p in classes_at(world, group.row.table) if p.born and "birth" in counted]
    return cell.column in (*days, *born)


def _emptied(owners: Owners, *, row: Row, going: frozenset[Row]) -> list[Link]:
    lost = {column for column, _element in owners.lost_elements(row, going)}
    lists = [link for link in owners.walker.links_of(row) if link.is_list]
    others = [link for link in owners.walker.links_of(row) if not link.is_list]
    found = [link for link in others if any(other in going for other in owners.walker.targets(row, link))]
    return [*found, *(link for link in lists if link.columns[0] in lost)]
