"""What runs ask of our own state: their journal, how they are shared out, and the queue of jobs."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from garant.evidence.records import EvidenceRecord
from garant.evidence.runs import (
    BatchIntent,
    BatchNumber,
    BatchOutcome,
    Claim,
    Counts,
    IsExceeded,
    Job,
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


class Journal(Protocol):
    """What was intended and what was confirmed of each run, so that a run can be killed at any instant."""

    def start_run(self, run: NewRun, *, record: EvidenceRecord) -> RunNumber:
        """Open a run with its evidence."""

    def set_step(self, run: RunNumber, step: int, *, state: StepState) -> None:
        """Keep how far a step has come."""

    def intend(self, batch: BatchIntent, *, remembered: Sequence[RememberedEvent] = ()) -> BatchNumber:
        """Keep what a batch is about to do, and with it the events that must outlive their rows.

        Raise RunHalted where the run was paused or cancelled, TakenOver where another has the part in hand.
        """

    def reserve(self, batch: BatchNumber, counts: Counts, *, is_exceeded: IsExceeded) -> bool:
        """Count what a batch is about to commit with what its run has done, unless that would be too much.

        Raise TakenOver where the batch was accounted for without it.
        """

    def confirm(self, batch: BatchNumber, outcome: BatchOutcome, *, record: EvidenceRecord) -> None:
        """Keep what a batch did, with its evidence, and drop its bounds; a second time does nothing."""

    def withdraw(self, batch: BatchNumber) -> None:
        """Drop a batch that certainly did nothing, with its bounds."""

    def open_batches(self, part: PartNumber) -> Sequence[OpenBatch]:
        """Return the batches of a part that are not accounted for, the oldest first."""

    def unfinished(self) -> Sequence[OpenRun]:
        """Return the runs that were started and not finished, the oldest first."""

    def finish_run(self, run: RunNumber, at: datetime, *, record: EvidenceRecord) -> None:
        """Close a run with its evidence, or raise BatchesOpen where a batch is not accounted for."""


class Shares(Protocol):
    """How a run is shared out among workers, and what operators want of it."""

    def cut(self, run: RunNumber, step: int, *, bounds: Sequence[str]) -> None:
        """Keep into which parts a step is cut; a second time does nothing."""

    def parts(self, run: RunNumber, step: int) -> Sequence[Part]:
        """Return the parts of a step in their order; none before it is cut."""

    def claim(self, part: PartNumber) -> Claim:
        """Take a part in hand, out of anybody else's; raise RunHalted, or TakenOver where it is done."""

    def close(self, claim: Claim, *, state: PartState, refused: Sentence | None = None) -> None:
        """Say how a part ended and drop its bounds, or raise TakenOver."""

    def queue_again(self, part: Part) -> bool:
        """Count that a part is queued once more; return whether nobody did so since it was looked at."""

    def progress(self, run: RunNumber) -> RunProgress:
        """Return how far a run has come, or raise UnknownInStore."""

    def runs(self, *, last: int) -> Sequence[RunProgress]:
        """Return so many of the last runs, the newest first."""

    def shared(self) -> RunProgress | None:
        """Return the run that workers may join now, if there is one."""

    def paused(self) -> bool:
        """Return whether a run waits to be resumed."""

    def wish(self, run: RunNumber, wish: Wish) -> None:
        """Keep what an operator wants of a run that is neither finished nor cancelled, or raise UnknownInStore."""

    def take_night(self, day: date) -> bool:
        """Take the night of a day in hand; return whether nobody had it."""

    def hear(self, worker: str) -> None:
        """Keep that a worker is alive now, by the store's own clock."""

    def alive(self, *, within: timedelta) -> frozenset[str]:
        """Return the workers that were heard of lately."""

    def leave(self, worker: str) -> None:
        """Forget a worker that ends, and close this thread's connection."""


class Jobs(Protocol):
    """A queue from which any number of workers take jobs; it carries numbers, and no truth."""

    def add(self, job: Job) -> None:
        """Put a job into the queue; a second time does nothing."""

    def lost(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Return those of these jobs that are neither in the queue nor in anybody's hands."""

    def wait(self) -> None:
        """Let a moment pass, in which others work."""
