"""Reasons: which rules reach which cells, and the conditions under which they keep them today (Art. 5(1)(e))."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from garant.planning.grounds.clocks import Clocks, Limits
from garant.planning.grounds.edges import Edges, PublicArchives
from garant.planning.grounds.facts.held import Held
from garant.planning.grounds.facts.suspended import Suspended
from garant.planning.grounds.holds import NO_HOLDS, HeldCase, Holds
from garant.planning.grounds.kinds import Kinds
from garant.planning.grounds.lists import Lists
from garant.planning.grounds.movable import Movable, is_archive
from garant.planning.grounds.rules import Case, Rules
from garant.planning.terrain.layout import Layout, RowsOfOneKind, narrowed
from garant.planning.terrain.plainer import Plainer
from garant.planning.terrain.predicates import (
    ALWAYS,
    NEVER,
    Condition,
    Filled,
    Missing,
    both,
    either,
    no,
    reached,
    some,
)
from garant.planning.terrain.rows import Owner, RoleAt, Rows, arrived
from garant.planning.terrain.ways import Aliases, value
from garant.policy.activities import RetentionRule


@dataclass(frozen=True, kw_only=True)
class Group:
    """The cells of one row that share category, roles and activities: decided together."""

    kind: RowsOfOneKind
    category: str
    roles: tuple[str, ...]
    activities: tuple[str, ...]
    columns: tuple[str, ...]
    forbidden: bool = False
    is_list: bool = False
    """Whether the column is a list of people: each element is a cell, and is decided by itself."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """A rule that reaches a group through one of its roles."""

    activity: str
    index: int
    rule: RetentionRule
    role: str


@dataclass(frozen=True)
class Reasons:
    """The reasons of one day: turns rules into conditions on rows under an alias."""

    layout: Layout
    today: date
    known: frozenset[tuple[str, str]] = frozenset()
    prefix: str = "r"
    holds: Holds = NO_HOLDS

    @cached_property
    def rows(self) -> Rows:
        """Return the rows that conditions speak of, with aliases counted from the start."""
        return Rows(self.layout, Aliases(self.prefix))

    @cached_property
    def clocks(self) -> Clocks:
        """Return the clocks that rules count by."""
        return Clocks(self.rows, self.known)

    @cached_property
    def plainer(self) -> Plainer:
        """Return what says conditions plainly, by the schemas that were seen."""
        return Plainer(self.layout.tables)

    # groups ---------------------------------------------------------------------------------------------------

    def groups(self, kind: RowsOfOneKind) -> tuple[Group, ...]:
        """Return the groups of cells in one kind of rows."""
        at = (kind.table, kind.index)
        if at not in self._groups:
            self._groups[at] = self._grouped(kind)
        return self._groups[at]

    @cached_property
    def _groups(self) -> dict[tuple[str, int], tuple[Group, ...]]:
        return {}

    @cached_property
    def _reached(self) -> dict[tuple[str, int, str, tuple[str, ...], tuple[str, ...]], tuple[Reach, ...]]:
        return {}

    def _grouped(self, kind: RowsOfOneKind) -> tuple[Group, ...]:
        roles = tuple(role.name for role in self.rows.roles(kind))
        inherited, lists = self._activities(kind), self.lists.of(kind)
        found: dict[tuple[str, tuple[str, ...], tuple[str, ...], bool], list[str]] = {}
        for column, use in kind.columns.items():
            if use.is_personal and self._is_there(kind.table, column):
                listed = lists.get(value("t", column), ())
                whose = listed or ((use.of,) if use.of else roles)
                key = (use.category or "", whose, narrowed(inherited, use.used_for or None) or (), bool(listed))
                found.setdefault(key, []).append(column)
        categories = self.layout.policy.categories
        return tuple(
            Group(
                kind=kind,
                category=category,
                roles=whose,
                activities=activities,
                columns=tuple(columns),
                forbidden=category in categories and categories[category].forbidden,
                is_list=is_list,
            )
            for (category, whose, activities, is_list), columns in found.items()
        )

    def _is_there(self, table: str, column: str) -> bool:
        return self.layout.tables[table].column(column.split("->")[0]) is not None

    def _activities(self, kind: RowsOfOneKind) -> tuple[str, ...] | None:
        """Return the activities of a row: those of its table, or of the row it is part of, narrowed by its kind."""
        found: tuple[str, ...] | None = None
        for levels in self.rows.levels(kind):
            said = [level.kind.used_for for level in levels]
            names = tuple(dict.fromkeys(name for each in said for name in each or ()))
            found = narrowed(None if None in said else names, found)
            if any(self.layout.said(level.kind.table).used_for for level in levels):
                break
        return found

    def reaches(self, group: Group) -> tuple[Reach, ...]:
        """Return the rules that reach a group, each through one role."""
        at = (group.kind.table, group.kind.index, group.category, group.roles, group.activities)
        if at not in self._reached:
            self._reached[at] = tuple(self._reaches(group))
        return self._reached[at]

    def _reaches(self, group: Group) -> Iterator[Reach]:
        roles = [role for role in self.rows.roles(group.kind) if role.name in group.roles]
        for name in group.activities:
            activity = self.layout.policy.activities.get(name)
            if activity is None:
                continue
            for index, rule in activity.rules_for(group.category):
                for role in roles:
                    if set(self.kinds(role)) & set(activity.subjects):
                        yield Reach(activity=name, index=index, rule=rule, role=role.name)

    def kinds(self, role: RoleAt) -> tuple[str, ...]:
        """Return the kinds that a role's owners may be of."""
        return self.rules.kinds.of(role)

    @cached_property
    def rules(self) -> Rules:
        """Return what rules say of rows."""
        return Rules(Kinds(self.clocks), Suspended(self.hold.facts, self.holds))

    def case(self, group: Group, reach: Reach, alias: str, *, role: RoleAt | None = None) -> Case:
        """Return the case of a rule that reaches a group of the row under `alias` through a role."""
        roles = self.rows.roles(group.kind, alias) if role is None else (role,)
        found = next(one for one in roles if one.name == reach.role)
        activity = self.layout.policy.activities[reach.activity]
        ground = (reach.activity, reach.index, group.category)
        return Case(kind=group.kind, rule=reach.rule, activity=activity, role=found, alias=alias, ground=ground)

    @cached_property
    def counted(self) -> tuple[tuple[str, str], ...]:
        """Return the events that some rule or kind looks for with a person, by people."""
        for table in self.layout.personal:
            for kind in self.layout.kinds_of(table):
                for group in self.groups(kind):
                    self.due(group)
        return tuple(sorted(self.clocks.asked))

    # conditions on a group ------------------------------------------------------------------------------------

    def not_kept(self, group: Group, alias: str = "t") -> Condition:
        """Return that no hold and no rule keeps the group."""
        return self._once(self._not_kept, group, alias)

    def _once(self, say: Callable[[Group, str], Condition], group: Group, alias: str) -> Condition:
        # What is said of a row itself is said once; for another row, the aliases inside must be new ones.
        if alias != "t":
            return say(group, alias)
        at = (say.__name__, group.kind.table, group.kind.index, group.category, group.roles, group.activities)
        if at not in self._said:
            self._said[at] = say(group, alias)
        return self._said[at]

    @cached_property
    def _said(self) -> dict[object, Condition]:
        return {}

    def _not_kept(self, group: Group, alias: str) -> Condition:
        free = no(self.held(group, alias))
        if group.forbidden:
            return free
        return both(free, *(no(condition) for condition in self.each_keeps(group, alias, self.lasting)))

    def out_of_active_use(self, group: Group, alias: str = "t") -> Condition:
        """Return that nothing keeps the group in the active base: rules that keep it are past their archive day."""
        kept = self.each_keeps(group, alias, self.edges.active)
        return both(no(self.held(group, alias)), *(no(condition) for condition in kept))

    def still_kept(self, group: Group, alias: str = "t") -> Condition:
        """Return that a rule keeps the group, if only in the archive."""
        return NEVER if group.forbidden else either(*self.each_keeps(group, alias, self.edges.whole))

    @cached_property
    def movable(self) -> Movable:
        """Return which groups leave for the archive when nothing keeps them in the active base."""
        return Movable(self)

    def archives(self, group: Group) -> bool:
        """Return whether some rule means the group for an archive that it cannot go to."""
        if self.movable(group) or is_archive(self.layout, self.layout.store_of(group.kind.table)):
            return False
        return any(reach.rule.archived_after(group.category) is not None for reach in self.reaches(group))

    def run_out(self, group: Group, alias: str = "t") -> Condition:
        """Return that some rule has something to count from; where none keeps, that rule has run out."""
        return ALWAYS if group.forbidden else self._once(self._run_out, group, alias)

    def _run_out(self, group: Group, alias: str) -> Condition:
        cases = ((reach, self.case(group, reach, alias)) for reach in self.reaches(group))
        found = (self.rules.reached(c) if self._may_end(r) else self.rules.is_suspended(c) for r, c in cases)
        return either(*found)

    def due(self, group: Group, alias: str = "t") -> Condition:
        """Return that no rule keeps the group and at least one has run out."""
        return both(self.not_kept(group, alias), self.run_out(group, alias))

    @cached_property
    def hold(self) -> Held:
        """Return what the holds of the day keep."""
        return Held(self.rows, self.holds)

    def held(self, group: Group, alias: str = "t") -> Condition:
        """Return that a hold keeps the group: one on the row, or one on a person whose cells these are."""
        if not self.holds.all and not self._may_be_doubtful:
            return self.hold.row(group.kind.table, alias)
        roles = (role for role in self.rows.roles(group.kind, alias) if role.name in group.roles)
        return self.held_through(group.kind.table, alias, roles)

    @cached_property
    def _may_be_doubtful(self) -> bool:
        return any(map(self.layout.linked_elsewhere, self.layout.data_map.people))

    def held_by(self, case: HeldCase, kind: RowsOfOneKind, group: Group | None = None) -> Condition:
        """Return that the row is of this kind, and that a hold of the case keeps it, or cells of it (of one group)."""
        named = {name for one in ((group,) if group else self.groups(kind)) for name in one.roles}
        roles = (role for role in self.rows.roles(kind) if role.name in named)
        through = (self._held_through(role, lambda owner: self.hold.owner_by(case, owner)) for role in roles)
        return both(self.rows.of_kind(kind, "t"), either(self.hold.row_by(case, kind.table), *through))

    def held_through(self, table: str, alias: str, roles: Iterable[RoleAt]) -> Condition:
        """Return that a hold is on the row, or on a person to whom one of these roles leads."""
        through = (self._held_through(role, self.hold.owner) for role in roles)
        return either(self.hold.row(table, alias), *through)

    def _held_through(self, role: RoleAt, is_held: Callable[[Owner], Condition]) -> Condition:
        ways = ((owner.way, is_held(arrived(owner))) for owner in role.owners)
        return either(*(reached(way.sources, way.where, held) for way, held in ways))

    @cached_property
    def lists(self) -> Lists:
        """Return what is said of lists of people, element by element."""
        return Lists(self)

    def loose(self, group: Group, alias: str = "t") -> Condition:
        """Return that a cell of the group, which nothing keeps, holds something and that no rule has run out for it."""
        if group.forbidden:
            return NEVER
        each = self.lists.each(group, alias)
        if each is None:
            return both(no(self.run_out(group, alias)), no(self.empty(group, alias)))
        return some((each.elements,), each.free, no(each.ended))

    def needs(self, owner: Owner, group: Group, role: RoleAt, *, alias: str) -> Condition:
        """Return that a hold or a rule keeps the group through this one owner, or is silent because of them.

        Of a row that a plan spares, a rule that has run out goes on counting: the plan that takes the row will ask it.
        """
        found = [self.hold.owner(owner), self.hold.named(group.kind.table, alias)]
        silent = []
        for reach in () if group.forbidden else self.reaches(group):
            if reach.role == role.name:
                case = self.case(group, reach, alias, role=role)
                say = partial(self.rules.keeps_by, case, owner)
                found.append(self.lasts(group, reach, alias, say=say))
                found.append(both(self.hold.spared(group.kind.table, alias), self._counts_by(case, owner, reach)))
                silent.append(self.rules.silent_by(case, owner))
        unspoken = either(*silent)
        if unspoken != NEVER:
            found.append(both(unspoken, no(self._wholly_due(group, alias)), no(self.all_due(group.kind, alias))))
        return either(*found)

    def _counts_by(self, case: Case, owner: Owner, reach: Reach) -> Condition:
        """Return that a rule has something to count from through this owner, whether it has run out or not."""
        if not self.hold.spares:
            return NEVER
        found = self.rules.reached_by(case, owner)
        return found if self._may_end(reach) else self.rules.suspended.by(arrived(owner), case.ground)

    def all_due(self, kind: RowsOfOneKind, alias: str) -> Condition:
        """Return that nothing in a row of this kind keeps it: a group is due, and the others are due or empty."""
        groups = self.groups(kind)
        if len(groups) == 1:
            return self._wholly_due(groups[0], alias)
        undisturbed = (both(self.not_kept(g, alias), no(self.loose(g, alias))) for g in groups)
        return both(*undisturbed, either(*(self.run_out(g, alias) for g in groups)))

    def _wholly_due(self, group: Group, alias: str) -> Condition:
        # Where the group is a list, one element may have run out and another have no clock.
        return both(self.due(group, alias), no(self.loose(group, alias))) if group.is_list else self.due(group, alias)

    def empty(self, group: Group, alias: str = "t") -> Condition:
        """Return that none of the group's cells holds anything; a list, that it has no elements."""
        each = self.lists.each(group, alias)
        if each is not None:
            return no(some((each.elements,)))
        return both(*(self.empty_cell(group.kind, column, alias) for column in group.columns))

    def empty_cell(self, kind: RowsOfOneKind, column: str, alias: str = "t") -> Condition:
        """Return that the cell is NULL, or holds its filler, which a table left alone may have no way to write."""
        cell, aside = value(alias, column), kind.table in self.layout.set_aside
        filler = None if aside else self.filler(kind, column)
        missing = () if self._never_null(kind.table, column) else (Missing(cell),)
        return either(*missing, *(() if filler is None else (Filled(cell, filler),)))

    def filler(self, kind: RowsOfOneKind, column: str) -> str | None:
        """Return the text that fills the column when it is blanked; None for NULL."""
        blank = kind.columns[column].blank
        if isinstance(blank, str):
            return blank
        if blank is not None:
            said = blank.values.get(column.split("->")[0])
            return None if said is None else str(said)
        return "" if self._never_null(kind.table, column) else None

    def _never_null(self, table: str, column: str) -> bool:
        seen = self.layout.tables[table].column(column.split("->")[0])
        return seen is not None and not seen.nullable and "->" not in column

    def may_end(self, group: Group) -> bool:
        """Return whether every rule that reaches the group may run out."""
        return all(self._may_end(reach) for reach in self.reaches(group))

    def _may_end(self, reach: Reach) -> bool:
        return self.layout.policy.activities[reach.activity].may_end

    # conditions on a rule -------------------------------------------------------------------------------------

    def each_keeps(self, group: Group, alias: str, limits: Callable[[Group, Reach], Limits]) -> Iterator[Condition]:
        """Yield that each rule that reaches the group keeps it, within such limits."""
        longest: dict[object, tuple[Limits, Reach]] = {}
        for reach in self.reaches(group):
            activity = self.layout.policy.activities[reach.activity]
            edge = limits(group, reach)
            rule = reach.rule
            counted = (frozenset(activity.subjects), rule.from_, rule.or_else, edge.open_last, rule.at_latest)
            ground = (reach.activity, reach.index, group.category)
            suspended = ground if self.rules.suspended.concerns(ground) else None
            key = (reach.role, *counted, edge.awaits_visa, suspended)
            if key not in longest or edge.last < longest[key][0].last:
                longest[key] = (edge, reach)
        for _, reach in longest.values():
            say = partial(self.rules.keeps, self.case(group, reach, alias))
            yield self.public.within(group, alias, limits=limits(group, reach), say=say)

    @cached_property
    def public(self) -> PublicArchives:
        """Return what waits for the visa of the public archives, and what has it."""
        return PublicArchives(self)

    def keeps(self, group: Group, reach: Reach, alias: str = "t") -> Condition:
        """Return that a rule keeps the group where it lies."""
        return self.lasts(group, reach, alias, say=partial(self.rules.keeps, self.case(group, reach, alias)))

    def lasts(self, group: Group, reach: Reach, alias: str, *, say: Callable[[Limits], Condition]) -> Condition:
        """Return what a rule says of the group within its limits where the group lies."""
        return self.public.within(group, alias, limits=self.lasting(group, reach), say=say)

    def lasting(self, group: Group, reach: Reach) -> Limits:
        """Return the edges of a rule where the group lies: in the active base those of its time there."""
        return self.edges.active(group, reach) if self.movable(group) else self.edges.whole(group, reach)

    @cached_property
    def edges(self) -> Edges:
        """Return the edges of the rules on this day."""
        return Edges(self.layout, self.today)
