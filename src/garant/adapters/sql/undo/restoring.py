"""Puts rows and cells back as they were, and leaves alone whatever has changed since (design §4.4)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from garant.adapters.sql.relations import Relations
from garant.adapters.sql.undo.shapes import Insertion, Shape, Shapes
from garant.planning.remembered import RememberedEvent
from garant.planning.terrain.predicates import Condition
from garant.planning.undo.pieces import Piece, PieceKind, events_in, spelled
from garant.planning.undo.returning import Back, Obstacle, Returned
from garant.ports import Giving

_ROWS_A_LOOK = 500
_TARGET_GONE = {"23503", "1452", "1216", "SQLITE_CONSTRAINT_FOREIGNKEY"}
_IN_THE_WAY = {"23505", "23P01", "1062", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}


@dataclass
class Restoring:
    """Brings back what one batch took out, in a transaction that somebody else opened and commits."""

    connection: Connection
    relations: Relations
    shapes: Shapes
    circle: frozenset[str]
    """The tables whose rows come back together, and may refer to one another."""
    giving: Giving = field(repr=False)
    remembered: list[RememberedEvent] = field(default_factory=list, repr=False)
    """What was remembered of people who went."""
    _loose: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = field(default_factory=dict, repr=False)

    @property
    def returned(self) -> Returned:
        """Return what came of it so far."""
        return self.giving.returned

    def bring(self) -> None:
        """Put everything back that can be, the last thing first: rows come before what referred to them."""
        for piece in self.giving.pieces():
            match piece.kind:
                case PieceKind.ROWS:
                    self._rows(piece)
                case _ if not self.giving.wants(piece):
                    continue
                case PieceKind.MEMORY:
                    self.remembered += [one for one in events_in(piece) if self.giving.wish.has_event(one)]
                case _:
                    self._close()
                    self._cells(piece)
        self._close()

    def keys(self, table: str, key: Sequence[str], where: Condition) -> Iterator[str]:
        """Yield the keys of the rows for which a condition holds, spelled as they are sealed."""
        shape, compiler = self.shapes.of(table), self.relations.compiler
        source, scope = compiler.start(table)
        names = key or tuple(shape.columns)
        values = [self.shapes.raw(source, name, kind=shape.columns.get(name)) for name in names]
        found = sa.select(*values).select_from(source).where(compiler.condition(where, scope))
        yield from (spelled(list(row)) for row in self.connection.execute(found))

    # rows -----------------------------------------------------------------------------------------------------

    def _rows(self, piece: Piece) -> None:
        shape, columns, key = self.shapes.of(piece.place), piece.said["columns"], piece.said["key"]
        is_wanted = self.giving.wants(piece)
        if not set(columns) <= set(shape.columns):
            self.returned.away[Obstacle.RESHAPED, piece.place] += len(piece.items) if is_wanted else 0
            return
        at = [columns.index(name) for name in key] or list(range(len(columns)))
        for rows in _portions(piece.items):
            there = self._there(shape, columns, key or columns, rows=[[row[n] for n in at] for row in rows])
            pairs = [(row, there.get(self._name([row[n] for n in at]))) for row in rows]
            for row, found in pairs:
                if found is not None and spelled(row) != spelled(found):
                    self._meet_stranger(piece.place, dict(zip(columns, row, strict=True)))
            if is_wanted:
                mine = (one for one in pairs if self.giving.wish.has_row(piece.place, [one[0][n] for n in at]))
                new = [row for row, found in mine if self._is_new(piece.place, row, found)]
                self._insert(shape, [dict(zip(columns, row, strict=True)) for row in new], key=key)

    def _meet_stranger(self, table: str, row: Mapping[str, Any]) -> None:
        """Keep by what a row was referred to under whose key another lies: what led to the one is not the other's."""
        tables = self.relations.compiler.schema.tables.values()
        ways = {r.to_columns for seen in tables for r in seen.references if r.to == table}
        for columns in ways:
            if set(columns) <= set(row):
                self.returned.strangers.add((table, self._name([row[name] for name in columns])))

    def _leads_astray(self, table: str, row: Mapping[str, Any]) -> bool:
        """Return whether a row would refer to another than it did."""
        seen = self.relations.compiler.schema.tables.get(table)
        ways = [r for r in (seen.references if seen else ()) if set(r.columns) <= set(row)]
        return any((r.to, self._name([row[name] for name in r.columns])) in self.returned.strangers for r in ways)

    def _is_new(self, table: str, row: Sequence[Any], found: Sequence[Any] | None) -> bool:
        if found is None:
            return True
        if spelled(row) == spelled(found):
            self.returned.already += 1
        else:
            self.returned.away[Obstacle.TAKEN, table] += 1
        return False

    def _there(
        self, shape: Shape, columns: Sequence[str], key: Sequence[str], *, rows: Sequence[Sequence[Any]]
    ) -> Mapping[str, list[Any]]:
        """Return the rows that have one of these keys, by key; locked until the transaction ends."""
        target = shape.target
        values = [self.shapes.raw(target, name, kind=shape.columns[name]) for name in (*key, *columns)]
        found = sa.select(*values).where(self.shapes.same(target, key, rows)).with_for_update()
        width = len(key)
        return {self._name(list(row[:width])): list(row[width:]) for row in self.connection.execute(found)}

    def _name(self, key: Sequence[Any]) -> str:
        """Return a key as the database compares it: MariaDB takes no notice of case or of blanks at the end."""
        if self.connection.dialect.name not in ("mysql", "mariadb"):
            return spelled(key)
        return spelled([one.rstrip().casefold() if isinstance(one, str) else one for one in key])

    def _insert(self, shape: Shape, rows: list[dict[str, Any]], *, key: Sequence[str]) -> None:
        astray = [row for row in rows if self._leads_astray(shape.table, row)]
        self.returned.away[Obstacle.TARGET_GONE, shape.table] += len(astray)
        rows = [row for row in rows if row not in astray] if astray else rows
        loose = self._loosened(shape, key)
        statement = Insertion(shape.target)
        for row in self._done(statement, rows, [{**row, **dict.fromkeys(loose)} for row in rows], place=shape.table):
            self.returned.came(Back.ROWS, shape.table, ())
            self.returned.name(shape.table, row[key[0]] if key else None)
            held = {name: row[name] for name in loose if row[name] is not None}
            if held:
                self._loose.setdefault(shape.table, []).append(({name: row[name] for name in key}, held))

    def _loosened(self, shape: Shape, key: Sequence[str]) -> tuple[str, ...]:
        """Return the references within the circle that may be empty for a while: what they lead to may come later."""
        seen = self.relations.compiler.schema.tables.get(shape.table)
        within = (r for r in (seen.references if seen else ()) if r.enforced and r.to in self.circle)
        return tuple(name for r in within for name in r.columns if self._may_be_loose(shape.table, name, key))

    def _may_be_loose(self, table: str, name: str, key: Sequence[str]) -> bool:
        column = self.relations.compiler.schema.tables[table].column(name)
        return column is not None and column.nullable and name not in key

    def _close(self) -> None:
        """Set the references that were left empty, now that what they lead to is there."""
        loose, self._loose = self._loose, {}
        for table, rows in loose.items():
            for key, values in rows:
                if not self._leads_astray(table, values):
                    self._set(self.shapes.of(table), [(key, values)], place=table)

    # cells ----------------------------------------------------------------------------------------------------

    def _cells(self, piece: Piece) -> None:
        shape, columns, key = self.shapes.of(piece.place), piece.said["columns"], piece.said["key"]
        if not {*columns, *key} <= set(shape.columns):
            self.returned.away[Obstacle.RESHAPED, piece.place] += len(piece.items)
            return
        wish = self.giving.wish
        for cells in _portions([one[:3] for one in piece.items if wish.has_cells(piece, one[0], one[1])]):
            there = self._there(shape, columns, key, rows=[now for now, _, _ in cells])
            due = [one for one in cells if self._is_unchanged(piece.place, one, there.get(self._name(one[0])))]
            found = self._found(piece, [before for _, before, _ in due])
            led = [one for one in due if found is None or self._leads(one[1], found)]
            self.returned.away[Obstacle.TARGET_GONE, piece.place] += len(due) - len(led)
            pairs = [(dict(zip(key, now, strict=True)), dict(zip(columns, old, strict=True))) for now, old, _ in led]
            count = self._set(shape, pairs, place=piece.place)
            self.returned.came(Back.CELLS, piece.place, tuple(columns), count=count)
            for now, before, _ in led:
                self.returned.name(piece.place, before[columns.index(key[0])] if key[0] in columns else now[0])

    def _is_unchanged(self, table: str, cells: Sequence[Any], found: Sequence[Any] | None) -> bool:
        _, before, after = cells
        if found is None:
            self.returned.away[Obstacle.ROW_GONE, table] += 1
        elif spelled(found) == spelled(after):
            return True
        elif spelled(found) == spelled(before):
            self.returned.already += 1
        else:
            self.returned.away[Obstacle.CHANGED, table] += 1
        return False

    def _found(self, piece: Piece, values: Sequence[Sequence[Any]]) -> set[str] | None:
        """Return which of the rows are there that references led to; None, where the piece holds no references."""
        to, columns = piece.said["to"], piece.said["to columns"]
        if not to or not columns or len(columns) != len(piece.said["columns"]):
            return None
        shape, full = self.shapes.of(to), [one for one in values if None not in one]
        there = self._there(shape, columns, columns, rows=full) if full else {}
        return {name for name in there if (to, name) not in self.returned.strangers}

    def _leads(self, values: Sequence[Any], found: set[str]) -> bool:
        return None in values or self._name(values) in found

    def _set(self, shape: Shape, pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]], *, place: str) -> int:
        """Write cells by the keys of their rows; return in how many."""
        if not pairs:
            return 0
        target, (key, values) = shape.target, pairs[0]
        where = [target.c[name] == sa.bindparam(f"key_{n}", type_=target.c[name].type) for n, name in enumerate(key)]
        told = {name: sa.bindparam(f"new_{n}", type_=target.c[name].type) for n, name in enumerate(values)}
        said = [
            {f"key_{n}": one for n, one in enumerate(k.values())}
            | {f"new_{n}": one for n, one in enumerate(v.values())}
            for k, v in pairs
        ]
        return sum(1 for _ in self._done(sa.update(target).where(*where).values(told), pairs, said, place=place))

    # what the database says -----------------------------------------------------------------------------------

    def _done(self, statement: Any, things: Sequence[Any], said: Sequence[Any], *, place: str) -> Iterator[Any]:
        """Yield the things that the database took: all at once, or one by one where it refuses one of them."""
        if not said or self._took(statement, list(said)) is None:
            yield from things
            return
        for thing, one in zip(things, said, strict=True):
            obstacle = self._took(statement, [one])
            if obstacle is None:
                yield thing
            else:
                self.returned.away[obstacle, place] += 1

    def _took(self, statement: Any, said: list[Any]) -> Obstacle | None:
        try:
            with self.connection.begin_nested():
                self.connection.execute(statement, said)
        except DBAPIError as wrong:
            return _obstacle(wrong)
        return None


def _obstacle(wrong: DBAPIError) -> Obstacle:
    """Return why the database refuses a row, or raise again where it is not about the row."""
    said = wrong.orig
    first = str(next(iter(getattr(said, "args", ())), ""))
    codes = {getattr(said, "sqlite_errorname", ""), getattr(said, "sqlstate", ""), first}
    if wrong.connection_invalidated or not isinstance(wrong, sa.exc.IntegrityError | sa.exc.DataError):
        raise wrong
    if codes & _TARGET_GONE:
        return Obstacle.TARGET_GONE
    return Obstacle.TAKEN if codes & _IN_THE_WAY else Obstacle.REFUSED


def _portions(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _ROWS_A_LOOK):
        yield items[start : start + _ROWS_A_LOOK]
