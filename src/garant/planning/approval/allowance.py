"""How much more than was approved a run may do: 5 %, of each thing in each place; beyond it, a person looks again."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from garant.planning.plan import Plan
from garant.planning.steps import StepKind

Touched = tuple[str, str, tuple[str, ...]]
"""What is done, where, and in which columns."""

Some = TypeVar("Some", bound=Touched)

_LOST = frozenset(kind.value for kind in StepKind if kind.takes_rows)
# A counter that is put right takes nothing from anybody.
_FREE = frozenset((StepKind.RECOUNT.value,))


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """What a plan allows to be touched, by what is done and where."""

    approved: Mapping[Touched, int]

    def is_exceeded(self, done: Mapping[Some, int], now: Mapping[Some, int]) -> bool:
        """Return whether a batch that does this, after all that was done, does more than was approved."""
        before, more = _reckoned(done), _reckoned(now)
        return any(before[one] + count - _going(one, now) > self._most(one) for one, count in more.items() if count)

    def _most(self, one: Touched) -> int:
        approved = self.approved.get(one, 0)
        return approved + max(1, approved // 20)


def allowance(plan: Plan) -> Allowance:
    """Return what a plan allows."""
    steps = Counter[Touched]()
    for step in plan.deeds:
        steps[step.kind.value, step.place, step.columns] += step.count
    return Allowance(approved=_reckoned(steps))


def _reckoned(counts: Mapping[Some, int]) -> Counter[Touched]:
    """Return counts in which rows that are erased, anonymised or moved are one thing: rows that go.

    Which of these befalls a row depends on the day: on how many others resemble it, on what it still needs.
    """
    found = Counter[Touched]()
    for (kind, place, columns), count in counts.items():
        if kind not in _FREE:
            found[StepKind.ERASE_ROWS.value if kind in _LOST else kind, place, columns] += count
    return found


def _going(one: Touched, now: Mapping[Some, int]) -> int:
    """Return in how many rows a reference may have been emptied that go themselves, in the same batch."""
    kind, place, _ = one
    if kind != StepKind.EMPTY_REFERENCES.value:
        return 0
    return sum(count for (how, where, _), count in now.items() if how in _LOST and where == place)
