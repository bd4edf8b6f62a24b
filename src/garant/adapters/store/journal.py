"""The journal of runs, kept in our own store: intent, what is reserved, and confirmation (design §4.3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from garant.adapters.store.evidence import grow, lock
from garant.adapters.store.failures import told_plainly
from garant.adapters.store.memory import join
from garant.adapters.store.models import Batch, Part, Run, Step
from garant.evidence.failures import BatchesOpen, RunHalted, TakenOver, UnknownInStore
from garant.evidence.records import EvidenceRecord
from garant.evidence.runs import (
    BatchIntent,
    BatchNumber,
    BatchOutcome,
    BatchState,
    Claim,
    Counts,
    IsExceeded,
    NewRun,
    OpenBatch,
    OpenRun,
    PartNumber,
    Place,
    RunNumber,
    StepState,
    Wish,
    counts_in,
    plain,
)
from garant.planning.remembered import RememberedEvent
from garant.ports import Sealer


class StoredJournal:
    """The port `Journal` on our own store."""

    def __init__(self, alias: str, *, sealer: Sealer) -> None:
        """Use the database that Django knows by this alias, and seal bounds with this sealer."""
        self._alias, self._sealer = alias, sealer

    def start_run(self, run: NewRun, *, record: EvidenceRecord) -> RunNumber:
        """Open a run with its evidence."""
        with told_plainly(), transaction.atomic(using=self._alias):
            log = lock(self._alias)
            row = Run.objects.using(self._alias).create(**_columns(run))
            Step.objects.using(self._alias).bulk_create(
                Step(run=row, number=number, tables=list(place.tables), files=place.files)
                for number, place in enumerate(run.places)
            )
            grow(log, [record])
        return RunNumber(row.number)

    def set_step(self, run: RunNumber, step: int, *, state: StepState) -> None:
        """Keep how far a step has come."""
        with told_plainly():
            rows = Step.objects.using(self._alias).filter(run_id=run, number=step)
            if not rows.update(state=state.value):
                raise UnknownInStore

    def intend(self, batch: BatchIntent, *, remembered: Sequence[RememberedEvent] = ()) -> BatchNumber:
        """Keep what a batch is about to do, and with it the events that must outlive their rows."""
        with told_plainly(), transaction.atomic(using=self._alias):
            # Before the log is held: of many events this is most of the work, and no worker waits for another's.
            join(self._alias, remembered)
            lock(self._alias)
            go_on(self._alias, batch.run)
            part = batch.claim and in_hand(self._alias, batch.claim)
            row = Batch.objects.using(self._alias).create(
                run_id=batch.run, part=part, step=batch.step, attempt=batch.attempt, bounds=self._seal(batch)
            )
        return BatchNumber(row.number)

    def reserve(self, batch: BatchNumber, counts: Counts, *, is_exceeded: IsExceeded) -> bool:
        """Count what a batch is about to commit with what its run has done, unless that would be too much."""
        with told_plainly(), transaction.atomic(using=self._alias):
            lock(self._alias)
            row = self._intended(batch)
            run = Run.objects.using(self._alias).get(number=row.run_id)
            if is_exceeded(counts_in(run.counts), counts):
                return False
            self._count(run, counts, row)
            row.counts = plain(counts)
            row.save(update_fields=["counts"])
        return True

    def confirm(self, batch: BatchNumber, outcome: BatchOutcome, *, record: EvidenceRecord) -> None:
        """Keep what a batch did, with its evidence, and drop its bounds; a second time does nothing."""
        facts = {"counts": plain(outcome.counts), "is_exact": outcome.is_exact}
        with told_plainly(), transaction.atomic(using=self._alias):
            log = lock(self._alias)
            row = self._recount(batch, outcome.counts)
            if self._close(batch, BatchState.CONFIRMED, facts):
                grow(log, [record])
                if not outcome.is_exact:
                    Run.objects.using(self._alias).filter(number=row.run_id).update(is_exact=False)

    def withdraw(self, batch: BatchNumber) -> None:
        """Drop a batch that certainly did nothing, with its bounds."""
        with told_plainly(), transaction.atomic(using=self._alias):
            lock(self._alias)
            self._recount(batch, {})
            self._close(batch, BatchState.WITHDRAWN, {"counts": None})

    def unfinished(self) -> Sequence[OpenRun]:
        """Return the runs that were started and not finished, the oldest first."""
        with told_plainly():
            rows = Run.objects.using(self._alias).filter(finished__isnull=True).order_by("number")
            return [self._open_run(row) for row in rows]

    def finish_run(self, run: RunNumber, at: datetime, *, record: EvidenceRecord) -> None:
        """Close a run with its evidence, or raise BatchesOpen where a batch is not accounted for."""
        with told_plainly(), transaction.atomic(using=self._alias):
            log = lock(self._alias)
            if self._open_batches(run):
                raise BatchesOpen
            rows = Run.objects.using(self._alias).filter(number=run, finished__isnull=True)
            if not rows.update(finished=at):
                raise UnknownInStore
            Part.objects.using(self._alias).filter(run_id=run).update(bounds=None)
            grow(log, [record])

    def _close(self, batch: BatchNumber, state: BatchState, facts: Mapping[str, object]) -> bool:
        """Leave nothing of a batch's bounds, and return whether it was open until now."""
        rows = Batch.objects.using(self._alias).filter(number=batch)
        if rows.filter(state=BatchState.INTENDED.value).update(state=state.value, bounds=None, **facts):
            return True
        if not rows.filter(state=state.value).exists():
            raise UnknownInStore
        return False

    def _intended(self, batch: BatchNumber) -> Batch:
        row = Batch.objects.using(self._alias).filter(number=batch, state=BatchState.INTENDED.value).first()
        if row is None:
            raise TakenOver
        return row

    def _recount(self, batch: BatchNumber, counts: Counts) -> Batch:
        """Put what a batch did in the place of what it reserved, where it is not accounted for yet."""
        row = Batch.objects.using(self._alias).filter(number=batch).first()
        if row is None:
            raise UnknownInStore
        if row.state == BatchState.INTENDED.value:
            self._count(Run.objects.using(self._alias).get(number=row.run_id), counts, row)
        return row

    def _count(self, run: Run, counts: Counts, batch: Batch) -> None:
        total = dict(counts_in(run.counts))
        for deed, count in counts.items():
            total[deed] = total.get(deed, 0) + count
        for deed, count in counts_in(batch.counts or []).items():
            total[deed] = total.get(deed, 0) - count
        run.counts = plain({deed: count for deed, count in total.items() if count})
        run.save(update_fields=["counts"])

    def _open_run(self, row: Run) -> OpenRun:
        steps = list(Step.objects.using(self._alias).filter(run=row).order_by("number"))
        states = tuple(StepState(step.state) for step in steps)
        number = RunNumber(row.number)
        return OpenRun(number=number, run=new_run(row, steps), steps=states, batches=self._open_batches(number))

    def open_batches(self, part: PartNumber) -> Sequence[OpenBatch]:
        """Return the batches of a part that are not accounted for."""
        rows = Batch.objects.using(self._alias).filter(part_id=part, state=BatchState.INTENDED.value)
        with told_plainly():
            return [self._open_batch(row) for row in rows.order_by("number")]

    def _open_batches(self, run: RunNumber) -> tuple[OpenBatch, ...]:
        rows = Batch.objects.using(self._alias).filter(run_id=run, state=BatchState.INTENDED.value)
        return tuple(self._open_batch(row) for row in rows.order_by("number"))

    def _open_batch(self, row: Batch) -> OpenBatch:
        bounds = self._sealer.open(bytes(row.bounds or b""), context=_context(row.run_id, row.step, row.attempt))
        intent = BatchIntent(run=RunNumber(row.run_id), step=row.step, attempt=row.attempt, bounds=bounds.decode())
        return OpenBatch(number=BatchNumber(row.number), intent=intent)

    def _seal(self, batch: BatchIntent) -> bytes:
        context = _context(batch.run, batch.step, batch.attempt)
        return self._sealer.seal(batch.bounds.encode(), context=context)


def _context(run: int, step: int, attempt: int) -> str:
    """Return where sealed bounds belong, so that they open nowhere else."""
    return f"bounds of run {run}, step {step}, attempt {attempt}"


def _columns(run: NewRun) -> dict[str, object]:
    return {
        "plan": run.plan,
        "policy": run.policy,
        "data_map": run.data_map,
        "schema": run.schema,
        "on": run.on,
        "approved_by": run.approved_by,
        "started": run.started,
        "plan_text": run.plan_text,
    }


def go_on(alias: str, run: RunNumber) -> None:
    """Raise RunHalted where a run was paused, cancelled or ended, within the transaction of whoever calls."""
    wish = Run.objects.using(alias).filter(number=run, finished__isnull=True).values_list("wish", flat=True).first()
    if wish is None:
        raise UnknownInStore
    if wish != Wish.GO_ON.value:
        raise RunHalted


def in_hand(alias: str, claim: Claim) -> Part:
    """Return a part that is still in the hands of whoever claims it, or raise TakenOver."""
    row = Part.objects.using(alias).filter(number=claim.part, turn=claim.turn).first()
    if row is None:
        raise TakenOver
    return row


def new_run(row: Run, steps: Sequence[Step]) -> NewRun:
    """Return what a run was started with."""
    return NewRun(
        plan=row.plan,
        on=row.on,
        policy=row.policy,
        data_map=row.data_map,
        schema=row.schema,
        approved_by=row.approved_by,
        places=tuple(Place(tables=tuple(step.tables), files=step.files) for step in steps),
        started=row.started,
        plan_text=row.plan_text,
    )
