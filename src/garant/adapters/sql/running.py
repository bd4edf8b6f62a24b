"""A run in one database: its batches, each one transaction that acts and leaves its receipt."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from garant.adapters.sql.deeds.acting import Acting, children_first, side_work
from garant.adapters.sql.deeds.anonymising import Anonymising
from garant.adapters.sql.deeds.batches import WHOLE, Pace, Range, Ranges
from garant.adapters.sql.deeds.bringing import Offering
from garant.adapters.sql.deeds.dismissing import Dismissing
from garant.adapters.sql.deeds.moving import CHANGED, NO_RECEIPTS, Moving
from garant.adapters.sql.deeds.naming import Naming
from garant.adapters.sql.deeds.parts import bounds_of_parts, range_of
from garant.adapters.sql.deeds.receipts import Receipts
from garant.adapters.sql.deeds.remembering import Remembering
from garant.adapters.sql.deeds.vault import Vault, token
from garant.adapters.sql.deeds.verdicts import Verdict, Verdicts
from garant.adapters.sql.failures import told_plainly
from garant.adapters.sql.relations import Relations
from garant.adapters.sql.undo.restoring import Restoring
from garant.adapters.sql.undo.returning import SqlReturn
from garant.adapters.sql.undo.sealing import Sealing
from garant.adapters.sql.undo.shapes import Shapes
from garant.evidence.runs import BatchOutcome, Counts, Deed
from garant.planning.across import Bequest, Fact
from garant.planning.files import NamedFiles
from garant.planning.questions import Mark
from garant.planning.remembered import RememberedEvent
from garant.planning.steps import StepKind
from garant.planning.terrain.failures import StoreRefused, TooMany
from garant.planning.terrain.predicates import NEVER
from garant.planning.work import TableWork
from garant.ports import Capsule, Giving, IsTooMuch, Unlink

Done = tuple[StepKind, str, tuple[str, ...], int]
"""What was done, to which table and columns, and to how many rows."""

PATIENCE_WITH_THE_STOPPED = {
    "postgresql": "SET idle_in_transaction_session_timeout = '20s'",
    "mariadb": "SET SESSION idle_transaction_timeout = 20",
}


@dataclass
class SqlRun:
    """A session of a run in one database."""

    store: str
    relations: Relations
    receipts: Receipts
    named: tuple[NamedFiles, ...] = ()
    vault: Vault | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    steady: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keeps_receipts: bool = field(init=False)
    is_sealing: bool = False
    verdicts: Verdicts = field(init=False)
    shapes: Shapes = field(init=False)
    _pace: Pace = field(default_factory=Pace)

    def __post_init__(self) -> None:
        """Say whether batches leave receipts."""
        self.keeps_receipts = self.receipts.kept
        self.verdicts = Verdicts(self.relations.connection, self.relations)
        self.shapes = Shapes(self.relations.connection, self.steady)

    def prepare(self, deeds: Iterable[object]) -> None:
        """Make every relation that the work of the run speaks of, before its first transaction."""
        with told_plainly(self.store):
            self.relations.prepare(deeds)
            self.relations.connection.commit()

    def answers(self) -> bool:
        """Return whether the store still answers in this session, in which nothing is under way."""
        try:
            self.relations.connection.rollback()
            self.relations.connection.exec_driver_sql("SELECT 1")
            self.relations.connection.rollback()
        except SQLAlchemyError:
            return False
        return True

    def cut(self, work: TableWork, *, rows: int) -> Sequence[str]:
        """Return bounds that cut a table into parts of about so many rows; one writer at a time needs no parts."""
        if self.relations.compiler.schema.dialect == "sqlite" or not (work.key and self.keeps_receipts):
            return ("",)
        with told_plainly(self.store):
            return bounds_of_parts(self._ranges(work), rows=rows)

    def _let_go_when_stopped(self) -> None:
        """Have the server end a transaction in which nothing happens: whoever was stopped holds no row for long."""
        connection = self.relations.connection
        if statement := PATIENCE_WITH_THE_STOPPED.get(connection.dialect.name):
            connection.exec_driver_sql(statement)
            connection.commit()

    def _ranges(self, work: TableWork, *, within: Range = WHOLE) -> Ranges:
        return Ranges(self.relations.connection, self.relations.compiler, work.table, key=work.key, within=within)

    def batches(self, mark: Mark | None, works: Sequence[TableWork], *, within: str = "") -> Iterator["SqlBatch"]:
        """Yield the batches of a circle: ranges of a table's keys, or the whole circle at once."""
        if any(work.archives for work in works) and not (self.vault and self.keeps_receipts):
            # INVARIANT: what is still kept is never erased without its copy, and never copied twice.
            raise StoreRefused(self.store, NO_RECEIPTS)
        if mark is not None or len(works) != 1 or not works[0].key:
            yield SqlBatch(self, mark, tuple(works), Range())
            return
        work = works[0]
        with told_plainly(self.store):
            if within:
                self._let_go_when_stopped()
            for rows in self._ranges(work, within=range_of(within)).at(self._pace):
                started = monotonic()
                yield from self._parts(SqlBatch(self, None, (work,), rows))
                self._pace.took(monotonic() - started, rows)

    def _parts(self, batch: "SqlBatch") -> Iterator["SqlBatch"]:
        """Yield a batch and, where a file of it could not be erased, its halves: the other rows go on."""
        yield batch
        if batch.is_stuck:
            for rows in self._ranges(batch.works[0], within=batch.rows).halves():
                yield from self._parts(SqlBatch(self, None, batch.works, rows))

    def returning(self, giving: Giving, *, tables: frozenset[str], of: int) -> SqlReturn:
        """Return the batch that brings back what a batch, by its number, took out of these tables."""
        restoring = Restoring(self.relations.connection, self.relations, self.shapes, tables, giving)
        naming = Naming(self.relations.connection, self.relations)
        return SqlReturn(self.store, restoring, self.receipts, naming, named=self.named, giving=giving, of=of)

    def hear(self) -> None:
        """Bring along what is told of people since the session was opened: who is held."""
        with told_plainly(self.store):
            self.relations.hear()
            self.relations.connection.commit()

    def receipt(self, batch: int) -> BatchOutcome | None:
        """Return what a batch of this session did, if it left a receipt."""
        return self._settled(batch, self.receipts.read)

    def claim_receipt(self, batch: int) -> BatchOutcome | None:
        """Return what a batch of another session did; where it left no receipt, see to it that it never can."""
        return self._settled(batch, self.receipts.claim)

    def _settled(self, batch: int, found: Callable[[Connection, int], Counts | None]) -> BatchOutcome | None:
        with told_plainly(self.store):
            counts = found(self.relations.connection, batch)
            self.relations.connection.rollback()
            if self.vault is not None:
                self.vault.settle(batch, is_done=counts is not None)
        return None if counts is None else BatchOutcome(counts=counts, is_exact=True)

    def finish(self, run: int) -> None:
        """Take the run's receipts away."""
        with told_plainly(self.store):
            self.receipts.clear(self.relations.connection, run)
            self.relations.connection.commit()


@dataclass
class SqlBatch:
    """One transaction of a run: what it must remember is read first, then it acts, and commits with its receipt."""

    session: SqlRun
    mark: Mark | None
    works: tuple[TableWork, ...]
    rows: Range
    forgotten: list[tuple[str, str]] = field(default_factory=list)
    is_stuck: bool = False
    capsule: Capsule | None = None
    _before: frozenset[str] = frozenset()
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _marked: dict[str, int] = field(default_factory=dict)
    _verdicts: dict[str, Verdict] = field(default_factory=dict)
    _token: str = field(default_factory=token)
    _dismissed: list[tuple[str, str]] = field(default_factory=list, repr=False)

    @property
    def bounds(self) -> str:
        """Return the batch's keys as text, to be sealed."""
        low, high = (None if b is None else [str(value) for value in b] for b in (self.rows.low, self.rows.high))
        return json.dumps({"tables": [w.table for w in self.works], "low": low, "high": high})

    @property
    def _relations(self) -> Relations:
        return self.session.relations

    @property
    def _connection(self) -> Connection:
        return self.session.relations.connection

    @property
    def _moving(self) -> Moving | None:
        vault = self.session.vault
        return Moving(self._connection, self._relations, vault, self._token) if vault else None

    def begin(self) -> Sequence[RememberedEvent]:
        """Open the transaction, mark what goes, and return what must be remembered of it."""
        self._before = frozenset(self._relations.made)
        with told_plainly(self.session.store):
            if self._connection.dialect.name == "sqlite":
                self._connection.rollback()
                self._connection.exec_driver_sql("BEGIN IMMEDIATE")
            self._relations.refresh()
            if self.mark is not None:
                self._relations.mark(self.mark)
                self._marked.update({work.table: self._relations.size(work.table) for work in self.works})
            else:
                self._find()
            self.files = dict(self._leaving())
            remembered = self._remembered()
            if self.mark is not None:
                Anonymising(self._connection, self._relations).split(self.mark)
            if self._moving is not None:
                self._moving.enrol([work for work in self.works if self._marked.get(work.table)])
            return remembered

    def _find(self) -> None:
        for work in self.works:
            sealed = self.session.is_sealing and work.going != NEVER
            marks = sealed or side_work(work) or any(files.table == work.table for files in self.session.named)
            if marks:
                self._relations.gone(work.table, work.key)
            verdict = self.session.verdicts.on(work, self.rows)
            if verdict is not None:
                self._verdicts[work.table] = verdict
            if marks:
                self._marked[work.table] = self._acting.mark(work, self.rows)

    @property
    def _acting(self) -> Acting:
        return Acting(self._connection, self._relations, self._verdicts, self._sealing)

    @property
    def _sealing(self) -> Sealing | None:
        return Sealing(self._connection, self.session.shapes, self.capsule) if self.capsule else None

    def _leaving(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        naming = Naming(self._connection, self._relations)
        for work in self.works:
            for files in self.session.named:
                if files.table == work.table:
                    yield files.name, naming.leaving(files, work, self.rows)

    def _free(self) -> Mapping[str, Sequence[str]]:
        """Return the files that no row names any more, now that the rows are gone."""
        naming, paths = Naming(self._connection, self._relations), self.files
        held = {
            files.name: naming.held(files, paths[files.name]) for files in self.session.named if files.name in paths
        }
        return {name: [path for path in found if path not in held[name]] for name, found in paths.items()}

    def _remembered(self) -> Sequence[RememberedEvent]:
        remembering = Remembering(self._connection, self._relations)
        events: list[RememberedEvent] = []
        for work in self.works:
            events.extend(remembering.lost_with_blanks(work, self.rows))
            if self._marked.get(work.table):
                events.extend(remembering.events(work))
                self.forgotten.extend(remembering.forgotten(work))
        if any(work.is_of_archive and self._marked.get(work.table) for work in self.works):
            self._dismissed = list(Dismissing(self._connection, self._relations).people())
            self.forgotten.extend((self.session.people[table], number) for table, number in self._dismissed)
        return events

    def bequeathed(self, bequest: Bequest) -> Sequence[Fact]:
        """Return what is known of the people whose rows go with this batch."""
        if not self._marked.get(bequest.offer.identified.anchor.table):
            return ()
        with told_plainly(self.session.store):
            return tuple(Offering(self._relations, bequest).facts(bequest.offer))

    def carry_out(self, number: int, *, run: int, is_too_much: IsTooMuch, unlink: Unlink) -> BatchOutcome:
        """Act, have the files erased that no row names any more, leave a receipt and commit.

        Raise TooMany, having changed nothing, where it is too much.
        """
        with told_plainly(self.session.store):
            counts: dict[Deed, int] = {}
            for kind, table, columns, count in self._act(run):
                if count:
                    deed = Deed(kind.value, table, columns)
                    counts[deed] = counts.get(deed, 0) + count
            if is_too_much(counts):
                raise TooMany
            if self.capsule is not None:
                # INVARIANT: what is taken out lies sealed on the disk before it is gone.
                self.capsule.keep()
            counts.update(unlink(self._free()))
            self.session.receipts.write(self._connection, run=run, batch=number, counts=counts)
            if self._moving is not None:
                self._moving.keep(number)
            self._connection.commit()
            if self._moving is not None:
                self._moving.vault.settle(number, is_done=True)
        return BatchOutcome(counts=counts, is_exact=True)

    def abandon(self) -> None:
        """Leave everything as it was."""
        if self.session.vault is not None:
            self.session.vault.abandon()
        self._connection.rollback()
        # Where the store does not answer any more, the next thing asked of it says so.
        with suppress(SQLAlchemyError):
            self._relations.undo(self._before)

    def _act(self, run: int) -> Iterator[Done]:
        marked = [work for work in self.works if self._marked.get(work.table)]
        moved = self._moving.move(marked, run=run) if self._moving else {}
        yield from ((StepKind.ARCHIVE_ROWS, table, (), count) for table, count in moved.items())
        deeds = (self._take_away(marked, moved), self._rewrite(run))
        # Rows of a circle tell whose the cells of others are: those are changed while all are still there.
        for deed in deeds if self.mark is None else reversed(deeds):
            yield from deed
        for work, recount in ((one, recount) for one in self.works for recount in one.recounts):
            yield StepKind.RECOUNT, work.table, (recount.column,), self._acting.recount(work, recount, self.rows)

    def _take_away(self, marked: Sequence[TableWork], moved: Mapping[str, int]) -> Iterator[Done]:
        """Anonymise and erase rows, and empty the references to them."""
        acting = self._acting
        yield from self._anonymise()
        for work in marked:
            for emptied in work.empties:
                yield StepKind.EMPTY_REFERENCES, emptied.table, emptied.columns, acting.empty(work, emptied)
        for work in children_first(self.works, self._relations.compiler.schema):
            erased = self._erase(acting, work)
            if moved.get(work.table) and erased != self._marked[work.table]:
                raise StoreRefused(self.session.store, CHANGED)
            yield StepKind.ERASE_ROWS, work.table, (), erased - moved.get(work.table, 0)
        Dismissing(self._connection, self._relations, self._sealing).dismiss(self._dismissed)

    def _rewrite(self, run: int) -> Iterator[Done]:
        """Change cells of the rows that stay."""
        acting = self._acting
        for work, blank in ((one, blank) for one in self.works for blank in one.blanks_left):
            columns = tuple(fill.cell.column for fill in blank.fills)
            due = partial(acting.due, work, blank.where, self.rows)
            copied = self._moving.cells(blank, due, run=run) if self._moving else 0
            yield StepKind.ARCHIVE_CELLS, work.table, columns, copied
            yield StepKind.BLANK_CELLS, work.table, columns, acting.blank(work, blank, self.rows) - copied
        # An element names whose other cells of its row are: it is taken out last.
        for work, cut in ((one, cut) for one in self.works for cut in one.cuts):
            yield StepKind.CUT_ELEMENTS, work.table, (cut.elements.of.column,), acting.cut(work, cut, self.rows)

    def _anonymise(self) -> Iterator[Done]:
        anonymising = Anonymising(self._connection, self._relations, self._sealing)
        for work in self.works:
            for generalised in work.generalised:
                yield StepKind.ANONYMISE_ROWS, work.table, (), anonymising.anonymise(generalised)

    def _erase(self, acting: Acting, work: TableWork) -> int:
        if work.going == NEVER:
            return 0
        if work.table not in self._marked:
            return acting.erase(work, self.rows)
        return acting.erase_marked(work) if self._marked[work.table] else 0
