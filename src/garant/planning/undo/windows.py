"""For how long what was taken out stays sealed: until then it is not erased, and nobody may say that it is."""

from datetime import date

from garant.policy.model import Policy
from garant.policy.periods import Period

WINDOW = Period(days=7)
"""Where the policy says nothing."""


def window(policy: Policy) -> Period:
    """Return for how long runs can be undone."""
    return policy.undo.window or WINDOW


def sealed_until(policy: Policy, on: date) -> date | None:
    """Return the last day on which what a run of this day takes out can come back; None where nothing is sealed."""
    period = window(policy)
    return None if period == Period() or not period.rough_days else period.after(on)


def is_over(until: date, today: date) -> bool:
    """Return whether a window has ended: its last day is over."""
    return today > until
