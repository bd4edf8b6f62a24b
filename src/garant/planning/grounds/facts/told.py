"""Facts about people that lie with us and travel to where their rows are: that they are held, what is suspended."""

from collections.abc import Callable
from dataclasses import dataclass

from garant.planning.grounds.clocks import KNOWN
from garant.planning.terrain.predicates import Condition, Same, Source, Value, either, some
from garant.planning.terrain.rows import Owner, Rows


@dataclass(frozen=True)
class Facts:
    """Says of whom a fact was told."""

    rows: Rows

    def tables_of(self, people: str) -> frozenset[str]:
        """Return the tables in which a class of people is known."""
        said = self.rows.layout.data_map.people[people]
        return frozenset((said.table or "", *said.also_known))

    def told(self, owner: Owner, is_said: Callable[[Value], Condition]) -> Condition:
        """Return that a fact of such a name was told of the person, or of another row of the same person."""
        assert owner.anchor is not None
        told = self.rows.aliases()
        source, person = Source(told, f"{KNOWN}{owner.anchor.relation}"), Value(told, "person")
        is_told = is_said(Value(told, "event"))
        found = some((source,), Same(owner.key, person), is_told)
        relation = self.rows.merged(owner.anchor)
        if relation is None:
            return found
        pairs = self.rows.aliases()
        links = (Same(owner.key, Value(pairs, "a")), Same(Value(pairs, "b"), person))
        return either(found, some((source, Source(pairs, relation)), *links, is_told))
