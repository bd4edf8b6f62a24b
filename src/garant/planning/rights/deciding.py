"""What a right does to a person's reasons, decided per activity, basis and category by the law's table (Art. 12(3))."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from garant.planning.rights.law import line_for
from garant.planning.rights.lines import Circumstance, Effect, Line
from garant.policy.activities import Activity
from garant.policy.model import Policy
from garant.policy.terms import LegalBasis, Right, SpecialCondition

Asserted = Mapping[str, Collection[Circumstance]]
"""By activity, what a named person asserted of it in a case; under `EVERYWHERE`, what holds for all of them."""

EVERYWHERE = ""


@dataclass(frozen=True, kw_only=True)
class Given:
    """A reason as a right reaches it: the rule of an activity, for the cells of one category."""

    activity: str
    rule: int
    category: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a right does to part of what an activity does: the reasons that rest on one basis and meet one line."""

    right: Right
    activity: str
    basis: LegalBasis
    line: Line
    categories: tuple[str, ...]
    reasons: tuple[Given, ...] = field(repr=False)

    @property
    def suspended(self) -> tuple[Given, ...]:
        """Return the reasons that no longer count for this person."""
        return self.reasons if self.line.effect is Effect.SUSPENDS else ()


def decide(
    policy: Policy, right: Right, *, kinds: Collection[str], asserted: Asserted | None = None
) -> tuple[Decision, ...]:
    """Return what a right does to each activity that is about people of these kinds, in the order of the policy.

    An activity whose basis is still to be decided is in none of them: `undecided` names it.
    """
    found: dict[tuple[str, LegalBasis, Line], dict[Given, None]] = {}
    for name, activity in policy.activities.items():
        if set(kinds).isdisjoint(activity.subjects) or not isinstance(activity.basis, LegalBasis):
            continue
        given = frozenset({*_of(asserted or {}, name), *_read_from(activity)})
        for reason, basis, condition in _reasons(policy, name):
            line = line_for(right, basis, given)
            if condition is SpecialCondition.EXPLICIT_CONSENT:
                line = _without_condition(line, line_for(right, LegalBasis.CONSENT, given))
            found.setdefault((name, basis, line), {})[reason] = None
    return tuple(
        Decision(
            right=right,
            activity=name,
            basis=basis,
            line=line,
            categories=tuple(dict.fromkeys(reason.category for reason in reasons)),
            reasons=tuple(reasons),
        )
        for (name, basis, line), reasons in found.items()
    )


def undecided(policy: Policy, kinds: Collection[str]) -> tuple[str, ...]:
    """Return the activities about people of these kinds of which nobody has said on which basis they rest."""
    return tuple(
        name
        for name, activity in policy.activities.items()
        if not isinstance(activity.basis, LegalBasis) and not set(kinds).isdisjoint(activity.subjects)
    )


def _of(asserted: Asserted, activity: str) -> Iterator[Circumstance]:
    yield from asserted.get(EVERYWHERE, ())
    yield from asserted.get(activity, ())


def _read_from(activity: Activity) -> Iterator[Circumstance]:
    if activity.prospecting:
        yield Circumstance.PROSPECTING
    if activity.automated_decision is not None:
        yield Circumstance.AUTOMATED_DECISION


def _reasons(policy: Policy, name: str) -> Iterator[tuple[Given, LegalBasis, SpecialCondition | None]]:
    """Yield each reason that an activity gives, its basis (a rule's own rules), and its condition, if it needs one."""
    activity = policy.activities[name]
    assert isinstance(activity.basis, LegalBasis)
    for category in activity.categories:
        said = policy.categories.get(category)
        condition = activity.condition if said is not None and said.special else None
        for index, rule in enumerate(activity.retention):
            if not rule.only or category in rule.only:
                yield Given(activity=name, rule=index, category=category), rule.basis or activity.basis, condition


def _without_condition(line: Line, by_consent: Line) -> Line:
    """Return what rules where special data need explicit consent besides: taking it back is enough (Art. 9(2)(a))."""
    return by_consent if by_consent.effect is Effect.SUSPENDS else line
