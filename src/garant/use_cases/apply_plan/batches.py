"""The protocol of a batch: intended, done with a receipt, and confirmed (design §4.3)."""

from collections.abc import Iterator
from contextlib import suppress

from garant.evidence.failures import TakenOver
from garant.evidence.runs import BatchIntent, Claim, Counts, OpenBatch
from garant.planning.files import with_files
from garant.planning.remembered import RememberedEvent, forgotten_in, with_forgotten
from garant.planning.terrain.failures import StoreFailed, TooMany
from garant.planning.undo.pieces import of_events
from garant.planning.work import TableWork
from garant.ports import Batch, StoreRun
from garant.use_cases.apply_plan.files import look, unlinking
from garant.use_cases.apply_plan.settling import forget, settle_at_once
from garant.use_cases.apply_plan.under_way import Run, confirm


def carry_out_batch(
    run: Run, session: StoreRun, batch: Batch, *, works: tuple[TableWork, ...], intent: tuple[Claim, int]
) -> None:
    """Do a batch by the protocol; leave everything as it was where it fails."""
    claim, attempt = intent
    journal = run.ground.journal
    try:
        remembered = [*batch.begin(), *_handed_on(run, batch, works)]
        seen = look(run.ground, batch.files)
        bounds = with_files(batch.bounds, seen) if seen else batch.bounds
        bounds = with_forgotten(bounds, batch.forgotten) if batch.forgotten else bounds
        intent_now = BatchIntent(run=run.number, step=claim.step, attempt=attempt, bounds=bounds, claim=claim)
        number = journal.intend(intent_now, remembered=remembered)
    except BaseException:
        batch.abandon()
        raise
    try:
        batch.capsule = run.capsule(number) if session.is_sealing else None
        _seal_memory(run, batch, bounds)
        unlink = unlinking(run.ground, seen, batch.capsule)

        def is_too_much(counts: Counts) -> bool:
            return not run.take(number, counts)

        outcome = batch.carry_out(int(number), run=int(run.number), is_too_much=is_too_much, unlink=unlink)
    except TooMany:
        batch.abandon()
        journal.withdraw(number)
        raise
    except TakenOver:
        batch.abandon()
        raise
    except StoreFailed:
        with suppress(StoreFailed):
            batch.abandon()
            settle_at_once(run, [session], OpenBatch(number=number, intent=intent_now))
        raise
    forget(run.ground, bounds)
    confirm(run, number, outcome)


def _seal_memory(run: Run, batch: Batch, bounds: str) -> None:
    """Seal what is remembered of people who go with a batch: it is forgotten with them."""
    here = run.ground.sealing or run.ground.tracing
    if batch.capsule is None or here is None:
        return
    for people, persons in forgotten_in(bounds).items():
        if events := list(here.memory.remembered(people, persons=persons)):
            batch.capsule.put(of_events(people, events))


def _handed_on(run: Run, batch: Batch, works: tuple[TableWork, ...]) -> Iterator[RememberedEvent]:
    """Yield what must be remembered, under their other rows, of the people whose rows go with a batch."""
    for bequest in run.agenda.across.bequests(work.table for work in works):
        if facts := batch.bequeathed(bequest):
            there = run.ground.databases[run.ground.layout.store_of(bequest.heir.anchor.table)]
            yield from there.recognised(run.ground.layout, bequest.heir, facts)
