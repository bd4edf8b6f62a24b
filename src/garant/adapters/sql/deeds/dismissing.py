"""Finds the people of an archive of whom no record is left when the marked ones go, and lets them go with those."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.elements import ColumnElement

from garant.adapters.sql.relations import Relations
from garant.adapters.sql.undo.sealing import Sealing
from garant.planning.archiving.records import BATCH, ID, KNOWN_AS, column_for
from garant.planning.going import GONE
from garant.planning.terrain.schema import ColumnSeen, Kind

_CHUNK = 500


@dataclass(frozen=True)
class Dismissing:
    """Works in one session on an archive; elsewhere there is nobody to dismiss."""

    connection: Connection
    relations: Relations
    sealing: Sealing | None = None

    def people(self) -> Iterator[tuple[str, str]]:
        """Yield, as table and number, of whom no record is left but marked ones."""
        for table in self._with(KNOWN_AS):
            target = self._target(table)
            left = (sa.not_(self._left(target, other, column)) for other, column in self._leading())
            for number in self.connection.execute(sa.select(target.c[ID]).where(*left)).scalars().all():
                yield table, str(number)

    def dismiss(self, people: Sequence[tuple[str, str]]) -> None:
        """Erase them."""
        for table in self._with(KNOWN_AS):
            target, numbers = self._target(table), [int(number) for name, number in people if name == table]
            for start in range(0, len(numbers), _CHUNK):
                these = target.c[ID].in_(numbers[start : start + _CHUNK])
                if self.sealing is not None:
                    self.sealing.rows(table, (ID,), target, where=(these,))
                self.connection.execute(sa.delete(target).where(these))

    def _with(self, column: str) -> Iterator[str]:
        tables = self.relations.compiler.schema.tables
        return (name for name, table in tables.items() if table.column(column) is not None)

    def _target(self, table: str) -> Any:
        return self.relations.compiler.bare(table)[0]

    def _leading(self) -> Iterator[tuple[str, ColumnSeen]]:
        by, tables = column_for("by", ""), self.relations.compiler.schema.tables
        for table in self._with(BATCH):
            yield from ((table, column) for column in tables[table].columns if column.name.startswith(by))

    def _left(self, target: Any, table: str, column: ColumnSeen) -> ColumnElement[bool]:
        """Return that a record which stays leads to the person."""
        source = self._target(table).alias("record")
        found: sa.Select[Any] = sa.select(sa.literal_column("1")).select_from(source)
        found = found.where(self._leads(target, source, column))
        gone = self.relations.made.get(f"{GONE}{table}")
        if gone is not None:
            found = found.where(source.c[ID].not_in(sa.select(gone.c.k0)))
        return sa.exists(found.correlate(target))

    def _leads(self, target: Any, source: Any, column: ColumnSeen) -> ColumnElement[bool]:
        told = source.c[column.name]
        if column.kind is Kind.INTEGER:
            return sa.and_(told == target.c[ID])
        text = self.relations.compiler.words.as_text(target.c[ID])
        comma, some = sa.literal(",", sa.Text()), sa.literal("%", sa.Text())
        return comma.concat(told).concat(comma).like(some.concat(comma).concat(text).concat(comma).concat(some))
