"""What is written into cells that are blanked: a filler of the row's own, NULL, or nothing at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from garant.planning.grounds.reasons import Reasons
from garant.planning.terrain.layout import RowsOfOneKind
from garant.planning.terrain.predicates import Value
from garant.planning.terrain.ways import value


@dataclass(frozen=True, kw_only=True)
class Fill:
    """What is written into a cell: a template of the row, a plain value, or NULL; a member is taken out."""

    cell: Value
    template: str | None = None
    plain: bool | int | float | None = None


def fills_of(reasons: Reasons, kind: RowsOfOneKind, columns: tuple[str, ...]) -> Iterator[Fill]:
    """Yield what blanks these cells of a row, the companions that the map names included."""
    for column in columns:
        blank = kind.columns[column].blank
        cell = value("t", column)
        yield Fill(cell=cell, template=None if cell.inside else reasons.filler(kind, column))
        if blank is None or isinstance(blank, str):
            continue
        for other, filler in blank.values.items():
            if other != column:
                text = filler if isinstance(filler, str) else None
                yield Fill(cell=value("t", other), template=text, plain=None if isinstance(filler, str) else filler)
