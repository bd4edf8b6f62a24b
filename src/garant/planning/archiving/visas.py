"""The list of what waits for the visa of the public archives (Code du patrimoine, L.212-2, R.212-14)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from garant.planning.steps import RuleSaid, Step, StepKind
from garant.policy.model import Policy


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Rows of one table that wait, by a rule whose period is over for events up to a day."""

    table: str
    count: int
    said: RuleSaid
    up_to: date


def waiting(policy: Policy, steps: Iterable[Step], on: date) -> Iterator[Waiting]:
    """Yield what waits on a day, table by table and rule by rule."""
    for step in steps:
        for said in step.why.rules if step.kind is StepKind.KEEP_FOR_VISA else ():
            yield Waiting(table=step.table, count=step.count, said=said, up_to=_ended(policy, said, on))


def _ended(policy: Policy, said: RuleSaid, on: date) -> date:
    """Return the last day whose events' period is over, whatever their category."""
    categories = policy.activities[said.activity].categories
    periods = {period for category in categories if (period := said.rule.period_for(category)) is not None}
    ends = policy.organisation.financial_year_ends
    return min((said.rule.last_ended(period, on, ends) for period in periods), default=date.min)
