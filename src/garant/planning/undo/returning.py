"""What somebody wishes back of a run, and what came of it: what is back, and what stays away and why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from garant.planning.remembered import RememberedEvent
from garant.planning.undo.pieces import Piece, PieceKind, spelled

KEYS_AT_MOST = 1000
"""How many rows of a table a hold names one by one; above, it holds the table."""


class Back(StrEnum):
    """What comes back."""

    ROWS = "return rows"
    CELLS = "return cells"
    FILES = "return files"


class Obstacle(StrEnum):
    """Why something stays away."""

    TAKEN = "taken"
    CHANGED = "changed"
    ROW_GONE = "row gone"
    TARGET_GONE = "target gone"
    RESHAPED = "reshaped"
    REFUSED = "refused"
    ARCHIVED = "archived"


@dataclass(frozen=True, kw_only=True)
class OnePerson:
    """A person, by the key of their row in a table of people; the key shows itself to nobody."""

    table: str
    key: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to come back of a run: all of it, what was taken out of one table, or what is one person's."""

    run: int
    table: str = ""
    person: OnePerson | None = None
    keys: Mapping[str, frozenset[str]] | None = None
    """By table the rows of the person, spelled as their keys are sealed; known once they were looked for."""

    def wants(self, kind: PieceKind, place: str) -> bool:
        """Return whether anything of a place may be wished for, by what is known before its capsule is opened."""
        if not self.table or kind is PieceKind.CELLS:
            return True
        return place.partition("@")[2] == self.table if kind is PieceKind.MEMORY else place == self.table

    def is_for(self, piece: Piece) -> bool:
        """Return whether a piece is wished for: a table comes back with the references that led to it."""
        if self.keys is not None and not self._is_theirs(piece):
            return False
        led = piece.kind is PieceKind.CELLS and piece.said.get("to") == self.table
        return led or not self.table or (self.wants(piece.kind, piece.place) and self._is_here(piece))

    def _is_theirs(self, piece: Piece) -> bool:
        assert self.keys is not None and self.person is not None
        match piece.kind:
            case PieceKind.MEMORY:
                return piece.place.partition("@")[2] == self.person.table
            case PieceKind.CELLS:
                return piece.place in self.keys or piece.said.get("to") in self.keys
            case _:
                return piece.place in self.keys

    def has_row(self, table: str, key: Sequence[Any]) -> bool:
        """Return whether a row is wished for, of a piece that is."""
        return self.keys is None or spelled(key) in self.keys.get(table, ())

    def has_cells(self, piece: Piece, now: Sequence[Any], before: Sequence[Any]) -> bool:
        """Return whether cells are wished for: those of a row, and the references that led to one."""
        return self.has_row(piece.place, now) or self.has_row(str(piece.said.get("to")), before)

    def has_event(self, event: RememberedEvent) -> bool:
        """Return whether what was remembered of somebody is wished for."""
        return self.person is None or event.person == self.person.key

    def _is_here(self, piece: Piece) -> bool:
        return piece.kind is not PieceKind.CELLS or piece.place == self.table


@dataclass(kw_only=True)
class Returned:
    """What is back, what was back already, and what stays away, by place."""

    back: Counter[tuple[Back, str, tuple[str, ...]]] = field(default_factory=Counter)
    already: int = 0
    away: Counter[tuple[Obstacle, str]] = field(default_factory=Counter)
    keys: dict[str, list[Any] | None] = field(default_factory=dict, repr=False)
    """The first keys of the rows that are back, by table; None where they are too many to be named."""
    perhaps_archived: set[str] = field(default_factory=set)
    """Of one person: the tables of which the run archived rows, and nobody can say here whether some are theirs."""
    strangers: set[tuple[str, str]] = field(default_factory=set, repr=False)
    """The rows under whose keys others lie now, by table, as far as they were met."""

    def came(self, what: Back, place: str, columns: tuple[str, ...], *, count: int = 1) -> None:
        """Count what is back."""
        if count:
            self.back[what, place, columns] += count

    def name(self, table: str, key: Any) -> None:
        """Keep the key of a row that is back, to be held."""
        known = self.keys.setdefault(table, [])
        if known is not None:
            known.append(key)
            if len(known) > KEYS_AT_MOST:
                self.keys[table] = None

    def add(self, other: "Returned") -> None:
        """Add what came of another batch."""
        self.back += other.back
        self.already += other.already
        self.away += other.away
        self.perhaps_archived |= other.perhaps_archived
        for table, keys in other.keys.items():
            for key in keys or ():
                self.name(table, key)
            if keys is None:
                self.keys[table] = None

    def obstacles(self) -> Iterator[tuple[Obstacle, str, int]]:
        """Yield what stays away, in order of place."""
        for (obstacle, place), count in sorted(self.away.items(), key=lambda one: (one[0][1], one[0][0])):
            yield obstacle, place, count
