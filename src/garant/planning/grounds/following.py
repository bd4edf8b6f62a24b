"""Rows without personal cells that follow the row they are part of: what is kept of that row keeps them, too."""

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from garant.planning.terrain.layout import RowsOfOneKind

if TYPE_CHECKING:  # reasons ask what may leave for the archive, and that asks who follows
    from garant.planning.grounds.reasons import Group, Reasons

WITH = "garant_with_"
"""Before the columns of a record that say for which cells of the row above it was copied."""


def followed(reasons: "Reasons", kind: RowsOfOneKind) -> "tuple[Group, ...]":
    """Return the groups of the row that a row without groups is part of, as that row's; each has one mark for cells.

    Nothing, where the map tells several kinds of row apart, or the row has owners of its own.
    """
    parent = parent_of(reasons, kind)
    kinds = reasons.layout.kinds_of(parent) if parent is not None else ()
    if len(kinds) != 1:
        return ()
    roles = {role.name for role in reasons.rows.roles(kind)}
    groups = reasons.groups(kinds[0])
    alike = all(roles.issuperset(group.roles) for group in groups)
    return tuple(replace(group, kind=kind, columns=(_mark(group),)) for group in groups) if alike else ()


def parent_of(reasons: "Reasons", kind: RowsOfOneKind) -> str | None:
    """Return the table that a row without personal cells follows."""
    if kind.part_of is None or reasons.groups(kind):
        return None
    return reasons.rows.parent(kind.part_of, reasons.rows.start(kind.table)).table


def _mark(group: "Group") -> str:
    said = "\x1f".join((group.category, *sorted(group.roles), "", *sorted(group.activities)))
    return f"{WITH}{hashlib.sha256(said.encode()).hexdigest()[:8]}"
