"""What a restored backup brought back, found by the digests of what was erased, and told beside what is remembered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from garant.planning.files import SeenFile
from garant.planning.grounds.facts.held import BACK
from garant.planning.remembered import RememberedEvent
from garant.planning.replay.returned import Backup
from garant.planning.replay.traces import Covered, TraceKind, Traces, of_file, of_row
from garant.planning.undo.pieces import spelled
from garant.ports import Database, Memory
from garant.ports.replay import ErasedBook

_ROWS_A_LOOK = 5_000


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """Looks at the rows and files that are there, and says which of them were erased since a backup was made."""

    traces: Traces
    book: ErasedBook
    backup: Backup
    databases: Mapping[str, Database]

    def keys(self, table: str) -> Iterator[list[Any]]:
        """Yield the keys of the rows of a table that came back: they are told from one with the same key."""
        width = len(self.traces.layout.key_of(table)) if table in self.traces.layout.tables else 0
        for covers in self.backup.covered:
            if covers.kind is TraceKind.ROW and covers.place == table and width and self.can_tell(covers):
                yield from (row[:width] for row in self._known(covers))

    def can_tell(self, covers: Covered) -> bool:
        """Return whether a row that is there can be told from one that has its key only."""
        seen = self.traces.layout.tables.get(covers.place)
        return seen is not None and self.is_readable(covers) and self.traces.tells(covers)

    def is_readable(self, covers: Covered) -> bool:
        """Return whether the columns that a digest covers are still those by which rows are told apart."""
        seen = self.traces.layout.tables.get(covers.place)
        key = self.traces.layout.key_of(covers.place) if seen is not None else ()
        columns = {column.name for column in seen.columns} if seen is not None else set()
        return bool(key) and covers.columns[: len(key)] == key and set(covers.columns) <= columns

    def count(self, covers: Covered) -> int:
        """Return how many rows of a table have a digest."""
        return sum(1 for _ in self._known(covers))

    def _known(self, covers: Covered) -> Iterator[list[Any]]:
        database = self.databases[self.traces.layout.store_of(covers.place)]
        rows = database.told(covers.place, covers.columns)
        yield from self._those_known(covers, rows, of_row)

    def _those_known(self, covers: Covered, rows: Iterable[Any], spell: Any) -> Iterator[Any]:
        rest = iter(rows)
        while some := list(islice(rest, _ROWS_A_LOOK)):
            known = self.book.knows(covers, [spell(one) for one in some], since=self.backup.of)
            yield from (one for one, is_known in zip(some, known, strict=True) if is_known)

    def same_persons(self, table: str, column: str, covers: Covered) -> Iterator[list[Any]]:
        """Yield the keys of the rows whose person was known by what an erased one was."""
        key = self.traces.layout.key_of(table)
        rows = self.databases[self.traces.layout.store_of(table)].told(table, (*key, column))
        normal = partial(self.traces.normal, covers)
        named = (row for row in rows if normal(row[-1]))
        yield from (row[:-1] for row in self._those_known(covers, named, lambda row: normal(row[-1])))

    def forgotten(self, people: str) -> Iterator[RememberedEvent]:
        """Yield what was remembered of those people of a relation who came back, until they were erased."""
        keys = iter(self.keys(people.partition("@")[2]))
        while some := [str(key[0]) for key in islice(keys, _ROWS_A_LOOK)]:
            yield from self.book.forgotten(people, some, since=self.backup.of)

    def is_back(self, files: str, file: SeenFile) -> bool:
        """Return whether a file of a set was erased since."""
        covers = Covered(kind=TraceKind.FILE, place=files)
        return self.book.knows(covers, [of_file(file.path, file.size)], since=self.backup.of)[0]


@dataclass(frozen=True, kw_only=True)
class MemoryWithReturned:
    """What is remembered of people, and the keys of the rows that came back; asked anew each time."""

    memory: Memory
    recognition: Recognition

    def remember(self, events: Sequence[RememberedEvent]) -> None:
        """Join these events to what is remembered."""
        self.memory.remember(events)

    def forget(self, people: str, persons: Iterable[str]) -> int:
        """Erase all that is remembered of these persons, whose last reason has gone."""
        return self.memory.forget(people, persons)

    def known(self) -> frozenset[tuple[str, str]]:
        """Return of which people which events are remembered at all, or were until they were erased."""
        found = {(one.people, one.event) for anchor in self._anchors for one in self.recognition.forgotten(anchor)}
        return self.memory.known() | found

    @property
    def _anchors(self) -> tuple[str, ...]:
        return tuple(anchor.relation for anchor in self.recognition.traces.layout.anchors)

    def remembered(self, people: str, *, persons: Sequence[str] | None = None) -> Iterator[RememberedEvent]:
        """Yield what is remembered of these persons, or which rows of a table came back."""
        if not people.startswith(BACK):
            yield from self.memory.remembered(people, persons=persons)
            yield from self.recognition.forgotten(people) if persons is None else ()
            return
        for key in self.recognition.keys(people.removeprefix(BACK)):
            yield RememberedEvent(people=people, person=spelled(key), event=BACK)
