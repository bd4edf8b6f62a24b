"""What the schema makes sure of: which columns tell rows apart, which lead to a row, which can be compared exactly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from garant.planning.terrain.schema import Kind, TableSeen

Column = tuple[str, str]
"""A table, and one of its columns."""


@dataclass(frozen=True)
class Keys:
    """Answers about the keys of one store's tables."""

    tables: Mapping[str, TableSeen]
    dialect: str

    def is_key(self, column: str, table: str) -> bool:
        """Return whether the column alone is the table's primary key."""
        seen = self.tables.get(table)
        return seen is not None and seen.key == (column,)

    def are_alike(self, one: Column, other: Column) -> bool:
        """Return whether equal values of both are the same value, letter by letter."""
        # Elsewhere a text may equal another that is written differently, and rows of both be taken for one.
        exact = (Kind.INTEGER, *((Kind.UUID, Kind.TEXT) if self.dialect == "postgresql" else ()))
        return self._kind(*one) == self._kind(*other) and self._kind(*one) in exact

    def _kind(self, table: str, column: str) -> Kind | None:
        seen = self.tables.get(table)
        found = seen.column(column) if seen else None
        return found.kind if found else None

    def above(self, table: str, column: str, alike: Iterable[Column]) -> Column | None:
        """Return the key that a column, or one that holds the same values, is sure to be found under."""
        if self.is_key(column, table):
            return None
        for place in ((table, column), *alike):
            for reference in self.tables[place[0]].references:
                if reference.enforced and reference.columns == place[1:] and len(reference.to_columns) == 1:
                    to = (reference.to, reference.to_columns[0])
                    if self.is_key(to[1], to[0]) and self.are_alike(place, to):
                        return to
        return None

    def leads_surely(self, table: str, column: str, to: Column) -> bool:
        """Return whether the column of every row leads to a row of that key."""
        seen = self.tables[table]
        found, target = seen.column(column), (to[0], (to[1],))
        refers = (r.enforced and r.columns == (column,) and (r.to, r.to_columns) == target for r in seen.references)
        return found is not None and not found.nullable and any(refers)
