"""The edges of rules: up to which day's events a period has run, where cells lie and for the public archives."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from garant.planning.grounds.clocks import Limits
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.visas import ListForVisa
from garant.policy.activities import RetentionRule
from garant.policy.periods import Period, cutoff

if TYPE_CHECKING:  # reasons ask for the edges of their groups
    from garant.planning.grounds.reasons import Group, Reach


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
