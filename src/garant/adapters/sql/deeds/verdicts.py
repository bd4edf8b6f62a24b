"""What is due of the rows of a batch: found in one search and written down, where several deeds ask the same of a row.

The search and the deeds are one transaction: what was justified when the search was made is not touched.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from garant.adapters.sql.compiling import Compiler
from garant.adapters.sql.deeds.batches import Range
from garant.adapters.sql.relations import Relations
from garant.planning.terrain.predicates import (
    NEVER,
    AllOf,
    AnyOf,
    Condition,
    Exists,
    Not,
    both,
    ordered_parts,
    parts_of,
)
from garant.planning.work import TableWork


@dataclass(frozen=True)
class Verdict:
    """The keys of the rows of which something is due, and which condition each of them meets."""

    relation: sa.Table
    key: tuple[str, ...]
    flags: Mapping[Condition, str]
    counts: Mapping[Condition, int]

    def rows(self, condition: Condition) -> sa.Select[Any]:
        """Return the keys of the rows that meet a condition."""
        keys = (self.relation.c[f"k{n}"] for n in range(len(self.key)))
        return sa.select(*keys).where(self.relation.c[self.flags[condition]] == 1)

    def holds(self, condition: Condition, row: FromClause) -> ColumnElement[bool]:
        """Return that a row meets a condition."""
        same = (self.relation.c[f"k{n}"] == row.c[key] for n, key in enumerate(self.key))
        met = self.relation.c[self.flags[condition]] == 1
        return sa.exists(sa.select(sa.literal_column("1")).select_from(self.relation).where(*same, met))


@dataclass(frozen=True)
class Verdicts:
    """The verdicts of one session, each in a temporary table of its own."""

    connection: Connection
    relations: Relations
    _made: dict[str, sa.Table] = field(default_factory=dict)

    def on(self, work: TableWork, rows: Range) -> Verdict | None:
        """Return what is due of the rows of a batch; None where no two deeds ask the same."""
        searches = _searches(work)
        asked = Counter(leaf for search in searches for leaf in {*_leaves(search)} if isinstance(leaf, Exists))
        if not work.key or all(deeds == 1 for deeds in asked.values()):
            return None
        flags = {search: f"v{n}" for n, search in enumerate(searches)}
        relation = self._relation(work, flags)
        self._fill(relation, work, rows, searches=searches)
        summed = sa.select(*(sa.func.coalesce(sa.func.sum(relation.c[flag]), 0) for flag in flags.values()))
        counts = self.connection.execute(summed).one()
        return Verdict(relation, work.key, flags, dict(zip(flags, map(int, counts), strict=True)))

    def _relation(self, work: TableWork, flags: Mapping[Condition, str]) -> sa.Table:
        if work.table in self._made:
            self.connection.execute(sa.delete(self._made[work.table]))
            return self._made[work.table]
        source, _ = self._compiler.start(work.table)
        keys = [source.c[key].label(f"k{n}") for n, key in enumerate(work.key)]
        number = sa.cast(sa.literal(0), sa.Integer())
        shape = sa.select(*keys, *(number.label(flag) for flag in flags.values())).where(sa.false())
        name = "garant_" + hashlib.sha256(f"due:{work.table}".encode()).hexdigest()[:16]
        self.connection.execute(shape.into(name, temporary=True))
        made = sa.Table(name, sa.MetaData(), *(sa.Column(c.name, c.type) for c in shape.subquery().c))
        self.relations.index_keys(made, work.table)
        self._made[work.table] = made
        return made

    @property
    def _compiler(self) -> Compiler:
        return self.relations.compiler

    def _fill(self, relation: sa.Table, work: TableWork, rows: Range, *, searches: tuple[Condition, ...]) -> None:
        """Ask each question once of each row of the range, and keep the rows of which something is due."""
        source, scope = self._compiler.start(work.table)
        keys = [source.c[key].label(f"k{n}") for n, key in enumerate(work.key)]
        always = frozenset.intersection(*map(parts_of, searches))
        needed = [self._compiler.condition(part, scope) for part in ordered_parts(searches[0]) if part in always]
        rest = [both(*(part for part in ordered_parts(search) if part not in always)) for search in searches]
        leaves = dict.fromkeys(leaf for search in rest for leaf in _leaves(search))
        answers = [self._compiler.condition(leaf, scope).label(f"a{n}") for n, leaf in enumerate(leaves)]
        within = rows.covers(self._compiler.words, *(source.c[key] for key in work.key))
        here = sa.select(*keys, *answers).where(within, *needed)
        # The offset keeps databases from copying each question to wherever its answer is used.
        asked = here.offset(0).subquery("asked")
        named = {leaf: asked.c[f"a{n}"] for n, leaf in enumerate(leaves)}
        met = [self._combined(search, named) for search in rest]
        found = sa.select(*(asked.c[f"k{n}"] for n in range(len(keys))), *(sa.case((one, 1), else_=0) for one in met))
        inserting = sa.insert(relation).from_select([c.name for c in relation.c], found.where(sa.or_(*met)))
        self.connection.execute(inserting)
        self.relations.analyse_relation(relation)

    def _combined(self, said: Condition, answers: Mapping[Condition, ColumnElement[bool]]) -> ColumnElement[bool]:
        match said:
            case AllOf():
                return sa.and_(sa.true(), *(self._combined(part, answers) for part in said.parts))
            case AnyOf():
                return sa.or_(sa.false(), *(self._combined(part, answers) for part in said.parts))
            case Not():
                return self._compiler.words.is_not_true(self._combined(said.part, answers))
            case _:
                return answers[said]


def _searches(work: TableWork) -> tuple[Condition, ...]:
    """Return what is asked of each row of a table: whether it goes, and which of its cells are due."""
    return tuple(c for c in dict.fromkeys((work.sought, *(blank.where for blank in work.blanks_left))) if c != NEVER)


def _leaves(said: Condition) -> Iterator[Condition]:
    match said:
        case AllOf() | AnyOf():
            for part in said.parts:
                yield from _leaves(part)
        case Not():
            yield from _leaves(said.part)
        case _:
            yield said
