"""The edges of rules: up to which day a period has run, and what outlasts it until it has its visa (Art. 5(1)(e))."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from garant.planning.grounds.clocks import Limits
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import NEVER, Condition, both, either, no
from garant.planning.terrain.visas import ListForVisa, covering
from garant.policy.activities import RetentionRule
from garant.policy.periods import Period, cutoff

if TYPE_CHECKING:  # reasons ask for the edges of their groups
    from garant.planning.grounds.reasons import Group, Reach, Reasons


@dataclass(frozen=True)
class Edges:
    """Says by which limits a rule keeps a group on a day."""

    layout: Layout
    today: date

    def whole(self, group: "Group", reach: "Reach") -> Limits:
        """Return the edges of the whole period; what is public archives waits beyond them."""
        return replace(self.by_its_rules(group, reach), awaits_visa=self.needs_visa(group, reach))

    def active(self, group: "Group", reach: "Reach") -> Limits:
        """Return the edges of the time in the active base, where the rule divides its period."""
        period = reach.rule.archived_after(group.category)
        return self.whole(group, reach) if period is None else self._limits(reach.rule, period, self.today)

    def by_its_rules(self, group: "Group", reach: "Reach") -> Limits:
        """Return the edges of the whole period, visa or not."""
        return self._on(self.today, group, reach)

    def on_the_list(self, group: "Group", reach: "Reach", *, of: ListForVisa) -> Limits:
        """Return the edges as they were on the day of a list, and no later than the list says."""
        limits, up_to = self._on(min(of.on, self.today), group, reach), of.up_to(group.kind.table, reach.activity)
        return limits if up_to is None else replace(limits, last=min(limits.last, up_to))

    def _on(self, day: date, group: "Group", reach: "Reach") -> Limits:
        period = reach.rule.period_for(group.category)
        assert period is not None
        return self._limits(reach.rule, period, day)

    def needs_visa(self, group: "Group", reach: "Reach") -> bool:
        """Return whether nothing that the rule keeps is destroyed without the visa of the public archives."""
        # Code du patrimoine, L.212-2: it is so of public archives; logs never wait for a visa.
        category = self.layout.policy.categories.get(group.category)
        is_log = category is not None and category.log
        return self.layout.policy.activities[reach.activity].public_archives and not is_log

    def _limits(self, rule: RetentionRule, period: Period, on: date) -> Limits:
        last = rule.last_ended(period, on, self.layout.policy.organisation.financial_year_ends)
        opened = cutoff(rule.open_for_at_most, on) if rule.open_for_at_most else None
        ceiling = cutoff(rule.at_latest.keep, on) if rule.at_latest else None
        return Limits(last=last, open_last=opened, ceiling=ceiling)


@dataclass(frozen=True)
class PublicArchives:
    """Says what waits for the visa of the public archives, and what has it (Code du patrimoine, L.212-2)."""

    reasons: "Reasons"

    def awaits_visa(self, group: "Group", alias: str = "t") -> Condition:
        """Return that all rules of the group have run out, and that the visa of the public archives is missing."""
        if self.reasons.movable(group):
            return NEVER
        rules, reaches = self.reasons.rules, self._reaches(group)
        cases = (self.reasons.case(group, reach, alias) for reach in reaches)
        public = either(*(rules.keeps(case, Limits(last=date.min)) for case in cases))
        ended = self._ended(group, alias, self.reasons.edges.by_its_rules)
        return both(public, ended, no(self._covered(group, alias)))

    def within(self, group: "Group", alias: str, *, limits: Limits, say: Callable[[Limits], Condition]) -> Condition:
        """Return that a rule keeps the group within its limits, or beyond them for want of a visa."""
        if not limits.awaits_visa:
            return say(limits)
        endless, covered = say(Limits(last=date.min)), self._covered(group, alias)
        return endless if covered == NEVER else either(say(limits), both(endless, no(covered)))

    def _covered(self, group: "Group", alias: str) -> Condition:
        """Return that a list that has its visa held the group: by its rules it waited on the day of that list."""
        activities = {reach.activity for reach in self._reaches(group)}
        lists = covering(self.reasons.layout.visas, group.kind.table, activities)
        on_the_list = self.reasons.edges.on_the_list
        return either(*(self._ended(group, alias, partial(on_the_list, of=one)) for one in lists))

    def _ended(self, group: "Group", alias: str, limits: "Callable[[Group, Reach], Limits]") -> Condition:
        return both(*(no(condition) for condition in self.reasons.each_keeps(group, alias, limits)))

    def _reaches(self, group: "Group") -> "tuple[Reach, ...]":
        needs_visa = self.reasons.edges.needs_visa
        return tuple(reach for reach in self.reasons.reaches(group) if needs_visa(group, reach))
