"""What undo asks of our own store: to keep sealed what runs took out, and to give it back for a while (design §4.4)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from garant.evidence.records import EvidenceRecord
from garant.evidence.runs import BatchNumber, Counts, RunNumber, SealedBatch, SealedRun
from garant.planning.undo.pieces import Piece
from garant.planning.undo.returning import Returned, Wish


class Capsule(Protocol):
    """What one batch takes out, while it is being sealed."""

    @property
    def keeps_content(self) -> bool:
        """Return whether it wants what files hold, and not only which ones they are."""

    def put(self, piece: Piece) -> None:
        """Seal a piece."""

    def keep(self) -> None:
        """Have all that was put on the disk; before this returns nothing of it may be gone."""


class Capsules(Protocol):
    """What runs took out, sealed for a while under a key of each run."""

    def begin(self, run: RunNumber, *, until: date) -> None:
        """Make the key of a run, and keep until which day what it takes out can come back."""

    def of_batch(self, run: RunNumber, batch: BatchNumber) -> Capsule:
        """Return the capsule of a batch, to be filled."""

    def runs(self) -> Sequence[SealedRun]:
        """Return the runs that sealed what they took out, the oldest first."""

    def batches(self, run: RunNumber) -> Sequence[SealedBatch]:
        """Return what the confirmed batches of a run sealed, the last batch first."""

    def pieces(self, run: RunNumber, batch: BatchNumber) -> Iterator[Piece]:
        """Yield the pieces of a batch but those of files, the last first, or raise KeyDamaged or RunKeyGone."""

    def files(self, run: RunNumber, batch: BatchNumber) -> Iterator[Piece]:
        """Yield the parts of the files of a batch, in order, or raise KeyDamaged or RunKeyGone."""

    def destroy(self, run: RunNumber, at: datetime, *, record: EvidenceRecord) -> None:
        """Destroy the key of a run and erase what it sealed, with its evidence; a second time does nothing."""

    def go_on(self, *, before: frozenset[str]) -> None:
        """Take the keys of runs along from names that the log had; destroy those of runs that it does not know."""


class Giving(Protocol):
    """What a batch that brings back is given: pieces, and what puts files back; `returned` says what came of it."""

    @property
    def returned(self) -> Returned:
        """Return what came of it so far, to be added to."""

    @property
    def wish(self) -> Wish:
        """Return what is to come back."""

    def wants(self, piece: Piece) -> bool:
        """Return whether a piece is to come back."""

    def pieces(self) -> Iterator[Piece]:
        """Yield what was taken out of tables and of what was remembered, wanted or not, the last first."""

    def put_back(self, named: Callable[[str, Sequence[str]], frozenset[str]]) -> Counts:
        """Put back the files of the sets that rows name again, and return what was done."""
