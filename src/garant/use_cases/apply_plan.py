"""Carry out a plan: batch by batch, each intended, done with a receipt, and confirmed (design §4).

The only use case that changes the controller's data.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime

from garant.evidence.records import EvidenceRecord, RecordKind
from garant.evidence.runs import BatchIntent, BatchNumber, BatchOutcome, NewRun, RunNumber, StepState
from garant.planning.layout import Layout
from garant.planning.plan import Plan
from garant.planning.questions import Mark, Programme
from garant.planning.steps import StepKind
from garant.planning.work import TableWork
from garant.ports import Batch, Database, Journal, Memory, StoreFailed, StoreRun, TooMany

Told = Callable[[str, int], None]
"""Told the table that is worked on, and how many rows, cells and references were dealt with so far."""


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What a run did, by step; what it refused, in sentences."""

    run: int
    counts: Mapping[str, int]
    refused: tuple[str, ...] = ()
    is_exact: bool = True


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a run works with: the layout and stores, our own state, and the clock."""

    layout: Layout
    databases: Mapping[str, Database]
    journal: Journal
    memory: Memory
    origin: str
    now: Callable[[], datetime]
    told: Told


@dataclass(kw_only=True)
class _Run:
    """One run under way."""

    ground: Ground
    plan: Plan
    number: RunNumber
    counts: dict[str, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    is_exact: bool = True

    def add(self, outcome: BatchOutcome) -> None:
        """Add what a batch did."""
        for name, count in outcome.counts.items():
            self.counts[name] = self.counts.get(name, 0) + count
        self.is_exact = self.is_exact and outcome.is_exact

    def record(self, kind: RecordKind, facts: Mapping[str, str | int | None]) -> EvidenceRecord:
        """Return the evidence of something that happened now."""
        return EvidenceRecord(kind=kind, at=self.ground.now(), facts={"run": int(self.number), **facts})

    def allowed(self, table: str) -> int:
        """Return how many more rows of a table may go: 5 % more than were approved."""
        approved = sum(s.count for s in self.plan.steps if s.table == table and s.kind is StepKind.ERASE_ROWS)
        done = self.counts.get(f"{StepKind.ERASE_ROWS.value} {table}", 0)
        return approved + max(1, approved // 20) - done


def apply_plan(ground: Ground, plan: Plan, *, digest: str, approved_by: str | None) -> Applied:
    """Run the plan's own predicates again, in batches, and return what was done; what is refused says why."""
    deeds = tuple(_deeds(ground, plan))
    stores = {ground.layout.store_of(works[0].table) for _, works in deeds}
    with ExitStack() as open_runs:
        sessions = {
            store: open_runs.enter_context(
                ground.databases[store].run(ground.layout, origin=ground.origin, remembered=ground.memory.remembered)
            )
            for store in sorted(stores)
        }
        settle(ground, sessions)
        run = _start(ground, plan, digest=digest, approved_by=approved_by, steps=len(deeds))
        for step, (mark, works) in enumerate(deeds):
            session = sessions[ground.layout.store_of(works[0].table)]
            _step(run, session, mark, works, step=step)
        _finish(run, sessions)
    return Applied(run=int(run.number), counts=run.counts, refused=tuple(run.refused), is_exact=run.is_exact)


def _deeds(ground: Ground, plan: Plan) -> Iterator[tuple[Mark | None, tuple[TableWork, ...]]]:
    """Yield the work that the plan found something for, in order."""
    known = ground.memory.known() | remembered_in(ground.layout, plan)
    due = {step.table for step in plan.deeds}
    for mark, works in Programme(ground.layout, plan.on, known).deeds():
        named = {name for work in works for name in (work.table, *(emptied.table for emptied in work.empties))}
        if named & due or any(work.recounts for work in works):
            yield mark, works


def remembered_in(layout: Layout, plan: Plan) -> frozenset[tuple[str, str]]:
    """Return of which people which events may come to be remembered while the plan is carried out."""
    counted = Programme(layout, plan.on).reasons.counted
    return frozenset((a.relation, event) for people, event in counted for a in layout.anchors if a.people == people)


def _start(ground: Ground, plan: Plan, *, digest: str, approved_by: str | None, steps: int) -> _Run:
    now = ground.now()
    new = NewRun(
        plan=digest,
        on=plan.on,
        policy=plan.digests.policy,
        data_map=plan.digests.data_map,
        schema=",".join(f"{store}:{seen}" for store, seen in sorted(plan.digests.schemas.items())),
        approved_by=approved_by,
        steps=steps,
        started=now,
    )
    facts = {"plan": digest, "on": plan.on.isoformat(), "approved by": approved_by, "policy": plan.digests.policy}
    record = EvidenceRecord(kind=RecordKind.RUN_STARTED, at=now, facts=facts)
    return _Run(ground=ground, plan=plan, number=ground.journal.start_run(new, record=record))


def _step(run: _Run, session: StoreRun, mark: Mark | None, works: tuple[TableWork, ...], *, step: int) -> None:
    journal = run.ground.journal
    journal.set_step(run.number, step, state=StepState.BEGUN)
    session.prepare((mark, *works))
    try:
        for attempt, batch in enumerate(session.batches(mark, works)):
            _batch(run, session, batch, works=works, intent=(step, attempt))
            run.ground.told(works[0].table, sum(run.counts.values()))
    except (StoreFailed, TooMany) as failed:
        run.refused.append(_sentence(failed, works))
        journal.set_step(run.number, step, state=StepState.REFUSED)
        return
    journal.set_step(run.number, step, state=StepState.DONE)


def _sentence(failed: StoreFailed | TooMany, works: tuple[TableWork, ...]) -> str:
    tables = ", ".join(work.table for work in works)
    if isinstance(failed, TooMany):
        return f"`{tables}`: more rows are due than were approved; make a new plan and have it approved"
    return f"`{tables}`: {failed}; {failed.mend}"


def _batch(
    run: _Run, session: StoreRun, batch: Batch, *, works: tuple[TableWork, ...], intent: tuple[int, int]
) -> None:
    step, attempt = intent
    journal = run.ground.journal
    try:
        remembered = batch.begin()
        bounds = BatchIntent(run=run.number, step=step, attempt=attempt, bounds=batch.bounds)
        number = journal.intend(bounds, remembered=remembered)
    except BaseException:
        batch.abandon()
        raise
    try:
        allowed = sum(max(0, run.allowed(work.table)) for work in works)
        outcome = batch.carry_out(int(number), run=int(run.number), allowed=allowed)
    except TooMany:
        batch.abandon()
        journal.withdraw(number)
        raise
    except StoreFailed:
        _settle_at_once(run, session, batch, number)
        raise
    _confirm(run, number, outcome)
    for people, person in batch.forgotten:
        run.ground.memory.forget(people, [person])


def _settle_at_once(run: _Run, session: StoreRun, batch: Batch, number: BatchNumber) -> None:
    """Ask the receipt what became of a batch whose store failed; where nobody answers, it stays open."""
    with suppress(StoreFailed):
        batch.abandon()
        outcome = session.receipt(int(number))
        if outcome is not None:
            _confirm(run, number, outcome)
        elif session.keeps_receipts:
            run.ground.journal.withdraw(number)


def _confirm(run: _Run, number: BatchNumber, outcome: BatchOutcome) -> None:
    record = run.record(RecordKind.BATCH_CONFIRMED, {"batch": int(number), **outcome.counts})
    run.ground.journal.confirm(number, outcome, record=record)
    run.add(outcome)


def _finish(run: _Run, sessions: Mapping[str, StoreRun]) -> None:
    kind = RecordKind.RUN_STOPPED if run.refused else RecordKind.RUN_FINISHED
    if any(old.number == run.number and old.batches for old in run.ground.journal.unfinished()):
        return  # a store fell silent in the middle: the next run asks it for the receipt
    run.ground.journal.finish_run(run.number, run.ground.now(), record=run.record(kind, dict(run.counts)))
    for session in sessions.values():
        session.finish(int(run.number))


def settle(ground: Ground, sessions: Mapping[str, StoreRun]) -> None:
    """Close the runs that were killed: a receipt says what a batch did, and where there is none it did nothing.

    Without receipts nobody knows; the batch is confirmed as `at least` nothing, and its rows are selected again.
    """
    for old in ground.journal.unfinished():
        for batch in old.batches:
            receipts = [session.receipt(int(batch.number)) for session in sessions.values()]
            outcome = next((found for found in receipts if found is not None), None)
            sure = all(session.keeps_receipts for session in sessions.values())
            if outcome is None and sure:
                ground.journal.withdraw(batch.number)
                continue
            known = outcome or BatchOutcome(counts={}, is_exact=False)
            facts = {"run": int(old.number), "batch": int(batch.number), **known.counts}
            record = EvidenceRecord(kind=RecordKind.BATCH_CONFIRMED, at=ground.now(), facts=facts)
            ground.journal.confirm(batch.number, known, record=record)
        ended = EvidenceRecord(kind=RecordKind.RUN_STOPPED, at=ground.now(), facts={"run": int(old.number)})
        ground.journal.finish_run(old.number, ground.now(), record=ended)
