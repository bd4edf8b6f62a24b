"""Reads the events that must outlive the rows about to go: the latest day per person (design §1)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.elements import ColumnElement

from garant.adapters.sql.compiling import Compiler, Scope
from garant.adapters.sql.deeds.batches import Range
from garant.adapters.sql.relations import Relations
from garant.planning.going import GONE
from garant.planning.grounds.clocks import KNOWN
from garant.planning.remembered import RememberedEvent
from garant.planning.terrain.predicates import Value, no, some
from garant.planning.terrain.schema import Kind
from garant.planning.terrain.tidy import renamed
from garant.planning.work import Forget, Remember, TableWork


@dataclass(frozen=True)
class Remembering:
    """Reads, in the transaction of a batch, what of its rows must be remembered, and who is forgotten with them."""

    connection: Connection
    relations: Relations

    @property
    def compiler(self) -> Compiler:
        """Return the compiler of the store."""
        return self.relations.compiler

    def events(self, work: TableWork) -> Iterator[RememberedEvent]:
        """Yield the events of the marked rows of a table."""
        for remember in work.remembers:
            self.relations.prepare([remember])
            yield from self._told(remember, self._statement(work, remember))

    def lost_with_blanks(self, work: TableWork, rows: Range) -> Iterator[RememberedEvent]:
        """Yield the events that lead to nobody any more when the due cells by which people are known are blanked."""
        for blank in work.blanks_left:
            for remember in blank.remembers:
                self.relations.prepare([remember, blank.where])
                whole, scope = self.grouped(remember)
                losing = self.compiler.condition(renamed(blank.where, "t", remember.alias), scope)
                source = scope[remember.alias]
                within = rows.covers(self.relations.compiler.words, *(source.c[key] for key in work.key))
                yield from self._told(remember, whole.where(losing, within))

    def forgotten(self, work: TableWork) -> Iterator[tuple[str, str]]:
        """Yield, as people and person, who goes with the marked rows and was remembered."""
        gone = self.relations.made[f"{GONE}{work.table}"]
        for forget in work.forgets:
            if forget.relation in self.relations.made:
                yield from self._forgotten(forget, gone)

    def _forgotten(self, forget: Forget, gone: sa.Table) -> Iterator[tuple[str, str]]:
        known = self.relations.made[forget.relation]
        found = sa.select(known.c.person).distinct().join(gone, gone.c.k0 == known.c.person)
        for row in self.connection.execute(found):
            yield forget.people, str(row[0])

    def _statement(self, work: TableWork, remember: Remember) -> sa.Select[Any]:
        whole, scope = self.grouped(remember)
        gone = self.relations.made[f"{GONE}{work.table}"]
        marked = scope[remember.alias]
        here = whole.where(*(marked.c[key] == gone.c[f"k{n}"] for n, key in enumerate(work.key)))
        return self._untold(remember, here)

    def _untold(self, remember: Remember, whole: sa.Select[Any]) -> sa.Select[Any]:
        """Leave out what this session has remembered as late or later: people come back in many batches."""
        known = self.relations.made.get(f"{KNOWN}{remember.people}")
        if known is None or not self._is_day(remember):
            return whole
        said = whole.subquery("said")
        is_late = sa.and_(known.c.event == remember.event, known.c.latest >= sa.cast(said.c.latest, sa.Date()))
        plain = (said.c[flag] == 0 for flag in ("without", "opened", "missing"))
        same = self.compiler.alike(said.c.person, known.c.person)
        told: sa.Select[Any] = (
            sa.select(sa.literal_column("1")).select_from(known).where(known.c.told == 1, same, is_late, *plain)
        )
        return sa.select(said).where(sa.not_(sa.exists(told.correlate(said))))

    def _is_day(self, remember: Remember) -> bool:
        """Return whether the database itself can say what day an event was on, without any arithmetic."""
        return self._is_day_of(remember.table, remember.day)

    def _is_day_of(self, table: str, cell: Value) -> bool:
        if cell.inside or self.compiler.schema.dialect == "sqlite":
            return False
        kind = self.compiler.kind_of_column(table, cell.column)
        return kind is Kind.DATE or (kind is Kind.TIMESTAMP and self.compiler.bounds.is_at_home)

    def grouped(self, remember: Remember) -> tuple[sa.Select[Any], Scope]:
        """Return what is to be read of an event for each person, and the scope of the rows that it is read from."""
        froms, scope = self.compiler.sources(remember.sources, {})
        person = self.compiler.value(remember.person, scope)
        day, without = self._day(remember, scope)
        said = some(remember.day_sources, *remember.day_where, remember.misread)
        misread, read = self.compiler.condition(said, scope), self.compiler.condition(no(said), scope)
        without = sa.and_(without, read) if remember.day_sources else without
        stand_ins = remember.said.stand_ins
        opened = self._listed(day, remember, stand_ins.open)
        missing = self._listed(day, remember, stand_ins.missing)
        dated = sa.and_(sa.not_(without), sa.not_(opened), sa.not_(missing), read)
        is_open = sa.or_(opened, without) if remember.said.empty == "open" else opened
        began = self._began(remember, scope)
        found = (
            sa.select(
                person.label("person"),
                sa.func.max(sa.case((dated, day))).label("latest"),
                sa.func.max(sa.case((without, 1), else_=0)).label("without"),
                sa.func.max(sa.case((opened, 1), else_=0)).label("opened"),
                sa.func.max(sa.case((sa.or_(missing, misread), 1), else_=0)).label("missing"),
                sa.func.max(sa.case((is_open, began))).label("began"),
                sa.func.max(sa.case((sa.and_(is_open, began.is_(None)), 1), else_=0)).label("unbegun"),
            )
            .select_from(*froms)
            .where(*(self.compiler.condition(c, scope) for c in remember.where), person.is_not(None))
            .group_by(person)
        )
        return found, scope

    def _day(self, remember: Remember, scope: Scope) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
        if not remember.day_sources:
            day = self.compiler.value(remember.day, scope)
        else:
            froms, inner = self.compiler.sources(remember.day_sources, scope)
            where = (self.compiler.condition(c, inner) for c in remember.day_where)
            read = sa.case(
                (self.compiler.condition(no(remember.misread), inner), self.compiler.value(remember.day, inner))
            )
            latest = sa.select(sa.func.max(read)).select_from(*froms)
            day = latest.where(*where).correlate(*scope.values()).scalar_subquery()
        without = day.is_(None)
        return day, sa.or_(without, day == "") if isinstance(day.type, sa.String) else without

    def _began(self, remember: Remember, scope: Scope) -> ColumnElement[Any]:
        """Return the day when an occurrence began, or NULL where nothing that can be read says so."""
        way = remember.began
        if way is None or way.end is None:
            return sa.cast(sa.null(), sa.Date())
        froms, inner = self.compiler.sources(way.sources, scope)
        where = [self.compiler.condition(c, inner) for c in way.where]
        day = self.compiler.value(way.end, inner)
        if not froms:
            return sa.case((sa.and_(*where), day))
        found = sa.select(sa.func.max(day)).select_from(*froms).where(*where)
        return found.correlate(*scope.values()).scalar_subquery()

    def _listed(self, day: ColumnElement[Any], remember: Remember, among: tuple[str, ...]) -> ColumnElement[bool]:
        kind = self.compiler.kind_of_column(remember.table, remember.day.column)
        words = self.compiler.words
        return sa.func.coalesce(sa.or_(sa.false(), *(words.stands_in(day, text, kind) for text in among)), sa.false())

    def _told(self, remember: Remember, statement: sa.Select[Any]) -> Iterator[RememberedEvent]:
        """Yield what is read, and put it beside what the session knows of these people, if it knows anything of them.

        INVARIANT: what becomes a relation only later is filled from our store, where this batch's intent put it.
        """
        name = f"{KNOWN}{remember.people}"
        known = self.relations.made.get(name)
        if known is not None and self._is_plain(remember, statement, known):
            told = self.connection.execute(self._telling(remember, statement, known)).all()
            self.relations.grown(name, len(told))
            yield from (_plain_event(remember, row) for row in told)
            return
        events = list(self._events(remember, self.connection.execute(statement).all()))
        if known is not None:
            self.relations.bring(name, events, told=True)
        yield from events

    def _is_plain(self, remember: Remember, statement: sa.Select[Any], known: sa.Table) -> bool:
        """Return whether the database can write what it reads into the relation by itself: days as days."""
        since = remember.began
        plain_since = since is None or since.end is None or self._is_day_of(since.table, since.end)
        person = statement.selected_columns[0]
        same = isinstance(person.type, sa.Integer) == isinstance(known.c.person.type, sa.Integer)
        return self.connection.dialect.insert_returning and same and plain_since and self._is_day(remember)

    def _telling(self, remember: Remember, statement: sa.Select[Any], known: sa.Table) -> sa.Insert:
        said, empty_is_open = statement.subquery("told"), sa.literal(remember.said.empty == "open")
        is_open = sa.or_(said.c.opened == 1, sa.and_(said.c.without == 1, empty_is_open))
        is_undated = sa.or_(said.c.missing == 1, sa.and_(said.c.without == 1, sa.not_(empty_is_open)))
        columns = {
            known.c.person: said.c.person,
            known.c.event: sa.literal(remember.event),
            known.c.latest: sa.cast(said.c.latest, sa.Date()),
            known.c.open: sa.case((is_open, 1), else_=0),
            known.c.began: sa.case((said.c.unbegun == 0, sa.cast(said.c.began, sa.Date()))),
            known.c.undated: sa.case((is_undated, 1), else_=0),
            known.c.told: sa.literal(1),
        }
        inserting = sa.insert(known).from_select([c.name for c in columns], sa.select(*columns.values()))
        return inserting.returning(known.c.person, known.c.latest, known.c.open, known.c.began, known.c.undated)

    def event(self, remember: Remember, person: str, row: Any) -> RememberedEvent:
        """Return what was read of an event, as it is remembered of a person."""
        said = (person, row.latest, row.without, row.opened, row.missing, row.began, row.unbegun)
        return next(self._events(remember, [said]))

    def _events(self, remember: Remember, rows: Iterable[Any]) -> Iterator[RememberedEvent]:
        """Yield what was read as events; of millions of rows, what is the same for all is asked once."""
        kind = self.compiler.kind_of_column(remember.table, remember.day.column)
        day_of, form = self.compiler.bounds.day_of, remember.said.format
        people, event, is_open = remember.people, remember.event, remember.said.empty == "open"
        way = remember.began
        since = self.compiler.kind_of_column(way.table, way.end.column) if way and way.end else kind
        for person, latest, without, opened, missing, began, unbegun in rows:
            yield RememberedEvent(
                people=people,
                person=str(person),
                event=event,
                latest=None if latest is None else day_of(latest, kind=kind, form=form),
                is_open=bool(opened or (without and is_open)),
                began=None if began is None or unbegun else day_of(began, kind=since, form=form),
                is_undated=bool(missing or (without and not is_open)),
            )


def _plain_event(remember: Remember, row: Any) -> RememberedEvent:
    person, latest, is_open, began, is_undated = row
    return RememberedEvent(
        people=remember.people,
        person=str(person),
        event=remember.event,
        latest=latest,
        is_open=bool(is_open),
        began=began,
        is_undated=bool(is_undated),
    )
