"""What an empty cell holds: NULL, its column's filler, an empty text; and what blanking writes."""

import json
import re
from datetime import date, datetime

from garant.policy.datamap import ColumnUse, Filler
from tests.reference.values import member, parsed
from tests.reference.walking import Walker
from tests.reference.world import Row, column_type, may_be_null

_COLUMN = re.compile(r"\{(\w+)\}")


class CannotBlankError(Exception):
    """A column that may not be NULL, holds no text and has no filler."""


def cell_is_empty(walker: Walker, *, row: Row, column: str) -> bool:
    """Return whether a cell (`column` may name a member inside) is no personal data."""
    name, *members = column.split("->")
    held = row.values.get(name)
    if members:
        held = member(parsed(held, walker.format_of(row, name)), tuple(members))
    if held is None:
        return True
    use = walker.said(row).columns.get(column) or ColumnUse()
    fillers = filler(walker, row=row, column=column, use=use)
    if column in fillers:
        return same(held, fillers[column])
    needed = not members and not may_be_null(walker.world, table=row.table, column=name)
    return needed and held == ""


def same(one: object, other: object) -> bool:
    """Return whether two values are one: JSON by what it says, the rest by what is written."""
    return one == other or str(one) == str(other)


def filler(walker: Walker, *, row: Row, column: str, use: ColumnUse) -> dict[str, object]:
    """Return what the map's `blank` writes into a row: the column's own filler and its companions'."""
    if use.blank is None:
        return {}
    said = use.blank.values if isinstance(use.blank, Filler) else {column: use.blank}
    return {name: _as_held(walker, row=row, column=name, value=value) for name, value in said.items()}


def blanking(walker: Walker, *, row: Row, column: str) -> dict[str, object]:
    """Return the columns that blanking a whole column writes, with their values; raise CannotBlankError."""
    use = walker.said(row).columns.get(column) or ColumnUse()
    written = filler(walker, row=row, column=column, use=use)
    if column in written:
        return written
    if may_be_null(walker.world, table=row.table, column=column):
        return {**written, column: None}
    if column_type(walker.world, table=row.table, column=column) != "text":
        raise CannotBlankError(f"{row.table}.{column}")
    return {**written, column: ""}


def _as_held(walker: Walker, *, row: Row, column: str, value: object) -> object:
    """Return a filler as its column holds it: templates filled, days and numbers as such."""
    held = column_type(walker.world, table=row.table, column=column.split("->")[0])
    if not isinstance(value, str) or held is None or "->" in column:
        return value
    if held == "json":
        return json.loads(value)
    if held == "date":
        return date.fromisoformat(value)
    if held == "timestamp":
        return datetime.fromisoformat(value)
    if held in {"int", "epoch"}:
        return int(value)
    if held == "bool":
        return value.lower() in {"1", "true"}
    return _COLUMN.sub(lambda found: str(row.values.get(found[1])), value)
