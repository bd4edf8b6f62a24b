"""Carry out a plan: batch by batch, each intended, done with a receipt, and confirmed (design §4).

The only use case that changes the controller's data. A file goes before its row is gone for good; killed between the
two, the rows are back, and the intent tells the next run which files have gone (decision 0010).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count, islice

from garant.evidence.records import EvidenceRecord, RecordKind
from garant.evidence.runs import (
    BatchIntent,
    BatchNumber,
    BatchOutcome,
    Counts,
    Deed,
    NewRun,
    OpenBatch,
    RunNumber,
    StepState,
)
from garant.planning.agenda import Agenda, Together
from garant.planning.approval.allowance import Allowance, allowance
from garant.planning.files import DatedFiles, SeenFile, Verdict, files_in, stores_in, with_files
from garant.planning.plan import Plan
from garant.planning.remembered import RememberedEvent, forgotten_in, with_forgotten
from garant.planning.steps import StepKind
from garant.planning.terrain.failures import FileAstray, FileChanged, StepWaits, StoreFailed, StoreUnreachable, TooMany
from garant.planning.terrain.layout import Layout
from garant.planning.work import TableWork
from garant.policy.speech.sentences import Sentence
from garant.ports import Batch, Database, FileStore, HoldBook, Journal, Memory, StoreRun, Unlink

FILES_OF_A_BATCH = 1000
STUCK_AT_MOST = 200
"""How many batches may get stuck at a file, and be tried in parts, before it is the place of files that fails."""


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What a run did, by step; what it refused, in sentences."""

    run: int
    counts: Counts
    refused: tuple[Sentence, ...] = ()
    is_exact: bool = True


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a run works with: the layout and stores, our own state, and the clock."""

    layout: Layout
    databases: Mapping[str, Database]
    files: Mapping[str, FileStore] = field(default_factory=dict)
    journal: Journal
    memory: Memory
    holds: HoldBook
    origin: str
    now: Callable[[], datetime]
    told: Callable[[str, int], None]

    def place_of(self, files: str) -> FileStore:
        """Return the place where a set of files lies, or raise StoreUnreachable."""
        store = self.layout.data_map.store_of_files(files)
        if store is None or store not in self.files:
            raise StoreUnreachable(store or files, Sentence("son adresse n'est pas donnée", "its address is not set"))
        return self.files[store]


@dataclass(kw_only=True)
class _Run:
    """One run under way."""

    ground: Ground
    agenda: Agenda
    sessions: Mapping[str, StoreRun]
    number: RunNumber
    allowance: Allowance
    counts: dict[Deed, int] = field(default_factory=dict)
    refused: list[Sentence] = field(default_factory=list)
    left: set[str] = field(default_factory=set)
    """The tables whose step was refused."""
    is_exact: bool = True

    def hear(self) -> None:
        """Work by the holds of this moment from now on: what is due is derived anew, and who is held is told."""
        self.agenda = _agenda(self.ground, self.agenda.plan)
        for session in self.sessions.values():
            session.hear()

    def add(self, outcome: BatchOutcome) -> None:
        """Add what a batch did."""
        for deed, more in outcome.counts.items():
            self.counts[deed] = self.counts.get(deed, 0) + more
        self.is_exact = self.is_exact and outcome.is_exact

    def record(self, kind: RecordKind, facts: Mapping[str, str | int | None]) -> EvidenceRecord:
        """Return the evidence of something that happened now."""
        return EvidenceRecord(kind=kind, at=self.ground.now(), facts={"run": int(self.number), **facts})

    def is_too_much(self, counts: Counts) -> bool:
        """Return whether a batch that does this does more than was approved."""
        return self.allowance.is_exceeded(self.counts, counts)


def apply_plan(ground: Ground, plan: Plan, *, digest: str, approved_by: str | None) -> Applied:
    """Run the plan's own predicates again, in batches, and return what was done; what is refused says why."""
    agenda = _agenda(ground, plan)
    stores = {ground.layout.store_of(works[0].table) for _, works in agenda.deeds}
    killed = (stores_in(batch.intent.bounds) for old in ground.journal.unfinished() for batch in old.batches)
    stores |= {store for named in killed for store in named if store in ground.databases}
    with ExitStack() as open_runs:
        sessions = {
            store: open_runs.enter_context(
                ground.databases[store].run(ground.layout, origin=ground.origin, remembered=ground.memory.remembered)
            )
            for store in sorted(stores)
        }
        settle(ground, sessions)
        # What other stores say is brought before any of them loses a row.
        for mark, works in agenda.deeds:
            sessions[ground.layout.store_of(works[0].table)].prepare((mark, *works))
        run = _start(ground, agenda, sessions, digest=digest, approved_by=approved_by)
        for step, (_, works) in enumerate(agenda.deeds):
            _step(run, frozenset(work.table for work in works), step=step)
        for step, files in enumerate(agenda.dated, start=len(agenda.deeds)):
            _erase_dated(run, files, step=step)
        _finish(run, sessions)
    return Applied(run=int(run.number), counts=run.counts, refused=tuple(run.refused), is_exact=run.is_exact)


def _agenda(ground: Ground, plan: Plan) -> Agenda:
    """Return the work that the plan found something for, as the holds of this moment leave it."""
    return Agenda.of(plan, ground.layout, ground.memory.known(), holds=ground.holds.all())


def _start(
    ground: Ground, agenda: Agenda, sessions: Mapping[str, StoreRun], *, digest: str, approved_by: str | None
) -> _Run:
    now, plan = ground.now(), agenda.plan
    new = NewRun(
        plan=digest,
        on=plan.on,
        policy=plan.digests.policy,
        data_map=plan.digests.data_map,
        schema=",".join(f"{store}:{seen}" for store, seen in sorted(plan.digests.schemas.items())),
        approved_by=approved_by,
        steps=len(agenda.deeds) + len(agenda.dated),
        started=now,
    )
    facts = {"plan": digest, "on": plan.on.isoformat(), "approved by": approved_by, "policy": plan.digests.policy}
    record = EvidenceRecord(kind=RecordKind.RUN_STARTED, at=now, facts=facts)
    number = ground.journal.start_run(new, record=record)
    return _Run(ground=ground, agenda=agenda, sessions=sessions, number=number, allowance=allowance(plan))


def _step(run: _Run, tables: frozenset[str], *, step: int) -> None:
    with _under_way(run, step, place=", ".join(sorted(tables)), tables=tables):
        run.agenda.wait_for(run.left, tables=tables)
        attempts = count()
        while not all(_are_done(run, deed, step=step, attempts=attempts) for deed in run.agenda.on(tables)):
            run.hear()


def _are_done(run: _Run, deed: Together, *, step: int, attempts: Iterator[int]) -> bool:
    """Do the batches of tables that are worked on together; return whether no hold was placed before the last one."""
    mark, works = deed
    session = run.sessions[run.ground.layout.store_of(works[0].table)]
    session.prepare((mark, *works, *run.agenda.across.bequests(work.table for work in works)))
    stuck: list[StoreFailed] = []
    for batch in session.batches(mark, works):
        with run.ground.holds.steady() as newest:
            if newest != run.agenda.newest:
                return False
            try:
                _batch(run, session, batch, works=works, intent=(step, next(attempts)))
            except StoreFailed as failed:
                of_files = failed.store in run.ground.files and not isinstance(failed, StoreUnreachable)
                batch.is_stuck = of_files and len(stuck) < STUCK_AT_MOST
                if not batch.is_stuck:
                    raise
                stuck.append(failed)
        run.ground.told(works[0].table, sum(run.counts.values()))
    if stuck:
        raise stuck[-1]
    return True


@contextmanager
def _under_way(run: _Run, step: int, *, place: str, tables: frozenset[str] = frozenset()) -> Iterator[None]:
    """Keep how far a step comes; where it fails, the run goes on with the next and says why."""
    journal = run.ground.journal
    journal.set_step(run.number, step, state=StepState.BEGUN)
    try:
        yield
    except (StoreFailed, StepWaits, TooMany) as failed:
        run.refused.append(failed.at(place))
        run.left |= tables
        journal.set_step(run.number, step, state=StepState.REFUSED)
        return
    journal.set_step(run.number, step, state=StepState.DONE)


def _batch(
    run: _Run, session: StoreRun, batch: Batch, *, works: tuple[TableWork, ...], intent: tuple[int, int]
) -> None:
    step, attempt = intent
    journal = run.ground.journal
    try:
        remembered = [*batch.begin(), *_handed_on(run, batch, works)]
        seen = _look(run.ground, batch.files)
        bounds = with_files(batch.bounds, seen) if seen else batch.bounds
        bounds = with_forgotten(bounds, batch.forgotten) if batch.forgotten else bounds
        intent_now = BatchIntent(run=run.number, step=step, attempt=attempt, bounds=bounds)
        number = journal.intend(intent_now, remembered=remembered)
    except BaseException:
        batch.abandon()
        raise
    try:
        unlink = _unlinking(run.ground, seen)
        outcome = batch.carry_out(int(number), run=int(run.number), is_too_much=run.is_too_much, unlink=unlink)
    except TooMany:
        batch.abandon()
        journal.withdraw(number)
        raise
    except StoreFailed:
        with suppress(StoreFailed):
            batch.abandon()
            _settle_at_once(run, [session], OpenBatch(number=number, intent=intent_now))
        raise
    _forget(run.ground, bounds)
    _confirm(run, number, outcome)


def _handed_on(run: _Run, batch: Batch, works: tuple[TableWork, ...]) -> Iterator[RememberedEvent]:
    """Yield what must be remembered, under their other rows, of the people whose rows go with a batch."""
    for bequest in run.agenda.across.bequests(work.table for work in works):
        if facts := batch.bequeathed(bequest):
            there = run.ground.databases[run.ground.layout.store_of(bequest.heir.anchor.table)]
            yield from there.recognised(run.ground.layout, bequest.heir, facts)


def _forget(ground: Ground, bounds: str) -> None:
    """Forget who went with a batch, before it is confirmed and its bounds are dropped; a second time does nothing."""
    for people, persons in forgotten_in(bounds).items():
        ground.memory.forget(people, persons)


def _settle_at_once(run: _Run, sessions: Sequence[StoreRun], batch: OpenBatch) -> None:
    """Find out what became of a batch whose store failed; where nobody answers, it stays open."""
    outcome = _what_became(run.ground, sessions, batch)
    if outcome is None:
        run.ground.journal.withdraw(batch.number)
        return
    if outcome.is_exact:
        _forget(run.ground, batch.intent.bounds)
    _confirm(run, batch.number, outcome)


def _what_became(ground: Ground, sessions: Sequence[StoreRun], batch: OpenBatch) -> BatchOutcome | None:
    """Return what an unconfirmed batch did; None where it certainly did nothing.

    A receipt says it. Without receipts nobody knows of the rows, and of the files only that those that were there
    at the intent are gone: both are told as `at least`, and what is still due is found again.
    """
    receipts = (session.receipt(int(batch.number)) for session in sessions)
    known = next((found for found in receipts if found is not None), None)
    if known is not None:
        return known
    gone = _gone(ground, batch.intent.bounds)
    asked = len(sessions) >= len(stores_in(batch.intent.bounds))
    sure = asked and all(session.keeps_receipts for session in sessions)
    return None if sure and not gone else BatchOutcome(counts=gone, is_exact=False)


def _confirm(run: _Run, number: BatchNumber, outcome: BatchOutcome) -> None:
    record = run.record(RecordKind.BATCH_CONFIRMED, {"batch": int(number), **outcome.facts})
    run.ground.journal.confirm(number, outcome, record=record)
    run.add(outcome)


def _finish(run: _Run, sessions: Mapping[str, StoreRun]) -> None:
    kind = RecordKind.RUN_STOPPED if run.refused else RecordKind.RUN_FINISHED
    if any(old.number == run.number and old.batches for old in run.ground.journal.unfinished()):
        return  # a store fell silent in the middle: the next run asks it for the receipt
    run.ground.journal.finish_run(
        run.number, run.ground.now(), record=run.record(kind, {deed.name: count for deed, count in run.counts.items()})
    )
    for session in sessions.values():
        session.finish(int(run.number))


def settle(ground: Ground, sessions: Mapping[str, StoreRun]) -> None:
    """Close the runs that were killed, having found out what became of each batch that was intended."""
    for old in ground.journal.unfinished():
        for batch in old.batches:
            stores = stores_in(batch.intent.bounds)
            outcome = _what_became(ground, [s for store, s in sessions.items() if store in stores], batch)
            if outcome is None:
                ground.journal.withdraw(batch.number)
                continue
            if outcome.is_exact:
                _forget(ground, batch.intent.bounds)
            facts = {"run": int(old.number), "batch": int(batch.number), **outcome.facts}
            record = EvidenceRecord(kind=RecordKind.BATCH_CONFIRMED, at=ground.now(), facts=facts)
            ground.journal.confirm(batch.number, outcome, record=record)
        ended = EvidenceRecord(kind=RecordKind.RUN_STOPPED, at=ground.now(), facts={"run": int(old.number)})
        ground.journal.finish_run(old.number, ground.now(), record=ended)


# files


def _look(ground: Ground, named: Mapping[str, Sequence[str]]) -> dict[str, tuple[SeenFile, ...]]:
    """Return those of the files that rows lead to that are there, as they are now; one missing already is fine."""
    found = {name: tuple(ground.place_of(name).find(paths)) for name, paths in named.items() if paths}
    return {name: files for name, files in found.items() if files}


def _unlinking(ground: Ground, seen: Mapping[str, Sequence[SeenFile]]) -> Unlink:
    """Return what erases files that were seen before the intent, if they are still the same."""

    def unlink(free: Mapping[str, Sequence[str]]) -> Counts:
        counts: dict[Deed, int] = {}
        for name, files in seen.items():
            paths, place, lasting = (
                frozenset(free.get(name, ())),
                ground.place_of(name),
                ground.layout.data_map.lasting(name),
            )
            erased = sum(place.erase(file, lasting=lasting) for file in files if file.path in paths)
            counts |= {_counted(name): erased} if erased else {}
        return counts

    return unlink


def _counted(files: str) -> Deed:
    return Deed(StepKind.ERASE_FILES.value, files)


def _erase_dated(run: _Run, files: DatedFiles, *, step: int) -> None:
    with _under_way(run, step, place=files.name):
        left = list[StoreFailed]()
        due = (file for file in run.ground.place_of(files.name).files() if files.judge(file) is Verdict.DUE)
        for attempt, batch in enumerate(iter(lambda: tuple(islice(due, FILES_OF_A_BATCH)), ())):
            with run.ground.holds.steady() as newest:
                if newest != run.agenda.newest:
                    run.hear()
                still = [file for file in batch if run.agenda.is_due(files.name, file)]
                left += _erase_batch(run, files.name, still, intent=(step, attempt))
            run.ground.told(files.name, sum(run.counts.values()))
        if left:
            raise left[0]


def _erase_batch(
    run: _Run, name: str, files: Sequence[SeenFile], *, intent: tuple[int, int]
) -> list[FileChanged | FileAstray]:
    """Erase files that their day alone makes due; return why some of them stay."""
    if run.is_too_much({_counted(name): len(files)}):
        raise TooMany
    step, attempt = intent
    intent_now = BatchIntent(run=run.number, step=step, attempt=attempt, bounds=with_files("", {name: files}))
    number = run.ground.journal.intend(intent_now)
    place, erased, left = run.ground.place_of(name), 0, list[FileChanged | FileAstray]()
    try:
        for file in files:
            try:
                erased += place.erase(file, lasting=run.ground.layout.data_map.lasting(name))
            except (FileChanged, FileAstray) as failed:
                left.append(failed)
    except StoreFailed:
        with suppress(StoreFailed):
            _settle_at_once(run, [], OpenBatch(number=number, intent=intent_now))
        raise
    _confirm(run, number, BatchOutcome(counts={_counted(name): erased} if erased else {}, is_exact=True))
    return left


def _gone(ground: Ground, bounds: str) -> Counts:
    """Return how many files of an unconfirmed batch are gone, their empty folders removed, by what evidence counts."""
    counts: dict[Deed, int] = {}
    for name, files in files_in(bounds).items():
        place = ground.place_of(name)
        gone = [file for file in files if not _is_there(place, file)]
        for file in gone:
            place.sweep(file.path, lasting=ground.layout.data_map.lasting(name))
        counts |= {_counted(name): len(gone)} if gone else {}
    return counts


def _is_there(place: FileStore, file: SeenFile) -> bool:
    with suppress(FileAstray):
        return any(True for _ in place.find([file.path]))
    return True
