"""Runs in memory: their journal, and how they are shared out among workers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from garant.evidence.failures import BatchesOpen, RunHalted, TakenOver, UnknownInStore
from garant.evidence.records import EvidenceRecord
from garant.evidence.runs import (
    BatchIntent,
    BatchNumber,
    BatchOutcome,
    BatchState,
    Claim,
    Counts,
    Deed,
    IsExceeded,
    NewRun,
    OpenBatch,
    OpenRun,
    Part,
    PartNumber,
    PartState,
    RunNumber,
    RunProgress,
    StepState,
    Wish,
)
from garant.planning.remembered import RememberedEvent
from garant.policy.speech.sentences import Sentence
from garant.ports import Evidence, Memory


class MemoryJournal:
    """The port `Journal`; `outcomes` and `finished` list what was done."""

    def __init__(self, evidence: Evidence, memory: Memory) -> None:
        self._evidence, self._memory = evidence, memory
        self._runs: dict[RunNumber, OpenRun] = {}
        self._batches: dict[BatchNumber, tuple[BatchIntent, BatchState]] = {}
        self._started = 0
        self.outcomes: dict[BatchNumber, BatchOutcome] = {}
        self.finished: dict[RunNumber, datetime] = {}
        self.counts: dict[RunNumber, dict[Deed, int]] = {}
        self.inexact: set[RunNumber] = set()
        self.parts: dict[PartNumber, Part] = {}
        self.bounds: dict[PartNumber, tuple[RunNumber, str]] = {}
        self.wishes: dict[RunNumber, Wish] = {}
        self.all_runs: dict[RunNumber, OpenRun] = {}
        self._reserved: dict[BatchNumber, Counts] = {}

    def start_run(self, run: NewRun, *, record: EvidenceRecord) -> RunNumber:
        self._started += 1
        number = RunNumber(self._started)
        steps = (StepState.WAITING,) * len(run.places)
        self._runs[number] = self.all_runs[number] = OpenRun(number=number, run=run, steps=steps, batches=())
        self._evidence.append([record])
        return number

    def set_step(self, run: RunNumber, step: int, *, state: StepState) -> None:
        found = self._open(run)
        if not 0 <= step < len(found.steps):
            raise UnknownInStore
        steps = (*found.steps[:step], state, *found.steps[step + 1 :])
        self._runs[run] = self.all_runs[run] = replace(found, steps=steps)

    def intend(self, batch: BatchIntent, *, remembered: Sequence[RememberedEvent] = ()) -> BatchNumber:
        self.go_on(batch.run)
        if batch.claim is not None:
            self.in_hand(batch.claim)
        number = BatchNumber(len(self._batches) + 1)
        self._batches[number] = (batch, BatchState.INTENDED)
        self._memory.remember(remembered)
        return number

    def reserve(self, batch: BatchNumber, counts: Counts, *, is_exceeded: IsExceeded) -> bool:
        intent, state = self._batches[batch]
        if state is not BatchState.INTENDED:
            raise TakenOver
        if is_exceeded(self.counts.get(intent.run, {}), counts):
            return False
        self._count(batch, counts)
        self._reserved[batch] = counts
        return True

    def open_batches(self, part: PartNumber) -> Sequence[OpenBatch]:
        runs = {batch.run for batch, _ in self._batches.values()}
        found = (one for run in sorted(runs) for one in self._open_batches(run))
        return [one for one in found if one.intent.claim is not None and one.intent.claim.part == part]

    def go_on(self, run: RunNumber) -> None:
        self._open(run)
        if self.wishes.get(run, Wish.GO_ON) is not Wish.GO_ON:
            raise RunHalted

    def in_hand(self, claim: Claim) -> None:
        if self.parts[claim.part].turn != claim.turn:
            raise TakenOver

    def _count(self, batch: BatchNumber, counts: Counts) -> None:
        total = self.counts.setdefault(self._batches[batch][0].run, {})
        for deed, count in counts.items():
            total[deed] = total.get(deed, 0) + count
        for deed, count in self._reserved.pop(batch, {}).items():
            total[deed] -= count

    def confirm(self, batch: BatchNumber, outcome: BatchOutcome, *, record: EvidenceRecord) -> None:
        if self._close(batch, BatchState.CONFIRMED):
            self._count(batch, outcome.counts)
            self.inexact |= set() if outcome.is_exact else {self._batches[batch][0].run}
            self.outcomes[batch] = outcome
            self._evidence.append([record])

    def withdraw(self, batch: BatchNumber) -> None:
        if self._close(batch, BatchState.WITHDRAWN):
            self._count(batch, {})

    def unfinished(self) -> Sequence[OpenRun]:
        return [replace(run, batches=self._open_batches(number)) for number, run in self._runs.items()]

    def finish_run(self, run: RunNumber, at: datetime, *, record: EvidenceRecord) -> None:
        self._open(run)
        if self._open_batches(run):
            raise BatchesOpen
        del self._runs[run]
        self.finished[run] = at
        self._evidence.append([record])

    def _open(self, run: RunNumber) -> OpenRun:
        if run not in self._runs:
            raise UnknownInStore
        return self._runs[run]

    def is_confirmed(self, batch: BatchNumber) -> bool:
        return self._batches[batch][1] is BatchState.CONFIRMED

    def started(self, batch: BatchNumber) -> datetime:
        return self.all_runs[self._batches[batch][0].run].run.started

    def _open_batches(self, run: RunNumber) -> tuple[OpenBatch, ...]:
        return tuple(
            OpenBatch(number=number, intent=batch)
            for number, (batch, state) in self._batches.items()
            if batch.run == run and state is BatchState.INTENDED
        )

    def _close(self, batch: BatchNumber, wanted: BatchState) -> bool:
        intent, state = self._batches.get(batch, (None, None))
        if intent is None or state not in (BatchState.INTENDED, wanted):
            raise UnknownInStore
        self._batches[batch] = (intent, wanted)
        return state is BatchState.INTENDED


class MemoryShares:
    """The port `Shares`, on what the journal in memory holds."""

    def __init__(self, journal: MemoryJournal) -> None:
        self._journal = journal
        self.workers: set[str] = set()
        self.nights: set[date] = set()

    def cut(self, run: RunNumber, step: int, *, bounds: Sequence[str]) -> None:
        for said in () if self.parts(run, step) else bounds:
            number = PartNumber(len(self._journal.parts) + 1)
            self._journal.parts[number] = Part(number=number, step=step, state=PartState.WAITING)
            self._journal.bounds[number] = (run, said)

    def parts(self, run: RunNumber, step: int) -> Sequence[Part]:
        return [part for part in self._parts(run) if part.step == step]

    def claim(self, part: PartNumber) -> Claim:
        if part not in self._journal.parts:
            raise UnknownInStore
        found, (run, bounds) = self._journal.parts[part], self._journal.bounds[part]
        if found.state is not PartState.WAITING:
            raise TakenOver
        self._journal.go_on(run)
        self._journal.parts[part] = replace(found, turn=found.turn + 1)
        return Claim(part=part, turn=found.turn + 1, run=run, step=found.step, bounds=bounds)

    def close(self, claim: Claim, *, state: PartState, refused: Sentence | None = None) -> None:
        self._journal.in_hand(claim)
        self._journal.parts[claim.part] = replace(self._journal.parts[claim.part], state=state, refused=refused)

    def queue_again(self, part: Part) -> bool:
        found = self._journal.parts[part.number]
        if found.queued != part.queued:
            return False
        self._journal.parts[part.number] = replace(found, queued=found.queued + 1)
        return True

    def progress(self, run: RunNumber) -> RunProgress:
        if run not in self._journal.all_runs:
            raise UnknownInStore
        found = self._journal.all_runs[run]
        return RunProgress(
            number=run,
            run=found.run,
            steps=found.steps,
            parts=tuple(self._parts(run)),
            counts={deed: count for deed, count in self._journal.counts.get(run, {}).items() if count},
            is_exact=run not in self._journal.inexact,
            wish=self._journal.wishes.get(run, Wish.GO_ON),
            finished=self._journal.finished.get(run),
        )

    def runs(self, *, last: int) -> Sequence[RunProgress]:
        return [self.progress(run) for run in sorted(self._journal.all_runs, reverse=True)][:last]

    def shared(self) -> RunProgress | None:
        runs = reversed(self.runs(last=1000))
        return next((r for r in runs if r.is_shared and r.finished is None and r.wish is Wish.GO_ON), None)

    def paused(self) -> bool:
        return any(run.wish is Wish.PAUSE and run.finished is None for run in self.runs(last=1000))

    def wish(self, run: RunNumber, wish: Wish) -> None:
        found = self.progress(run)
        if found.finished is not None or found.wish is Wish.CANCEL:
            raise UnknownInStore
        self._journal.wishes[run] = wish

    def take_night(self, day: date) -> bool:
        taken = day in self.nights
        self.nights.add(day)
        return not taken

    def hear(self, worker: str) -> None:
        self.workers.add(worker)

    def alive(self, *, within: timedelta) -> frozenset[str]:
        return frozenset(self.workers)

    def leave(self, worker: str) -> None:
        self.workers.discard(worker)

    def _parts(self, run: RunNumber) -> Iterator[Part]:
        return (part for number, part in self._journal.parts.items() if self._journal.bounds[number][0] == run)
