"""One transaction that brings back what a batch took out, and commits with its receipt."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from garant.adapters.sql.failures import told_plainly
from garant.adapters.sql.undo.restoring import Restoring
from garant.evidence.runs import BatchOutcome, Counts, Deed
from garant.planning.across import Bequest, Fact
from garant.planning.files import NamedFiles
from garant.planning.remembered import RememberedEvent
from garant.planning.terrain.predicates import Condition
from garant.planning.undo.returning import Back
from garant.ports import Capsule, Giving, IsTooMuch, Unlink

if TYPE_CHECKING:  # who makes the batch hands them over
    from garant.adapters.sql.deeds.naming import Naming
    from garant.adapters.sql.deeds.receipts import Receipts

# Values come back as they were stored: a day of zeroes, a key that is nought.
_AS_IT_WAS = "SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES'"


@dataclass
class SqlReturn:
    """A batch that brings back; begun without a commit in between, several are one rehearsal."""

    store: str
    restoring: Restoring
    receipts: "Receipts"
    naming: "Naming"
    named: tuple[NamedFiles, ...] = field(kw_only=True)
    giving: Giving = field(kw_only=True)
    of: int = field(kw_only=True)
    files: Mapping[str, Sequence[str]] = field(default_factory=dict, init=False)
    forgotten: list[tuple[str, str]] = field(default_factory=list, init=False)
    is_stuck: bool = field(default=False, init=False)
    capsule: Capsule | None = field(default=None, init=False)

    @property
    def bounds(self) -> str:
        """Return which tables are acted on, and whose batch is given back."""
        return json.dumps({"tables": sorted(self.restoring.circle), "returns": self.of})

    def begin(self) -> Sequence[RememberedEvent]:
        """Put everything back that can be, and return what was remembered of people who went."""
        connection = self.restoring.connection
        with told_plainly(self.store):
            if connection.dialect.name == "sqlite":
                self._begin_sqlite()
            elif connection.dialect.name in ("mysql", "mariadb"):
                connection.execute(sa.text(_AS_IT_WAS))
            self.restoring.bring()
        return self.restoring.remembered

    def _begin_sqlite(self) -> None:
        connection = self.restoring.connection
        driver = connection.connection.driver_connection
        if driver is not None and not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    def keys(self, table: str, key: Sequence[str], where: Condition) -> frozenset[str]:
        """Return the keys of the rows for which a condition holds, now that this batch has begun."""
        with told_plainly(self.store):
            self.restoring.relations.refresh()
            return frozenset(self.restoring.keys(table, key, where))

    def bequeathed(self, bequest: Bequest) -> Sequence[Fact]:  # noqa: ARG002 - nobody goes
        """Return nothing: nobody's row goes with this batch."""
        return ()

    def carry_out(self, number: int, *, run: int, is_too_much: IsTooMuch, unlink: Unlink) -> BatchOutcome:  # noqa: ARG002
        """Put the files back that rows name again, leave a receipt and commit."""
        connection = self.restoring.connection
        with told_plainly(self.store):
            put = self.giving.put_back(self.names_now)
            back = self.giving.returned.back.items()
            rows = {Deed(what.value, place, cs): n for (what, place, cs), n in back if what is not Back.FILES}
            counts: Counts = {**rows, **put}
            self.receipts.write(connection, run=run, batch=number, counts=counts)
            connection.commit()
        return BatchOutcome(counts=counts, is_exact=True)

    def names_now(self, files: str, paths: Sequence[str]) -> frozenset[str]:
        """Return those of the files of a set that rows name now."""
        return frozenset(path for one in self.named if one.name == files for path in self.naming.held(one, paths))

    def abandon(self) -> None:
        """Leave everything as it was."""
        self.restoring.connection.rollback()
