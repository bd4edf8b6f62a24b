"""Reads what one store says of its people, and finds in another whose it is, by the marks of their identifiers."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from garant.adapters.sql.deeds.remembering import Remembering
from garant.adapters.sql.relations import Relations
from garant.planning.across import PERSON, Bequest, Fact, Identified, Offer
from garant.planning.going import GONE
from garant.planning.remembered import RememberedEvent
from garant.planning.terrain.predicates import Condition
from garant.planning.terrain.schema import Kind

Marked = dict[str, str]
"""The key of a row, who it is, and the mark of the identifiers."""

_CHUNK = 1000
_LENGTH_OF_MARK = 64


@dataclass(frozen=True)
class Offering:
    """Reads in one session; rows come in chunks, so that memory does not grow with them."""

    relations: Relations
    bequest: Bequest | None = None
    """Only of people whose rows are marked to go; where the heirs are rows of the same table, those that stay."""

    def facts(self, offer: Offer) -> Iterator[Fact]:
        """Yield what happened to each person, live and remembered, and of which kinds they are."""
        self.relations.prepare([offer])
        remembering = Remembering(self.relations.connection, self.relations)
        for occurrence in offer.occurrences:
            whole, _ = remembering.grouped(occurrence)
            for mark, row in self._of(offer, whole.subquery("said")):
                found = remembering.event(occurrence, "", row)
                yield Fact(
                    mark=mark,
                    event=found.event,
                    latest=found.latest,
                    is_open=found.is_open,
                    began=found.began,
                    is_undated=found.is_undated,
                )
        if offer.known is not None:
            for mark, row in self._of(offer, self.relations.made[offer.known.table].alias("said")):
                yield _fact(mark, row, self._day)
        for kind, met in offer.kinds:
            for mark, _ in self._of(offer, self._meeting(offer, met)):
                yield Fact(mark=mark, event=kind)

    def marks(self, identified: Identified) -> Iterator[Marked]:
        """Yield the key of every row of an anchor, who it is, and the mark."""
        self.relations.prepare([identified])
        person = self.relations.compiler.aliased(identified.anchor.table, PERSON)
        key = person.c[identified.anchor.key]
        statement = self._identified(identified, person, key.label("person"), self._who(identified, key).label("who"))
        for mark, row in self._marked(identified, statement):
            yield {"person": str(row.person), "who": str(row.who), "mark": mark}

    def _who(self, identified: Identified, key: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return one key for all rows of one person."""
        if identified.merged is None:
            return key
        pairs = self.relations.compiler.aliased(identified.merged.table, "pairs")
        least = sa.select(sa.func.min(pairs.c.b)).where(pairs.c.a == key).scalar_subquery()
        return sa.case((least < key, least), else_=key)

    def _meeting(self, offer: Offer, met: Condition) -> FromClause:
        anchor, compiler = offer.identified.anchor, self.relations.compiler
        one = compiler.aliased(anchor.table, "one")
        found = sa.select(one.c[anchor.key].label("person")).where(compiler.condition(met, {PERSON: one}))
        return found.subquery("said")

    def _of(self, offer: Offer, said: FromClause) -> Iterator[tuple[str, Any]]:
        """Yield what is said of people, each with the mark of the person, and of every row that is the same person."""
        identified, compiler = offer.identified, self.relations.compiler
        person = compiler.aliased(identified.anchor.table, PERSON)
        key = person.c[identified.anchor.key]
        whole = self._identified(identified, person, *said.c).where(*self._leaving(key, said.c.person))
        yield from self._marked(identified, whole.where(key == said.c.person))
        if offer.merged is not None:
            pairs = compiler.aliased(offer.merged.table, "pairs")
            yield from self._marked(identified, whole.where(key == pairs.c.a, pairs.c.b == said.c.person))

    def _leaving(self, key: ColumnElement[Any], person: ColumnElement[Any]) -> Iterator[ColumnElement[bool]]:
        if self.bequest is not None:
            gone = self.relations.made[f"{GONE}{self.bequest.offer.identified.anchor.table}"]
            keys = sa.select(gone.c.k0)
            yield person.in_(keys)
            if self.bequest.stays_here:
                yield key.not_in(keys)

    def _identified(self, identified: Identified, person: FromClause, *more: Any) -> sa.Select[Any]:
        compiler, scope = self.relations.compiler, {PERSON: person}
        columns = (compiler.value(c, scope).label(f"i{n}") for n, c in enumerate(identified.columns))
        return sa.select(*more, person.c[identified.anchor.key].label("here"), *columns).where(
            compiler.condition(identified.person, scope)
        )

    def _marked(self, identified: Identified, statement: sa.Select[Any]) -> Iterator[tuple[str, Any]]:
        connection = self.relations.connection
        for row in connection.execute(statement, execution_options={"yield_per": _CHUNK}):
            values = (getattr(row, f"i{n}") for n in range(len(identified.columns)))
            yield from ((mark, row) for mark in identified.marks(str(row.here), values))

    def _day(self, said: Any) -> Any:
        bounds = self.relations.compiler.bounds
        return None if said is None else bounds.day_of(said, kind=Kind.DATE, form=None)


@dataclass(frozen=True)
class Recognising:
    """Finds out of whom facts speak, in temporary tables of one session."""

    relations: Relations

    def events(
        self, identified: Identified, facts: Iterable[Fact], marks: Iterable[Marked]
    ) -> Iterator[RememberedEvent]:
        """Yield the facts as events of the people whose marks they carry."""
        connection, compiler = self.relations.connection, self.relations.compiler
        bin_text = sa.Text(collation="utf8mb4_bin") if compiler.schema.dialect == "mysql" else sa.Text()
        said = _temporary(
            "garant_said",
            sa.Column("event", sa.String(200)),
            sa.Column("latest", compiler.type_of(Kind.DATE)),
            sa.Column("open", sa.Integer()),
            sa.Column("began", compiler.type_of(Kind.DATE)),
            sa.Column("undated", sa.Integer()),
        )
        people = _temporary("garant_marks", sa.Column("person", bin_text), sa.Column("who", bin_text))
        _put(connection, said, map(self._plain, facts))
        _put(connection, people, marks)
        statement = sa.select(people.c.person, *(c for c in said.c if c.name != "mark")).where(
            said.c.mark == people.c.mark
        )
        if identified.only_doubtful:
            several = (
                sa.select(people.c.mark).group_by(people.c.mark).having(sa.func.count(people.c.who.distinct()) > 1)
            )
            statement = statement.where(people.c.mark.in_(several.subquery().select())).distinct()
        for row in connection.execute(statement, execution_options={"yield_per": _CHUNK}):
            yield _event(identified.anchor.relation, row, _fact("", row, self._day_of))

    def _day_of(self, said: Any) -> Any:
        return said and self.relations.compiler.bounds.day_of(said, kind=Kind.DATE, form=None)

    def _plain(self, fact: Fact) -> dict[str, Any]:
        day = self.relations.compiler.day
        latest, began = (said and day(said) for said in (fact.latest, fact.began))
        flags = {"open": int(fact.is_open), "undated": int(fact.is_undated)}
        return {"mark": fact.mark, "event": fact.event, "latest": latest, "began": began, **flags}


def _fact(mark: str, row: Any, day: Callable[[Any], Any]) -> Fact:
    return Fact(
        mark=mark,
        event=row.event,
        latest=day(row.latest),
        is_open=bool(row.open),
        began=day(row.began),
        is_undated=bool(row.undated),
    )


def _event(people: str, row: Any, fact: Fact) -> RememberedEvent:
    return RememberedEvent(
        people=people,
        person=row.person,
        event=fact.event,
        latest=fact.latest,
        is_open=fact.is_open,
        began=fact.began,
        is_undated=fact.is_undated,
    )


def _temporary(name: str, *columns: sa.Column[Any]) -> sa.Table:
    mark = sa.Column("mark", sa.String(_LENGTH_OF_MARK), index=True)
    return sa.Table(name, sa.MetaData(), mark, *columns, prefixes=["TEMPORARY"])


def _put(connection: Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    table.create(connection)
    rest = iter(rows)
    while chunk := list(islice(rest, _CHUNK)):
        connection.execute(sa.insert(table), chunk)
