"""Reads what a batch is about to take out, in its transaction, and hands it to the batch's capsule."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.elements import ColumnElement

from garant.adapters.sql.undo.shapes import Dropping, Shape, Shapes
from garant.planning.undo.pieces import Piece, PieceKind, listed, spelled
from garant.ports import Capsule

_ROWS_A_FETCH = 200
_BYTES_A_PIECE = 500_000


@dataclass(frozen=True)
class Sealing:
    """Seals rows and cells of one store before they go; who takes them out is another."""

    connection: Connection
    shapes: Shapes
    capsule: Capsule

    def rows(self, table: str, key: Sequence[str], target: Any, *, where: Sequence[ColumnElement[bool]]) -> int:
        """Seal whole rows, locked until the batch ends; return how many."""
        shape = self.shapes.of(table)
        values = [self.shapes.raw(target, name, kind=kind) for name, kind in shape.columns.items()]
        found = sa.select(*values).select_from(target).where(*where).with_for_update(of=target)
        said = {"columns": list(shape.columns), "key": list(key)}
        return self._put(Piece(kind=PieceKind.ROWS, place=table, said=said), map(list, self._read(found)))

    @contextmanager
    def cells(
        self, change: "Change", columns: Sequence[str], *, where: Sequence[ColumnElement[bool]]
    ) -> Iterator[None]:
        """Seal cells as they are before and after what is done in between."""
        if not change.key:
            # A row that nothing tells apart is nobody's; what it referred to cannot be given back to it.
            yield
            return
        shape = self.shapes.of(change.table)
        names = [name for name in dict.fromkeys((*columns, *shape.changing)) if name in shape.columns]
        before = self._copy(change, names, where=where)
        yield
        found = self._changed(change, shape, before, columns=names)
        said = {"columns": names, "key": list(change.key), "to": change.to, "to columns": list(change.to_columns)}
        width, old, new = len(change.key), len(change.key) + len(names), len(change.key) + 2 * len(names)
        cells = (
            [list(row[:width]), list(row[width:old]), list(row[old:new]), list(row[new:])] for row in self._read(found)
        )
        self._put(Piece(kind=PieceKind.CELLS, place=change.table, said=said), cells)
        self.connection.execute(Dropping(before.name))

    def _copy(self, change: "Change", columns: Sequence[str], *, where: Sequence[ColumnElement[bool]]) -> sa.Table:
        """Copy the cells into a table of this session: after the deed nobody finds them any more."""
        target = change.target
        keys = [target.c[name].label(f"k{n}") for n, name in enumerate(change.key)]
        values = [target.c[name].label(f"c{n}") for n, name in enumerate(columns)]
        found = sa.select(*keys, *values).select_from(target)
        name = "garant_" + hashlib.sha256(f"sealed:{change.table}".encode()).hexdigest()[:16]
        self.connection.execute(Dropping(name))
        self.connection.execute(found.where(sa.false()).into(name, temporary=True))
        described = (sa.Column(c.name, c.type) for c in found.subquery().c)
        copied = sa.Table(name, sa.MetaData(), *described, prefixes=["TEMPORARY"])
        self.connection.execute(
            sa.insert(copied).from_select([c.name for c in copied.c], found.where(*where, *change.but))
        )
        return copied

    def _changed(self, change: "Change", shape: Shape, before: sa.Table, *, columns: Sequence[str]) -> sa.Select[Any]:
        target = change.target
        froms = [target, before] if change.redrawn is None else [target, before, change.redrawn]
        kinds = [(name, shape.columns[name]) for name in columns]
        keys = [self.shapes.raw(target, name, kind=shape.columns.get(name)) for name in change.key]
        old = [self.shapes.raw(before, f"c{n}", kind=kind) for n, (_, kind) in enumerate(kinds)]
        new = [self.shapes.raw(target, name, kind=kind) for name, kind in kinds]
        same = [target.c[name] == before.c[f"k{n}"] for n, name in enumerate(change.key)]
        if change.redrawn is not None:
            same = [before.c.k0 == change.redrawn.c.k0, target.c[change.key[0]] == change.redrawn.c.k1]
        # What never changes is read once, after the deed as before it.
        steady = [self.shapes.raw(target, name, kind=shape.columns.get(name)) for name in self._steady(change.table)]
        return sa.select(*keys, *old, *new, *steady).select_from(*froms).where(*same)

    def _steady(self, table: str) -> tuple[str, ...]:
        return tuple(self.shapes.steady.get(table, ()))

    def _read(self, found: sa.Select[Any]) -> Iterator[Any]:
        return iter(self.connection.execute(found, execution_options={"yield_per": _ROWS_A_FETCH}))

    def _put(self, piece: Piece, items: Iterable[object]) -> int:
        """Seal so many rows at a time that neither a wide row nor many of them fill the memory."""
        count, size, waiting = 0, 0, list[str]()
        for item in items:
            waiting.append(spelled(item))
            count, size = count + 1, size + len(waiting[-1])
            if size > _BYTES_A_PIECE:
                self.capsule.put(replace(piece, content=listed(waiting)))
                size, waiting = 0, []
        if waiting:
            self.capsule.put(replace(piece, content=listed(waiting)))
        return count


@dataclass(frozen=True, kw_only=True)
class Change:
    """A table whose cells are changed: its key, what its references led to, and under what new keys its rows lie."""

    table: str
    target: Any
    key: tuple[str, ...]
    to: str = ""
    to_columns: tuple[str, ...] = ()
    but: tuple[ColumnElement[bool], ...] = ()
    """Conditions on those that are sealed: what lives on in an archive is there."""
    redrawn: sa.Table | None = None
