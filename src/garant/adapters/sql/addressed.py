"""A database that can say which one it is, what its server's clock says, and what it knows of our log."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Engine

from garant.adapters.sql.deeds import receipts
from garant.adapters.sql.engine import identity
from garant.adapters.sql.failures import told_plainly
from garant.evidence.restored import Attested


class Addressed:
    """Tells a store from every other, and the time there: a plan made for one is not for another (decision 0011)."""

    store: str
    engine: Engine
    _receipts: bool

    @property
    def identity(self) -> str:
        """Return what tells this database from every other."""
        return identity(self.engine.url)

    def now(self) -> datetime | None:
        """Return the instant by the server's own clock, or raise a StoreFailed; None where there is no server."""
        if self.engine.dialect.name == "sqlite":
            return None
        with told_plainly(self.store), self.engine.connect() as connection:
            said: datetime = connection.execute(sa.select(sa.func.current_timestamp())).scalar_one()
        return said if said.tzinfo else said.replace(tzinfo=UTC)

    def origins(self) -> frozenset[str]:
        """Return the names of the logs whose runs worked here, or raise a StoreFailed."""
        with told_plainly(self.store), self.engine.connect() as connection:
            return receipts.origins(connection)

    def attest(self, origin: str, attested: Attested) -> None:
        """Keep what is known of a log, in the place of what was known before, or raise a StoreFailed."""
        if self._receipts:
            with told_plainly(self.store), self.engine.connect() as connection:
                receipts.attest(connection, origin=origin, attested=attested)

    def attested(self, origin: str) -> Attested:
        """Return what is known here of a log, or raise a StoreFailed."""
        with told_plainly(self.store), self.engine.connect() as connection:
            return receipts.attested(connection, origin=origin)
