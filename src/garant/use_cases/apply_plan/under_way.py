"""A run under way: what it works with, what it has done, and what it had to refuse."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from garant.evidence.records import EvidenceRecord, RecordKind
from garant.evidence.runs import BatchNumber, BatchOutcome, Counts, NewRun, Place, RunNumber
from garant.planning.approval.agenda import Agenda
from garant.planning.approval.allowance import Allowance
from garant.planning.grounds.holds import HeldPerson
from garant.planning.plan import Plan
from garant.planning.terrain.failures import StoreFailed, StoreUnreachable
from garant.planning.terrain.layout import Layout
from garant.policy.speech.sentences import Sentence
from garant.ports import Capsule, Capsules, Database, FileStore, HoldBook, Jobs, Journal, Memory, Shares, StoreRun
from garant.ports.replay import Recognises
from garant.use_cases.apply_plan.tracing import Traced, Tracing

NOT_STARTED = RunNumber(0)

ROWS_OF_A_PART = 50_000
"""About how many rows of a table one worker takes at a time: some seconds of work."""


@dataclass(frozen=True, kw_only=True)
class Sealing:
    """Where what a run takes out is sealed and until which day, with what is remembered of people here alone."""

    capsules: Capsules
    until: date
    memory: Memory


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a run works with: the layout and stores, our own state, and the clock."""

    layout: Layout
    databases: Mapping[str, Database]
    files: Mapping[str, FileStore] = field(default_factory=dict)
    journal: Journal
    shares: Shares
    jobs: Jobs | None = None
    """The queue through which others work on the run, where it is shared."""
    memory: Memory
    holds: HoldBook
    origin: str
    now: Callable[[], datetime]
    told: Callable[[str, int], None]
    rows_of_a_part: int = ROWS_OF_A_PART
    sealing: Sealing | None = None
    """Without it, what goes is gone at once."""
    tracing: Tracing | None = None
    """Without it, what goes is not remembered, and nobody knows it again."""
    recognition: Recognises | None = None
    """Of a replay, what recognises what a backup brought back."""
    asked: HeldPerson | None = None
    """Of a rights request, the person for whom the plan was made."""

    def remembers(self, store: str) -> bool:
        """Return whether what goes from a store is remembered."""
        return self.tracing is not None and self.tracing.traces.are_kept(store)

    def place_of(self, files: str) -> FileStore:
        """Return the place where a set of files lies, or raise StoreUnreachable."""
        store = self.layout.data_map.store_of_files(files)
        if store is None or store not in self.files:
            raise StoreUnreachable(store or files, Sentence("son adresse n'est pas donnée", "its address is not set"))
        return self.files[store]


@dataclass(kw_only=True)
class Run:
    """One run under way, as one worker sees it."""

    ground: Ground
    agenda: Agenda
    sessions: Mapping[str, StoreRun]
    allowance: Allowance
    number: RunNumber = NOT_STARTED
    done: int = 0
    left: set[str] = field(default_factory=set)
    """The tables whose step was refused."""
    heard: int | None = None
    """Of whoever takes parts as they come, the step since whose beginning nothing new was said of people."""

    def prepare(self) -> None:
        """Bring what other stores say before any of them loses a row; of a shared run, as far as they answer."""
        for mark, works in self.agenda.deeds:
            with suppress(StoreFailed) if self.ground.jobs else nullcontext():
                self.sessions[self.ground.layout.store_of(works[0].table)].prepare((mark, *works))

    def turn_to(self, step: int) -> None:
        """Hear what was said of people in the steps before; the parts of one step say nothing to each other."""
        if self.heard not in (None, step):
            self.hear()
            self.heard = step

    def hear(self) -> None:
        """Work by the holds of this moment from now on: what is due is derived anew, and who is held is told."""
        agenda = agenda_of(self.ground, self.agenda.plan)
        for session in self.sessions.values():
            session.hear()
        # INVARIANT: nobody works by a hold of which a session was not told.
        self.agenda = agenda

    def capsule(self, batch: BatchNumber) -> Capsule | None:
        """Return where a batch seals what it takes out, if it does."""
        sealing, tracing = self.ground.sealing, self.ground.tracing
        sealed = sealing.capsules.of_batch(self.number, batch) if sealing else None
        return Traced(tracing=tracing, batch=batch, sealed=sealed) if tracing else sealed

    def record(self, kind: RecordKind, facts: Mapping[str, str | int | None]) -> EvidenceRecord:
        """Return the evidence of something that happened now."""
        level = sealed_facts(self.ground)
        return EvidenceRecord(kind=kind, at=self.ground.now(), facts={"run": int(self.number), **level, **facts})

    def take(self, batch: BatchNumber, counts: Counts) -> bool:
        """Count what a batch is about to commit; return whether that is no more than was approved."""
        return self.ground.journal.reserve(batch, counts, is_exceeded=self.allowance.is_exceeded)


def new_run(plan: Plan, places: Iterable[Place], *, named: str, by: str | None, at: datetime) -> NewRun:
    """Return the run of a plan, by the digests that it is bound to, as our own state keeps it."""
    return NewRun(
        plan=named,
        on=plan.on,
        policy=plan.digests.policy,
        data_map=plan.digests.data_map,
        schema=",".join(f"{store}:{seen}" for store, seen in sorted(plan.digests.schemas.items())),
        approved_by=by,
        places=tuple(places),
        started=at,
    )


def sealed_facts(ground: Ground) -> Mapping[str, str]:
    """Return the level that what goes reaches for now, as evidence says it: sealed, never erased (design §4.6)."""
    return {"sealed until": ground.sealing.until.isoformat()} if ground.sealing else {}


def agenda_of(ground: Ground, plan: Plan) -> Agenda:
    """Return the work that the plan found something for, as the holds of this moment leave it."""
    known, holds = ground.memory.known(), ground.holds.all()
    agenda = Agenda.of(plan, ground.layout, known, holds=holds, asked=ground.asked)
    return replace(agenda, is_back=ground.recognition.is_back) if ground.recognition else agenda


def confirm(run: Run, number: BatchNumber, outcome: BatchOutcome) -> None:
    """Keep what a batch did, with its evidence."""
    record = run.record(RecordKind.BATCH_CONFIRMED, {"batch": int(number), **outcome.facts})
    run.ground.journal.confirm(number, outcome, record=record)
    run.done += sum(outcome.counts.values())
