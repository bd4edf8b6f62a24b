"""What became of a batch that was intended and not confirmed: its receipt says it."""

from collections.abc import Mapping, Sequence

from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.evidence.runs import BatchOutcome, OpenBatch, OpenRun
from garant.planning.files import stores_in
from garant.planning.remembered import forgotten_in
from garant.ports import StoreRun
from garant.use_cases.apply_plan.files import files_gone
from garant.use_cases.apply_plan.under_way import Ground, Run, confirm


def settle(ground: Ground, sessions: Mapping[str, StoreRun]) -> None:
    """Close the runs that were killed, having found out what became of each batch that was intended."""
    for old in ground.journal.unfinished():
        for batch in old.batches:
            stores = stores_in(batch.intent.bounds)
            outcome = what_became(ground, [s for store, s in sessions.items() if store in stores], batch)
            if outcome is None:
                ground.journal.withdraw(batch.number)
                continue
            if outcome.is_exact:
                forget(ground, batch.intent.bounds)
            facts: dict[str, Fact] = {"run": int(old.number), "batch": int(batch.number)}
            facts |= {**_level(ground, old), **outcome.facts}
            record = EvidenceRecord(kind=RecordKind.BATCH_CONFIRMED, at=ground.now(), facts=facts)
            ground.journal.confirm(batch.number, outcome, record=record)
        ended = EvidenceRecord(kind=RecordKind.RUN_STOPPED, at=ground.now(), facts={"run": int(old.number)})
        ground.journal.finish_run(old.number, ground.now(), record=ended)


def _level(ground: Ground, old: OpenRun) -> Mapping[str, str]:
    """Return until when what a run took out is sealed, where it is."""
    runs = ground.sealing.capsules.runs() if ground.sealing else ()
    until = next((one.until for one in runs if one.number == old.number), None)
    return {"sealed until": until.isoformat()} if until else {}


def settle_at_once(run: Run, sessions: Sequence[StoreRun], batch: OpenBatch) -> None:
    """Find out what became of a batch whose store failed; where nobody answers, it stays open."""
    outcome = what_became(run.ground, sessions, batch)
    if outcome is None:
        run.ground.journal.withdraw(batch.number)
        return
    if outcome.is_exact:
        forget(run.ground, batch.intent.bounds)
    confirm(run, batch.number, outcome)


def what_became(ground: Ground, sessions: Sequence[StoreRun], batch: OpenBatch) -> BatchOutcome | None:
    """Return what an unconfirmed batch did; None where it certainly did nothing.

    A receipt says it. Without receipts nobody knows of the rows, and of the files only that those that were there
    at the intent are gone: both are told as `at least`, and what is still due is found again.
    """
    receipts = (session.receipt(int(batch.number)) for session in sessions)
    known = next((found for found in receipts if found is not None), None)
    if known is not None:
        return known
    gone = files_gone(ground, batch.intent.bounds)
    asked = len(sessions) >= len(stores_in(batch.intent.bounds))
    sure = asked and all(session.keeps_receipts for session in sessions)
    return None if sure and not gone else BatchOutcome(counts=gone, is_exact=False)


def forget(ground: Ground, bounds: str) -> None:
    """Forget who went with a batch, before it is confirmed and its bounds are dropped; a second time does nothing."""
    for people, persons in forgotten_in(bounds).items():
        ground.memory.forget(people, persons)
