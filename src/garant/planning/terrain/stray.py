"""Rows whose file would lie outside the folder of its set: nobody touches it, so that nothing of the row goes."""

from collections.abc import Iterator

from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import Condition, Fits, Is, Missing, Written, both, either, no
from garant.planning.terrain.ways import value
from garant.policy.paths import FilePath

_OUTWARD = ("/*", "../*", "./*", "*//*", "*/../*", "*/./*", "*/..", "*/.", "*/", "*\\*", ".", "..")
"""Paths that lead out of a folder, or are written in a roundabout way."""


def astray(layout: Layout, table: str, alias: str = "t") -> Condition:
    """Return that a row of the table names a file outside the folder of its set."""
    return either(*(outside(path, alias) for path in _paths(layout, table)))


def outside(path: FilePath, alias: str = "t") -> Condition:
    """Return that the path which the row writes leads out of its folder."""
    written = Written(str(path), alias)
    return both(named(path, alias), either(*(Fits(written, pattern) for pattern in _OUTWARD)))


def named(path: FilePath, alias: str = "t") -> Condition:
    """Return that the row writes a path at all: none of its names is empty."""
    names = [value(alias, column) for column in path.names]
    return both(*(no(Missing(name)) for name in names), *(no(Is(name, ("",))) for name in names))


def _paths(layout: Layout, table: str) -> Iterator[FilePath]:
    for said in layout.data_map.files.values():
        if said.part_of != table or table not in layout.tables:
            continue
        if all(layout.tables[table].column(name) is not None for name in said.path.names):
            yield said.path
