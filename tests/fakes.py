"""In-memory ports: small, each with a visible list of what was done."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from garant.evidence.restored import Attested
from garant.evidence.runs import BatchOutcome, Counts, Job
from garant.planning.questions import Answers, Count, Mark, Question
from garant.planning.remembered import RememberedEvent
from garant.planning.terrain.failures import StoreFailed, StoreUnreachable, TooMany
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import ALWAYS
from garant.planning.terrain.schema import SchemaSeen
from garant.planning.work import TableWork
from garant.ports import Capsule, IsTooMuch


@dataclass
class FakeBatch:
    """A batch that does what it is told; `deeds` lists what was done, in order."""

    counts: Counts
    deeds: list[str]
    fails: Exception | None = None
    commits_first: bool = False
    receipts: dict[int, BatchOutcome] = field(default_factory=dict)
    remembered: Sequence[RememberedEvent] = ()
    forgotten: list[tuple[str, str]] = field(default_factory=list)
    is_stuck: bool = False
    capsule: Capsule | None = None
    files: Mapping[str, Sequence[str]] = field(default_factory=dict)
    bounds: str = '{"tables": ["school.pupils"], "low": null, "high": null}'

    def begin(self) -> Sequence[RememberedEvent]:
        self.deeds.append("begin")
        return self.remembered

    def carry_out(self, number: int, *, run: int, is_too_much: IsTooMuch, unlink: object) -> BatchOutcome:
        if is_too_much(self.counts):
            raise TooMany
        outcome = BatchOutcome(counts=self.counts, is_exact=True)
        if self.fails is None or self.commits_first:
            self.receipts[number] = outcome
            self.deeds.append(f"carry out {number}")
        if self.fails is not None:
            raise self.fails
        return outcome

    def abandon(self) -> None:
        self.deeds.append("abandon")


@dataclass
class MemoryJobs:
    """A queue whose jobs are taken, one at a time, while somebody waits; `added` lists them in order."""

    take: Callable[[Job], None] = lambda _job: None
    added: list[Job] = field(default_factory=list)
    waiting: list[Job] = field(default_factory=list)
    in_hand: list[Job] = field(default_factory=list)

    def add(self, job: Job) -> None:
        if job not in self.added:
            self.added.append(job)
            self.waiting.append(job)

    def lost(self, jobs: Sequence[Job]) -> Sequence[Job]:
        return [job for job in jobs if job not in self.waiting + self.in_hand]

    def wait(self) -> None:
        if self.waiting:
            self.in_hand.append(job := self.waiting.pop(0))
            with suppress(Exception):
                self.take(job)
            self.in_hand.remove(job)


@dataclass
class FakeRun:
    """A session with the batches that it was given."""

    made: Sequence[FakeBatch]
    receipts: dict[int, BatchOutcome]
    deeds: list[str]
    keeps_receipts: bool = True
    is_sealing: bool = False
    silent: bool = False
    deaf: bool = False
    bounds: Sequence[str] = ("",)
    claimed: list[int] = field(default_factory=list)

    def prepare(self, deeds: Iterable[object]) -> None:
        list(deeds)

    def cut(self, work: TableWork, *, rows: int) -> Sequence[str]:
        return self.bounds

    def batches(self, mark: Mark | None, works: Sequence[TableWork], *, within: str = "") -> Iterator[Any]:
        yield from self.made

    def returning(self, giving: object, *, tables: frozenset[str], of: int) -> Any:
        return self.made[0]

    def answers(self) -> bool:
        return not self.silent

    def hear(self) -> None:
        if self.deaf:
            raise StoreUnreachable("school")
        self.deeds.append("hear")

    def receipt(self, batch: int) -> BatchOutcome | None:
        if self.silent:
            raise StoreFailed("school")
        return self.receipts.get(batch)

    def claim_receipt(self, batch: int) -> BatchOutcome | None:
        found = self.receipt(batch)
        self.claimed += [] if found else [batch]
        return found

    def finish(self, run: int) -> None:
        self.deeds.append(f"finish {run}")


@dataclass
class FakeDatabase:
    """A database that holds so many rows, so many of which meet any condition; `asked` lists the questions."""

    schemas: SchemaSeen
    rows: int = 10
    meeting: int = 3
    session: FakeRun | None = None
    asked: list[Question] = field(default_factory=list)
    store: str = "school"
    identity: str = "at home"
    clock: datetime | None = None
    archive: object = None
    furnished: list[object] = field(default_factory=list)
    worked: frozenset[str] = frozenset()
    told_of: dict[str, Attested] = field(default_factory=dict)
    silent: bool = False
    opened: int = 0
    gone: bool = False

    def attest(self, origin: str, attested: Attested) -> None:
        self.told_of[origin] = self._answering(attested)

    def attested(self, origin: str) -> Attested:
        return self._answering(self.told_of.get(origin, Attested()))

    def _answering(self, attested: Attested) -> Attested:
        if self.silent:
            raise StoreUnreachable(self.store)
        return attested

    def now(self) -> datetime | None:
        return self.clock

    def told(self, table: str, columns: Sequence[str]) -> Iterator[list[Any]]:
        return iter(())

    def archive_into(self, archive: object) -> None:
        self.archive = archive

    def origins(self) -> frozenset[str]:
        return self.worked

    def furnish(self, shapes: Sequence[object]) -> None:
        self.furnished += shapes

    def glance(self, layout: Layout, glance: Any, *, remembered: object) -> Iterator[Mapping[str, object]]:
        return iter(())

    def schema(self) -> SchemaSeen:
        return self.schemas

    def survey(
        self,
        layout: Layout,
        questions: Sequence[Question],
        *,
        remembered: object,
        progress: Callable[[str, int, int], None],
    ) -> Answers:
        self.asked += questions
        counts = [question for question in questions if isinstance(question, Count)]
        return {count: self.rows if count.where == ALWAYS else self.meeting for count in counts}

    @contextmanager
    def run(self, layout: Layout, *, origin: str, remembered: object) -> Iterator[FakeRun]:
        if self.gone:
            raise StoreUnreachable(self.store)
        assert self.session is not None
        self.opened += 1
        yield self.session

    def offered(self, layout: Layout, offer: object, *, remembered: object) -> Iterator[Any]:
        return iter(())

    def recognised(self, layout: Layout, identified: object, facts: object) -> Iterator[Any]:
        return iter(())

    def named(self, layout: Layout, files: object, paths: Sequence[str]) -> frozenset[str]:
        return frozenset()
