"""Reasons: which rules reach which cells, and the conditions under which they keep them today (Art. 5(1)(e))."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from garant.planning.clocks import Clocks, Limits
from garant.planning.layout import Layout, RowsOfOneKind, narrowed
from garant.planning.predicates import (
    ALWAYS,
    NEVER,
    Condition,
    Elements,
    Filled,
    Missing,
    Same,
    Source,
    Value,
    both,
    either,
    no,
    reached,
    some,
    within,
)
from garant.planning.rows import Owner, RoleAt, Rows
from garant.planning.ways import Aliases, Way, value
from garant.policy.activities import Activity, RetentionRule
from garant.policy.datamap import ColumnUse
from garant.policy.periods import Period, RoundedTo, YearEnd, cutoff
from garant.policy.terms import Fate, LegalBasis


@dataclass(frozen=True, kw_only=True)
class Group:
    """The cells of one row that share category, roles and activities: decided together."""

    kind: RowsOfOneKind
    category: str
    roles: tuple[str, ...]
    activities: tuple[str, ...]
    columns: tuple[str, ...]
    forbidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Reach:
    """A rule that reaches a group through one of its roles."""

    activity: str
    index: int
    rule: RetentionRule
    role: str

    @property
    def name(self) -> str:
        """Return the rule's name in plans and evidence."""
        return f"{self.activity} {self.rule.keep} from {' or '.join(self.rule.from_)}"


@dataclass(frozen=True)
class Reasons:
    """The reasons of one day: turns rules into conditions on rows under an alias."""

    layout: Layout
    today: date
    known: frozenset[tuple[str, str]] = frozenset()
    prefix: str = "r"

    @cached_property
    def rows(self) -> Rows:
        """Return the rows that conditions speak of, with aliases counted from the start."""
        return Rows(self.layout, Aliases(self.prefix))

    @cached_property
    def clocks(self) -> Clocks:
        """Return the clocks that rules count by."""
        return Clocks(self.rows, self.known)

    # groups -----------------------------------------------------------------------------------------------------

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
        inherited = self._activities(kind)
        found: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]] = {}
        for column, use in kind.columns.items():
            if use.is_personal and self._is_there(kind.table, column):
                key = (use.category or "", (use.of,) if use.of else roles, narrowed(inherited, use.used_for))
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
            )
            for (category, whose, activities), columns in found.items()
        )

    def _is_there(self, table: str, column: str) -> bool:
        return self.layout.tables[table].column(column.split("->")[0]) is not None

    def _activities(self, kind: RowsOfOneKind) -> tuple[str, ...]:
        for levels in self.rows.levels(kind):
            said = dict.fromkeys(name for level in levels for name in level.kind.used_for)
            if said:
                return tuple(said)
        return ()

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
            if activity is None or group.category not in activity.categories:
                continue
            for index, rule in enumerate(activity.retention):
                if rule.period_for(group.category) is None or (rule.only and group.category not in rule.only):
                    continue
                for role in roles:
                    if set(self.kinds(role)) & set(activity.subjects):
                        yield Reach(activity=name, index=index, rule=rule, role=role.name)

    def kinds(self, role: RoleAt) -> tuple[str, ...]:
        """Return the kinds that a role's owners may be of."""
        if role.kind:
            return (role.kind,)
        found: dict[str, None] = {}
        for owner in role.owners:
            found.update(dict.fromkeys(self.layout.data_map.people[owner.people].kinds or (owner.people,)))
        return tuple(found)

    @cached_property
    def counted(self) -> tuple[tuple[str, str], ...]:
        """Return the events that some rule or kind looks for with a person, by people."""
        for table in self.layout.personal:
            for kind in self.layout.kinds_of(table):
                for group in self.groups(kind):
                    self.due(group)
        return tuple(sorted(self.clocks.asked))

    # conditions on a group --------------------------------------------------------------------------------------

    def not_kept(self, group: Group, alias: str = "t") -> Condition:
        """Return that no rule keeps the group."""
        if group.forbidden:
            return ALWAYS
        return both(*(no(condition) for condition in self._each_keeps(group, alias, self._whole)))

    def out_of_active_use(self, group: Group, alias: str = "t") -> Condition:
        """Return that no rule keeps the group in the active base: those that do are past their archive day."""
        return both(*(no(condition) for condition in self._each_keeps(group, alias, self._active)))

    def archives(self, group: Group) -> bool:
        """Return whether some rule moves the group to the archive before its end."""
        return any(reach.rule.archived_after(group.category) is not None for reach in self.reaches(group))

    def run_out(self, group: Group, alias: str = "t") -> Condition:
        """Return that some rule has something to count from; where none keeps, that rule has run out."""
        if group.forbidden:
            return no(self.empty(group, alias))
        return either(*(self.reached(group, reach, alias) for reach in self.reaches(group) if self._may_end(reach)))

    def due(self, group: Group, alias: str = "t") -> Condition:
        """Return that no rule keeps the group and at least one has run out."""
        return both(self.not_kept(group, alias), self.run_out(group, alias))

    def element_due(self, group: Group, alias: str = "t") -> tuple[Elements, Condition] | None:
        """Return the elements of the list that the group's cells are, and that one of them is due."""
        for role in self.rows.roles(group.kind, alias):
            for owner in role.owners:
                here = next((s for s in owner.way.sources if isinstance(s, Elements)), None)
                if here is None or role.name not in group.roles or here.of.column not in group.columns:
                    continue
                rest = tuple(s for s in owner.way.sources if s != here)
                bound = replace(role, owners=(replace(owner, way=replace(owner.way, sources=rest)),))
                reaches = [reach for reach in self.reaches(group) if reach.role == role.name]
                kept = (no(self._keeps_through(bound, group, reach, alias, self._whole)) for reach in reaches)
                ended = (self._reached_through(bound, group, reach, alias) for reach in reaches)
                return here, both(*kept, either(*ended))
        return None

    def kept_through(self, group: Group, role: str, alias: str) -> Condition:
        """Return that a rule keeps the group through this role."""
        through = (reach for reach in self.reaches(group) if reach.role == role)
        return either(*(self.keeps(group, reach, alias, self._whole) for reach in through))

    def empty(self, group: Group, alias: str = "t") -> Condition:
        """Return that none of the group's cells holds anything."""
        return both(*(self.empty_cell(group.kind, column, alias) for column in group.columns))

    def empty_cell(self, kind: RowsOfOneKind, column: str, alias: str = "t") -> Condition:
        """Return that the cell is NULL, or holds its filler."""
        cell, filler = value(alias, column), self.filler(kind, column)
        missing = () if self._never_null(kind.table, column) else (Missing(cell),)
        return either(*missing, *(() if filler is None else (Filled(cell, filler),)))

    def filler(self, kind: RowsOfOneKind, column: str) -> str | None:
        """Return the text that fills the column when it is blanked; None for NULL."""
        use: ColumnUse = kind.columns[column]
        if isinstance(use.blank, str):
            return use.blank
        if use.blank is not None:
            said = use.blank.values.get(column.split("->")[0])
            return None if said is None else str(said)
        return "" if self._never_null(kind.table, column) else None

    def _never_null(self, table: str, column: str) -> bool:
        seen = self.layout.tables[table].column(column.split("->")[0])
        return seen is not None and not seen.nullable and "->" not in column

    def fate(self, group: Group) -> Fate:
        """Return what becomes of the group: anonymised only if every rule that reaches it says so."""
        fates = {reach.rule.then for reach in self.reaches(group)}
        return Fate.ANONYMISE if fates == {Fate.ANONYMISE} and not group.forbidden else Fate.ERASE

    def _may_end(self, reach: Reach) -> bool:
        # A legitimate interest that nobody weighed gives no ground to erase either (Art. 6(1)(f)).
        activity = self.layout.policy.activities[reach.activity]
        return activity.basis is not LegalBasis.LEGITIMATE_INTEREST or activity.assessment is not None

    # conditions on a rule ---------------------------------------------------------------------------------------

    def _each_keeps(self, group: Group, alias: str, limits: Callable[[Group, Reach], Limits]) -> Iterator[Condition]:
        longest: dict[object, tuple[Limits, Reach]] = {}
        for reach in self.reaches(group):
            activity = self.layout.policy.activities[reach.activity]
            edge = limits(group, reach)
            rule = reach.rule
            key = (reach.role, frozenset(activity.subjects), rule.from_, rule.or_else, edge.open_last, rule.at_latest)
            if key not in longest or edge.last < longest[key][0].last:
                longest[key] = (edge, reach)
        for _, reach in longest.values():
            yield self.keeps(group, reach, alias, limits)

    def _whole(self, group: Group, reach: Reach) -> Limits:
        period = reach.rule.period_for(group.category)
        assert period is not None
        return self._limits(reach.rule, period)

    def _active(self, group: Group, reach: Reach) -> Limits:
        period = reach.rule.archived_after(group.category)
        return self._whole(group, reach) if period is None else self._limits(reach.rule, period)

    def _limits(self, rule: RetentionRule, period: Period) -> Limits:
        ends = {
            None: None,
            RoundedTo.CALENDAR_YEAR: YearEnd(12, 31),
            RoundedTo.FINANCIAL_YEAR: self.layout.policy.organisation.financial_year_ends,
        }
        opened = cutoff(rule.open_for_at_most, self.today) if rule.open_for_at_most else None
        return Limits(last=cutoff(period, self.today, ends[rule.rounded_to]), open_last=opened)

    def keeps(self, group: Group, reach: Reach, alias: str, limits: Callable[[Group, Reach], Limits]) -> Condition:
        """Return that a rule keeps the group of the row under `alias` through its role."""
        return self._keeps_through(self._role(group, reach, alias), group, reach, alias, limits)

    def _keeps_through(
        self, role: RoleAt, group: Group, reach: Reach, alias: str, limits: Callable[[Group, Reach], Limits]
    ) -> Condition:
        edge = limits(group, reach)

        def say(owner: Owner | None) -> Condition:
            over = self._ceiling(group, reach, owner, alias)
            bounds = Limits(last=edge.last, open_last=edge.open_last, over=over)
            first = either(*(self._event(e, group, reach.role, owner, alias, bounds) for e in reach.rule.from_))
            if not reach.rule.or_else:
                return first
            happened = either(*(self._event(e, group, reach.role, owner, alias, None) for e in reach.rule.from_))
            other = either(*(self._event(e, group, reach.role, owner, alias, bounds) for e in reach.rule.or_else))
            return either(first, within(other, no(happened)))

        return self._through(role, self.layout.policy.activities[reach.activity], say)

    def reached(self, group: Group, reach: Reach, alias: str) -> Condition:
        """Return that the rule finds an occurrence to count from."""
        return self._reached_through(self._role(group, reach, alias), group, reach, alias)

    def _reached_through(self, role: RoleAt, group: Group, reach: Reach, alias: str) -> Condition:
        def say(owner: Owner | None) -> Condition:
            events = (*reach.rule.from_, *reach.rule.or_else)
            return either(*(self._event(e, group, reach.role, owner, alias, None) for e in events))

        return self._through(role, self.layout.policy.activities[reach.activity], say)

    def _role(self, group: Group, reach: Reach, alias: str) -> RoleAt:
        return next(role for role in self.rows.roles(group.kind, alias) if role.name == reach.role)

    def _event(
        self, event: str, group: Group, role: str, owner: Owner | None, alias: str, limits: Limits | None
    ) -> Condition:
        near = (
            self.clocks.happened(event, group.kind, role, alias)
            if limits is None
            else self.clocks.keeps(event, group.kind, role, alias, limits)
        )
        if near is not None:
            return near
        return NEVER if owner is None else self.clocks.of_owner(event, owner, limits)

    def _ceiling(self, group: Group, reach: Reach, owner: Owner | None, alias: str) -> Condition:
        said = reach.rule.at_latest
        if said is None:
            return NEVER
        limits = Limits(last=cutoff(said.keep, self.today))
        happened = self._event(said.from_, group, reach.role, owner, alias, None)
        return both(happened, no(self._event(said.from_, group, reach.role, owner, alias, limits)))

    def _through(self, role: RoleAt, activity: Activity, say: Callable[[Owner | None], Condition]) -> Condition:
        """Return that what `say` says holds through this role, for an owner of a kind that the activity covers."""
        found: list[Condition] = []
        for owner in role.owners:
            arrived = _arrived(owner)
            kind = self._of_kind(role, arrived, activity)
            found.append(reached(owner.way.sources, owner.way.where, within(say(arrived), kind)))
        if role.kind in activity.subjects:
            nobody = ALWAYS if not self._asks(role.kind) else no(self.found(role))
            alone = both(say(None), nobody)
            if alone != NEVER:
                found.append(within(alone, self._there(role.level)))
        return either(*found)

    def _there(self, level: Way) -> Condition:
        joins = all(isinstance(condition, Same) for condition in level.where)
        return ALWAYS if level.certain and joins else some(level.sources, *level.where)

    def found(self, role: RoleAt) -> Condition:
        """Return that the role leads to somebody."""
        return either(*(some(owner.way.sources, *owner.way.where, no(Missing(owner.key))) for owner in role.owners))

    def _asks(self, kind: str | None) -> bool:
        subject = self.layout.policy.subjects.get(kind or "")
        return subject is not None and bool(subject.ever or subject.never)

    def _of_kind(self, role: RoleAt, owner: Owner, activity: Activity) -> Condition:
        """Return that the person is of one of the kinds that the activity covers."""
        wanted = [kind for kind in self._possible(role, owner) if kind in activity.subjects]
        return either(*(both(self._is_kind(role, owner, kind), self._had(owner, kind)) for kind in wanted))

    def _possible(self, role: RoleAt, owner: Owner) -> tuple[str, ...]:
        if role.kind:
            return (role.kind,)
        return tuple(self.layout.data_map.people[owner.people].kinds) or (owner.people,)

    def _is_kind(self, role: RoleAt, owner: Owner, kind: str) -> Condition:
        person = self.layout.data_map.people[owner.people]
        if role.kind or not person.kinds or owner.anchor is None or owner.anchor.table != person.table:
            return ALWAYS
        said = person.kinds[kind]
        row = self.rows.aliases()
        here = some(
            (Source(row, owner.anchor.table),),
            Same(owner.key, Value(row, owner.anchor.key)),
            self.rows.when(said, self.rows.start(owner.anchor.table, row)),
        )
        if owner.key == Value(owner.way.alias, owner.anchor.key) and owner.way.table == owner.anchor.table:
            here = self.rows.when(said, owner.way)
        relation = self.rows.merged(owner.anchor)
        if relation is None:
            return here
        pairs, other = self.rows.aliases(), self.rows.aliases()
        merged = some(
            (Source(pairs, relation), Source(other, owner.anchor.table)),
            Same(owner.key, Value(pairs, "a")),
            Same(Value(pairs, "b"), Value(other, owner.anchor.key)),
            self.rows.when(said, self.rows.start(owner.anchor.table, other)),
        )
        return either(here, merged)

    def _had(self, owner: Owner, kind: str) -> Condition:
        subject = self.layout.policy.subjects.get(kind)
        if subject is None:
            return ALWAYS
        ever = either(*(self.clocks.of_owner(event, owner, None) for event in subject.ever)) if subject.ever else ALWAYS
        never = (no(self.clocks.of_owner(event, owner, None)) for event in subject.never)
        return both(ever, *never)


def _arrived(owner: Owner) -> Owner:
    way = Way(alias=owner.way.alias, table=owner.way.table, end=owner.way.end)
    return Owner(people=owner.people, anchor=owner.anchor, way=way, ignore_case=owner.ignore_case)
