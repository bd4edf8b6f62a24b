"""Reads what leaves for the archive, in the transaction of a batch, and hands it over record by record."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.elements import ColumnElement

from garant.adapters.sql.compiling import Compiler, Scope
from garant.adapters.sql.deeds.vault import Vault
from garant.adapters.sql.failures import told_plainly
from garant.adapters.sql.relations import Relations
from garant.planning.archiving.moves import Dated, Led, Move, Owned
from garant.planning.archiving.records import BATCH, KIND, RUN, UNDATED, column_for, people_for
from garant.planning.going import GONE
from garant.planning.terrain.predicates import ALWAYS
from garant.planning.work import Blank, TableWork
from garant.policy.speech.sentences import Sentence

_CHUNK = 500
_BETWEEN = "\x1f"
_OPEN, _MISSING = 1, 2
_LONG_PAST = "1000-01-02"

NO_RECEIPTS = Sentence(
    "sans reçus, rien ne peut être mis dans son archive", "without receipts nothing can be moved to its archive"
)
CHANGED = Sentence(
    "des lignes ont changé pendant qu'elles étaient copiées", "rows changed while they were being copied"
)


class Due(Protocol):
    """Says which rows of a batch are about to lose cells."""

    def __call__(self, *, scope: Scope) -> Iterable[ColumnElement[bool]]:
        """Return the conditions on the rows in a scope."""


@dataclass(frozen=True)
class Moving:
    """Copies rows and cells of one batch into an archive; who erases them there is another."""

    connection: Connection
    relations: Relations
    vault: Vault
    token: str

    @property
    def compiler(self) -> Compiler:
        """Return the compiler of the store that is moved from."""
        return self.relations.compiler

    @property
    def _archive(self) -> str:
        return self.vault.schema.store

    # what a batch does ----------------------------------------------------------------------------------------

    def enrol(self, works: Sequence[TableWork]) -> None:
        """Make the people known of whom rows go in this batch, so that what is remembered of them finds them."""
        for work in works:
            for move in work.moves:
                for rows in self._read(move, self._marked(work, move)):
                    self._people(move, self._not_there_yet(move, rows))
        self.vault.commit()

    def move(self, works: Sequence[TableWork], *, run: int) -> Mapping[str, int]:
        """Copy those of the marked rows of which something is still kept; return how many, by table."""
        moved = {work.table: sum(self._copy(m, self._marked(work, m), run) for m in work.moves) for work in works}
        for work in works:
            self._close(work)
        return moved

    def keep(self, number: int) -> None:
        """Commit the copies, before their rows are gone: for a moment they are in both, and never in neither."""
        with told_plainly(self._archive):
            self.vault.keep(number, self.token)

    def cells(self, blank: Blank, due: Due, *, run: int) -> int:
        """Copy the cells that are about to be blanked and are still kept; return of how many rows."""
        if blank.move is None:
            return 0
        _, scope = self.compiler.start(blank.move.table)
        return self._copy(blank.move, (*due(scope=scope), self.compiler.condition(blank.move.where, scope)), run)

    def _close(self, work: TableWork) -> None:
        """Tell the archive that the rows at home of these people go, so that their keys lead to nobody there."""
        for forget in work.forgets:
            people = people_for(self._archive, forget.people.partition("@")[0])
            if not self.vault.knows(people):
                continue
            source, _ = self.compiler.start(work.table)
            key = self.compiler.as_text(source.c[forget.key])
            found = sa.select(key).select_from(source, self._gone(work)).where(*self._same(work, source))
            keys = [str(key) for key in self.connection.execute(found).scalars() if key is not None]
            self.vault.close(people, keys, self.token)

    # reading --------------------------------------------------------------------------------------------------

    def _gone(self, work: TableWork) -> sa.Table:
        return self.relations.made[f"{GONE}{work.table}"]

    def _same(self, work: TableWork, source: Any) -> list[ColumnElement[bool]]:
        gone = self._gone(work)
        return [source.c[key] == gone.c[f"k{n}"] for n, key in enumerate(work.key)]

    def _marked(self, work: TableWork, move: Move) -> tuple[ColumnElement[bool], ...]:
        source, scope = self.compiler.start(work.table)
        return (*self._same(work, source), self.compiler.condition(move.where, scope))

    def _copy(self, move: Move, where: tuple[ColumnElement[bool], ...], run: int) -> int:
        count = 0
        for rows in self._read(move, where):
            new = self._not_there_yet(move, rows)
            people = self._people(move, new)
            self.vault.put(move.into, [self._record(move, row, people) | {RUN: run} for row in new])
            count += len(rows)
        return count

    def _read(self, move: Move, where: tuple[ColumnElement[bool], ...]) -> Iterator[list[Mapping[str, Any]]]:
        source, scope = self.compiler.start(move.table)
        found = sa.select(*self._values(move, scope)).select_from(source).where(*where).with_for_update()
        # A connection that is written to meanwhile reads to the end first: the rows of one batch.
        options = {} if self.vault.within else {"yield_per": _CHUNK}
        result = self.connection.execute(found, execution_options=options).mappings()
        rest = iter(result)
        while rows := list(islice(rest, _CHUNK)):
            yield [dict(row) for row in rows]

    def _values(self, move: Move, scope: Scope) -> Iterator[ColumnElement[Any]]:
        source = scope["t"]
        for n, one in enumerate(move.carried):
            column = sa.literal(1) if one.is_mark else source.c[one.column]
            kept = column if one.where == ALWAYS else sa.case((self.compiler.condition(one.where, scope), column))
            yield kept.label(f"c{n}")
        for n, owned in enumerate(move.owned):
            yield self._holds(self.compiler.condition(owned.there, scope)).label(f"in{n}")
            for m, way in enumerate(owned.ways):
                yield self._value(way, scope, self._told(owned, way)).label(f"by{n}_{m}")
        for n, dated in enumerate(move.dated):
            yield self._holds(self.compiler.condition(dated.happened, scope)).label(f"is{n}")
            yield self._value(dated.day, scope, lambda value: value).label(f"on{n}")
            yield self._value(dated.day, scope, self._stand_in(dated)).label(f"as{n}")
            if dated.began is not None:
                yield self._value(dated.began, scope, lambda value: value).label(f"began{n}")

    def _holds(self, condition: ColumnElement[bool]) -> ColumnElement[Any]:
        return sa.case((condition, 1), else_=0)

    def _told(self, owned: Owned, way: Led) -> Callable[[ColumnElement[Any]], ColumnElement[Any]]:
        if owned.is_several and way.sources:
            return lambda key: sa.func.aggregate_strings(self.compiler.as_text(key), _BETWEEN)
        return self.compiler.as_text

    def _stand_in(self, dated: Dated) -> Callable[[ColumnElement[Any]], ColumnElement[Any]]:
        kind = self.compiler.kind_of_column(dated.table, dated.day.person.column)
        words, said = self.compiler.words, dated.said.stand_ins

        def told(day: ColumnElement[Any]) -> ColumnElement[Any]:
            opened = [(words.stands_in(day, text, kind), _OPEN) for text in said.open]
            missing = [(words.stands_in(day, text, kind), _MISSING) for text in said.missing]
            return sa.case(*opened, *missing, else_=0) if opened or missing else sa.literal(0)

        return told

    def _value(
        self, led: Led, scope: Scope, told: Callable[[ColumnElement[Any]], ColumnElement[Any]]
    ) -> ColumnElement[Any]:
        """Return the value at the end of a way; where it goes through other rows, of one of them or of all."""
        froms, inner = self.compiler.sources(led.sources, scope)
        value = told(self.compiler.value(led.person, inner))
        where = [self.compiler.condition(condition, inner) for condition in led.where]
        if not froms:
            return sa.case((sa.and_(sa.true(), *where), value)) if where else value
        found = sa.select(value).select_from(*froms).where(*where).correlate(*scope.values())
        return found.limit(1).scalar_subquery()

    # records --------------------------------------------------------------------------------------------------

    def _not_there_yet(self, move: Move, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        """Return the rows of which the archive does not hold all that would be copied: a backup may bring rows back."""
        there = self.vault.holds(move.into, [self._said(move, row) for row in rows], key=move.key)
        return [row for row, is_there in zip(rows, there, strict=True) if not is_there]

    def _people(self, move: Move, rows: Sequence[Mapping[str, Any]]) -> Mapping[tuple[str, str], int]:
        """Return by what number the archive knows the people to whom the roles of these rows lead."""
        found: dict[tuple[str, str], int] = {}
        for people in dict.fromkeys(owned.people for owned in move.owned if owned.ways):
            keys = [
                key
                for n, owned in enumerate(move.owned)
                for row in rows
                if owned.people == people
                for key in _keys(owned, row, n)
            ]
            known = self.vault.enrol(people_for(self._archive, people), keys)
            found |= {(people, key): number for key, number in known.items()}
        return found

    def _record(self, move: Move, row: Mapping[str, Any], people: Mapping[tuple[str, str], int]) -> dict[str, Any]:
        said: dict[str, Any] = {**self._said(move, row), BATCH: self.token}
        for n, owned in enumerate(move.owned):
            found = list(dict.fromkeys(people[owned.people, key] for key in _keys(owned, row, n)))
            told = ",".join(map(str, found)) if owned.is_several else next(iter(found), None)
            said[column_for("by", owned.role)] = told or None
        return said

    def _said(self, move: Move, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a record says beside whose it is, and by which batch it came."""
        said: dict[str, Any] = {KIND: move.record.label}
        said |= {one.column: row[f"c{n}"] for n, one in enumerate(move.carried)}
        said |= {column_for("in", owned.role): row[f"in{n}"] for n, owned in enumerate(move.owned)}
        for n, dated in enumerate(move.dated):
            if row[f"is{n}"] or column_for("is", dated.event) not in said:
                said |= self._event(dated, row, n)
        return said

    def _event(self, dated: Dated, row: Mapping[str, Any], n: int) -> Mapping[str, Any]:
        happened = bool(row[f"is{n}"])
        began = row.get(f"began{n}")
        return {
            column_for("is", dated.event): int(happened),
            column_for("on", dated.event): self._on(dated, row, n) if happened else None,
            column_for("began", dated.event): None if began in (None, "") else self._day(dated, began),
        }

    def _on(self, dated: Dated, row: Mapping[str, Any], n: int) -> Any:
        """Return the day as a record says it: none for an event that is open, a stand-in where the date is missing."""
        day, stands = row[f"on{n}"], row[f"as{n}"]
        if day in (None, "") or stands:
            opened = stands == _OPEN or (not stands and dated.said.empty == "open")
            return None if opened else UNDATED
        return self._day(dated, day)

    def _day(self, dated: Dated, value: Any) -> Any:
        kind = self.compiler.kind_of_column(dated.table, dated.day.person.column)
        try:
            return self.compiler.bounds.day_of(value, kind=kind, form=dated.said.format)
        except ValueError:
            # A text that is no date has been compared as one, and lies before every edge: `verify` tells of it.
            return _LONG_PAST


def _keys(owned: Owned, row: Mapping[str, Any], n: int) -> list[str]:
    texts = (row[f"by{n}_{m}"] for m in range(len(owned.ways)))
    return [key for text in texts if text is not None for key in str(text).split(_BETWEEN) if key]
