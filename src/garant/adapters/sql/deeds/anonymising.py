"""Anonymises rows: finds those that enough others resemble, makes them rough, and draws new keys (recital 26)."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from garant.adapters.sql.compiling import Compiler, Scope
from garant.adapters.sql.deeds.acting import Acting
from garant.adapters.sql.relations import Relations
from garant.adapters.sql.rough import roughened
from garant.adapters.sql.undo.sealing import Change, Sealing
from garant.planning.anonymous.anonymity import CROWD, REDRAWN, ROUGH, Generalised, Whose
from garant.planning.anonymous.fills import Fill
from garant.planning.going import GONE
from garant.planning.questions import Mark


@dataclass(frozen=True)
class Anonymising:
    """Splits the rows that were marked, and anonymises, in a transaction that somebody else opened and commits."""

    connection: Connection
    relations: Relations
    sealing: Sealing | None = None

    @property
    def compiler(self) -> Compiler:
        """Return the compiler of the store."""
        return self.relations.compiler

    # which rows -----------------------------------------------------------------------------------------------

    def split(self, mark: Mark) -> None:
        """Take the rows that pass the test of anonymity out of those that go."""
        self.relations.prepare([mark])
        for marked in mark.tables:
            for generalised in marked.generalised:
                self._find(generalised)
            if marked.generalised:
                rough, gone = self._made(ROUGH, marked.table), self._made(GONE, marked.table)
                self.connection.execute(sa.delete(gone).where(gone.c.k0.in_(sa.select(rough.c.k0))))

    def _find(self, said: Generalised) -> None:
        crowd, rough = self._made(CROWD, said.table), self._made(ROUGH, said.table)
        self.connection.execute(sa.delete(crowd))
        self.connection.execute(sa.delete(rough).where(rough.c.kind == said.index))
        for whose in said.people:
            self._gather(said, whose)
        self._gather_strangers(said)
        source, scope = self.compiler.start(said.table)
        alike = sa.select(crowd.c.seen).group_by(crowd.c.seen)
        # Of rows as well: once it is nobody's, a row counts as one person, whoever owned it together.
        many = (sa.func.count(column.distinct()) >= said.smallest_group for column in (crowd.c.who, crowd.c.k0))
        enough = alike.having(*many)
        one = crowd.alias("one")
        passing = source.c[said.key].in_(sa.select(one.c.k0).where(one.c.seen.in_(enough)))
        done = sa.case((self.compiler.condition(said.done, scope), 1), else_=0)
        found = sa.select(source.c[said.key], sa.literal(said.index), done).where(passing)
        self.connection.execute(sa.insert(rough).from_select(["k0", "kind", "done"], found))

    def _gather(self, said: Generalised, whose: Whose) -> None:
        """Note of each candidate what would remain, and the people to whom one way leads."""
        source, scope = self.compiler.start(said.table)
        froms, inner = self.compiler.sources(whose.sources, scope)
        person = self.compiler.value(whose.key, inner)
        where = [self.compiler.condition(condition, inner) for condition in whose.where]
        who = self._told_apart([sa.literal(f"{whose.people}:", sa.Text()), self.compiler.as_text(person)])
        found = sa.select(source.c[said.key], self._seen(said, source), who).select_from(source, *froms)
        self._note(said, found.where(self._is_candidate(said, source, scope), person.is_not(None), *where))

    def _gather_strangers(self, said: Generalised) -> None:
        """Note the candidates without an owner: each counts as one person."""
        source, scope = self.compiler.start(said.table)
        who = self._told_apart([sa.literal("row:", sa.Text()), self.compiler.as_text(source.c[said.key])])
        nobody = self.compiler.condition(said.nobody, scope)
        found = sa.select(source.c[said.key], self._seen(said, source), who)
        self._note(said, found.where(self._is_candidate(said, source, scope), nobody))

    def _note(self, said: Generalised, found: sa.Select[Any]) -> None:
        self.connection.execute(sa.insert(self._made(CROWD, said.table)).from_select(["k0", "seen", "who"], found))

    def _is_candidate(self, said: Generalised, source: FromClause, scope: Scope) -> ColumnElement[bool]:
        gone = self._made(GONE, said.table)
        return sa.and_(source.c[said.key].in_(sa.select(gone.c.k0)), self.compiler.condition(said.where, scope))

    def _seen(self, said: Generalised, source: FromClause) -> ColumnElement[Any]:
        """Return what would remain of a row, as one text: equal where nothing tells two rows apart."""
        parts: list[ColumnElement[Any]] = [sa.literal("=", sa.Text())]
        for each in said.columns:
            text = self.compiler.as_text(self._rough(said, source, each))
            length = self.compiler.words.as_text(sa.func.length(text))
            written = self.compiler.words.concatenated([length, sa.literal(":", sa.Text()), text])
            parts.append(sa.func.coalesce(written, sa.literal("-", sa.Text()), type_=sa.Text()))
        return self._told_apart(parts)

    def _told_apart(self, parts: list[ColumnElement[Any]]) -> ColumnElement[Any]:
        return self.compiler.words.told_apart(self.compiler.words.concatenated(parts))

    def _rough(self, said: Generalised, source: FromClause, each: tuple[str, str]) -> ColumnElement[Any]:
        column, how = each
        kind = self.compiler.kind_of_column(said.table, column)
        return roughened(source.c[column], how, kind=kind, dialect=self.compiler.schema.dialect)

    def _made(self, prefix: str, table: str) -> sa.Table:
        return self.relations.made[f"{prefix}{table}"]

    # what is done to them -------------------------------------------------------------------------------------

    def anonymise(self, said: Generalised) -> int:
        """Make the rows of one kind that passed rough, and draw their keys anew; return how many."""
        target, scope = self.compiler.bare(said.table)
        drawn = self._draw(said, target)
        if not drawn:
            return 0
        redrawn, key = self._made(REDRAWN, said.table), target.c[said.key]
        values = self._values(said, target, self._written(said, scope, with_key=False))
        named = self._written(said, scope, with_key=True)
        new = sa.select(redrawn.c.k1).where(redrawn.c.k0 == key).correlate(target).scalar_subquery()
        mine = key.in_(sa.select(redrawn.c.k0))
        with self._sealed(said, target, [column.name for column in (*values, *named)]):
            if values:
                self.connection.execute(sa.update(target).where(mine).values(values))
            self.connection.execute(sa.update(target).where(mine).values({key: new}))
            if named:
                self.connection.execute(sa.update(target).where(key.in_(sa.select(redrawn.c.k1))).values(named))
        self._remember_keys(said, redrawn)
        return drawn

    def _sealed(self, said: Generalised, target: Any, columns: list[str]) -> AbstractContextManager[None]:
        if self.sealing is None:
            return nullcontext()
        redrawn = self._made(REDRAWN, said.table)
        change = Change(table=said.table, target=target, key=(said.key,), redrawn=redrawn)
        where = (target.c[said.key].in_(sa.select(redrawn.c.k0)),)
        return self.sealing.cells(change, (said.key, *columns), where=where)

    def _draw(self, said: Generalised, target: Any) -> int:
        """Draw a number below all others for each row, in an order that says nothing of the old one."""
        redrawn, rough = self._made(REDRAWN, said.table), self._made(ROUGH, said.table)
        self.connection.execute(sa.delete(redrawn))
        lowest = min(0, int(self.connection.scalar(sa.select(sa.func.min(target.c[said.key]))) or 0))
        chance = sa.func.rand() if self.compiler.schema.dialect == "mysql" else sa.func.random()
        number = sa.literal(lowest) - sa.func.row_number().over(order_by=chance)
        found = sa.select(rough.c.k0, number).where(rough.c.kind == said.index, rough.c.done == 0)
        self.connection.execute(sa.insert(redrawn).from_select(["k0", "k1"], found))
        return int(self.connection.scalar(sa.select(sa.func.count()).select_from(redrawn)) or 0)

    def _written(self, said: Generalised, scope: Scope, *, with_key: bool) -> dict[Any, Any]:
        """Return the fillers, those that name the row's key apart: they must name the new one."""
        fills = tuple(fill for fill in said.fills if _names_key(fill, said.key) == with_key)
        return dict(Acting(self.connection, self.relations).values(fills, scope["t"], scope))

    def _values(self, said: Generalised, target: Any, written: dict[Any, Any]) -> dict[Any, Any]:
        changed = (each for each in said.columns if each[1] != "none")
        rough = {target.c[each[0]]: self._rough(said, target, each) for each in changed}
        return {**written, **rough, **{target.c[name]: sa.null() for name in said.emptied}}

    def _remember_keys(self, said: Generalised, redrawn: sa.Table) -> None:
        # What is done to the other rows of the table must leave these alone, under their new keys.
        rough = self._made(ROUGH, said.table)
        self.connection.execute(sa.delete(rough).where(rough.c.kind == said.index, rough.c.done == 0))
        found = sa.select(redrawn.c.k1, sa.literal(said.index), sa.literal(1))
        self.connection.execute(sa.insert(rough).from_select(["k0", "kind", "done"], found))


def _names_key(fill: Fill, key: str) -> bool:
    text = fill.template or ""
    return f"{{{key}}}" in text or f"{{{key}:" in text
