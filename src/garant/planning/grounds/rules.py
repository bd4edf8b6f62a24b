"""Rules: what one retention rule says of a row through one role, as conditions (Art. 5(1)(e))."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from garant.planning.grounds.clocks import Clocks, Limits
from garant.planning.grounds.facts.suspended import Suspended
from garant.planning.grounds.holds import Ground
from garant.planning.grounds.kinds import Kinds
from garant.planning.terrain.layout import RowsOfOneKind
from garant.planning.terrain.predicates import (
    ALWAYS,
    NEVER,
    Condition,
    Missing,
    Same,
    both,
    either,
    no,
    reached,
    some,
    within,
)
from garant.planning.terrain.rows import Owner, RoleAt, arrived
from garant.planning.terrain.ways import Way
from garant.policy.activities import Activity, RetentionRule

Said = Callable[[Owner | None], Condition]
"""What a rule says with a person to whom a way has led; without one, what it says by the row alone."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A rule of an activity, for the row of a kind under an alias, through one of its roles."""

    kind: RowsOfOneKind
    rule: RetentionRule
    activity: Activity
    role: RoleAt
    alias: str
    ground: Ground


@dataclass(frozen=True)
class Rules:
    """Says what rules say."""

    kinds: Kinds
    suspended: Suspended

    @property
    def clocks(self) -> Clocks:
        """Return the clocks that rules count by."""
        return self.kinds.clocks

    def keeps(self, case: Case, limits: Limits) -> Condition:
        """Return that the rule keeps, through one of the role's owners, or by the row alone."""
        return self._through(case, self._keeping(case, limits))

    def keeps_by(self, case: Case, owner: Owner, limits: Limits) -> Condition:
        """Return that the rule keeps through this owner, and not by the row alone."""
        return NEVER if self._by_the_row(case) else self._by(case, arrived(owner), self._keeping(case, limits))

    def _by_the_row(self, case: Case) -> bool:
        """Return whether the rule finds all that it asks for in the row, whoever its owner is."""
        near = all(self._near(event, case, None) is not None for event in case.rule.events)
        return bool(case.role.kind) and near

    def silent_by(self, case: Case, owner: Owner) -> Condition:
        """Return that the rule would speak if nobody were found, and does not for what this owner had or had not."""
        if not self.kinds.asks(case.role.kind):
            return NEVER
        alone = either(*(self._event(event, case, None, limits=None) for event in _counted(case.rule)))
        return both(alone, no(self.kinds.covered(case.role, arrived(owner), case.activity)))

    def applies(self, case: Case) -> Condition:
        """Return that the rule reaches the row at all: through an owner of a kind that it covers, whatever happened."""
        return self._through(case, lambda owner: ALWAYS if owner is None else no(Missing(owner.key)))

    def reached(self, case: Case) -> Condition:
        """Return that the rule finds an occurrence to count from, or is suspended for an owner: then it has run out."""
        return self._through(case, self._counting(case))

    def reached_by(self, case: Case, owner: Owner) -> Condition:
        """Return that the rule finds through this owner an occurrence to count from, and not by the row alone."""
        return NEVER if self._by_the_row(case) else self._by(case, arrived(owner), self._counting(case))

    def _counting(self, case: Case) -> Said:
        def say(owner: Owner | None) -> Condition:
            return either(
                *(self._event(e, case, owner, limits=None) for e in _counted(case.rule)),
                NEVER if owner is None else self.suspended.by(owner, case.ground),
            )

        return say

    def is_suspended(self, case: Case) -> Condition:
        """Return that the rule is suspended for an owner through whom it reaches the row."""
        return self._through(case, lambda o: NEVER if o is None else self.suspended.by(o, case.ground))

    def _keeping(self, case: Case, limits: Limits) -> Said:
        def say(owner: Owner | None) -> Condition:
            counts = ALWAYS if owner is None else no(self.suspended.by(owner, case.ground))
            if owner is not None and self.kinds.is_unsure(case.role, owner, case.activity):
                return counts
            bounds = replace(limits, over=self._over(case, owner, limits))
            first = either(*(self._event(e, case, owner, limits=bounds) for e in case.rule.from_))
            if not case.rule.or_else:
                return within(first, counts)
            happened = either(*(self._event(e, case, owner, limits=None) for e in case.rule.from_))
            other = either(*(self._event(e, case, owner, limits=bounds) for e in case.rule.or_else))
            return within(either(first, within(other, no(happened))), counts)

        return say

    def _event(self, event: str, case: Case, owner: Owner | None, *, limits: Limits | None) -> Condition:
        near = self._near(event, case, limits)
        if near is not None:
            return near
        return NEVER if owner is None else self.clocks.of_owner(event, owner, limits)

    def _near(self, event: str, case: Case, limits: Limits | None) -> Condition | None:
        role = case.role.name
        if limits is None:
            return self.clocks.happened(event, case.kind, role, alias=case.alias)
        return self.clocks.keeps(event, case.kind, role, alias=case.alias, limits=limits)

    def _over(self, case: Case, owner: Owner | None, limits: Limits) -> Condition:
        """Return that the ceiling of what has no date is over: its event happened, and its period has run."""
        said = case.rule.at_latest
        if said is None or limits.ceiling is None:
            return NEVER
        happened = self._event(said.from_, case, owner, limits=None)
        return both(happened, no(self._event(said.from_, case, owner, limits=Limits(last=limits.ceiling))))

    def _through(self, case: Case, say: Said) -> Condition:
        """Return that what `say` says holds, for an owner of a kind that the activity covers."""
        role = case.role
        # A date in the row itself is nobody's while the way to the owner is empty: then no rule reaches through it.
        found = [
            reached(o.way.sources, (*o.way.where, no(Missing(o.key))), self._by(case, arrived(o), say))
            for o in role.owners
        ]
        if role.kind in case.activity.subjects:
            asks = self.kinds.asks(role.kind) or self.suspended.concerns(case.ground)
            alone_differs = asks or self._asks_the_owner(case)
            nobody = no(self.kinds.found(role)) if alone_differs else ALWAYS
            alone = both(say(None), nobody)
            if alone != NEVER:
                found.append(within(alone, _there(role.level)))
        return either(*found)

    def _asks_the_owner(self, case: Case) -> bool:
        """Return whether what is found with the owner may end what the row alone says: by `or else`, or a ceiling."""
        said = case.rule.at_latest
        asked = (*case.rule.from_, *((said.from_,) if said else ()))
        return bool(case.rule.or_else or said) and any(self._near(event, case, None) is None for event in asked)

    def _by(self, case: Case, owner: Owner, say: Said) -> Condition:
        return within(say(owner), self.kinds.covered(case.role, owner, case.activity))


def _counted(rule: RetentionRule) -> tuple[str, ...]:
    return (*rule.from_, *rule.or_else)


def _there(level: Way) -> Condition:
    joins = all(isinstance(condition, Same) for condition in level.where)
    return ALWAYS if level.certain and joins else some(level.sources, *level.where)
