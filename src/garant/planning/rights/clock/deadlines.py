"""Until when an answer is owed: one month, moved to a working day, suspended, extended; or sooner, as promised.

Art. 12(3) and (4); Regulation 1182/71, Art. 3; decree 2019-536, Art. 77 for the suspension.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from garant.planning.rights.clock.holidays import next_working_day
from garant.policy.periods import Period

ONE_MONTH = Period(months=1)
EXTENDED = Period(months=3)
"""The month and the two more: the whole is added to the day of receipt, for 31 January + 1 M + 1 M is another day."""


@dataclass(frozen=True, kw_only=True)
class Suspended:
    """From the day of a reasoned question about identity to the day of its answer; without one, it still waits."""

    asked: date
    answered: date | None = None

    def days(self, until: date) -> int:
        """Return how many days the clock stood still, up to a day."""
        return max((min(self.answered or until, until) - self.asked).days, 0)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """What counts for one rights request: its receipt, its suspensions, its extension, the organisation's promise."""

    received: date
    suspended: tuple[Suspended, ...] = ()
    extended: bool = False
    promised: Period | None = None

    @property
    def is_suspended(self) -> bool:
        """Return whether an answer about identity is being waited for."""
        return any(one.answered is None for one in self.suspended)

    def by_law(self, today: date) -> date:
        """Return the last day of the law's own period, as far as is known today."""
        period = EXTENDED if self.extended else ONE_MONTH
        return next_working_day(self._later(period.after(self.received), today))

    def as_promised(self, today: date) -> date | None:
        """Return the last day of the organisation's own period, which is never moved and never extended."""
        return self._later(self.promised.after(self.received), today) if self.promised else None

    def due(self, today: date) -> date:
        """Return the last day on which an answer is in time: the earlier of the two."""
        promised, by_law = self.as_promised(today), self.by_law(today)
        return by_law if promised is None else min(promised, by_law)

    def extend_by(self, today: date) -> date:
        """Return the last day on which the person may be told that two more months are needed, and why."""
        return next_working_day(self._later(ONE_MONTH.after(self.received), today))

    def is_late(self, today: date) -> bool:
        """Return whether the day has gone by."""
        return today > self.due(today)

    def _later(self, day: date, today: date) -> date:
        return day + timedelta(days=_stood_still(self.suspended, today))


def _stood_still(spans: Iterable[Suspended], today: date) -> int:
    """Return the days on which the clock stood still; one that lies in two spans counts once."""
    days = set[date]()
    for span in spans:
        days.update(span.asked + timedelta(days=n) for n in range(span.days(today)))
    return len(days)
