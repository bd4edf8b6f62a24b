"""A database that may have an archive beside it, and may be one itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Engine

from garant.adapters.sql.deeds.vault import Vault, furnish
from garant.adapters.sql.failures import told_plainly
from garant.planning.archiving.shapes import Shape
from garant.planning.grounds.movable import archive_of
from garant.planning.terrain.layout import Layout


class Archived:
    """Knows the archive of a store; what is copied there goes through a connection of its own."""

    store: str
    engine: Engine
    _archive: "Archived | None" = None

    def archive_into(self, archive: object) -> None:
        """Copy into this database what leaves the store and is still kept."""
        assert isinstance(archive, Archived)
        self._archive = archive

    def furnish(self, shapes: Sequence[Shape]) -> None:
        """Make the tables of an archive that are not there yet, or raise a StoreFailed."""
        with told_plainly(self.store), self.engine.begin() as connection:
            furnish(connection, shapes)

    @contextmanager
    def beside(self, layout: Layout, origin: str) -> Iterator[Vault | None]:
        """Open the archive of this store, if it has one that answers."""
        archive = self._archive
        if archive is None or archive_of(layout, self.store) != archive.store:
            yield None
            return
        with told_plainly(archive.store), archive.engine.connect() as connection:
            yield Vault(connection, layout.schemas[archive.store], origin)
            connection.rollback()
