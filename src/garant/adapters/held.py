"""Holds on people, told as facts of theirs beside what is remembered, so that they reach every store (Art. 17(3))."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from garant.planning.grounds.holds import Holds
from garant.planning.remembered import RememberedEvent
from garant.ports import Memory


@dataclass(frozen=True, kw_only=True)
class MemoryWithHolds:
    """What is remembered of people, and that they are held; asked anew each time, and never written."""

    memory: Memory
    ruling: Callable[[], Holds]

    def remember(self, events: Sequence[RememberedEvent]) -> None:
        """Join these events to what is remembered."""
        self.memory.remember(events)

    def forget(self, people: str, persons: Iterable[str]) -> int:
        """Erase all that is remembered of these persons, whose last reason has gone."""
        return self.memory.forget(people, persons)

    def known(self) -> frozenset[tuple[str, str]]:
        """Return of which people which events are remembered at all."""
        return self.memory.known()

    def remembered(self, people: str, *, persons: Sequence[str] | None = None) -> Iterator[RememberedEvent]:
        """Yield what is remembered of these persons; of all of these people, also who is held."""
        yield from self.memory.remembered(people, persons=persons)
        if persons is None:
            yield from self.ruling().brought(people)
