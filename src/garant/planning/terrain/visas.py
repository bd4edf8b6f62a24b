"""What waits for the visa of the public archives, list by list (Code du patrimoine, L.212-2, L.212-3, R.212-14)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import le

from garant.planning.steps import RuleSaid, Step, StepKind
from garant.policy.model import Policy


@dataclass(frozen=True, kw_only=True)
class Series:
    """Rows of one table that wait, by an activity whose periods are over for events up to a day."""

    table: str
    activity: str
    count: int
    up_to: date


@dataclass(frozen=True, kw_only=True)
class Granted:
    """The visa as it was given: by whom, on which day, under which reference."""

    by: str
    on: date
    reference: str


@dataclass(frozen=True, kw_only=True)
class ListForVisa:
    """What waited on a day, as it was submitted to the public archives, and their visa once it is given."""

    number: int
    on: date
    series: tuple[Series, ...]
    visa: Granted | None = None

    def up_to(self, table: str, activity: str) -> date | None:
        """Return up to which day's events the list has rows of a table that an activity keeps; None for none."""
        days = (one.up_to for one in self.series if (one.table, one.activity) == (table, activity))
        return next(days, None)


def granted(lists: Iterable[ListForVisa]) -> tuple[ListForVisa, ...]:
    """Return the lists that have their visa."""
    return tuple(one for one in lists if one.visa is not None)


def covering(lists: Iterable[ListForVisa], table: str, activities: Collection[str]) -> tuple[ListForVisa, ...]:
    """Return the lists that hold rows of a table for all these activities, less those that a later one contains.

    By a later day, and up to a later day's events, every rule has run out that had by the earlier ones.
    """
    found: list[tuple[ListForVisa, list[date]]] = []
    for one in sorted(lists, key=lambda each: (each.on, each.number), reverse=True):
        days = [day for name in activities if (day := one.up_to(table, name)) is not None]
        contained = any(all(map(le, days, later)) for _, later in found)
        if len(days) == len(activities) and not contained:
            found.append((one, days))
    return tuple(one for one, _ in found)


def waiting(policy: Policy, steps: Iterable[Step], on: date) -> Iterator[Series]:
    """Yield what waits on a day, table by table and activity by activity."""
    for step in steps:
        if step.kind is StepKind.KEEP_FOR_VISA:
            for name in dict.fromkeys(said.activity for said in step.why.rules):
                ended = (_ended(policy, said, on) for said in step.why.rules if said.activity == name)
                yield Series(table=step.table, activity=name, count=step.count, up_to=max(ended))


def _ended(policy: Policy, said: RuleSaid, on: date) -> date:
    """Return the last day whose events' period is over, whatever their category."""
    categories = policy.activities[said.activity].categories
    periods = {period for category in categories if (period := said.rule.period_for(category)) is not None}
    ends = policy.organisation.financial_year_ends
    return max((said.rule.last_ended(period, on, ends) for period in periods), default=date.min)
