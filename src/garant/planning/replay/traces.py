"""Traces of what was erased: what tells a row, a file or a person from every other, to be digested (design §4.5)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from garant.planning.remembered import RememberedEvent
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.schema import Kind, TableSeen
from garant.planning.undo.pieces import Piece, PieceKind, events_in, of_events, spelled
from garant.policy.paths import Column


class TraceKind(StrEnum):
    """Of what something was erased."""

    ROW = "row"
    FILE = "file"
    PERSON = "person"
    MEMORY = "memory"


@dataclass(frozen=True, kw_only=True)
class Covered:
    """What a trace covers: a table by its key and columns that never change, a set of files, people by a word."""

    kind: TraceKind
    place: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What was erased, as text; it is personal data, and only a keyed digest of it is ever kept."""

    covers: Covered
    store: str
    text: str = field(repr=False)
    sealed: bytes = field(default=b"", repr=False)
    """What was remembered of a person, to be sealed: a backup that brings them back does not bring it."""


@dataclass(frozen=True)
class Traces:
    """Says what the traces are of what a batch takes out, where its store declares how long its backups live."""

    layout: Layout

    def last_day(self, store: str, on: date) -> date | None:
        """Return the day on which the longest backup of a store, made on a day, has gone; None where none is said."""
        said = self.layout.data_map.stores.get(store)
        return said.backups_kept.after(on) if said is not None and said.backups_kept is not None else None

    def are_kept(self, store: str) -> bool:
        """Return whether what is erased in a store is remembered."""
        return self.last_day(store, date(2000, 1, 1)) is not None

    def of(self, piece: Piece) -> Iterator[Trace]:
        """Yield the traces of what a piece holds."""
        match piece.kind:
            case PieceKind.ROWS if self._is_told(piece.place):
                yield from self._of_rows(piece)
            case PieceKind.CELLS if self._is_told(piece.place):
                yield from self._of_cells(piece)
            case PieceKind.MEMORY if self._is_told(piece.place.partition("@")[2]):
                yield from self._of_memory(piece)
            case PieceKind.FILE if not piece.content:
                store = self.layout.data_map.store_of_files(piece.place) or ""
                if self.are_kept(store):
                    text = of_file(str(piece.said["path"]), int(piece.said["size"]))
                    yield Trace(covers=Covered(kind=TraceKind.FILE, place=piece.place), store=store, text=text)

    def _is_told(self, table: str) -> bool:
        return table in self.layout.tables and self.are_kept(self.layout.store_of(table))

    def _of_rows(self, piece: Piece) -> Iterator[Trace]:
        covers, store = self.covers(piece.place), self.layout.store_of(piece.place)
        for row in piece.items:
            values = dict(zip(piece.said["columns"], row, strict=True))
            if covers is not None:
                yield Trace(covers=covers, store=store, text=of_row([values[name] for name in covers.columns]))
            yield from self._of_person(piece.place, values)

    def _of_cells(self, piece: Piece) -> Iterator[Trace]:
        """Yield the rows of which cells were changed, by the keys that they had before."""
        covers, store = self.covers(piece.place), self.layout.store_of(piece.place)
        if covers is None or piece.said.get("to"):
            return  # a reference that was emptied, because what it led to went: nothing of the row was erased
        for now, before, _, steady in piece.items:
            values = {
                **dict(zip(self.steady(piece.place), steady, strict=True)),
                **dict(zip(piece.said["key"], now, strict=True)),
                **dict(zip(piece.said["columns"], before, strict=True)),
            }
            yield Trace(covers=covers, store=store, text=of_row([values[name] for name in covers.columns]))

    def _of_memory(self, piece: Piece) -> Iterator[Trace]:
        """Yield what was remembered of people who go, by person."""
        theirs: dict[str, list[RememberedEvent]] = {}
        for event in events_in(piece):
            theirs.setdefault(event.person, []).append(event)
        covers, store = in_memory(piece.place), self.layout.store_of(piece.place.partition("@")[2])
        for person, events in theirs.items():
            yield Trace(covers=covers, store=store, text=person, sealed=of_events(piece.place, events).content)

    def _of_person(self, table: str, values: Mapping[str, Any]) -> Iterator[Trace]:
        """Yield by which identifiers the person was known whose row it is."""
        for covers, column in self.identifiers(table):
            text = self.normal(covers, values.get(column))
            if text:
                yield Trace(covers=covers, store=self.layout.store_of(table), text=text)

    def normal(self, covers: Covered, value: object) -> str:
        """Return an identifier of people in the form in which it is digested; empty, where it leads to nobody."""
        return self.layout.form(covers.place, covers.columns[0]).normal(value)

    def identifiers(self, table: str) -> Iterator[tuple[Covered, str]]:
        """Yield by what the people of a table are known, and the column that says it."""
        for anchor in self.layout.anchors_at(table):
            for word, column in anchor.identifiers.items():
                if self.layout.tables[table].column(column) is not None:
                    yield Covered(kind=TraceKind.PERSON, place=anchor.people, columns=(word,)), column

    # how a row is told from every other -----------------------------------------------------------------------

    def covers(self, table: str) -> Covered | None:
        """Return what a row of a table is told by; None for one without a key."""
        key = self.layout.key_of(table)
        return Covered(kind=TraceKind.ROW, place=table, columns=(*key, *self.steady(table))) if key else None

    def steady(self, table: str) -> tuple[str, ...]:
        """Return the columns that never change: those of the map, else instants of creation and what a row is of."""
        seen, key = self.layout.tables[table], self.layout.key_of(table)
        said = self.layout.said(table).never_change
        found = said or tuple(column.name for column in seen.columns if self._is_steady(seen, column.name))
        return tuple(name for name in found if name not in key and seen.column(name) is not None)

    def _is_steady(self, seen: TableSeen, name: str) -> bool:
        column = seen.column(name)
        return column is not None and not column.nullable and (column.stamped or self._leads_up(seen, name))

    def _leads_up(self, seen: TableSeen, name: str) -> bool:
        """Return whether a column leads to what the row is part of: rows do not change their parents."""
        kinds = self.layout.kinds_of(seen.name)
        paths = [kind.part_of.path for kind in kinds if kind.part_of is not None and kind.part_of.path is not None]
        return any(path.steps == (Column(name),) for path in paths)

    def tells(self, covers: Covered) -> bool:
        """Return whether a key that was issued again is told from the one that was erased."""
        seen = self.layout.tables[covers.place]
        key = self.layout.key_of(covers.place)
        issued = len(key) == 1 and any(c.name in key and c.kind is Kind.INTEGER for c in seen.columns)
        return not issued or len(covers.columns) > len(key)


def steady_columns(layout: Layout, store: str) -> Mapping[str, tuple[str, ...]]:
    """Return by table which columns of a store never change, where what is erased there is remembered."""
    traces = Traces(layout)
    tables = (table for table in layout.tables if layout.store_of(table) == store and traces.are_kept(store))
    return {table: traces.steady(table) for table in tables}


def in_memory(people: str) -> Covered:
    """Return what covers what was remembered of people who went."""
    return Covered(kind=TraceKind.MEMORY, place=people)


def of_row(values: Sequence[Any]) -> str:
    """Return the text of a row that is told by these values, as a database gives them."""
    return spelled(list(values))


def of_file(path: str, size: int) -> str:
    """Return the text of a file: under the same path another size is another file."""
    return spelled([path, size])
