"""Suspensions: reasons that no longer count for one person, at their request (Art. 7(3), 17(1), 21)."""

from dataclasses import dataclass

from garant.planning.grounds.facts.told import Facts
from garant.planning.grounds.holds import Ground, Holds, told_as
from garant.planning.terrain.predicates import NEVER, Condition, Is
from garant.planning.terrain.rows import Owner


@dataclass(frozen=True)
class Suspended:
    """Says for whom reasons are suspended."""

    facts: Facts
    holds: Holds

    def concerns(self, ground: Ground) -> bool:
        """Return whether the reason is suspended for anybody."""
        return ground in self.holds.suspended

    def by(self, owner: Owner, ground: Ground) -> Condition:
        """Return that the reason is suspended for the person to whom a way has led.

        What a store that does not answer would have to say is not known, and then the reason goes on.
        """
        tables = self.holds.suspended.get(ground, frozenset())
        if owner.anchor is None or tables.isdisjoint(self.facts.tables_of(owner.people)):
            return NEVER
        return self.facts.told(owner, lambda said: Is(said, (told_as(ground),)))
