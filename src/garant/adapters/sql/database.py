"""One customer's database as the product asks for it: its schema, its counts, and the sessions of a run."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from garant.adapters.sql.addressed import Addressed
from garant.adapters.sql.archived import Archived
from garant.adapters.sql.asking.seeing import see
from garant.adapters.sql.asking.surveying import Progress, survey
from garant.adapters.sql.bounds import Bounds
from garant.adapters.sql.compiling import Compiler
from garant.adapters.sql.deeds.bringing import Offering, Recognising
from garant.adapters.sql.deeds.naming import Naming
from garant.adapters.sql.deeds.receipts import keep_receipts
from garant.adapters.sql.engine import connect
from garant.adapters.sql.failures import told_plainly
from garant.adapters.sql.relations import Relations, Remembered
from garant.adapters.sql.running import SqlRun
from garant.adapters.sql.undo.shapes import told
from garant.planning.across import Fact, Identified, Offer
from garant.planning.files import NamedFiles, missing_columns, named_sets
from garant.planning.questions import Answers, Question
from garant.planning.remembered import RememberedEvent
from garant.planning.replay.traces import steady_columns
from garant.planning.terrain.failures import StoreRefused
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.schema import SchemaSeen
from garant.policy.speech.sentences import Sentence

_PATIENCE = {
    "postgresql": "SET lock_timeout = '10s'",
    "mysql": "SET SESSION innodb_lock_wait_timeout = 10",
    "sqlite": "PRAGMA busy_timeout = 10000",
}

_NO_COLUMN = Sentence("`{lost}` nomme des fichiers et n'est pas une colonne", "`{lost}` names files and is no column")


class SqlDatabase(Archived, Addressed):
    """One database of the controller's."""

    def __init__(self, store: str, url: str, *, zone: str, store_zone: str, receipts: bool) -> None:
        """Take the store's name and address, and the zones in which days and times are written."""
        self.store = store
        with told_plainly(store):
            self.engine: Engine = connect(url, must_exist=True)
        self._zone, self._store_zone, self._receipts = zone, store_zone, receipts
        self._archive: SqlDatabase | None = None

    def schema(self) -> SchemaSeen:
        """Return the schema as this account sees it, or raise a StoreFailed."""
        with told_plainly(self.store), self.engine.connect() as connection:
            return see(connection, self.store)

    def survey(
        self, layout: Layout, questions: Sequence[Question], *, remembered: Remembered, progress: Progress
    ) -> Answers:
        """Return the answers to the questions, asked in one read transaction, or raise a StoreFailed."""
        with told_plainly(self.store), self._session(layout, remembered) as relations:
            return survey(relations.connection, relations, questions, progress=progress)

    @contextmanager
    def run(self, layout: Layout, *, origin: str, remembered: Remembered) -> Iterator[SqlRun]:
        """Open a session in which batches are done, or raise a StoreFailed."""
        with told_plainly(self.store), self._session(layout, remembered) as relations:
            connection = relations.connection
            receipts = keep_receipts(connection, origin=origin, wanted=self._receipts)
            named = tuple(files for files in named_sets(layout) if layout.store_of(files.table) == self.store)
            lost = next((name for files in named for name in missing_columns(layout, files)), None)
            if lost is not None:
                raise StoreRefused(self.store, _NO_COLUMN.filled({"lost": lost}))
            with self.beside(layout, origin, session=connection) as vault:
                people = {anchor.table: anchor.relation for anchor in layout.anchors}
                yield SqlRun(
                    self.store,
                    relations,
                    receipts,
                    named=named,
                    vault=vault,
                    people=people,
                    steady=steady_columns(layout, self.store),
                )

    def named(self, layout: Layout, files: NamedFiles, paths: Sequence[str]) -> frozenset[str]:
        """Return those of these files that some row names, or raise a StoreFailed."""
        with told_plainly(self.store), self._session(layout, lambda _: ()) as relations:
            return Naming(relations.connection, relations).held(files, paths)

    def told(self, table: str, columns: Sequence[str]) -> Iterator[list[Any]]:
        """Yield these columns of every row of a table, as they are sealed, or raise a StoreFailed."""
        with told_plainly(self.store), self.engine.connect() as connection:
            yield from told(connection, table, columns)

    def offered(self, layout: Layout, offer: Offer, *, remembered: Remembered) -> Iterator[Fact]:
        """Yield what this store says of people, or raise a StoreFailed."""
        with told_plainly(self.store), self._session(layout, remembered) as relations:
            yield from Offering(relations).facts(offer)

    def recognised(self, layout: Layout, identified: Identified, facts: Iterable[Fact]) -> Iterator[RememberedEvent]:
        """Yield facts as events of the people here whom they speak of, or raise a StoreFailed."""
        with (
            told_plainly(self.store),
            self._session(layout, lambda _: ()) as reading,
            self._session(layout, lambda _: ()) as finding,
        ):
            yield from Recognising(finding).events(identified, facts, Offering(reading).marks(identified))

    @contextmanager
    def _session(self, layout: Layout, remembered: Remembered) -> Iterator[Relations]:
        schema = layout.schemas[self.store]
        steady = {} if schema.dialect == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        with self.engine.connect().execution_options(**steady) as connection:
            connection.execute(sa.text(_PATIENCE[schema.dialect]))
            bounds = Bounds(self._zone, self._store_zone, schema.dialect)
            tables = {t.name: t for t in layout.tables.values() if layout.store_of(t.name) == self.store}
            seen = SchemaSeen(store=self.store, dialect=schema.dialect, tables=tables)
            relations = Relations(connection, Compiler(seen, bounds), remembered)
            relations.know_keys({name: layout.key_of(name) for name in tables})
            relations.know_keys({anchor.table: (anchor.key,) for anchor in layout.anchors if anchor.table in tables})
            yield relations
            connection.rollback()
