"""Dates: whether the column of an event holds one, and one that can be read in its form (design §1, §2)."""

from dataclasses import dataclass

from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import Condition, Is, Missing, StandsIn, Unread, Value, both, either, no
from garant.planning.terrain.schema import Kind
from garant.policy.datamap import EventColumn

_TYPED = frozenset({Kind.DATE, Kind.TIMESTAMP, Kind.INSTANT})


@dataclass(frozen=True)
class Dates:
    """Says of a value, as conditions, why it is no date; where the column's type lets no such value in, never."""

    layout: Layout

    def unset(self, said: EventColumn, table: str, end: Value) -> Condition:
        """Return that the date is not there: NULL, a stand-in, or an empty text."""
        blank = (Is(end, ("",)),) if self._is_text(table, end) else ()
        return either(Missing(end), *self.stand_ins(said, end), *blank)

    def stand_ins(self, said: EventColumn, end: Value) -> tuple[Condition, ...]:
        """Return that the value is one of those that stand for no date."""
        among = (*said.stand_ins.open, *said.stand_ins.missing)
        return (StandsIn(end, among),) if among else ()

    def unread(self, said: EventColumn, end: Value) -> Condition:
        """Return that there is something that cannot be read as a date: its day is unknown, and not past."""
        return Unread(end, said.format)

    def misread(self, said: EventColumn, table: str, end: Value) -> Condition:
        """Return that a date is there, as far as anybody can say, and cannot be read."""
        return both(self.unread(said, end), no(self.unset(said, table, end)))

    def _is_text(self, table: str, end: Value) -> bool:
        kind = self._kind(table, end)
        return bool(end.inside) or kind is Kind.TEXT or (kind in _TYPED and self._dialect(table) == "sqlite")

    def _kind(self, table: str, end: Value) -> Kind | None:
        seen = self.layout.tables[table].column(end.column)
        return seen.kind if seen else None

    def _dialect(self, table: str) -> str:
        return self.layout.schemas[self.layout.store_of(table)].dialect
