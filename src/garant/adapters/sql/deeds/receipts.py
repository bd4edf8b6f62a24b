"""Receipts: rows in the customer's database that say which batches were done, and what is known there of our log."""

import json
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from garant.evidence.restored import Attested
from garant.evidence.runs import Counts, counts_in, plain

_RECEIPTS = sa.Table(
    "garant_receipts",
    sa.MetaData(),
    sa.Column("origin", sa.String(80), primary_key=True),
    sa.Column("batch", sa.BigInteger(), primary_key=True, autoincrement=False),
    sa.Column("run", sa.BigInteger(), nullable=False),
    sa.Column("counts", sa.Text(), nullable=False),
)

_NO_BATCH = 0
_NOTHING = "null"
"""What the receipt of a batch says that will never be done."""


@dataclass(frozen=True)
class Receipts:
    """The receipts of one log of evidence in one store, where the account may keep them."""

    origin: str
    kept: bool

    def write(self, connection: Connection, *, run: int, batch: int, counts: Counts) -> None:
        """Write the receipt of a batch, in the transaction of what it did."""
        if self.kept:
            row = {"origin": self.origin, "batch": batch, "run": run, "counts": json.dumps(plain(counts))}
            connection.execute(sa.insert(_RECEIPTS), row)

    def read(self, connection: Connection, batch: int) -> Counts | None:
        """Return what a batch did; None where there is no receipt of it."""
        if not self.kept:
            return None
        here = (_RECEIPTS.c.origin == self.origin, _RECEIPTS.c.batch == batch)
        text = connection.scalar(sa.select(_RECEIPTS.c.counts).where(*here))
        return None if text is None or text == _NOTHING else counts_in(json.loads(text))

    def claim(self, connection: Connection, batch: int) -> Counts | None:
        """Return what a batch did; where there is no receipt of it, write one that keeps it from ever committing.

        Whoever was only stopped, and wakes, finds its receipt taken. Raise what the database says where the receipt is
        being written at this moment.
        """
        found = self.read(connection, batch)
        if found is not None or not self.kept:
            return found
        try:
            row = {"origin": self.origin, "batch": batch, "run": _NO_BATCH, "counts": _NOTHING}
            connection.execute(sa.insert(_RECEIPTS), row)
            connection.commit()
        except IntegrityError:
            connection.rollback()
            return self.read(connection, batch)
        return None

    def clear(self, connection: Connection, run: int) -> None:
        """Take the receipts of a finished run away: its evidence has them; those that were taken from others stay."""
        if self.kept:
            mine = (_RECEIPTS.c.origin == self.origin, _RECEIPTS.c.run == run)
            connection.execute(sa.delete(_RECEIPTS).where(*mine))


def origins(connection: Connection) -> frozenset[str]:
    """Return the logs whose runs worked in this store; the empty name where that cannot be read.

    A log leaves its name before its first batch: a table without any was made by a run that was killed then.
    """
    try:
        if not sa.inspect(connection).has_table(_RECEIPTS.name):
            return frozenset()
        return frozenset(connection.scalars(sa.select(_RECEIPTS.c.origin).distinct()))
    except SQLAlchemyError:
        connection.rollback()
        return frozenset(("",))


def keep_receipts(connection: Connection, *, origin: str, wanted: bool) -> Receipts:
    """Return the receipts of a store, their table made if the account may make one."""
    if not wanted:
        return Receipts(origin, kept=False)
    try:
        _RECEIPTS.create(connection, checkfirst=True)
        connection.commit()
    except SQLAlchemyError:
        connection.rollback()
        return Receipts(origin, kept=False)
    _leave_name(connection, origin)
    return Receipts(origin, kept=True)


def _leave_name(connection: Connection, origin: str) -> None:
    """Leave the log's name for good: whoever loses the log is told by it that there was one."""
    name = {"origin": origin, "batch": _NO_BATCH, "run": _NO_BATCH}
    here = (getattr(_RECEIPTS.c, column) == value for column, value in name.items())
    if connection.scalar(sa.select(_RECEIPTS.c.origin).where(*here)) is not None:
        return
    try:
        connection.execute(sa.insert(_RECEIPTS), {**name, "counts": "[]"})
        connection.commit()
    except IntegrityError:  # another worker of the same run left it
        connection.rollback()


# what is known here of a log: its checkpoint in the row that bears its name, and its holds by negative numbers


def attest(connection: Connection, *, origin: str, attested: Attested) -> None:
    """Keep what is known of a log in the place of what was known before, where the account may keep receipts."""
    if not keep_receipts(connection, origin=origin, wanted=True).kept:
        return
    mine = _RECEIPTS.c.origin == origin
    connection.execute(sa.delete(_RECEIPTS).where(mine, _RECEIPTS.c.batch < _NO_BATCH))
    named = sa.update(_RECEIPTS).where(mine, _RECEIPTS.c.batch == _NO_BATCH)
    connection.execute(named.values(counts=json.dumps(attested.note)))
    holds = [
        {"origin": origin, "batch": -number, "run": _NO_BATCH, "counts": json.dumps(copy)}
        for number, copy in attested.holds.items()
    ]
    if holds:
        connection.execute(sa.insert(_RECEIPTS), holds)
    connection.commit()


def attested(connection: Connection, *, origin: str) -> Attested:
    """Return what is known here of a log."""
    if not sa.inspect(connection).has_table(_RECEIPTS.name):
        return Attested()
    mine = sa.select(_RECEIPTS.c.batch, _RECEIPTS.c.counts).where(_RECEIPTS.c.origin == origin)
    said = {int(row[0]): json.loads(row[1]) for row in connection.execute(mine.where(_RECEIPTS.c.batch <= _NO_BATCH))}
    note = said.pop(_NO_BATCH, "")
    # Before checkpoints were told here, the row said an empty list.
    return Attested(note=note if isinstance(note, str) else "", holds={-batch: copy for batch, copy in said.items()})
