"""The statements that change a customer's rows: each runs the plan's own predicate again, in sets."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from garant.adapters.sql.compiling import PLACEHOLDER, Compiler, Scope
from garant.adapters.sql.deeds.batches import Range
from garant.adapters.sql.deeds.verdicts import Verdict
from garant.adapters.sql.relations import Relations
from garant.adapters.sql.undo.sealing import Change, Sealing
from garant.adapters.sql.words import Json
from garant.planning.anonymous.fills import Fill
from garant.planning.going import GONE
from garant.planning.terrain.failures import StoreRefused
from garant.planning.terrain.predicates import NEVER, Condition, Elements, Value, no
from garant.planning.terrain.schema import ReferenceSeen, SchemaSeen
from garant.planning.terrain.ways import value
from garant.planning.work import Blank, Cut, Emptied, Recount, TableWork
from garant.policy.speech.sentences import Sentence

CHANGED = Sentence(
    "des lignes ont changé pendant qu'elles étaient scellées", "rows changed while they were being sealed"
)
LAST_OF_A_ROUND = Sentence(
    "MariaDB n'efface pas une ligne qui renvoie à elle-même s'il ne reste aucune autre ligne à laquelle la renvoyer ; "
    "permettez que la colonne soit vide (NULL)",
    "MariaDB erases no row that refers to itself where no other is left for it to refer to; let the column be NULL",
)


@dataclass(frozen=True)
class Acting:
    """Changes the rows of one store, in a transaction that somebody else opened and commits."""

    connection: Connection
    relations: Relations
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    sealing: Sealing | None = None

    @property
    def compiler(self) -> Compiler:
        """Return the compiler of the store."""
        return self.relations.compiler

    # rows -----------------------------------------------------------------------------------------------------

    def mark(self, work: TableWork, rows: Range) -> int:
        """Put the keys of the rows that go, in this range, into their relation; return how many."""
        gone = self.relations.gone(work.table, work.key)
        self.connection.execute(sa.delete(gone))
        inserting = sa.insert(gone).from_select([c.name for c in gone.c], self._sought(work, rows))
        count = self.connection.execute(inserting.execution_options(preserve_rowcount=True)).rowcount
        if count:
            self.relations.analyse(work.table)
        # All in one statement would be more searches than a database puts into a good order.
        return count - sum(self.relations.take_out(work.table, work.key, kept=need) for need in work.needed if count)

    def _sought(self, work: TableWork, rows: Range) -> sa.Select[Any]:
        if work.table in self.verdicts:
            return self.verdicts[work.table].rows(work.sought)
        source, scope = self.compiler.start(work.table)
        return sa.select(*(source.c[key] for key in work.key)).where(*self.due(work, work.sought, rows, scope=scope))

    def erase(self, work: TableWork, rows: Range) -> int:
        """Erase the rows that go; return how many."""
        target, scope = self.compiler.bare(work.table)
        return self._delete(target, *self.due(work, work.sought, rows, scope=scope))

    def erase_marked(self, work: TableWork) -> int:
        """Erase the rows that were marked; those that refer to others of the same table first."""
        sealed = self._sealed(work)
        erased = self._erase_in_order(work)
        if sealed not in (None, erased):
            raise StoreRefused(self.compiler.schema.store, CHANGED)
        return erased

    def _sealed(self, work: TableWork) -> int | None:
        """Seal the marked rows and return how many there are with those that go into the archive."""
        if self.sealing is None:
            return None
        target, scope = self.compiler.bare(work.table)
        marked = self._is_marked(work, target)
        moved = self.compiler.condition(work.archived, scope)
        moving = sa.select(sa.func.count()).select_from(target).where(marked, moved)
        count = int(self.connection.scalar(moving) or 0) if work.moves else 0
        where = (marked, self.compiler.words.is_not_true(moved)) if work.moves else (marked,)
        return count + self.sealing.rows(work.table, work.key, target, where=where)

    def _is_marked(self, work: TableWork, target: FromClause) -> ColumnElement[bool]:
        gone = self.relations.made[f"{GONE}{work.table}"]
        same = (target.c[key] == gone.c[f"k{n}"] for n, key in enumerate(work.key))
        return sa.exists(sa.select(sa.literal_column("1")).select_from(gone).where(*same))

    def _erase_in_order(self, work: TableWork) -> int:
        target, _ = self.compiler.bare(work.table)
        marked, count = self._is_marked(work, target), 0
        referring = self._referring(work, target)
        while referring and (erased := self._delete(target, marked, *(sa.not_(one) for one in referring))):
            count += erased
        left: sa.Select[Any] = sa.select(sa.literal_column("1")).select_from(target).where(marked).limit(1)
        if referring and self.compiler.schema.dialect == "mysql" and self.connection.scalar(left):
            self._untie(work, target, marked)
        return count + self._delete(target, marked)

    def _untie(self, work: TableWork, target: Any, marked: ColumnElement[bool]) -> None:
        """Let rows that are about to be erased refer to one that stays: tied to one another, MariaDB lets none go."""
        for reference in self._to_itself(work):
            staying = sa.select(*(target.c[there] for there in reference.to_columns)).where(sa.not_(marked)).limit(1)
            found = None if set(reference.columns) & set(work.key) else self.connection.execute(staying).first()
            if found is None:
                raise StoreRefused(self.compiler.schema.store, LAST_OF_A_ROUND)
            values = dict(zip(reference.columns, found, strict=True))
            self.connection.execute(sa.update(target).where(marked).values(values))

    def _referring(self, work: TableWork, target: FromClause) -> list[ColumnElement[bool]]:
        """Return that a row of the same table refers to the row: MariaDB checks a reference row by row."""
        found: list[ColumnElement[bool]] = []
        for reference in self._to_itself(work):
            other, _ = self.compiler.start(work.table, "referring")
            pairs = zip(reference.columns, reference.to_columns, strict=True)
            links = [other.c[here] == target.c[there] for here, there in pairs]
            found.append(sa.exists(sa.select(sa.literal_column("1")).select_from(other).where(*links)))
        return found

    def _to_itself(self, work: TableWork) -> Iterator[ReferenceSeen]:
        references = self.compiler.schema.tables[work.table].references
        yield from (one for one in references if one.to == work.table and one.enforced)

    def _delete(self, target: Any, *where: ColumnElement[bool]) -> int:
        return self.connection.execute(sa.delete(target).where(*where)).rowcount

    def _within(self, source: FromClause, work: TableWork, rows: Range) -> ColumnElement[bool]:
        return rows.covers(self.compiler.words, *(source.c[key] for key in work.key))

    def due(self, work: TableWork, condition: Condition, rows: Range, *, scope: Scope) -> Iterator[ColumnElement[bool]]:
        """Yield that a row of the batch meets a condition: as it was found, or as it is searched for now."""
        if work.table in self.verdicts:
            yield self.verdicts[work.table].holds(condition, scope["t"])
            return
        yield self._within(scope["t"], work, rows)
        yield self.compiler.condition(condition, scope)

    # cells ----------------------------------------------------------------------------------------------------

    def blank(self, work: TableWork, blank: Blank, rows: Range) -> int:
        """Blank the due cells of a group in the rows that stay; return in how many rows."""
        if work.table in self.verdicts and not self.verdicts[work.table].counts[blank.where]:
            return 0
        target, scope = self.compiler.bare(work.table)
        where = self.due(work, blank.where, rows, scope=scope)
        values = dict(self.values(blank.fills, target, scope))
        kept = () if blank.move is None else (self.compiler.condition(blank.move.where, scope),)
        but = tuple(map(self.compiler.words.is_not_true, kept))
        return self._change(replace(self._of(work), but=but), target, values, where=tuple(where))

    def _of(self, work: TableWork) -> Change:
        return Change(table=work.table, key=work.key, target=self.compiler.bare(work.table)[0])

    def _change(
        self, change: Change, target: Any, values: Mapping[Any, Any], *, where: tuple[ColumnElement[bool], ...]
    ) -> int:
        """Change cells, sealed as they were where the batch seals; return in how many rows."""
        columns = [column if isinstance(column, str) else column.name for column in values]
        with self.sealing.cells(change, columns, where=where) if self.sealing else nullcontext():
            return self.connection.execute(sa.update(target).where(*where).values(values)).rowcount

    def values(self, fills: tuple[Fill, ...], target: FromClause, scope: Scope) -> Iterator[tuple[Any, Any]]:
        """Yield the columns that fillers are written into, each with its new value."""
        emptied: dict[str, Any] = {}
        for fill in fills:
            column = target.c[fill.cell.column]
            if fill.cell.inside:
                emptied[column.name] = self.compiler.words.without_member(
                    emptied.get(column.name, column), fill.cell.inside
                )
            else:
                yield column, self._filler(fill, scope)
        for name, left in emptied.items():
            yield target.c[name], left

    def _filler(self, fill: Fill, scope: Scope) -> Any:
        if fill.template is None:
            return sa.null() if fill.plain is None else fill.plain
        cell = self.compiler.value(fill.cell, scope)
        if not isinstance(cell.type, Json) and not PLACEHOLDER.search(fill.template):
            return fill.template
        return self.compiler.words.as_filler(self.compiler.written(fill.template, scope["t"]), cell)

    def cut(self, work: TableWork, cut: Cut, rows: Range) -> int:
        """Take the due elements out of a list; return in how many rows."""
        target, scope = self.compiler.bare(work.table)
        elements = self.compiler.elements(cut.elements, scope)
        due = self.compiler.condition(cut.where, {**scope, cut.elements.alias: elements})
        here = self._within(target, work, rows)
        return self._rewrite(self._of(work), cut.elements, elements=elements, out=due, where=here)

    # references and counters ----------------------------------------------------------------------------------

    def empty(self, work: TableWork, emptied: Emptied) -> int:
        """Empty the references of other rows to the marked ones; return of how many rows."""
        if emptied.elements is not None:
            return self._take_out(work, emptied, emptied.elements)
        target, scope = self.compiler.bare(emptied.table)
        here = [self.compiler.value(value("t", column), scope) for column in emptied.columns]
        found = self._marked(work, emptied, here)
        values = dict(self.values(tuple(self._nothing(emptied)), target, scope))
        plain = all(not value("t", column).inside for column in emptied.columns)
        change = self._led_to(work, emptied, emptied.to_columns if plain else ())
        makes = self.compiler.condition(emptied.where, scope)
        return self._change(change, target, values, where=(found, makes))

    def _led_to(self, work: TableWork, emptied: Emptied, to_columns: tuple[str, ...]) -> Change:
        target, _ = self.compiler.bare(emptied.table)
        key = self.compiler.schema.tables[emptied.table].key or self.relations.keys_of(emptied.table)
        return Change(table=emptied.table, key=key, target=target, to=work.table, to_columns=to_columns)

    def _marked(self, work: TableWork, emptied: Emptied, here: list[ColumnElement[Any]]) -> sa.Exists:
        """Return that these values lead to a marked row."""
        gone = self.relations.made[f"{GONE}{work.table}"]
        if emptied.to_columns == work.key:
            links = [self.compiler.alike(one, gone.c[f"k{n}"]) for n, one in enumerate(here)]
            return sa.exists(sa.select(sa.literal_column("1")).select_from(gone).where(*links))
        source, _ = self.compiler.start(work.table, "gone_row")
        keys = (source.c[key] == gone.c[f"k{n}"] for n, key in enumerate(work.key))
        links = [
            self.compiler.alike(one, source.c[there]) for one, there in zip(here, emptied.to_columns, strict=False)
        ]
        if emptied.holds:
            links = [self.compiler.says(here[0], emptied.holds, source)]
        return sa.exists(sa.select(sa.literal_column("1")).select_from(source, gone).where(*links, *keys))

    def _nothing(self, emptied: Emptied) -> Iterator[Fill]:
        seen = self.compiler.schema.tables[emptied.table]
        for name in emptied.columns:
            cell = value("t", name)
            column = seen.column(cell.column)
            if cell.inside or (column is not None and column.nullable and cell.column not in seen.key):
                yield Fill(cell=cell)

    def _take_out(self, work: TableWork, emptied: Emptied, listed: Elements) -> int:
        _, scope = self.compiler.bare(emptied.table)
        elements = self.compiler.elements(listed, scope)
        inner = {**scope, listed.alias: elements}
        marked = self._marked(work, emptied, [self.compiler.value(Value(listed.alias, "value"), inner)])
        change = self._led_to(work, emptied, ())
        alone = self.compiler.condition(no(emptied.shared), inner)
        out = sa.and_(marked.correlate(elements), alone)
        return self._rewrite(change, listed, elements=elements, out=out, where=sa.true())

    def _rewrite(
        self, change: Change, listed: Elements, *, elements: FromClause, out: ColumnElement[bool], where: Any
    ) -> int:
        """Write the lists anew that have elements to be taken out, without them."""
        target = change.target
        column = target.c[listed.of.column]
        some_out = sa.exists(sa.select(sa.literal_column("1")).select_from(elements).where(out).correlate(target))
        words = self.compiler.words
        rest = words.joined(elements, words.is_not_true(out), separated=listed.separated)
        left = words.or_empty(rest.scalar_subquery(), separated=listed.separated)
        left = words.with_member(column, listed.of.inside, left) if listed.of.inside else left
        return self._change(change, target, {column: left}, where=(where, some_out))

    def recount(self, work: TableWork, recount: Recount, rows: Range) -> int:
        """Put a counter right, in this range; return in how many rows it was wrong."""
        target, _ = self.compiler.bare(recount.table)
        source, _ = self.compiler.start(recount.source, "counted")
        found = sa.select(sa.func.count()).select_from(source)
        right = found.where(source.c[recount.by] == target.c[recount.to]).correlate(target).scalar_subquery()
        column = target.c[recount.column]
        wrong = sa.or_(column.is_(None), column != right)
        here = self._within(target, work, rows)
        return self._change(self._of(work), target, {column: right}, where=(here, wrong))


def side_work(work: TableWork) -> bool:
    """Return whether more is done or asked than erasing the rows that go, so that they are marked first."""
    asked = work.empties or work.remembers or work.forgets or work.needed
    return work.going != NEVER and bool(asked or work.moves or work.is_of_archive)


def children_first(works: Sequence[TableWork], schema: SchemaSeen) -> Sequence[TableWork]:
    """Return the work on a circle with the tables that refer to others before those."""
    left, found = list(works), []
    while left:
        tables = {work.table for work in left}
        free = [work for work in left if not _is_referred_to(work.table, tables - {work.table}, schema)]
        found.extend(free or left[:1])
        left = [work for work in left if work not in found]
    return found


def _is_referred_to(table: str, tables: set[str], schema: SchemaSeen) -> bool:
    return any(r.to == table and r.enforced for other in tables for r in schema.tables[other].references)
