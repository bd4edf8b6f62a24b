"""Where each rule finds its clock, table by table, and the rules and cells that find none (Art. 5(1)(e))."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from garant.planning.grounds.clocks import Where
from garant.planning.grounds.reasons import Group, Reach, Reasons
from garant.planning.questions import Programme
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.rows import RoleAt
from garant.policy.activities import RetentionRule
from garant.policy.checks.say import Say
from garant.policy.problems import Problem
from garant.policy.speech.sentences import Sentence
from garant.policy.texts.places import KeyPath

# Where a clock is does not depend on the day; reasons want one.
_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Where one event of a rule is found for the cells of a group: at which distance, and by which tables."""

    event: str
    where: Where
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A rule that reaches a group of cells through a role, and where it finds the clocks that it counts by."""

    table: str
    columns: tuple[str, ...]
    category: str
    reach: Reach
    clocks: tuple[Clock, ...]

    @property
    def has_clock(self) -> bool:
        """Return whether one of the events that the rule starts from is found."""
        starts = {*self.reach.rule.from_, *self.reach.rule.or_else}
        return any(clock.where is not Where.NOWHERE and clock.event in starts for clock in self.clocks)


@dataclass(frozen=True)
class Clockwork:
    """What reaches what, in a layout without lost paths."""

    layout: Layout

    @cached_property
    def reasons(self) -> Reasons:
        """Return the reasons of some day."""
        return Reasons(self.layout, _ANY_DAY)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Return the groups of all tables that hold personal cells of their own."""
        kinds = (kind for table in self.layout.personal for kind in self.layout.kinds_of(table))
        groups = (group for kind in kinds for group in self.reasons.groups(kind))
        return tuple(g for g in groups if self.layout.said(g.kind.table).copy_of is None)

    @cached_property
    def reached(self) -> tuple[Reached, ...]:
        """Return every rule with every group that it reaches, in the order of the map."""
        return tuple(one for group in self.groups for one in self._of(group))

    @cached_property
    def remembered(self) -> tuple[tuple[str, str], ...]:
        """Return the events whose last date is remembered when its row goes, by the people of whom."""
        found = {
            (remember.people.partition("@")[0], remember.event)
            for inquiry in Programme(self.layout, _ANY_DAY).inquiries
            for remember in inquiry.work.remembers
        }
        return tuple(sorted(found))

    def _of(self, group: Group) -> Iterator[Reached]:
        for reach in self.reasons.reaches(group):
            role = next(r for r in self.reasons.rows.roles(group.kind, "t") if r.name == reach.role)
            yield Reached(
                table=group.kind.table,
                columns=group.columns,
                category=group.category,
                reach=reach,
                clocks=tuple(self._clock(event, group, role) for event in reach.rule.events),
            )

    def _clock(self, event: str, group: Group, role: RoleAt) -> Clock:
        where, named = self.reasons.clocks.locate(event, group.kind, role.name)
        if where in (Where.ROW, Where.PARENT):
            return Clock(event=event, where=where, tables=tuple(named.split(", ")))
        tables = tuple(dict.fromkeys(self._with_owner(event, role)))
        return Clock(event=event, where=Where.OWNER if tables else Where.NOWHERE, tables=tables)

    def _with_owner(self, event: str, role: RoleAt) -> Iterator[str]:
        """Yield the tables that date the event for people whom the role may lead to."""
        people = {owner.people for owner in role.owners}
        clocks = self.reasons.clocks
        for kind, said in clocks.everywhere(event):
            counted = clocks.counted_roles(kind, said, "probe")
            if any(owner.people in people for other in counted for owner in other.owners):
                yield kind.table


def rules_without_clock(work: Clockwork, say: Say) -> Iterator[Problem]:
    """Yield rules that find a clock for none of the cells that they reach."""
    found: dict[tuple[str, int], list[Reached]] = {}
    for one in work.reached:
        found.setdefault((one.reach.activity, one.reach.index), []).append(one)
    for (activity, index), reached in found.items():
        if any(one.has_clock for one in reached) or not _is_dated(reached[0].reach.rule, work):
            continue
        tables = ", ".join(dict.fromkeys(f"`{one.table}`" for one in reached))
        event = reached[0].reach.rule.from_[0]
        yield say.at(
            ("activities", activity, "retention", index, "from"), "no-clock/nowhere", event=event, tables=tables
        )


def _is_dated(rule: RetentionRule, work: Clockwork) -> bool:
    # An event that no table dates at all is told from the texts alone.
    return any(work.reasons.clocks.everywhere(event) for event in (*rule.from_, *rule.or_else))


def cells_without_date(work: Clockwork, say: Say) -> Iterator[Problem]:
    """Yield cells of which no rule that reaches them finds a date: they would stay for want of knowing."""
    for group in work.groups:
        mine = [one for one in work.reached if one.columns == group.columns and one.table == group.kind.table]
        if not mine or group.forbidden or any(one.has_clock for one in mine):
            continue
        starts = dict.fromkeys(event for one in mine for event in one.reach.rule.from_)
        values = {"columns": _columns(group), "table": group.kind.table, "events": _quoted(starts)}
        dated = [kind for event in starts for kind, _ in work.reasons.clocks.everywhere(event)]
        if not dated:
            yield say.at(_at(group), "no-date", **values)
            continue
        owner = next((role.name for role in work.reasons.rows.roles(dated[0])), "…")
        tables = _quoted(kind.table for kind in dated)
        yield say.at(_at(group), "no-date/elsewhere", **values, dated=tables, owner=owner)


def cells_without_rule(work: Clockwork, say: Say) -> Iterator[Problem]:
    """Yield personal cells that no rule reaches although an activity of the table covers their category."""
    activities = work.layout.policy.activities
    for group in work.groups:
        covering = [a for a in group.activities if a in activities and group.category in activities[a].categories]
        if not covering or group.forbidden or work.reasons.reaches(group):
            continue
        kinds = dict.fromkeys(
            kind for role in work.reasons.rows.roles(group.kind) if role.name in group.roles
            for kind in work.reasons.kinds(role)
        )  # fmt: skip
        whose = _quoted(kinds) or _NOBODY
        yield say.at(
            _at(group),
            "no-rule",
            columns=_columns(group),
            table=group.kind.table,
            whose=whose,
            covering=_quoted(covering),
        )


_NOBODY = Sentence("personne", "nobody")


def _at(group: Group) -> KeyPath:
    own = group.columns[0] in group.kind.said.columns
    return ("tables", group.kind.table, *(("rows", group.kind.index) if own else ()), "columns", group.columns[0])


def _columns(group: Group) -> str:
    return _quoted(group.columns)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in dict.fromkeys(names))
