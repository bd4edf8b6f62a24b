"""What conditions claim of a row, as numbers: its denial is the same number below zero, and equal claims have one.

A claim is made of what is tested of the row itself, of the row it leads to, and of the rows that lead to it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from garant.planning.terrain.predicates import Condition, Exists

ALWAYS = 1
"""The claim that nothing is asked for; its denial is met by no row."""

NEVER = -ALWAYS


@dataclass(frozen=True)
class Plain:
    """The row under the alias `t` meets the condition; what is unknown is not met."""

    condition: Condition

    @property
    def searches(self) -> bool:
        """Return whether other rows are looked at."""
        return isinstance(self.condition, Exists)


@dataclass(frozen=True)
class Led:
    """The column leads, by its key, to a row of the table of which the claim is true."""

    column: str
    table: str
    key: str
    claim: int


@dataclass(frozen=True)
class Among:
    """Among the rows of the table that hold the column's value under `by`, the claim is true of one."""

    column: str
    table: str
    by: str
    claim: int


Atom = Plain | Led | Among
Together = frozenset[int]


@dataclass
class Claims:
    """The book of all claims on the rows of one store: what is said twice is written once."""

    written: list[Atom | Together] = field(default_factory=lambda: [frozenset()] * 2)
    _numbers: dict[Atom | Together, int] = field(default_factory=lambda: {frozenset(): ALWAYS})

    def __getitem__(self, number: int) -> Atom | Together:
        """Return what a number says, whether claimed or denied."""
        return self.written[abs(number)]

    def atoms(self, claim: int) -> Iterator[tuple[int, Atom]]:
        """Yield what a claim is put together from, each as claimed."""
        said = self[claim]
        if isinstance(said, frozenset):
            for part in sorted(said, key=abs):
                yield from self.atoms(part)
        else:
            yield abs(claim), said

    def every(self, parts: Iterable[int]) -> int:
        """Return the claim that all of these are true, each said without what the others say already."""
        found = self._flat(parts)
        while True:
            shorter = self._flat(self._given(part, found - {part}) if part < 0 else part for part in found)
            if NEVER in shorter or any(-part in shorter for part in shorter):
                return NEVER
            if shorter == found:
                return next(iter(found)) if len(found) == 1 else self.number(found)
            found = shorter

    def _flat(self, parts: Iterable[int]) -> Together:
        flat: set[int] = set()
        for part in parts:
            said = self[part]
            flat.update(said if part > 0 and isinstance(said, frozenset) else (part,))
        return frozenset(flat)

    def one_of(self, parts: Iterable[int]) -> int:
        """Return the claim that one of these is true."""
        return -self.every(-part for part in parts)

    def _given(self, claim: int, true: Together) -> int:
        """Return the claim where others are known to be true."""
        if claim in true or -claim in true:
            return ALWAYS if claim in true else NEVER
        said = self[claim]
        if not isinstance(said, frozenset) or claim == NEVER:
            return claim
        given = [self._given(part, true) for part in said]
        if all(one in said for one in given):
            return claim
        whole = self.every(given)
        return whole if claim > 0 else -whole

    def number(self, said: Atom | Together) -> int:
        """Return the number of what is said, a new one where it was not said before."""
        if said not in self._numbers:
            self._numbers[said] = len(self.written)
            self.written.append(said)
        return self._numbers[said]
