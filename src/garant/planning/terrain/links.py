"""When two identifiers are one: in their normal form, both there, and neither a filler (Art. 5(1)(d))."""

from collections.abc import Iterator
from dataclasses import dataclass

from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import Condition, Filled, Missing, Not, Same, Source, Value, both, some
from garant.planning.terrain.schema import Kind
from garant.planning.terrain.ways import Aliases, value
from garant.policy.datamap import Filler
from garant.policy.identifiers import Form

NORMAL = "normal:"
"""The relation of what is written in a column, and its normal form: no two databases would work it out alike."""

Cell = tuple[str, Value]
"""A table, and the value of a row of it."""


@dataclass(frozen=True)
class Links:
    """Says of two cells that they hold one identifier."""

    layout: Layout
    aliases: Aliases

    def alike(self, one: Cell, other: Cell, form: Form) -> Condition:
        """Return that both cells hold one identifier; an empty one is nobody's."""
        there = (*self.there(*one), *self.there(*other))
        if form.kind == "text":
            return both(Same(one[1], other[1]), *there)
        mine, theirs = (self._normal(cell, form) for cell in (one, other))
        links = (
            Same(one[1], Value(mine.alias, "a")),
            Same(Value(mine.alias, "b"), Value(theirs.alias, "b")),
            Same(other[1], Value(theirs.alias, "a")),
        )
        return both(some((mine, theirs), *links), *there)

    def _normal(self, cell: Cell, form: Form) -> Source:
        return Source(self.aliases(), relation(cell, form))

    def there(self, table: str, cell: Value) -> Iterator[Condition]:
        """Yield what must hold of a cell that says who somebody is."""
        yield Not(Missing(cell))
        if self._is_text(table, cell):
            fillers = dict.fromkeys(("", *self._fillers(table, cell)))
            yield from (Not(Filled(cell, filler)) for filler in fillers)

    def _is_text(self, table: str, cell: Value) -> bool:
        seen = self.layout.tables[table].column(cell.column)
        return bool(cell.inside) or (seen is not None and seen.kind is Kind.TEXT)

    def _fillers(self, table: str, cell: Value) -> Iterator[str]:
        name = written(cell)
        for kind in self.layout.kinds_of(table):
            use = kind.columns.get(name)
            blank = use.blank if use is not None else None
            filler = blank.values.get(cell.column) if isinstance(blank, Filler) else blank
            if filler is not None:
                yield str(filler)


def relation(cell: Cell, form: Form) -> str:
    """Return the name of what tells the normal form of all that a column holds."""
    return f"{NORMAL}{form.kind}:{form.country}:{cell[0]}.{written(cell[1])}"


def column_of(relation: str) -> tuple[Form, str, Value]:
    """Return of which column of a table, and in which form, a relation tells what is written."""
    kind, country, place = relation.removeprefix(NORMAL).split(":", 2)
    store, table, column = place.split(".", 2)
    form = Form(kind=kind, country=country)  # type: ignore[arg-type]
    return form, f"{store}.{table}", value("t", column)


def written(cell: Value) -> str:
    """Return a cell as the map writes it: a column, or a member inside one."""
    return "->".join((cell.column, *cell.inside))
