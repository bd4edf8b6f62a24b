"""Which rows that would go are anonymised instead: what would remain must say nothing about anybody."""

from collections import defaultdict
from datetime import date

from garant.policy.datamap import ColumnUse
from garant.policy.terms import Fate
from tests.reference.blanks import CannotBlankError, blanking, cell_is_empty
from tests.reference.owners import Owners
from tests.reference.reasons import Group, Status
from tests.reference.references import Link, emptied_columns
from tests.reference.walking import Walker
from tests.reference.world import Row, column_type, key_of


class Anonymity:
    """Tests rows that would go, one by one and then together."""

    def __init__(self, owners: Owners, groups: dict[Row, list[Group]]) -> None:
        """Take the people, and the decided groups of every row."""
        self.owners = owners
        self.walker: Walker = owners.walker
        self.world = owners.walker.world
        self.groups = groups

    def rows(self, going: frozenset[Row]) -> tuple[frozenset[Row], frozenset[Row]]:
        """Return the rows among those going that are anonymised instead of erased, and those that already are so."""
        alone = [row for row in going if self._is_said(row) and self._leaves_nothing(row, going)]
        people: dict[tuple[object, ...], set[object]] = defaultdict(set)
        for row in alone:
            people[self._seen(row)] |= self._people(row) or {row}
        enough = self.world.data_map.smallest_group
        passing = [row for row in alone if len(people[self._seen(row)]) >= enough]
        already = frozenset(row for row in passing if self._is_done(row))
        return frozenset(passing) - already, already

    def _is_done(self, row: Row) -> bool:
        """Return whether nothing of a row but its key would change."""
        owned = any(row.values[name] is not None for link in self.owner_links(row) for name in link.columns)
        uses = self.walker.said(row).columns
        full = [
            name
            for name, use in uses.items()
            if use.is_personal and use.generalise is None and not cell_is_empty(self.walker, row=row, column=name)
        ]
        kept = generalised(self.walker, row)
        return not owned and not full and all(row.values[name] == value for name, value in kept.items())

    def _is_said(self, row: Row) -> bool:
        due = [group for group in self.groups[row] if group.status is Status.DUE]
        return bool(due) and all(self._all_say_so(group) for group in due)

    def _all_say_so(self, group: Group) -> bool:
        activities = self.world.policy.activities
        rules = [activities[reason.activity].retention[reason.rule] for reason in group.reasons]
        return bool(rules) and all(rule.then is Fate.ANONYMISE for rule in rules)

    def _leaves_nothing(self, row: Row, going: frozenset[Row]) -> bool:
        if "self" in self.owners.roles(row) and self.walker.parent(row) is None:
            return False
        others = [link for link in self._of(row) if link not in self.owner_links(row)]
        if any(other in going for link in others for other in self.walker.targets(row, link)):
            return False
        key = key_of(self.world, row.table)
        if len(key) != 1 or column_type(self.world, table=row.table, column=key[0]) != "int":
            return False
        if key[0] in self.walker.said(row).columns or self._is_referred_to(row):
            return False
        return self._can_be_emptied(row) and self._can_be_blanked(row)

    def _is_referred_to(self, row: Row) -> bool:
        return any(
            row in self.walker.targets(other, link) for other in self.walker.all_rows() for link in self._of(other)
        )

    def _of(self, row: Row) -> list[Link]:
        return self.walker.links_of(row)

    def _can_be_emptied(self, row: Row) -> bool:
        links = self.owner_links(row)
        return all(link.is_plain and len(emptied_columns(self.world, link)) == len(link.columns) for link in links)

    def owner_links(self, row: Row) -> list[Link]:
        """Return the references of a row by which it leads to its owners and to what it is part of."""
        said = self.walker.said(row)
        paths = [role.path for role in said.belongs_to.values() if role.path]
        paths += [said.part_of.path] if said.part_of and said.part_of.path else []
        texts = [role.column for role in said.belongs_to.values() if role.holds]
        texts += [said.part_of.column] if said.part_of and said.part_of.holds else []
        firsts = {str(path).split(".")[0] for path in paths}
        return [
            link
            for link in self._of(row)
            if link.name in firsts or (link.holds is not None and link.columns[0] in texts)
        ]

    def _can_be_blanked(self, row: Row) -> bool:
        try:
            for column, use in self.walker.said(row).columns.items():
                if use.is_personal and use.generalise is None and "->" not in column:
                    blanking(self.walker, row=row, column=column)
        except CannotBlankError:
            return False
        return True

    def _people(self, row: Row) -> set[object]:
        led_to = [owner for role in self.owners.roles(row) for owner in self.owners.owners(row, role) or []]
        return {(owner.people, self.owners.key(owner)) for owner in led_to}

    def _seen(self, row: Row) -> tuple[object, ...]:
        return (row.table, *sorted((name, str(value)) for name, value in generalised(self.walker, row).items()))


def generalised(walker: Walker, row: Row) -> dict[str, object]:
    """Return the quasi-identifiers of a row, as they remain."""
    uses = walker.said(row).columns
    return {name: _rougher(row.values.get(name), use) for name, use in uses.items() if use.generalise is not None}


def _rougher(value: object, use: ColumnUse) -> object:
    said = use.generalise or "none"
    if value is None or said == "none":
        return value
    if said == "department":
        return str(value)[:2]
    if said.startswith("band of "):
        width = int(said.removeprefix("band of "))
        return int(str(value)) // width * width
    assert said == "year" and isinstance(value, date)
    return value.replace(month=1, day=1)
