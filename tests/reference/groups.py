"""The groups of every row, and what is decided for each: kept, due, or without a clock."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from garant.policy.activities import Activity, RetentionRule
from garant.policy.datamap import ColumnUse, Role
from garant.policy.paths import Column, Each, Inside
from garant.policy.terms import LegalBasis
from tests.reference.blanks import cell_is_empty
from tests.reference.held import Held, Suspended
from tests.reference.occurrences import Occurrences
from tests.reference.owners import Owner
from tests.reference.reasons import Cell, Group, Judge, Question, Reason, Says, Status
from tests.reference.world import Place, Row


class Groups:
    """Decides the groups of a world on a day, one by one."""

    def __init__(self, occurrences: Occurrences, day: date) -> None:
        """Take what has happened, and the day."""
        self.occurrences = occurrences
        self.owners = occurrences.owners
        self.walker = occurrences.walker
        self.policy = occurrences.world.policy
        self.day = day
        self.held = Held(self.owners)
        self.suspended = Suspended(self.held)
        self.judge = Judge(occurrences, self.policy.organisation.financial_year_ends)

    def of(self, row: Row) -> list[Group]:
        """Return the groups of a row, decided."""
        said = self.walker.said(row)
        cells: dict[tuple[object, ...], list[Cell]] = {}
        for column, use in said.columns.items():
            if use.is_personal:
                for kinship, cell in self._cells(row, column=column, use=use):
                    cells.setdefault(kinship, []).append(cell)
        found = []
        for (category, roles, activities, _element), together in cells.items():
            assert isinstance(category, str) and isinstance(roles, tuple) and isinstance(activities, tuple)
            group = Group(row=row, category=category, roles=roles, activities=activities, cells=tuple(together))
            found.append(self._decided(group))
        return found

    # Cells

    def _cells(self, row: Row, *, column: str, use: ColumnUse) -> Iterator[tuple[tuple[object, ...], Cell]]:
        roles, listed = self._roles(row, column=column, use=use)
        activities = self._activities(row, use)
        if not listed:
            cell = Cell(column=column, empty=cell_is_empty(self.walker, row=row, column=column))
            yield (use.category, roles, activities, None), cell
            return
        name, *members = column.split("->")
        elements = self.walker.elements_at(Place(row, name, tuple(members)))
        for number in range(len(elements)):
            yield (use.category, roles, activities, (column, number)), Cell(column=column, element=number)

    def _roles(self, row: Row, *, column: str, use: ColumnUse) -> tuple[tuple[str, ...], bool]:
        """Return the roles that a column's cells belong to, and whether each element is a cell of its own."""
        lists = tuple(name for name, role in self.walker.said(row).belongs_to.items() if lists_people(role) == column)
        if lists:
            return lists, True
        roles = tuple(self.owners.roles(row))
        return (tuple(role for role in roles if role == use.of) if use.of else roles), False

    def _activities(self, row: Row, use: ColumnUse) -> tuple[str, ...]:
        wide = self.walker.activities(row)
        if wide is None:
            return use.used_for
        return tuple(name for name in wide if name in use.used_for) if use.used_for else wide

    # Decisions

    def _decided(self, group: Group) -> Group:
        reasons = () if self.walker.said(group.row).left_alone else tuple(self._reasons(group))
        forbidden = self.policy.categories[group.category].forbidden
        named = tuple(self._held_through(group))
        is_held = group.row in self.held.rows or any(self.held.has(owner) for owner in named)
        spared = self.held.spares(group.row)
        if is_held or spared:
            status = Status.KEPT
        elif forbidden:
            status = Status.DUE
        elif any(reason.says is Says.KEEP for reason in reasons):
            status = Status.KEPT
        elif any(reason.says is Says.RUN_OUT for reason in reasons):
            status = Status.DUE
        else:
            status = Status.WITHOUT_A_CLOCK
        kept_for = named if group.row in self.held.rows else tuple(owner for owner in named if self.held.has(owner))
        left_alone = self.walker.said(group.row).left_alone or forbidden
        silent = () if left_alone else tuple(self._silencing(group))
        doubtful = any(map(self.held.is_doubtful, named))
        found = replace(group, status=status, reasons=reasons, is_held=is_held, held_by=kept_for, silent_for=silent)
        return replace(found, is_doubtful=doubtful, is_spared=spared)

    def _silencing(self, group: Group) -> Iterator[Owner]:
        """Yield the owners without whom a rule would speak that is silent with them: nobody is asked what they had."""
        for role in group.roles:
            own = self._role(group.row, role)
            for owner in self._led_to(group, role) or ():
                had = self.kinds(group.row, role=role, owner=owner)
                if own and own not in had and self._would_speak(group, role=role, kind=own):
                    yield owner

    def _would_speak(self, group: Group, *, role: str, kind: str) -> bool:
        activities = [self.policy.activities[name] for name in group.activities]
        covering = [one for one in activities if kind in one.subjects and group.category in one.categories]
        asked = [q for one in covering for _number, q in self._questions(group, one, role=role, owner=None)]
        return any(self.judge.ask(question)[0] is not Says.NOTHING for question in asked)

    def _held_through(self, group: Group) -> Iterator[Owner]:
        for role in group.roles:
            yield from self._led_to(group, role) or ()

    def _led_to(self, group: Group, role: str) -> list[Owner] | None:
        """Return the people to whom a role leads; of a list, those whom the element names."""
        led_to = self.owners.owners(group.row, role)
        if led_to is None or group.cells[0].element is None:
            return led_to
        place = (group.cells[0].column, group.cells[0].element)
        return [owner for owner in led_to if owner.listed == place]

    def _reasons(self, group: Group) -> Iterator[Reason]:
        for role in group.roles:
            led_to = self._led_to(group, role)
            if led_to is None:
                continue
            through: list[Owner | None] = [*led_to] or [None]
            for owner in through:
                yield from self._through(group, role=role, owner=owner)

    def _through(self, group: Group, *, role: str, owner: Owner | None) -> Iterator[Reason]:
        kinds = self.kinds(group.row, role=role, owner=owner)
        for name in group.activities:
            activity = self.policy.activities[name]
            if not (set(kinds) & set(activity.subjects) and group.category in activity.categories):
                continue
            for number, question in self._questions(group, activity, role=role, owner=owner):
                says, archived = self.judge.ask(question)
                if says is Says.RUN_OUT and self._awaits_visa(group, activity):
                    says = Says.KEEP
                elif says is Says.RUN_OUT and _is_unweighed(activity):
                    says = Says.NOTHING
                if owner is not None and self.suspended.has(owner, (name, number, group.category)):
                    says, archived = Says.RUN_OUT, False
                kind_is_fixed = self._role(group.row, role) is not None
                yield Reason(
                    activity=name,
                    rule=number,
                    role=role,
                    owner=owner,
                    says=says,
                    archived=archived,
                    needs_owner=not kind_is_fixed or self.judge.needs_owner(question),
                )

    def _awaits_visa(self, group: Group, activity: Activity) -> bool:
        """Return whether what the activity keeps is public archives, of which no list has its visa here."""
        return activity.public_archives and not self.policy.categories[group.category].log

    def _questions(
        self, group: Group, activity: Activity, *, role: str, owner: Owner | None
    ) -> Iterator[tuple[int, Question]]:
        for number, rule in enumerate(activity.retention):
            period = rule.period_for(group.category)
            if period is None or not _covers(rule, group.category):
                continue
            yield (
                number,
                Question(
                    rule=rule,
                    period=period,
                    archived_after=rule.archived_after(group.category),
                    row=group.row,
                    role=role,
                    owner=owner,
                    day=self.day,
                ),
            )

    # Kinds

    def _role(self, row: Row, name: str) -> str | None:
        """Return the kind that a role has of its own, if it has one."""
        holder = self.owners.roles(row).get(name)
        return holder.role.kind if holder and holder.role else None

    def kinds(self, row: Row, *, role: str, owner: Owner | None) -> list[str]:
        """Return the kinds of an owner in a role: the role's own, else those of the person, with `ever` and `never`."""
        own = self._role(row, role)
        if owner is None:
            return [own] if own else []
        kinds = [own] if own else self.owners.described_kinds(owner)
        return [kind for kind in kinds if self._holds(kind, owner)]

    def _holds(self, kind: str, owner: Owner) -> bool:
        subject = self.policy.subjects[kind]
        if subject.ever and not any(self.occurrences.of_person(owner, event) for event in subject.ever):
            return False
        return not any(self.occurrences.of_person(owner, event) for event in subject.never)


def _is_unweighed(activity: Activity) -> bool:
    """Return whether nobody weighed the interest that the activity rests on: then its rules end nothing."""
    return activity.basis is LegalBasis.LEGITIMATE_INTEREST and activity.assessment is None


def _covers(rule: RetentionRule, category: str) -> bool:
    return not rule.only or category in rule.only


def lists_people(role: Role) -> str | None:
    """Return the list column whose elements a role names (`members.each`), if it does so."""
    if role.path is None or not any(isinstance(step, Each) for step in role.path.steps):
        return None
    first = role.path.steps[0]
    if isinstance(first, Inside):
        return "->".join((first.name, *first.members))
    return first.name if isinstance(first, Column) and isinstance(role.path.steps[1], Each) else None
