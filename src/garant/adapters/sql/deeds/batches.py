"""Batches: ranges of keys, as many at a time as a database does in about a second, so that nobody waits for long."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.elements import ColumnElement

from garant.adapters.sql.compiling import Compiler

FIRST, LEAST, MOST = 20_000, 500, 250_000
AIM_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class Range:
    """Rows by their first key: after `low`, up to `high`; without a bound, all on that side; `size` when last seen."""

    low: Any = field(default=None, repr=False)
    high: Any = field(default=None, repr=False)
    size: int = 0

    def covers(self, key: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return that a key lies in the range."""
        bounds = [sa.true()]
        if self.low is not None:
            bounds.append(key > self.low)
        if self.high is not None:
            bounds.append(key <= self.high)
        return sa.and_(*bounds)


WHOLE = Range()


@dataclass
class Pace:
    """How many keys a batch covers: more after a quick one, fewer after a slow one.

    It is kept for a whole run: a table begins with what the database has shown before.
    """

    keys: int = FIRST
    _least: int = field(default=LEAST, init=False)
    _size: int = field(default=0, init=False)
    _rate: float = field(default=0.0, init=False)

    def begin(self) -> None:
        """Forget what another table has shown of smaller batches: what it costs to begin one differs."""
        self._least, self._size, self._rate = LEAST, 0, 0.0

    def took(self, seconds: float, rows: Range) -> None:
        """Learn from how long a batch took; one that was short for want of rows says only what went well."""
        rate = rows.size / max(seconds, 0.001)
        if rows.size < self._size and rate < self._rate / 2:
            # Smaller, and slower by the key: what it costs to begin a batch outweighs what is done in it.
            self.keys = self._least = self._size
            return
        if rate > self._rate:
            self._size, self._rate = rows.size, rate
        factor = min(4.0, max(0.25, rate * AIM_SECONDS / self.keys))
        if factor > 1 or rows.high is not None or seconds > AIM_SECONDS:
            self.keys = int(min(MOST, max(self._least, self.keys * factor)))


@dataclass(frozen=True)
class Ranges:
    """The ranges that cover a table, or a part of it, by its first key."""

    connection: Connection
    compiler: Compiler
    table: str
    _: KW_ONLY
    key: str
    within: Range = WHOLE

    @property
    def column(self) -> ColumnElement[Any]:
        """Return the key by which the table is ranged."""
        source, _ = self.compiler.start(self.table)
        return source.c[self.key]

    def halves(self) -> tuple[Range, ...]:
        """Return a range cut in two at its middle key; nothing, where it holds one key or none."""
        column, rows = self.column, self.within
        inside = sa.select(column).where(rows.covers(column))
        count = int(self.connection.scalar(sa.select(sa.func.count()).select_from(inside.subquery())) or 0)
        middle = self.connection.scalar(inside.order_by(column).offset(max(0, count - 1) // 2).limit(1))
        last = self.connection.scalar(inside.order_by(column.desc()).limit(1))
        self.connection.rollback()
        if count < 2 or middle == last:
            return ()
        return (
            Range(low=rows.low, high=middle, size=(count + 1) // 2),
            Range(low=middle, high=rows.high, size=count // 2),
        )

    def at(self, pace: Pace) -> Iterator[Range]:
        """Yield one range after the other; the last one is open where the part is, for rows that come meanwhile."""
        rest, count = self.within, 0
        pace.begin()
        while True:
            high, count = self._next(rest, pace.keys)
            if high is None or count < pace.keys:
                break
            yield Range(low=rest.low, high=high, size=count)
            rest = Range(low=high, high=self.within.high)
        yield Range(low=rest.low, high=self.within.high, size=count)

    def _next(self, rest: Range, keys: int) -> tuple[Any, int]:
        """Return the last of so many keys, and how many there are; not every database knows a largest UUID."""
        column = self.column
        some = sa.select(column.label("key")).where(rest.covers(column)).order_by(column).limit(keys).subquery()
        numbered = sa.select(some.c.key, sa.func.row_number().over(order_by=some.c.key).label("n")).subquery()
        last = sa.select(numbered.c.key, numbered.c.n).order_by(numbered.c.n.desc()).limit(1)
        high, count = self.connection.execute(last).one_or_none() or (None, 0)
        self.connection.rollback()
        return high, count
