"""Parts of a table for several workers: ranges of its key, found in one pass, and written as text to be sealed."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from garant.adapters.sql.deeds.batches import Range, Ranges

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
    key, connection = table.column, table.connection
    numbered = sa.select(key.label("key"), sa.func.row_number().over(order_by=key).label("n"))
    inner = numbered.subquery()
    each = sa.select(inner.c.key).where(inner.c.n % rows == 0).order_by(inner.c.n)
    found = list(dict.fromkeys(connection.scalars(each)))
    connection.rollback()
    if not found or any(type(bound).__name__ not in _READ for bound in found):
        return ("",)
    return [_written(low, high) for low, high in zip([None, *found], [*found, None], strict=True)]


def _written(*bounds: Any) -> str:
    return json.dumps([None if bound is None else [type(bound).__name__, str(bound)] for bound in bounds])


def range_of(text: str) -> Range:
    """Return the range that bounds were written for; without any, the whole table."""
    low, high = json.loads(text) if text else (None, None)
    return Range(low=_value(low), high=_value(high))


def _value(said: Sequence[str] | None) -> Any:
    return None if said is None else _READ[said[0]](said[1])
