"""What the store keeps of a run, so that one that was killed can be taken up again: numbers, digests and states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, NewType

from garant.policy.speech.sentences import Sentence

RunNumber = NewType("RunNumber", int)
BatchNumber = NewType("BatchNumber", int)


class StepState(StrEnum):
    """How far a step of a run has come."""

    WAITING = "waiting"
    BEGUN = "begun"
    DONE = "done"
    REFUSED = "refused"


class BatchState(StrEnum):
    """What is known of a batch: nothing yet, done, or certainly not done."""

    INTENDED = "intended"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class NewRun:
    """A plan about to be applied: its digests, its day and who approved it."""

    plan: str
    on: date
    policy: str
    data_map: str
    schema: str
    approved_by: str | None
    steps: int
    started: datetime


@dataclass(frozen=True, kw_only=True)
class BatchIntent:
    """What a batch is about to do; its bounds are keys of the customer's rows and show themselves to nobody."""

    run: RunNumber
    step: int
    attempt: int
    bounds: str = field(repr=False)


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


def plain(counts: Counts) -> list[list[Any]]:
    """Return counts as JSON can hold them."""
    return [[deed.kind, deed.place, list(deed.columns), count] for deed, count in sorted(counts.items())]


def counts_in(said: Sequence[Sequence[Any]]) -> Counts:
    """Return the counts that `plain` made plain."""
    return {Deed(kind, place, tuple(columns)): count for kind, place, columns, count in said}


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
