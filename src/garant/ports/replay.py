"""What replay asks of our own store: to keep digests of what was erased, and to recognise it (design §4.5)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from garant.evidence.runs import BatchNumber
from garant.planning.files import SeenFile
from garant.planning.remembered import RememberedEvent
from garant.planning.replay.traces import Covered, Trace


class ErasedBook(Protocol):
    """Keyed digests of what was erased; those of a batch count once it is confirmed."""

    def keep(self, batch: BatchNumber, traces: Sequence[tuple[Trace, date]], *, on: date) -> None:
        """Keep the digests of what a batch is about to erase, each until its last day."""

    def covered(self, since: date) -> Sequence[Covered]:
        """Return of what something was erased on that day or later."""

    def knows(self, covers: Covered, texts: Sequence[str], *, since: date) -> Sequence[bool]:
        """Return of each text whether it was erased on that day or later."""

    def forgotten(self, people: str, persons: Sequence[str], *, since: date) -> Iterator[RememberedEvent]:
        """Yield what was remembered of these persons when they were erased, on that day or later."""

    def places(self, since: date) -> frozenset[str]:
        """Return the tables and sets of files from which runs of that day or later erased something."""

    def forget(self, on: date, at: datetime) -> int:
        """Erase the digests whose last day is over, with evidence, and return how many."""


class Recognises(Protocol):
    """Recognises what was erased since a backup was made, among what is there now."""

    def keys(self, table: str) -> Iterator[list[Any]]:
        """Yield the keys of the rows of a table that came back."""

    def can_tell(self, covers: Covered) -> bool:
        """Return whether a row that is there can be told from one that has its key only."""

    def is_readable(self, covers: Covered) -> bool:
        """Return whether the columns that a digest covers are still those by which rows are told apart."""

    def count(self, covers: Covered) -> int:
        """Return how many rows of a table have a digest."""

    def same_persons(self, table: str, column: str, covers: Covered) -> Iterator[list[Any]]:
        """Yield the keys of the rows whose person was known by what an erased one was."""

    def forgotten(self, people: str) -> Iterator[RememberedEvent]:
        """Yield what was remembered of those people of a relation who came back, until they were erased."""

    def is_back(self, files: str, file: SeenFile) -> bool:
        """Return whether a file of a set was erased since."""


class Restorable(Protocol):
    """A database that may be restored from a backup."""

    def told(self, table: str, columns: Sequence[str]) -> Iterator[list[Any]]:
        """Yield these columns of every row of a table, as they are sealed, or raise a StoreFailed."""
