"""All that the product asks of the world, as protocols: who reads this knows every side effect."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from garant.evidence.checkpoints import SignedCheckpoint
from garant.evidence.records import EvidenceRecord, NumberedRecord
from garant.evidence.runs import BatchIntent, BatchNumber, BatchOutcome, NewRun, OpenRun, RunNumber, StepState
from garant.planning.remembered import RememberedEvent

# evidence and state


class Signer(Protocol):
    """Signs for the organisation."""

    @property
    def public_key(self) -> bytes:
        """Return the 32 bytes by which anybody checks a signature."""

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of a message."""


class Sealer(Protocol):
    """Seals what may be read only for a while."""

    def seal(self, content: bytes, *, context: str) -> bytes:
        """Return the content sealed, to be opened in the same context only."""

    def open(self, sealed: bytes, *, context: str) -> bytes:
        """Return what was sealed, or raise KeyDamaged."""


class Evidence(Protocol):
    """The log of what was decided and done; it only grows."""

    @property
    def origin(self) -> str:
        """Return the name of this log, which its checkpoints carry."""

    @property
    def size(self) -> int:
        """Return how many leaves the log has."""

    def append(self, records: Sequence[EvidenceRecord]) -> range:
        """Put records at the end of the log, all or none, and return their numbers."""

    def checkpoint(self, at: datetime, *, signer: Signer) -> SignedCheckpoint:
        """Sign and keep the state of the log, or raise ClockSetBack before the last one's instant."""

    def checkpoints(self, public_key: bytes) -> Sequence[SignedCheckpoint]:
        """Return the checkpoints that this key signed, the oldest first."""

    def last_checkpoint_at(self) -> datetime | None:
        """Return the instant before which no day may be planned for, if there is one."""

    def leaves(self, *, up_to: int) -> Iterator[bytes]:
        """Yield the leaf hashes of the first so many records, in order."""

    def records(self, *, up_to: int) -> Iterator[NumberedRecord]:
        """Yield those of the first so many records that were not erased, with their salts, in order."""

    def inclusion_proof(self, number: int, *, size: int) -> tuple[bytes, ...]:
        """Return the proof that a leaf is in the log of this size."""

    def erase(self, numbers: Sequence[int]) -> int:
        """Erase records and their salts, leave their leaves, and return how many were still there."""


class Journal(Protocol):
    """What was intended and what was confirmed of each run, so that a run can be killed at any instant."""

    def start_run(self, run: NewRun, *, record: EvidenceRecord) -> RunNumber:
        """Open a run with its evidence."""

    def set_step(self, run: RunNumber, step: int, *, state: StepState) -> None:
        """Keep how far a step has come."""

    def intend(self, batch: BatchIntent, *, remembered: Sequence[RememberedEvent] = ()) -> BatchNumber:
        """Keep what a batch of an open run is about to do, and with it the events that must outlive their rows."""

    def confirm(self, batch: BatchNumber, outcome: BatchOutcome, *, record: EvidenceRecord) -> None:
        """Keep what a batch did, with its evidence, and drop its bounds; a second time does nothing."""

    def withdraw(self, batch: BatchNumber) -> None:
        """Drop a batch that certainly did nothing, with its bounds."""

    def unfinished(self) -> Sequence[OpenRun]:
        """Return the runs that were started and not finished, the oldest first."""

    def finish_run(self, run: RunNumber, at: datetime, *, record: EvidenceRecord) -> None:
        """Close a run with its evidence, or raise BatchesOpen where a batch is not accounted for."""


class Memory(Protocol):
    """The events whose rows are gone while a reason is still counted from them."""

    def remember(self, events: Sequence[RememberedEvent]) -> None:
        """Join these events to what is remembered."""

    def remembered(self, people: str, *, persons: Sequence[str] | None = None) -> Iterator[RememberedEvent]:
        """Yield what is remembered of these persons, or of all of these people."""

    def forget(self, people: str, persons: Iterable[str]) -> int:
        """Erase all that is remembered of these persons, whose last reason has gone."""


class Ownership(Protocol):
    """Whose our own state is, and who may write it now."""

    def alone(self, *, since: datetime, who: str) -> AbstractContextManager[None]:
        """Return the right to write, to be held; entering raises StoreBusy with who holds it and since when."""

    def belong_to(self, organisation: str) -> None:
        """Raise StoreOfOther where the state was first used for another organisation."""


class PolicyVersions(Protocol):
    """The policies that were in force, whole."""

    def keep(self, digest: str, text: str, *, at: datetime) -> None:
        """Keep the text of a policy under its digest; a second time does nothing."""

    def text(self, digest: str) -> str | None:
        """Return the text that has this digest, if it was kept."""


# the demo


class DemoGround(Protocol):
    """An empty folder, and empty databases, in which an example organisation is made."""

    def look(self) -> None:
        """Raise a DemoFailure unless something may be made here."""

    def make(self, *, people: int, on: date) -> Iterator[int]:
        """Make the example for its day, and yield how many rows and files there are so far; all or nothing stays."""


class DemoFailure(Exception):
    """Something kept a demo from being made.

    DemoFailure
    ├── FolderTaken            there is something in the folder
    ├── DatabaseTaken          there are tables in the database
    ├── AddressUnknown         the address names no database that Garant speaks to
    ├── DatabaseUnreachable    the database does not answer
    └── DemoInterrupted        the disk or the database gave up half-way
    """

    mend = "look at the folder and at the database address"


class FolderTaken(DemoFailure):
    """There is something in the folder."""

    mend = "name a folder that is empty or not there yet"


class DatabaseTaken(DemoFailure):
    """There are tables in the database already."""

    mend = "make an empty database for the demo and name that: a demo never fills one that is in use"


class AddressUnknown(DemoFailure):
    """The address names no database that Garant speaks to."""

    mend = "write it as postgresql://account:password@server/database or mysql://account:password@server/database"


class DatabaseUnreachable(DemoFailure):
    """The database does not answer."""

    mend = "check the address, the account and that the server runs"


class DemoInterrupted(DemoFailure):
    """The disk or the database gave up half-way; what was made until then is taken away again."""

    mend = "make room, or see what the database says, then run the same command again"
