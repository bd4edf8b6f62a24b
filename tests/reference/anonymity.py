"""Which rows that would go are anonymised instead: what would remain must say nothing about anybody."""

from collections import defaultdict
from datetime import date, datetime

from garant.policy.terms import Fate
from tests.reference.blanks import cell_is_empty
from tests.reference.owners import Owners
from tests.reference.reasons import Group, Status
from tests.reference.remains import Remains
from tests.reference.walking import Walker
from tests.reference.world import Row


class Anonymity:
    """Tests rows that would go, one by one and then together."""

    def __init__(self, owners: Owners, groups: dict[Row, list[Group]]) -> None:
        """Take the people, and the decided groups of every row."""
        self.owners = owners
        self.walker: Walker = owners.walker
        self.world = owners.walker.world
        self.groups = groups
        self.remains = Remains(owners)

    def rows(self, going: frozenset[Row]) -> tuple[frozenset[Row], frozenset[Row]]:
        """Return the rows among those going that are anonymised instead of erased, and those that already are so."""
        alone = [row for row in going if self._is_said(row) and not self.remains.in_row(row)]
        people: dict[tuple[object, ...], set[object]] = defaultdict(set)
        rows: dict[tuple[object, ...], list[Row]] = defaultdict(list)
        for row in alone:
            people[self._seen(row)] |= self._people(row) or {row}
            rows[self._seen(row)].append(row)
        enough = self.world.data_map.smallest_group
        passing = [row for row in alone if min(len(one[self._seen(row)]) for one in (people, rows)) >= enough]
        already = frozenset(row for row in passing if self._is_done(row))
        return frozenset(passing) - already, already

    def _is_done(self, row: Row) -> bool:
        """Return whether nothing of a row but its key would change."""
        owned = any(row.values[name] is not None for name in self.emptied(row))
        uses = self.walker.said(row).columns
        full = [
            name
            for name, use in uses.items()
            if use.is_personal and use.generalise is None and not cell_is_empty(self.walker, row=row, column=name)
        ]
        kept = self.generalised(row)
        return not owned and not full and all(row.values[name] == value for name, value in kept.items())

    def emptied(self, row: Row) -> list[str]:
        """Return the columns of a row by which it leads to its owners and to what it is part of."""
        return [name for names in self.remains.led_by(row).values() for name in names]

    def _is_said(self, row: Row) -> bool:
        due = [group for group in self.groups[row] if group.status is Status.DUE]
        return bool(due) and all(self._all_say_so(group) for group in due)

    def _all_say_so(self, group: Group) -> bool:
        if any(self.world.policy.categories[other.category].forbidden for other in self.groups[group.row]):
            return False
        activities = self.world.policy.activities
        rules = [activities[reason.activity].retention[reason.rule] for reason in group.reasons]
        return bool(rules) and all(rule.then is Fate.ANONYMISE for rule in rules)

    def _people(self, row: Row) -> set[object]:
        led_to = [owner for role in self.owners.roles(row) for owner in self.owners.owners(row, role) or []]
        return {(owner.people, self.owners.key(owner)) for owner in led_to}

    def _seen(self, row: Row) -> tuple[object, ...]:
        return (
            row.table,
            repr(self.walker.said(row).kind),
            *sorted((name, str(value)) for name, value in self.generalised(row).items()),
        )

    def generalised(self, row: Row) -> dict[str, object]:
        """Return the quasi-identifiers of a row, as they remain."""
        rough = self.remains.quasi_identifiers(row)
        return {name: _rougher(row.values.get(name), how) for name, how in rough.items()}


def _rougher(value: object, said: str) -> object:
    if value is None or said == "none":
        return value
    if said == "department":
        return str(value)[:2]
    if said.startswith("band of "):
        width = int(said.removeprefix("band of "))
        return int(str(value)) // width * width
    assert said == "year" and isinstance(value, date)
    return datetime(value.year, 1, 1) if isinstance(value, datetime) else date(value.year, 1, 1)  # noqa: DTZ001
