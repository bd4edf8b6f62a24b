"""Batches: ranges of keys, as many at a time as a database does in about a second, so that nobody waits for long."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.elements import ColumnElement

from garant.adapters.sql.compiling import Compiler

FIRST, LEAST, MOST = 5_000, 500, 500_000
AIM_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class Range:
    """Rows by their first key: after `low`, up to `high`; without a bound, all on that side."""

    low: Any = field(default=None, repr=False)
    high: Any = field(default=None, repr=False)

    def covers(self, key: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return that a key lies in the range."""
        bounds = [sa.true()]
        if self.low is not None:
            bounds.append(key > self.low)
        if self.high is not None:
            bounds.append(key <= self.high)
        return sa.and_(*bounds)


@dataclass
class Pace:
    """How many keys a batch covers: more after a quick one, fewer after a slow one."""

    keys: int = FIRST

    def took(self, seconds: float) -> None:
        """Learn from how long a batch took."""
        factor = min(4.0, max(0.25, AIM_SECONDS / max(seconds, 0.001)))
        self.keys = int(min(MOST, max(LEAST, self.keys * factor)))


def ranges(connection: Connection, compiler: Compiler, table: str, *, key: str | None, pace: Pace) -> Iterator[Range]:
    """Yield ranges that cover a table by its first key; the last one is open, for rows that come meanwhile."""
    low = None
    source, _ = compiler.start(table)
    while key is not None:
        column = source.c[key]
        keys = sa.select(column).order_by(column).limit(pace.keys)
        inner = (keys if low is None else keys.where(column > low)).subquery()
        high = connection.scalar(sa.select(sa.func.max(inner.c[key])))
        full = connection.scalar(sa.select(sa.func.count()).select_from(inner)) == pace.keys
        connection.rollback()
        if high is None or not full:
            break
        yield Range(low=low, high=high)
        low = high
    yield Range(low=low)
