"""Looks at each table once: all that is claimed of its rows is found in one pass, and kept where others ask for it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from garant.adapters.sql.asking.claims import ALWAYS, Among, Atom, Claims, Led, Plain
from garant.adapters.sql.relations import Relations

_KEY = "k"
_ALL: Any = sa.literal_column(str(2**63 - 1))
_ONE: Any = sa.literal_column("1")

Reader = Led | Among | None
"""The way by which others ask something of a table; none, for what is counted of the table itself."""


@dataclass(frozen=True)
class Seen:
    """Rows that were looked at: their columns, and by number what was found of each."""

    rows: FromClause
    names: Mapping[int, str]

    def said(self, claims: Claims, claim: int) -> ColumnElement[bool]:
        """Return what a claim says of a row, as true or false."""
        parts = claims[claim]
        if abs(claim) not in self.names and isinstance(parts, frozenset):
            whole = sa.and_(sa.true(), *(self.said(claims, part) for part in sorted(parts, key=abs)))
        else:
            whole = self.rows.c[self.names[abs(claim)]]
        return whole if claim > 0 else sa.not_(whole)


@dataclass(kw_only=True)
class Asked:
    """What is asked of one table: by claims, of which columns, and by whom what is not in the row itself."""

    atoms: dict[int, Atom] = field(default_factory=dict)
    wanted: dict[int, None] = field(default_factory=dict)
    columns: dict[str, None] = field(default_factory=dict)
    searchers: set[Reader] = field(default_factory=set)

    @property
    def is_shared(self) -> bool:
        """Return whether rows of others lead here to ask what is not in the row, and they are not the only ones."""
        return len(self.searchers) > 1 and any(isinstance(one, Led) for one in self.searchers)


@dataclass
class Looks:
    """What is asked of each table, and what was found of its rows and kept."""

    claims: Claims
    relations: Relations
    asked: dict[str, Asked] = field(default_factory=dict)
    kept: dict[str, Seen] = field(default_factory=dict)
    _making: set[str] = field(default_factory=set)

    def ask(self, table: str, claims: Iterable[int], *, reader: Reader = None) -> None:
        """Note what will be asked of a table, and of those that it leads to."""
        asked = self.asked.setdefault(table, Asked())
        if reader is not None:
            asked.columns[reader.key if isinstance(reader, Led) else reader.by] = None
        for claim in claims:
            atoms = dict(self.claims.atoms(claim))
            asked.wanted.update(dict.fromkeys((abs(claim),) if isinstance(reader, Led) else atoms))
            for number, atom in atoms.items():
                if _searches(atom):
                    asked.searchers.add(reader)
                if number not in asked.atoms:
                    asked.atoms[number] = atom
                    if not isinstance(atom, Plain):
                        self.ask(atom.table, (atom.claim,), reader=replace(atom, claim=ALWAYS))

    def constant(self, table: str, claim: int) -> bool | None:
        """Return whether a claim is true of all rows of a table, or of none; nothing, where they differ."""
        seen = self._looked(table, dict(self.claims.atoms(claim)), ())
        said = seen.said(self.claims, claim)
        one = sa.select(_ONE).select_from(seen.rows)
        found = sa.select(sa.exists(one.where(said)), sa.exists(one.where(sa.not_(said))))
        true, false = self.relations.connection.execute(found).one()
        return None if true and false else bool(true)

    def at(self, table: str, claims: Iterable[int], columns: Iterable[str] = (), *, once: bool = False) -> Seen:
        """Return the rows of a table with what was found of them, or the search for it, made once for each row."""
        if table not in self.kept and table not in self._making and self.asked[table].is_shared:
            self._keep(table)
        if table in self.kept:
            return replace(self.kept[table], rows=self.kept[table].rows.alias())
        return self._looked(
            table, dict(found for claim in claims for found in self.claims.atoms(claim)), columns, once=once
        )

    def _keep(self, table: str) -> None:
        self._making.add(table)
        asked = self.asked[table]
        seen = self._looked(table, asked.atoms, asked.columns, once=True)
        names = {number: f"f{number}" for number in asked.wanted}
        found = (seen.said(self.claims, number).label(name) for number, name in names.items())
        kept = sa.select(*(seen.rows.c[column] for column in asked.columns), *found)
        self.kept[table] = Seen(self.relations.keep(table, kept), names)
        self._making.discard(table)

    def _looked(self, table: str, atoms: Mapping[int, Atom], columns: Iterable[str], *, once: bool = False) -> Seen:
        source, scope = self.relations.compiler.start(table)
        look = _Look(self, source, source)
        tests = {number: atom.condition for number, atom in atoms.items() if isinstance(atom, Plain)}
        look.test({number: self.relations.compiler.condition(said, scope) for number, said in tests.items()})
        for (column, *to), led in _by(atoms, Led, lambda atom: (atom.column, atom.table, atom.key)).items():
            look.follow(column, (to[0], to[1]), led)
        for (column, *to), among in _by(atoms, Among, lambda atom: (atom.column, atom.table, atom.by)).items():
            look.search(column, (to[0], to[1]), among)
        names = {number: f"f{number}" for number in atoms}
        shown = (*(source.c[c] for c in columns), *(look.found[number].label(name) for number, name in names.items()))
        found = sa.select(*(shown or (_ONE.label(_KEY),))).select_from(look.joined)
        # A limit that leaves nothing out keeps a database from searching again wherever the answer is spoken of.
        is_once = once or any(_searches(atom) and not isinstance(atom, Led) for atom in atoms.values())
        return Seen((found.limit(_ALL) if is_once else found).subquery(), names)


@dataclass
class _Look:
    """One pass over a table: its own cells, the rows that it leads to, and those that lead to it."""

    looks: Looks
    source: FromClause
    joined: FromClause
    found: dict[int, ColumnElement[bool]] = field(default_factory=dict)

    def test(self, tests: Mapping[int, ColumnElement[bool]]) -> None:
        """Ask what the row says itself."""
        self.found.update((number, sa.func.coalesce(test, sa.false())) for number, test in tests.items())

    def follow(self, column: str, to: tuple[str, str], led: Mapping[int, Led]) -> None:
        """Ask of the row that a column leads to."""
        table, key = to
        seen = self.looks.at(table, [atom.claim for atom in led.values()], (key,))
        there = seen.rows.c[key]
        self.joined = self.joined.outerjoin(seen.rows, there == self.source.c[column])
        for number, atom in led.items():
            self.found[number] = sa.and_(there.is_not(None), seen.said(self.looks.claims, atom.claim))

    def search(self, column: str, there: tuple[str, str], among: Mapping[int, Among]) -> None:
        """Ask of the rows that hold the column's value: once for all that is asked."""
        table, by = there
        seen = self.looks.at(table, [atom.claim for atom in among.values()], (by,))
        said = {number: seen.said(self.looks.claims, atom.claim) for number, atom in among.items()}
        if len(said) == 1:
            same = seen.rows.c[by] == self.source.c[column]
            search = sa.select(_ONE).select_from(seen.rows).where(same, *said.values())
            self.found.update(dict.fromkeys(said, sa.exists(search.correlate(self.source))))
            return
        any_of = self.looks.relations.compiler.words.any_of
        tests = {number: one for number, one in said.items() if among[number].claim != ALWAYS}
        ones = (any_of(one).label(f"f{number}") for number, one in tests.items())
        rows = sa.select(seen.rows.c[by].label(_KEY), *ones).group_by(seen.rows.c[by]).subquery()
        self.joined = self.joined.outerjoin(rows, rows.c[_KEY] == self.source.c[column])
        self.found.update((number, sa.func.coalesce(rows.c[f"f{number}"], sa.false())) for number in tests)
        self.found.update((number, rows.c[_KEY].is_not(None)) for number in said if number not in tests)


def _searches(atom: Atom) -> bool:
    return not isinstance(atom, Plain) or atom.searches


def _by(atoms: Mapping[int, Atom], kind: type, way: Callable[[Any], Any]) -> Mapping[Any, dict[int, Any]]:
    found: dict[Any, dict[int, Any]] = {}
    for number, atom in atoms.items():
        if isinstance(atom, kind):
            found.setdefault(way(atom), {})[number] = atom
    return found
