"""Parts of a table for several workers: ranges of its key, found in one pass, and written as text to be sealed."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from garant.adapters.sql.deeds.batches import Bound, Range, Ranges

MOST_PARTS = 256
"""How many parts a table is cut into at most: enough for many workers, and few enough to be watched."""

_READ: Mapping[str, Callable[[str], Any]] = {
    "int": int,
    "str": str,
    "UUID": UUID,
    "Decimal": Decimal,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
}
"""The kinds of keys that can be written down and read back; a table with another is one part."""


def bounds_of_parts(table: Ranges, *, rows: int) -> Sequence[str]:
    """Return bounds that cut a table into parts of about so many rows; a table of few rows is one part without any."""
    connection, found = table.connection, table.numbered(table.rows.order_by(None))
    keys = [found.c[f"k{n}"] for n in range(len(table.key))]
    count = int(connection.scalar(sa.select(sa.func.count()).select_from(table.rows.order_by(None).subquery())) or 0)
    size = max(rows, -(-count // MOST_PARTS))
    cuts = [tuple(cut) for cut in connection.execute(sa.select(*keys).where(found.c.n % size == 0).order_by(found.c.n))]
    connection.rollback()
    if not cuts or any(type(value).__name__ not in _READ for cut in cuts for value in cut):
        return ("",)
    return [_written(low, high) for low, high in zip([None, *cuts], [*cuts, None], strict=True)]


def _written(*bounds: Bound) -> str:
    return json.dumps([bound and [[type(value).__name__, str(value)] for value in bound] for bound in bounds])


def range_of(text: str) -> Range:
    """Return the range that bounds were written for; without any, the whole table."""
    low, high = json.loads(text) if text else (None, None)
    return Range(low=_values(low), high=_values(high))


def _values(said: Sequence[tuple[str, str]] | None) -> Bound:
    return None if said is None else tuple(_READ[kind](text) for kind, text in said)
