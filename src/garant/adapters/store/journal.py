"""The journal of runs, kept in our own store: intent, confirmation, and nothing between them (design §4.3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from garant.adapters.store.evidence import grow, lock
from garant.adapters.store.failures import told_plainly
from garant.adapters.store.memory import join
from garant.adapters.store.models import Batch, Run, Step
from garant.evidence.failures import BatchesOpen, UnknownInStore
from garant.evidence.records import EvidenceRecord
from garant.evidence.runs import (
    BatchIntent,
    BatchNumber,
    BatchOutcome,
    BatchState,
    NewRun,
    OpenBatch,
    OpenRun,
    RunNumber,
    StepState,
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
            Step.objects.using(self._alias).bulk_create(Step(run=row, number=number) for number in range(run.steps))
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
            lock(self._alias)
            if not Run.objects.using(self._alias).filter(number=batch.run, finished__isnull=True).exists():
                raise UnknownInStore
            row = Batch.objects.using(self._alias).create(
                run_id=batch.run, step=batch.step, attempt=batch.attempt, bounds=self._seal(batch)
            )
            join(self._alias, remembered)
        return BatchNumber(row.number)

    def confirm(self, batch: BatchNumber, outcome: BatchOutcome, *, record: EvidenceRecord) -> None:
        """Keep what a batch did, with its evidence, and drop its bounds; a second time does nothing."""
        facts = {"counts": plain(outcome.counts), "is_exact": outcome.is_exact}
        with told_plainly(), transaction.atomic(using=self._alias):
            log = lock(self._alias)
            if self._close(batch, BatchState.CONFIRMED, facts):
                grow(log, [record])

    def withdraw(self, batch: BatchNumber) -> None:
        """Drop a batch that certainly did nothing, with its bounds."""
        with told_plainly(), transaction.atomic(using=self._alias):
            lock(self._alias)
            self._close(batch, BatchState.WITHDRAWN, {})

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
            grow(log, [record])

    def _close(self, batch: BatchNumber, state: BatchState, facts: Mapping[str, object]) -> bool:
        """Leave nothing of a batch's bounds, and return whether it was open until now."""
        rows = Batch.objects.using(self._alias).filter(number=batch)
        if rows.filter(state=BatchState.INTENDED.value).update(state=state.value, bounds=None, **facts):
            return True
        if not rows.filter(state=state.value).exists():
            raise UnknownInStore
        return False

    def _open_run(self, row: Run) -> OpenRun:
        states = Step.objects.using(self._alias).filter(run=row).order_by("number").values_list("state", flat=True)
        steps = tuple(StepState(state) for state in states)
        number = RunNumber(row.number)
        return OpenRun(number=number, run=_new_run(row, len(steps)), steps=steps, batches=self._open_batches(number))

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
    }


def _new_run(row: Run, steps: int) -> NewRun:
    return NewRun(
        plan=row.plan,
        on=row.on,
        policy=row.policy,
        data_map=row.data_map,
        schema=row.schema,
        approved_by=row.approved_by,
        steps=steps,
        started=row.started,
    )
