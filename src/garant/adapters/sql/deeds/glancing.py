"""Reads for one reader what few may read: only the cells that are there for a rule or a hold which names them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from garant.adapters.sql.relations import Relations
from garant.planning.archiving.reading import Glance
from garant.planning.terrain.predicates import ALWAYS
from garant.planning.terrain.ways import value

_CHUNK = 500


@dataclass(frozen=True)
class Seeing:
    """Reads in one session."""

    relations: Relations

    def rows(self, glance: Glance) -> Iterator[Mapping[str, object]]:
        """Yield the records, with what the reader sees of each; what they do not see is empty."""
        self.relations.prepare([glance])
        compiler = self.relations.compiler
        source, scope = compiler.start(glance.table)
        values = {cell: compiler.value(value("t", cell.column), scope) for cell in glance.cells}
        cells = (
            (one if cell.where == ALWAYS else sa.case((compiler.condition(cell.where, scope), one))).label(cell.column)
            for cell, one in values.items()
        )
        found = sa.select(*cells).select_from(source).where(compiler.condition(glance.where, scope))
        for row in self.relations.connection.execute(found, execution_options={"yield_per": _CHUNK}).mappings():
            yield {str(name): value for name, value in row.items()}
