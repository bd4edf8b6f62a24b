"""A database that may have an archive beside it, and may be one itself."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import URL, Connection, Engine

from garant.adapters.sql.deeds.glancing import Seeing
from garant.adapters.sql.deeds.vault import Vault, Within, furnish
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
    def beside(self, layout: Layout, origin: str, *, session: Connection) -> Iterator[Vault | None]:
        """Open the archive of this store, if it has one that answers, beside the session of a run."""
        archive = self._archive
        if archive is None or archive_of(layout, self.store) != archive.store:
            yield None
            return
        with told_plainly(archive.store), archive.engine.connect() as connection:
            schema = _schema_of(archive.engine.url, self.engine.url)
            within = Within(connection=session, schema=schema) if schema else None
            yield Vault(connection, layout.schemas[archive.store], origin, within)
            connection.rollback()


def _schema_of(archive: URL, store: URL) -> str | None:
    """Return by which schema a store reaches its archive: where the addresses differ by that alone."""
    match archive.get_backend_name():
        case "postgresql":
            path = _SEARCH_PATH.fullmatch(str(archive.query.get("options", "")))
            same = archive.difference_update_query(["options"]) == store.difference_update_query(["options"])
            return path.group(1) if path and same else None
        case "mysql" | "mariadb":
            return archive.database if archive.set(database="") == store.set(database="") else None
        case _:
            return None


_SEARCH_PATH = re.compile(r"-c ?search_path=(\w+)")
