"""A database that can say which one it is, and what its server's clock says."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Engine

from garant.adapters.sql.engine import identity
from garant.adapters.sql.failures import told_plainly


class Addressed:
    """Tells a store from every other, and the time there: a plan made for one is not for another (decision 0011)."""

    store: str
    engine: Engine

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
