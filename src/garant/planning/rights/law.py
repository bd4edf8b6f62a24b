"""The law's table whole, in the order in which its lines are looked at (Art. 7(3), 12 to 22; French act, Art. 85)."""

from collections.abc import Collection

from garant.planning.rights import (
    access,
    erasure,
    human_decision,
    objection,
    portability,
    post_mortem,
    rectification,
    refusal,
    restriction,
    withdrawal,
)
from garant.planning.rights.lines import Circumstance, Line
from garant.policy.terms import LegalBasis, Right

LAW: tuple[Line, ...] = (
    *refusal.LINES,
    *access.LINES,
    *rectification.LINES,
    *erasure.LINES,
    *restriction.LINES,
    *portability.LINES,
    *objection.LINES,
    *withdrawal.LINES,
    *human_decision.LINES,
    *post_mortem.LINES,
)


def line_for(right: Right, basis: LegalBasis, given: Collection[Circumstance] = ()) -> Line:
    """Return what the law says of a right against what rests on a basis, in these circumstances."""
    # INVARIANT: the last lines of each right fit every basis left, whatever the circumstances (a test asks all).
    return next(line for line in LAW if line.fits(right, basis, given))
