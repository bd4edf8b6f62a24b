"""What the store keeps of a run, so that one that was killed can be taken up again: numbers, digests and states."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, NewType

from garant.policy.speech.sentences import Sentence

RunNumber = NewType("RunNumber", int)
BatchNumber = NewType("BatchNumber", int)
PartNumber = NewType("PartNumber", int)


class StepState(StrEnum):
    """How far a step of a run has come."""

    WAITING = "waiting"
    BEGUN = "begun"
    DONE = "done"
    REFUSED = "refused"


class PartState(StrEnum):
    """How far a part of a step has come; who has it in hand is said by its turn."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class Wish(StrEnum):
    """What an operator wants of a run."""

    GO_ON = "go on"
    PAUSE = "pause"
    CANCEL = "cancel"


class BatchState(StrEnum):
    """What is known of a batch: nothing yet, done, or certainly not done."""

    INTENDED = "intended"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a step is done: the tables that are worked on together, or a set of files."""

    tables: tuple[str, ...] = ()
    files: str = ""

    @property
    def name(self) -> str:
        """Return the words by which people are told of it."""
        return self.files or ", ".join(sorted(self.tables))


@dataclass(frozen=True, kw_only=True)
class NewRun:
    """A plan about to be applied: its digests, its day and who approved it.

    `plan_text` is the plan itself where several workers may share it.
    """

    plan: str
    on: date
    policy: str
    data_map: str
    schema: str
    approved_by: str | None
    places: tuple[Place, ...]
    started: datetime
    plan_text: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a step: whether it is done, how often it was taken in hand, and how often it was queued."""

    number: PartNumber
    step: int
    state: PartState
    turn: int = 0
    queued: int = 0
    refused: Sentence | None = None


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A part in the hands of one worker: good until the next one takes it; its bounds are keys of the customer's."""

    part: PartNumber
    turn: int
    run: RunNumber
    step: int
    bounds: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class BatchIntent:
    """What a batch is about to do; its bounds are keys of the customer's rows and show themselves to nobody."""

    run: RunNumber
    step: int
    attempt: int
    bounds: str = field(repr=False)
    claim: Claim | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True)
class OpenBatch:
    """A batch that was intended and not confirmed: its receipt, if there is one, says what happened."""

    number: BatchNumber
    intent: BatchIntent


@dataclass(frozen=True, kw_only=True)
class OpenRun:
    """A run that was started and not finished, with the states of its steps and its unconfirmed batches."""

    number: RunNumber
    run: NewRun
    steps: tuple[StepState, ...]
    batches: tuple[OpenBatch, ...]


class Job(NamedTuple):
    """What a worker takes from the queue: to lead a run, or to do a part of it; told apart by how often it was queued.

    INVARIANT: numbers only; whatever they stand for lies in our own store.
    """

    run: int
    part: int
    queued: int

    @property
    def leads(self) -> bool:
        """Return whether the job is to lead its run."""
        return not self.part


class Deed(NamedTuple):
    """What is done and where: by it counts are kept all the way from a store to the words."""

    kind: str
    place: str
    columns: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the words under which a record of the evidence counts it; nobody reads them back."""
        return " ".join((self.kind, self.place, *filter(None, (",".join(self.columns),))))


Counts = Mapping[Deed, int]

IsExceeded = Callable[[Counts, Counts], bool]
"""Returns whether a batch that does the second, after all that was done, does more than was approved."""


def plain(counts: Counts) -> list[list[Any]]:
    """Return counts as JSON can hold them."""
    return [[deed.kind, deed.place, list(deed.columns), count] for deed, count in counts.items()]


def counts_in(said: Sequence[Sequence[Any]]) -> Counts:
    """Return the counts that `plain` made plain."""
    return {Deed(kind, place, tuple(columns)): count for kind, place, columns, count in said}


@dataclass(frozen=True, kw_only=True)
class RunProgress:
    """How far a run has come: its steps and parts, what it has done, and whether the counts are exact."""

    number: RunNumber
    run: NewRun
    steps: tuple[StepState, ...]
    parts: tuple[Part, ...]
    counts: Counts
    is_exact: bool
    wish: Wish
    finished: datetime | None = None

    @property
    def is_shared(self) -> bool:
        """Return whether any number of workers may join it."""
        return bool(self.run.plan_text)

    @property
    def refused(self) -> tuple[Sentence, ...]:
        """Return why something was refused, in the order of steps, each reason once."""
        return tuple(dict.fromkeys(part.refused for part in self.parts if part.refused is not None))


@dataclass(frozen=True, kw_only=True)
class BatchOutcome:
    """What a batch did: counts by what was done, and whether they are exact or only `at least` (design §4)."""

    counts: Counts
    is_exact: bool

    @property
    def facts(self) -> Mapping[str, int]:
        """Return the counts as a record of the evidence holds them."""
        return {deed.name: count for deed, count in self.counts.items()}


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What a run did, by step; what it refused, in sentences; until when what it took out is sealed, and not erased."""

    run: int
    counts: Counts
    refused: tuple[Sentence, ...] = ()
    is_exact: bool = True
    sealed_until: date | None = None
    is_finished: bool = True


@dataclass(frozen=True, kw_only=True)
class SealedRun:
    """A run that sealed what it took out: the last day on which that can come back, and when its key was destroyed."""

    number: RunNumber
    until: date
    destroyed: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SealedBatch:
    """What a batch of a run sealed: of which kinds, in which places, in how many pieces."""

    number: BatchNumber
    places: Mapping[tuple[str, str], int]
