"""All that the product asks of the world, as protocols: who reads this knows every side effect."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from garant.evidence.checkpoints import SignedCheckpoint
from garant.evidence.records import EvidenceRecord, NumberedRecord, RecordKind
from garant.evidence.runs import BatchOutcome, Counts
from garant.planning.across import Bequest, Fact, Identified, Offer
from garant.planning.archiving.reading import Glance
from garant.planning.archiving.shapes import Shape
from garant.planning.files import NamedFiles, SeenFile
from garant.planning.grounds.holds import LegalHold, Lifted, NewHold
from garant.planning.questions import Answers, Mark, Question
from garant.planning.remembered import RememberedEvent
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import Condition
from garant.planning.terrain.schema import SchemaSeen
from garant.planning.terrain.visas import Granted, ListForVisa, Series
from garant.planning.undo.pieces import Piece as Piece
from garant.planning.undo.returning import Returned as Returned
from garant.planning.work import TableWork
from garant.ports.replay import Restorable
from garant.ports.runs import Jobs as Jobs
from garant.ports.runs import Journal as Journal
from garant.ports.runs import Shares as Shares
from garant.ports.undo import Capsule as Capsule
from garant.ports.undo import Capsules as Capsules
from garant.ports.undo import Giving as Giving
from garant.ports.witness import Attesting

Progress = Callable[[str, int, int], None]
"""Told what is looked at, how many questions were asked, and how many there are."""

Remembered = Callable[[str], Iterable[RememberedEvent]]
"""What is remembered of people, by the name of their relation."""


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

    def last_signed_by(self) -> bytes | None:
        """Return the public key that signed the last checkpoint, if there is one."""

    def last_checkpoint_at(self) -> datetime | None:
        """Return the instant before which no day may be planned for, if there is one."""

    def leaves(self, *, up_to: int) -> Iterator[bytes]:
        """Yield the leaf hashes of the first so many records, in order."""

    def records(self, *, up_to: int) -> Iterator[NumberedRecord]:
        """Yield those of the first so many records that were not erased, with their salts, in order."""

    def says(self, *kinds: RecordKind) -> bool:
        """Return whether there is a record of one of these kinds."""

    def all_of(self, kind: RecordKind) -> Sequence[EvidenceRecord]:
        """Return the records of a kind that were not erased, in order."""

    def root_of(self, size: int) -> bytes | None:
        """Return the root over the first so many leaves; None where the log has fewer."""

    def rename(self, record: EvidenceRecord) -> None:
        """Give the log a name that no log has, with its evidence: what was known of the old one holds no more."""

    def inclusion_proof(self, number: int, *, size: int) -> tuple[bytes, ...]:
        """Return the proof that a leaf is in the log of this size."""

    def erase(self, numbers: Sequence[int]) -> int:
        """Erase records and their salts, leave their leaves, and return how many were still there."""


class Memory(Protocol):
    """The events whose rows are gone while a reason is still counted from them."""

    def remember(self, events: Sequence[RememberedEvent]) -> None:
        """Join these events to what is remembered."""

    def remembered(self, people: str, *, persons: Sequence[str] | None = None) -> Iterator[RememberedEvent]:
        """Yield what is remembered of these persons, or of all of these people."""

    def known(self) -> frozenset[tuple[str, str]]:
        """Return of which people which events are remembered at all."""

    def forget(self, people: str, persons: Iterable[str]) -> int:
        """Erase all that is remembered of these persons, whose last reason has gone."""


class HoldBook(Protocol):
    """The holds that were placed; those that were lifted stay in it, without what they named."""

    def place(self, hold: NewHold, *, on: date, record: Callable[[int], EvidenceRecord]) -> int:
        """Wait for the batches in flight and keep a hold with its evidence; from then on it rules, by this number."""

    def review(self, number: int, *, until: date, record: EvidenceRecord) -> None:
        """Keep the next day of review of a hold that was not lifted, or raise UnknownInStore."""

    def lift(self, number: int, lifted: Lifted, *, record: EvidenceRecord) -> None:
        """End a hold that was not lifted yet, and forget what it named, or raise UnknownInStore."""

    def all(self) -> Sequence[LegalHold]:
        """Return every hold, the oldest first."""

    def steady(self) -> AbstractContextManager[int]:
        """Let no hold be placed while a batch is under way; entering gives the number of the newest."""


class VisaBook(Protocol):
    """The lists that were made for the public archives, and the visas that they gave."""

    def submit(self, series: Sequence[Series], *, on: date, record: Callable[[int], EvidenceRecord]) -> int:
        """Keep a list of what waits, with its evidence, and return its number."""

    def grant(self, number: int, visa: Granted, *, record: EvidenceRecord) -> None:
        """Keep the visa of a list that had none, with its evidence, or raise UnknownInStore."""

    def all(self) -> Sequence[ListForVisa]:
        """Return every list, the oldest first."""


class Ownership(Protocol):
    """Whose our own state is, and who may write it now."""

    def alone(self, *, since: datetime, who: str) -> AbstractContextManager[Callable[[], None]]:
        """Return the right to write, to be held; entering raises StoreBusy with who holds it and since when.

        What it gives lets others in who come together, once a run is there to be shared.
        """

    def together(self) -> AbstractContextManager[None]:
        """Return the right to work with others on a run that is there; entering raises StoreBusy or OneWorkerOnly."""

    def close(self) -> None:
        """Close this thread's connection."""

    def belong_to(self, organisation: str) -> None:
        """Raise StoreOfOther where the state was first used for another organisation."""


class PolicyVersions(Protocol):
    """The policies that were in force, whole."""

    def keep(self, digest: str, text: str, *, at: datetime) -> None:
        """Keep the text of a policy under its digest; a second time does nothing."""

    def text(self, digest: str) -> str | None:
        """Return the text that has this digest, if it was kept."""


# customers' stores

Unlink = Callable[[Mapping[str, Sequence[str]]], Counts]
"""Erases files, by set, and returns what was done."""

IsTooMuch = Callable[[Counts], bool]
"""Returns whether a batch that does this does more than was approved."""


class Batch(Protocol):
    """One transaction of a run in one store."""

    forgotten: list[tuple[str, str]]
    is_stuck: bool
    """Said of a batch that was abandoned for one of its files: it may be tried again in parts."""
    capsule: Capsule | None
    """Where it seals what it takes out, told before it is carried out."""

    @property
    def bounds(self) -> str:
        """Return the batch's keys as text, to be sealed."""

    def begin(self) -> Sequence[RememberedEvent]:
        """Open the transaction and return what must be remembered of the rows that go."""

    def bequeathed(self, bequest: Bequest) -> Sequence[Fact]:
        """Return what is known of the people whose rows go with the batch; known once it has begun."""

    @property
    def files(self) -> Mapping[str, Sequence[str]]:
        """Return the files that rows of the batch lead to and will lead to no more, by set; known once it has begun."""

    def carry_out(self, number: int, *, run: int, is_too_much: IsTooMuch, unlink: Unlink) -> BatchOutcome:
        """Act, have the files erased that no row names any more, leave a receipt and commit; or raise TooMany."""

    def abandon(self) -> None:
        """Leave everything as it was."""


class Returning(Batch, Protocol):
    """A batch that brings back what another took out; begun, it can be looked at before it is kept or abandoned."""

    def keys(self, table: str, key: Sequence[str], where: Condition) -> frozenset[str]:
        """Return the keys of the rows for which a condition holds, spelled as they are sealed."""

    def names_now(self, files: str, paths: Sequence[str]) -> frozenset[str]:
        """Return those of the files of a set that rows name now."""


class StoreRun(Protocol):
    """A session of a run in one store."""

    keeps_receipts: bool
    is_sealing: bool
    """Said of a session whose batches seal what they take out."""

    def prepare(self, deeds: Iterable[object]) -> None:
        """Make what the work of the run needs, before its first transaction."""

    def cut(self, work: TableWork, *, rows: int) -> Sequence[str]:
        """Return bounds that cut a table into parts of about so many rows, found in one pass; one part has none."""

    def batches(self, mark: Mark | None, works: Sequence[TableWork], *, within: str = "") -> Iterator[Batch]:
        """Yield the batches of tables that are worked on together, or of a part of one table."""

    def returning(self, giving: Giving, *, tables: frozenset[str], of: int) -> Returning:
        """Return the batch that brings back what a batch, by its number, took out of these tables."""

    def answers(self) -> bool:
        """Return whether the store still answers in this session, in which nothing is under way."""

    def hear(self) -> None:
        """Bring along what is told of people since the session was opened: who is held."""

    def receipt(self, batch: int) -> BatchOutcome | None:
        """Return what a batch of this session did, if it left a receipt."""

    def claim_receipt(self, batch: int) -> BatchOutcome | None:
        """Return what a batch of another session did; where it left no receipt, see to it that it never can."""

    def finish(self, run: int) -> None:
        """Take the run's receipts away."""


class Database(Restorable, Attesting, Protocol):
    """One database of the controller's."""

    store: str

    @property
    def identity(self) -> str:
        """Return what tells this database from every other: a digest of its address, without account or password."""

    def now(self) -> datetime | None:
        """Return the instant by the server's own clock, or raise a StoreFailed; None where there is no server."""

    def schema(self) -> SchemaSeen:
        """Return the schema as this account sees it, or raise a StoreFailed."""

    def survey(
        self, layout: Layout, questions: Sequence[Question], *, remembered: Remembered, progress: Progress
    ) -> Answers:
        """Return the answers to questions, asked in order and of one state, or raise a StoreFailed."""

    def run(self, layout: Layout, *, origin: str, remembered: Remembered) -> AbstractContextManager[StoreRun]:
        """Open a session in which batches are done, or raise a StoreFailed."""

    def origins(self) -> frozenset[str]:
        """Return the names of the logs whose runs worked here, the empty one where it is unknown."""

    def archive_into(self, archive: "Database") -> None:
        """Copy into this database what leaves the store and is still kept."""

    def glance(self, layout: Layout, glance: Glance, *, remembered: Remembered) -> Iterator[Mapping[str, object]]:
        """Yield what a reader may see of an archive, or raise a StoreFailed."""

    def furnish(self, shapes: Sequence[Shape]) -> None:
        """Make the tables of an archive that are not there yet, or raise a StoreFailed."""

    def offered(self, layout: Layout, offer: Offer, *, remembered: Remembered) -> Iterator[Fact]:
        """Yield what this store says of people whom another store knows too, or raise a StoreFailed."""

    def recognised(self, layout: Layout, identified: Identified, facts: Iterable[Fact]) -> Iterator[RememberedEvent]:
        """Yield facts of another store as events of the people here whom they speak of, or raise a StoreFailed."""

    def named(self, layout: Layout, files: NamedFiles, paths: Sequence[str]) -> frozenset[str]:
        """Return those of these files that some row names, or raise a StoreFailed."""


class FileStore(Protocol):
    """One place of the controller's files."""

    store: str

    @property
    def identity(self) -> str:
        """Return what tells this place from every other: a digest of its address, without account or password."""

    def look(self) -> None:
        """Raise a StoreFailed unless the place is there."""

    def files(self) -> Iterator[SeenFile]:
        """Yield every file below the place as it is met, or raise a StoreFailed."""

    def find(self, paths: Iterable[str]) -> Iterator[SeenFile]:
        """Yield those of these files that are there; raise FileAstray for a path that leads out of the place."""

    def content(self, file: SeenFile) -> Iterator[bytes]:
        """Yield what a file holds, part by part, or raise a StoreFailed."""

    def put(self, path: str, content: Iterable[bytes]) -> None:
        """Write a file that is there whole or not at all, with the folders above it; raise FileTaken for another."""

    def erase(self, file: SeenFile, *, lasting: int) -> bool:
        """Erase a file and the folders left empty above it, but the first so many; return whether it was there.

        Raise FileChanged where it is not the file that was seen.
        """

    def sweep(self, path: str, *, lasting: int) -> None:
        """Remove the folders above a file that stand empty, except the first so many."""
