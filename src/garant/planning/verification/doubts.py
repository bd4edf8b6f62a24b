"""What `verify` asks beside the questions of a plan: owners, dates, references and kinds of rows that are not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from garant.planning.files import missing_columns, named_sets
from garant.planning.questions import Count, Programme
from garant.planning.terrain.layout import RowsOfOneKind
from garant.planning.terrain.predicates import ALWAYS, NEVER, Condition, Missing, both, either, no, some
from garant.planning.terrain.rows import RoleAt
from garant.planning.terrain.stray import outside
from garant.planning.terrain.tidy import tidy
from garant.planning.terrain.ways import value
from garant.planning.unsure import holds_something


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """One thing that the live data may show: a code, the place, and the rows that would show it."""

    code: str
    where: str
    count: Count


@dataclass(frozen=True)
class Doubts:
    """Turns what the map says into what can be asked of the rows, by the predicates of a plan."""

    programme: Programme

    def all(self) -> tuple[Doubt, ...]:
        """Return every question, in the order of the map."""
        asked = (*self._owners(), *self._dates(), *self._references(), *self._kinds(), *self._files())
        return tuple(doubt for doubt in asked if doubt.count.where != NEVER)

    def _doubt(self, code: str, where: str, table: str, *, condition: Condition) -> Doubt:
        return Doubt(code=code, where=where, count=Count(table, tidy(condition)))

    def _each_kind(self) -> Iterator[RowsOfOneKind]:
        layout = self.programme.layout
        for table in layout.personal:
            if layout.said(table).copy_of is None:
                yield from layout.kinds_of(table)

    def _owners(self) -> Iterator[Doubt]:
        reasons = self.programme.reasons
        for kind in self._each_kind():
            roles = reasons.rows.roles(kind)
            is_person = bool(self.programme.layout.anchors_at(kind.table))
            # A role with a kind of its own has its reasons from the row, whoever the person is.
            if is_person or not reasons.groups(kind) or any(role.kind for role in roles):
                continue
            expected = either(*(self._is_expected(role, kind) for role in roles))
            nobody = (no(reasons.rules.kinds.found(role)) for role in roles)
            mine = reasons.rows.of_kind(kind, "t")
            condition = both(mine, expected, *nobody, holds_something(reasons, kind))
            yield self._doubt("without-owner", kind.table, kind.table, condition=condition)

    def _is_expected(self, role: RoleAt, kind: RowsOfOneKind) -> Condition:
        said = kind.belongs_to.get(role.name)
        rows = self.programme.reasons.rows
        return ALWAYS if said is None else rows.when(said.when, rows.start(kind.table))

    def _dates(self) -> Iterator[Doubt]:
        reasons = self.programme.reasons
        for event in reasons.clocks.counted:
            for kind, said in reasons.clocks.everywhere(event):
                mine = both(reasons.rows.of_kind(kind, "t"), holds_something(reasons, kind))
                start, where = reasons.rows.start(kind.table), f"{kind.table}.{said.column}"
                undated, misread = reasons.clocks.undated(said, start), reasons.clocks.misread(said, start)
                yield self._doubt("missing-date", where, kind.table, condition=both(mine, undated))
                yield self._doubt("misread-date", where, kind.table, condition=both(mine, misread))

    def _references(self) -> Iterator[Doubt]:
        """Yield the references that the database does not watch over, and may therefore lead nowhere."""
        layout, rows = self.programme.layout, self.programme.reasons.rows
        for table in layout.personal:
            for reference in layout.tables[table].references:
                if reference.enforced or reference.to not in layout.tables:
                    continue
                way = rows.walker(table).follow(reference, rows.start(table))
                there = (no(Missing(value("t", column))) for column in reference.columns)
                condition = both(*there, no(some(way.sources, *way.where)))
                where = f"{table}.{','.join(reference.columns)}"
                yield self._doubt("dangling-reference", where, table, condition=condition)

    def _files(self) -> Iterator[Doubt]:
        """Yield the rows whose file would lie outside the folder of its set: it is not touched, and so they stay."""
        layout = self.programme.layout
        for files in named_sets(layout):
            if not missing_columns(layout, files):
                yield self._doubt("astray-file", files.name, files.table, condition=outside(files.path))

    def _kinds(self) -> Iterator[Doubt]:
        layout, rows = self.programme.layout, self.programme.reasons.rows
        for table in layout.personal:
            kinds = layout.said(table).rows
            met = [rows.when(kind.when, rows.start(table)) for kind in kinds if not kind.otherwise]
            if kinds and not any(kind.otherwise for kind in kinds):
                none = both(*(no(one) for one in met))
                yield self._doubt("row-of-no-kind", table, table, condition=none)
            if len(met) > 1:
                two = either(*(both(one, other) for one, other in combinations(met, 2)))
                yield self._doubt("row-of-two-kinds", table, table, condition=two)
