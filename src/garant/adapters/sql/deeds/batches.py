"""Batches: ranges of keys, as many at a time as a database does in about a second, so that nobody waits for long."""

from collections.abc import Iterator, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.elements import ColumnElement

from garant.adapters.sql.compiling import Compiler
from garant.adapters.sql.words import Words

Bound = Sequence[Any] | None
"""A value for each column of a key; `None` is no bound."""

FIRST, LEAST, MOST = 20_000, 500, 250_000
AIM_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class Range:
    """Rows by their key: after `low`, up to `high`; without a bound, all on that side; `size` when last seen."""

    low: Bound = field(default=None, repr=False)
    high: Bound = field(default=None, repr=False)
    size: int = 0

    def covers(self, words: Words, *key: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return that a key lies in the range; of rows without a key, that they do."""
        bounds: list[ColumnElement[bool]] = [sa.true()]
        if key and self.low is not None:
            bounds.append(words.beyond(key, self.low))
        if key and self.high is not None:
            bounds.append(words.up_to(key, self.high))
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
    """The ranges that cover a table, or a part of it, by its key."""

    connection: Connection
    compiler: Compiler
    table: str
    _: KW_ONLY
    key: Sequence[str]
    within: Range = WHOLE

    @property
    def columns(self) -> tuple[ColumnElement[Any], ...]:
        """Return the key by which the table is ranged, column by column."""
        source, _ = self.compiler.start(self.table)
        return tuple(source.c[name] for name in self.key)

    def numbered(self, rows: sa.Select[Any]) -> sa.Subquery:
        """Return rows of the key with their number `n` in its order; the columns of the key are `k0`, `k1`, …."""
        some = rows.subquery()
        keys = [some.c[f"k{n}"] for n in range(len(self.key))]
        return sa.select(*keys, sa.func.row_number().over(order_by=keys).label("n")).subquery()

    @property
    def rows(self) -> sa.Select[Any]:
        """Return the keys of the rows, in their order."""
        named = (column.label(f"k{n}") for n, column in enumerate(self.columns))
        return sa.select(*named).where(self.within.covers(self.compiler.words, *self.columns)).order_by(*self.columns)

    def halves(self) -> tuple[Range, ...]:
        """Return a range cut in two at its middle key; nothing, where it holds one key or none."""
        rows = self.within
        count = int(self.connection.scalar(sa.select(sa.func.count()).select_from(self.rows.subquery())) or 0)
        middle = self.connection.execute(self.rows.offset(max(0, count - 1) // 2).limit(1)).one_or_none()
        self.connection.rollback()
        if count < 2 or middle is None:
            return ()
        return (
            Range(low=rows.low, high=tuple(middle), size=(count + 1) // 2),
            Range(low=tuple(middle), high=rows.high, size=count // 2),
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

    def _next(self, rest: Range, keys: int) -> tuple[Bound, int]:
        """Return the last of so many keys, and how many there are; not every database knows a largest UUID."""
        found = self.numbered(replace(self, within=rest).rows.limit(keys))
        row = self.connection.execute(sa.select(found).order_by(found.c.n.desc()).limit(1)).one_or_none()
        self.connection.rollback()
        return (None, 0) if row is None else (tuple(row[:-1]), int(row[-1]))
