"""A run under way: what it works with, what it has done, and what it had to refuse."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from garant.evidence.records import EvidenceRecord, RecordKind
from garant.evidence.runs import BatchNumber, BatchOutcome, Counts, Deed, RunNumber, StepState
from garant.planning.approval.agenda import Agenda
from garant.planning.approval.allowance import Allowance
from garant.planning.plan import Plan
from garant.planning.terrain.failures import StepWaits, StoreFailed, StoreUnreachable, TooMany
from garant.planning.terrain.layout import Layout
from garant.policy.speech.sentences import Sentence
from garant.ports import Capsule, Capsules, Database, FileStore, HoldBook, Journal, Memory, StoreRun


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
    memory: Memory
    holds: HoldBook
    origin: str
    now: Callable[[], datetime]
    told: Callable[[str, int], None]
    sealing: Sealing | None = None
    """Without it, what goes is gone at once."""

    def place_of(self, files: str) -> FileStore:
        """Return the place where a set of files lies, or raise StoreUnreachable."""
        store = self.layout.data_map.store_of_files(files)
        if store is None or store not in self.files:
            raise StoreUnreachable(store or files, Sentence("son adresse n'est pas donnée", "its address is not set"))
        return self.files[store]


@dataclass(kw_only=True)
class Run:
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
        self.agenda = agenda_of(self.ground, self.agenda.plan)
        for session in self.sessions.values():
            session.hear()

    def capsule(self, batch: BatchNumber) -> Capsule | None:
        """Return where a batch seals what it takes out, if it does."""
        sealing = self.ground.sealing
        return sealing.capsules.of_batch(self.number, batch) if sealing else None

    def add(self, outcome: BatchOutcome) -> None:
        """Add what a batch did."""
        for deed, more in outcome.counts.items():
            self.counts[deed] = self.counts.get(deed, 0) + more
        self.is_exact = self.is_exact and outcome.is_exact

    def record(self, kind: RecordKind, facts: Mapping[str, str | int | None]) -> EvidenceRecord:
        """Return the evidence of something that happened now."""
        level = sealed_facts(self.ground)
        return EvidenceRecord(kind=kind, at=self.ground.now(), facts={"run": int(self.number), **level, **facts})

    def is_too_much(self, counts: Counts) -> bool:
        """Return whether a batch that does this does more than was approved."""
        return self.allowance.is_exceeded(self.counts, counts)


def sealed_facts(ground: Ground) -> Mapping[str, str]:
    """Return the level that what goes reaches for now, as evidence says it: sealed, never erased (design §4.6)."""
    return {"sealed until": ground.sealing.until.isoformat()} if ground.sealing else {}


def agenda_of(ground: Ground, plan: Plan) -> Agenda:
    """Return the work that the plan found something for, as the holds of this moment leave it."""
    return Agenda.of(plan, ground.layout, ground.memory.known(), holds=ground.holds.all())


@contextmanager
def under_way(run: Run, step: int, *, place: str, tables: frozenset[str] = frozenset()) -> Iterator[None]:
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


def confirm(run: Run, number: BatchNumber, outcome: BatchOutcome) -> None:
    """Keep what a batch did, with its evidence."""
    record = run.record(RecordKind.BATCH_CONFIRMED, {"batch": int(number), **outcome.facts})
    run.ground.journal.confirm(number, outcome, record=record)
    run.add(outcome)
