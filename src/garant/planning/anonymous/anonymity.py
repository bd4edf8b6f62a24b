"""Anonymity: which rows are anonymised instead of erased, and what must hold so that nobody remains (recital 26)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from garant.planning.anonymous.fills import Fill, fills_of
from garant.planning.anonymous.remains import Remains
from garant.planning.grounds.reasons import Group, Reach, Reasons
from garant.planning.terrain.layout import Layout, RowsOfOneKind
from garant.planning.terrain.predicates import (
    NEVER,
    Condition,
    Drawn,
    Elements,
    Is,
    Missing,
    Rough,
    Same,
    Source,
    Value,
    both,
    either,
    no,
    some,
)
from garant.planning.terrain.survivors import survivor
from garant.planning.terrain.ways import value
from garant.policy.terms import Fate

ROUGH = "rough:"
"""The relation of the keys of a table's rows that pass the test: those to be anonymised, and those that are so."""

CROWD = "crowd:"
"""The relation of what would remain of each row, and of the people who are its owners."""

REDRAWN = "redrawn:"
"""The relation of old keys and new ones."""


@dataclass(frozen=True, kw_only=True)
class Whose:
    """A way from a row to the people who are its owners, and the key that tells them apart."""

    people: str
    sources: tuple[Source | Elements, ...]
    where: tuple[Condition, ...]
    key: Value


@dataclass(frozen=True, kw_only=True)
class Generalised:
    """How rows of one kind are anonymised: which may be, what remains of them, and of how many people it must speak."""

    table: str
    key: str
    index: int
    where: Condition
    done: Condition
    columns: tuple[tuple[str, str], ...]
    fills: tuple[Fill, ...]
    emptied: tuple[str, ...]
    people: tuple[Whose, ...]
    nobody: Condition
    smallest_group: int

    @property
    def changed(self) -> frozenset[str]:
        """Return the columns that do not stay as they are."""
        roughened = (column for column, how in self.columns if how != "none")
        return frozenset((self.key, *self.emptied, *roughened, *(fill.cell.column for fill in self.fills)))


@dataclass(frozen=True)
class Anonymity:
    """Says of each table which of its rows are anonymised, as conditions on the row under an alias."""

    reasons: Reasons

    @property
    def layout(self) -> Layout:
        """Return the layout that is decided on."""
        return self.reasons.layout

    @cached_property
    def tables(self) -> frozenset[str]:
        """Return the tables some rows of which may be anonymised."""
        if all(rule.then is not Fate.ANONYMISE for _, _, _, rule in self.layout.policy.rules()):
            return frozenset()
        return frozenset(table for table in self.layout.personal if any(True for _ in self._kinds(table)))

    def of(self, table: str) -> tuple[Generalised, ...]:
        """Return how the rows of a table are anonymised, kind by kind."""
        return tuple(self._generalised(kind) for kind in self._kinds(table)) if table in self.tables else ()

    def spared(self, table: str, alias: str = "t") -> Condition:
        """Return that the row passed the test: it is anonymised, or is so already, and is not erased."""
        return self._in_rough(table, alias) if table in self.tables else NEVER

    def anonymised(self, table: str) -> Condition:
        """Return that the row passed the test, and that something of it is still to be changed."""
        return self._in_rough(table, "t", done=0) if table in self.tables else NEVER

    def earlier(self, kind: RowsOfOneKind) -> Condition:
        """Return that the row was anonymised once: it is nobody's, and needs neither reason, owner nor date."""
        if kind.table not in self.tables or kind not in self._kinds(kind.table):
            return NEVER
        return both(self._done(kind), Drawn(value("t", self.layout.key_of(kind.table)[0])))

    def _in_rough(self, table: str, alias: str, *, done: int | None = None) -> Condition:
        rough = self.reasons.rows.aliases()
        undone = () if done is None else (Is(Value(rough, "done"), (done,)),)
        same = Same(Value(alias, self.layout.key_of(table)[0]), Value(rough, "k0"))
        return some((Source(rough, f"{ROUGH}{table}"),), same, *undone)

    # which kinds of rows --------------------------------------------------------------------------------------

    def _kinds(self, table: str) -> Iterator[RowsOfOneKind]:
        remains = Remains(self.reasons.rows)
        if remains.of_table(table):
            return
        for kind in self.layout.kinds_of(table):
            if self._is_said(kind) and not remains.of_kind(kind):
                yield kind

    def _is_said(self, kind: RowsOfOneKind) -> bool:
        groups = self.reasons.groups(kind)
        reaches = [reach for group in groups for reach in self.reasons.reaches(group)]
        said = any(reach.rule.then is Fate.ANONYMISE for reach in reaches)
        return said and not any(group.forbidden for group in groups)

    # what is said of them -------------------------------------------------------------------------------------

    def _generalised(self, kind: RowsOfOneKind) -> Generalised:
        rows, remains = self.reasons.rows, Remains(self.reasons.rows)
        emptied = remains.emptied(kind)
        people = tuple(self._people(kind))
        return Generalised(
            table=kind.table,
            key=self.layout.key_of(kind.table)[0],
            index=kind.index,
            where=self._tidy(both(rows.of_kind(kind, "t"), *map(self._all_say_so, self.reasons.groups(kind))), kind),
            done=self._tidy(self._done(kind), kind),
            columns=remains.roughened(kind),
            fills=tuple(f for f in fills_of(self.reasons, kind, self._blanked(kind)) if f.cell.column not in emptied),
            emptied=emptied,
            people=people,
            nobody=both(*(no(some(one.sources, *one.where, no(Missing(one.key)))) for one in people)),
            smallest_group=self.layout.data_map.smallest_group,
        )

    def _blanked(self, kind: RowsOfOneKind) -> tuple[str, ...]:
        return tuple(name for name, use in kind.columns.items() if use.is_personal and use.generalise is None)

    def _done(self, kind: RowsOfOneKind) -> Condition:
        """Return that the row is as the step would leave it, but for its key."""
        remains = Remains(self.reasons.rows)
        missing = (Missing(value("t", name)) for name in remains.emptied(kind))
        empty = (self.reasons.empty_cell(kind, name) for name in self._blanked(kind))
        rough = (Rough(value("t", name), how) for name, how in remains.roughened(kind) if how != "none")
        return both(*missing, *empty, *rough)

    def _tidy(self, condition: Condition, kind: RowsOfOneKind) -> Condition:
        return self.reasons.plainer.tidy(condition, kind.table)

    def _all_say_so(self, group: Group) -> Condition:
        """Return that the group is not due, or that every rule that reaches it says to anonymise."""
        erasing = (reach for reach in self.reasons.reaches(group) if reach.rule.then is not Fate.ANONYMISE)
        reached = either(*(self._applies(group, reach) for reach in erasing))
        return no(reached) if reached == NEVER else either(no(self.reasons.run_out(group)), no(reached))

    def _applies(self, group: Group, reach: Reach) -> Condition:
        return self.reasons.rules.applies(self.reasons.case(group, reach, "t"))

    def _people(self, kind: RowsOfOneKind) -> Iterator[Whose]:
        for role in self.reasons.rows.roles(kind):
            for owner in role.owners:
                key, more, links = survivor(self.reasons.rows, owner)
                sources, where = (*owner.way.sources, *more), (*owner.way.where, *links)
                yield Whose(people=owner.people, sources=sources, where=where, key=key)
