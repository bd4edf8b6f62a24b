"""The memory of people's events, our own and that of their other stores, asked for by one name (Art. 5(1)(e))."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from garant.planning.across import Across
from garant.planning.grounds.holds import Holds
from garant.planning.remembered import RememberedEvent
from garant.planning.terrain.layout import Anchor
from garant.ports import Database, Memory, Remembered


@dataclass(frozen=True, kw_only=True)
class MemoryElsewhere:
    """Our own memory, and what a store's people are known for in other stores; only the first is written."""

    across: Across
    databases: Mapping[str, Database]
    memory: Memory
    ruling: Callable[[], Holds]

    def remember(self, events: Sequence[RememberedEvent]) -> None:
        """Join these events to what is remembered."""
        self.memory.remember(events)

    def forget(self, people: str, persons: Iterable[str]) -> int:
        """Erase all that is remembered of these persons, whose last reason has gone."""
        return self.memory.forget(people, persons)

    def known(self) -> frozenset[tuple[str, str]]:
        """Return of which people which events are remembered, or may be known in another store."""
        return self.across.known(self.memory.known())

    def remembered(self, people: str, *, persons: Sequence[str] | None = None) -> Iterator[RememberedEvent]:
        """Yield what is remembered of these persons; of all of these people, also what other stores say of them."""
        if persons is not None:
            yield from self.memory.remembered(people, persons=persons)
            return
        yield from self._at_home(people)
        anchor = self.across.anchor(people)
        home = self.across.home(anchor) if anchor else None
        if anchor is not None and home is not None and self.across.layout.links(anchor):
            # Their own store is among those that tell: two of its rows may be one person, whom home alone can join.
            yield from self._brought(home, to=anchor, known_at=anchor, remembered=self._at_home)
        for other in self.across.others(anchor) if anchor else ():
            yield from self._needed(other, home=anchor)

    def _needed(self, other: Anchor, *, home: Anchor | None) -> Iterator[RememberedEvent]:
        """Yield of whom rows are kept in the store of another table, which lead to the person at home."""
        assert home is not None
        offer = self.across.needs(other, self.known(), holds=self.ruling())
        if offer.kinds:
            there, here = (self.databases[self.across.layout.store_of(one.table)] for one in (other, home))
            facts = there.offered(self.across.layout, offer, remembered=self.remembered)
            yield from here.recognised(self.across.layout, self.across.identified(home, other), facts)

    def _at_home(self, people: str) -> Iterator[RememberedEvent]:
        """Yield what is remembered and, where the class is at home there, what the other tables say of it."""
        yield from self.memory.remembered(people)
        anchor = self.across.anchor(people)
        for other in self.across.others(anchor) if anchor else ():
            if anchor is not None:
                if self.across.layout.may_mislead(other):
                    yield from self._doubtful(anchor, other)
                yield from self._brought(other, to=anchor, known_at=other, remembered=self.memory.remembered)

    def _doubtful(self, home: Anchor, other: Anchor) -> Iterator[RememberedEvent]:
        """Yield who may be somebody whom another table knows, and may not: its identifiers lead to several people."""
        layout = self.across.layout
        there, here = (self.databases[layout.store_of(one.table)] for one in (other, home))
        facts = there.offered(layout, self.across.there(other), remembered=self.memory.remembered)
        yield from here.recognised(layout, self.across.doubtful(home, other), facts)

    def _brought(
        self, anchor: Anchor, *, to: Anchor, known_at: Anchor, remembered: Remembered
    ) -> Iterator[RememberedEvent]:
        there, here = (self.databases[self.across.layout.store_of(one.table)] for one in (anchor, to))
        layout, offer = self.across.layout, self.across.offer(anchor, known_at)
        facts = there.offered(layout, offer, remembered=remembered)
        yield from here.recognised(layout, self.across.identified(to, known_at), facts)
