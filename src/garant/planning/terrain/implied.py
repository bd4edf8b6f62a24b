"""References that no schema and no list of references has: a value or a text by which a role or a part names a row."""

from collections.abc import Iterator

from garant.planning.terrain.layout import Anchor, RowsOfOneKind
from garant.planning.terrain.predicates import Value
from garant.planning.terrain.rows import Rows
from garant.planning.terrain.schema import ReferenceSeen
from garant.planning.terrain.ways import NoWay
from garant.policy.datamap import Role
from garant.policy.paths import Each, Path

Made = tuple[str, ReferenceSeen]
"""A reference, and the table whose rows make it."""


def implied(rows: Rows) -> tuple[Made, ...]:
    """Return what rows refer to by such a value or text; a reference of one kind of rows says so."""
    return tuple(dict.fromkeys(made for table in rows.layout.personal for made in _of_table(rows, table)))


def _of_table(rows: Rows, table: str) -> Iterator[Made]:
    said = rows.layout.said(table)
    for role in (*said.belongs_to.values(), *said.shown_to.values()):
        yield from _of_role(rows, role, table=table)
    for kind in rows.layout.kinds_of(table):
        for role in kind.said.belongs_to.values():
            yield from _of_role(rows, role, table=table, kind=kind.index)
        yield from _of_part(rows, kind)


def _of_role(rows: Rows, role: Role, *, table: str, kind: int | None = None) -> Iterator[Made]:
    try:
        owners = rows.role("", role, rows.start(table)).owners
    except (NoWay, KeyError):
        # `check` tells of it, and such a role leads to nobody.
        return
    anchor = next((owner.anchor for owner in owners if owner.anchor is not None), None)
    if anchor is None:
        return
    if role.column is not None and role.holds is not None:
        made = ReferenceSeen(columns=(role.column,), to=anchor.table, to_columns=(), enforced=False, holds=role.holds)
        yield table, made.only(kind)
    elif role.path is not None and not isinstance(role.path.steps[-1], Each):
        yield from _of_value(rows, role.path, anchor, table=table, kind=kind)


def _of_value(rows: Rows, path: Path, anchor: Anchor, *, table: str, kind: int | None) -> Iterator[Made]:
    """Yield the reference that a path makes which ends at a value: it names a person by key."""
    way = rows.walker(table).walk(path, rows.start(table))
    at_home = way.table == anchor.table and way.end == Value(way.alias, anchor.key)
    if way.refers_to is None and way.end is not None and not at_home:
        column = "->".join((way.end.column, *way.end.inside))
        made = ReferenceSeen(columns=(column,), to=anchor.table, to_columns=(anchor.key,), enforced=False)
        yield way.table, made.only(kind if way.table == table else None)


def _of_part(rows: Rows, kind: RowsOfOneKind) -> Iterator[Made]:
    part = kind.part_of
    if part is not None and part.column is not None and part.holds is not None:
        to = rows.parent(part, rows.start(kind.table)).table
        made = ReferenceSeen(
            columns=(part.column,), to=to, to_columns=(), enforced=False, holds=part.holds, may_be_emptied=False
        )
        yield kind.table, made.only(kind.index if rows.layout.said(kind.table).rows else None)
