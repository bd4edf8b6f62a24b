"""What became of a batch that was intended and not confirmed: its receipt says it."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.evidence.runs import BatchOutcome, Claim, OpenBatch, RunNumber
from garant.planning.files import stores_in
from garant.planning.remembered import forgotten_in
from garant.planning.terrain.failures import StoreFailed
from garant.ports import StoreRun
from garant.use_cases.apply_plan.files import files_gone
from garant.use_cases.apply_plan.under_way import Ground, Run, confirm


def settle(ground: Ground, sessions: Mapping[str, StoreRun]) -> None:
    """Close the runs that were killed, having found out what became of each batch that was intended."""
    for old in ground.journal.unfinished():
        for batch in old.batches:
            _settle(ground, sessions, batch)
        ended = EvidenceRecord(kind=RecordKind.RUN_STOPPED, at=ground.now(), facts={"run": int(old.number)})
        ground.journal.finish_run(old.number, ground.now(), record=ended)


def settle_part(run: Run, claim: Claim) -> None:
    """Find out what became of the batches of a part that was taken out of another worker's hands."""
    if claim.turn > 1:
        for batch in run.ground.journal.open_batches(claim.part):
            # Of files nobody can say that whoever was stopped will not go on: what it did is told as `at least`.
            _settle(run.ground, run.sessions, batch, may_go_on=not stores_in(batch.intent.bounds))


def settle_run(run: Run) -> None:
    """Find out what became of the batches of a run that are still open, as far as their stores answer."""
    mine = (old for old in run.ground.journal.unfinished() if old.number == run.number)
    for batch in (batch for old in mine for batch in old.batches):
        with suppress(StoreFailed):
            _settle(run.ground, run.sessions, batch)


def _settle(ground: Ground, sessions: Mapping[str, StoreRun], batch: OpenBatch, *, may_go_on: bool = False) -> None:
    stores = stores_in(batch.intent.bounds)
    outcome = _what_became(ground, [sessions[store] for store in sorted(stores) if store in ground.databases], batch)
    if outcome is None and may_go_on:
        outcome = BatchOutcome(counts={}, is_exact=False)
    if outcome is None:
        ground.journal.withdraw(batch.number)
        return
    if outcome.is_exact:
        forget(ground, batch.intent.bounds)
    facts: dict[str, Fact] = {"run": int(batch.intent.run), "batch": int(batch.number)}
    facts |= {**_level(ground, batch.intent.run), **outcome.facts}
    record = EvidenceRecord(kind=RecordKind.BATCH_CONFIRMED, at=ground.now(), facts=facts)
    ground.journal.confirm(batch.number, outcome, record=record)


def _level(ground: Ground, run: RunNumber) -> Mapping[str, str]:
    """Return until when what a run took out is sealed, where it is."""
    runs = ground.sealing.capsules.runs() if ground.sealing else ()
    until = next((one.until for one in runs if one.number == run), None)
    return {"sealed until": until.isoformat()} if until else {}


def settle_at_once(run: Run, sessions: Sequence[StoreRun], batch: OpenBatch) -> None:
    """Find out what became of a batch whose store failed; where nobody answers, it stays open."""
    found = (session.receipt(int(batch.number)) for session in sessions)
    outcome = _known(found) or _unknown(run.ground, sessions, batch)
    if outcome is None:
        run.ground.journal.withdraw(batch.number)
        return
    if outcome.is_exact:
        forget(run.ground, batch.intent.bounds)
    confirm(run, batch.number, outcome)


def _what_became(ground: Ground, sessions: Sequence[StoreRun], batch: OpenBatch) -> BatchOutcome | None:
    """Return what a batch of another session did, and see to it that it does nothing more."""
    found = (session.claim_receipt(int(batch.number)) for session in sessions)
    return _known(found) or _unknown(ground, sessions, batch)


def _known(found: Iterable[BatchOutcome | None]) -> BatchOutcome | None:
    return next((outcome for outcome in found if outcome is not None), None)


def _unknown(ground: Ground, sessions: Sequence[StoreRun], batch: OpenBatch) -> BatchOutcome | None:
    """Return what a batch without a receipt did; None where it certainly did nothing.

    Without receipts nobody knows of the rows, and of the files only that those that were there at the intent are gone:
    both are told as `at least`, and what is still due is found again.
    """
    stores, gone = stores_in(batch.intent.bounds), files_gone(ground, batch.intent.bounds)
    sure = len(sessions) >= len(stores) and all(session.keeps_receipts for session in sessions)
    return None if sure and not gone else BatchOutcome(counts=gone, is_exact=False)


def forget(ground: Ground, bounds: str) -> None:
    """Forget who went with a batch, before it is confirmed and its bounds are dropped; a second time does nothing."""
    for people, persons in forgotten_in(bounds).items():
        ground.memory.forget(people, persons)
