"""A database that may have an archive beside it, and may be one itself."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Engine

from garant.adapters.sql.deeds.glancing import Seeing
from garant.adapters.sql.deeds.vault import Vault, furnish
from garant.adapters.sql.failures import told_plainly
from garant.adapters.sql.relations import Relations, Remembered
from garant.planning.archiving.reading import Glance
from garant.planning.archiving.shapes import Shape
from garant.planning.grounds.movable import archive_of
from garant.planning.terrain.layout import Layout


class Archived(ABC):
    """Knows the archive of a store; what is copied there goes through a connection of its own."""

    store: str
    engine: Engine
    _archive: "Archived | None" = None

    @abstractmethod
    def _session(self, layout: Layout, remembered: Remembered) -> AbstractContextManager[Relations]:
        """Open a session in which conditions can be asked."""

    def glance(self, layout: Layout, glance: Glance, *, remembered: Remembered) -> Iterator[Mapping[str, object]]:
        """Yield what a reader may see of an archive, or raise a StoreFailed."""
        with told_plainly(self.store), self._session(layout, remembered) as relations:
            yield from Seeing(relations).rows(glance)

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
