"""What is asked of a store before a plan: rows to be marked, rows to be counted, in order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from garant.planning.anonymous.anonymity import Generalised
from garant.planning.going import Going
from garant.planning.grounds.holds import NO_HOLDS, HeldCase, Holds
from garant.planning.grounds.reasons import Group, Reasons
from garant.planning.order import circles, is_circle, leaders_first
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import (
    ALWAYS,
    NEVER,
    AllOf,
    Condition,
    Same,
    Source,
    Value,
    Written,
    both,
    either,
    no,
    parts_of,
    some,
)
from garant.planning.terrain.tidy import renamed, tidy
from garant.planning.terrain.ways import value
from garant.planning.unsure import Unsure, unsure
from garant.planning.work import Blank, Cut, Emptied, TableWork, Works


@dataclass(frozen=True)
class Count:
    """How many rows of a table, under the alias `t`, meet a condition."""

    table: str
    where: Condition


@dataclass(frozen=True)
class Marked:
    """The rows of one table to be marked: those at first, less those that others need; some are anonymised.

    What needs them outside their circle is asked once, what does so inside it until nothing more is taken out.
    """

    table: str
    key: tuple[str, ...]
    at_first: Condition
    needed: tuple[Condition, ...]
    kept_by_circle: Condition
    generalised: tuple[Generalised, ...] = ()
    going: Condition = NEVER


@dataclass(frozen=True)
class Mark:
    """Tables whose going rows are marked together, before others are counted."""

    tables: tuple[Marked, ...]


Question = Count | Mark
Answers = Mapping[Count, int]


def by_store(layout: Layout, questions: tuple[Question, ...]) -> Mapping[str, list[Question]]:
    """Return the questions by the store that can answer them, in their order."""
    found: dict[str, list[Question]] = {}
    for question in questions:
        table = question.table if isinstance(question, Count) else question.tables[0].table
        found.setdefault(layout.store_of(table), []).append(question)
    return found


@dataclass(frozen=True)
class Programme:
    """The work of one day, circle by circle, in the order in which it is done."""

    layout: Layout
    today: date
    known: frozenset[tuple[str, str]] = frozenset()
    holds: Holds = NO_HOLDS

    @cached_property
    def reasons(self) -> Reasons:
        """Return the reasons of the day."""
        return Reasons(self.layout, self.today, self.known, holds=self.holds)

    @cached_property
    def circles(self) -> tuple[tuple[str, ...], ...]:
        """Return the tables in the order of work, those that wait for one another together."""
        return circles(self._unmarked)

    @cached_property
    def _unmarked(self) -> Going:
        return Going(self.reasons)

    def _circle_of(self, tables: tuple[str, ...]) -> frozenset[str]:
        # Who is anonymised is decided for a whole table at once, so that its rows are marked like a circle's.
        if tables not in self._circles:
            anonymised = not self._unmarked.anonymity.tables.isdisjoint(tables)
            self._circles[tables] = frozenset(tables if anonymised or is_circle(self._unmarked, tables) else ())
        return self._circles[tables]

    @cached_property
    def _circles(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}

    @cached_property
    def marked(self) -> frozenset[str]:
        """Return the tables whose going rows others wait for, or ask for often: a plan finds them first."""
        going = self._unmarked
        found = {table for tables in self.circles for table in self._circle_of(tables)}
        for table in self.layout.tables:
            found |= self._named_together(table)
            for child, reference in going.referring(table):
                if child != table and going.is_waited_for(child, reference):
                    found.add(child)
                if child != table and going.may_be_emptied(child, reference):
                    found.update(one for one in (child, table) if going.stands_alone(one))
        return frozenset(found)

    def _named_together(self, table: str) -> set[str]:
        """Return the tables of people whom one list of this table names by the same elements."""
        kinds = self.layout.kinds_of(table) if table in self.layout.personal else ()
        named = [(one, owner.anchor) for kind in kinds for _, owner, one in self.reasons.lists.named(kind)]
        tables = {(one.of, anchor.table) for one, anchor in named if anchor is not None}
        return {found for of, found in tables if any(of == other and found != there for other, there in tables)}

    def planned(self, tables: tuple[str, ...]) -> Works:
        """Return the work on a circle as a plan sees it: everything is still there."""
        circle = self._circle_of(tables)
        if circle not in self._planned:
            self._planned[circle] = Works(Going(self.reasons, self.marked, circle))
        return self._planned[circle]

    @cached_property
    def _planned(self) -> dict[frozenset[str], Works]:
        return {}

    def done(self, tables: tuple[str, ...]) -> Works:
        """Return the work on a circle as a deed sees it: what comes before has been done."""
        circle = self._circle_of(tables)
        return Works(Going(self.reasons, circle, circle))

    def deeds(self) -> Iterator[tuple[Mark | None, tuple[TableWork, ...]]]:
        """Yield the work, circle by circle, each with what is to be marked first."""
        for tables in self.circles:
            works = self.done(tables)
            work = tuple(works.on(table) for table in tables)
            if self._circle_of(tables):
                yield self._marks(works, tables), tuple(one.beside_those_that_go() for one in work)
            else:
                yield None, work

    def _marks(self, works: Works, tables: tuple[str, ...]) -> Mark:
        going = works.going
        return Mark(
            tuple(
                Marked(
                    table,
                    self.layout.key_of(table),
                    going.eligible(table),
                    going.needed(table),
                    going.kept_by_circle(table),
                    going.anonymity.of(table),
                    going.goes(table),
                )
                for table in leaders_first(going, tables)
            )
        )

    # what a plan asks -----------------------------------------------------------------------------------------

    @cached_property
    def inquiries(self) -> tuple["Inquiry", ...]:
        """Return what a plan asks of each table, in the order of work."""
        return tuple(self._inquiry(table, tables) for tables in self.circles for table in tables)

    def questions(self) -> tuple[Question, ...]:
        """Return every question of a plan, in the order in which they must be asked."""
        asked: dict[Question, None] = {}
        for tables in self.circles:
            marked = tuple(table for table in tables if table in self.marked)
            if marked:
                asked[self._marks(self.planned(tables), marked)] = None
        for inquiry in self.inquiries:
            asked.update(dict.fromkeys(inquiry.counts()))
        return tuple(asked)

    def _inquiry(self, table: str, tables: tuple[str, ...]) -> "Inquiry":
        works = self.planned(tables)
        work = works.on(table)
        shown = work.going if self._circle_of(tables) else works.going.at_first(table)
        personal = table in self.layout.personal
        groups = [g for kind in self.layout.kinds_of(table) for g in self.reasons.groups(kind)] if personal else []
        if personal and self.layout.said(table).copy_of is not None:
            groups = []
        return Inquiry(
            work=work,
            groups=tuple(groups),
            blanks=tuple(Staying(table, blank.where, work.going, shown) for blank in work.blanks),
            cuts=tuple(self._cut(work, cut, shown) for cut in work.cuts),
            empties=tuple(self._emptied(works, work, emptied) for emptied in work.empties),
            archived=self.reasons.plainer.tidy(
                either(*(self._archived(g) for g in groups if self.reasons.archives(g))), table
            ),
            awaiting=self.reasons.plainer.tidy(either(*(self._awaiting(g) for g in groups)), table),
            clockless=self.reasons.plainer.tidy(either(*(self._clockless(g) for g in groups)), table),
            unneeded=self._eligible(works, table),
            shown=shown,
            held=tuple(self.held(table)),
            unsure=tuple(dict.fromkeys(unsure(self.reasons, table))),
            moving=self.reasons.plainer.tidy(both(work.going, work.archived), table),
            carried=tuple(self._carried(work, blank, shown) for blank in work.blanks),
        )

    def held(self, table: str) -> Iterator[tuple[HeldCase, Count]]:
        """Yield how many rows of a table the holds of each case name, or reach through a person."""
        kinds = self.layout.kinds_of(table) if table in self.layout.personal else ()
        for case in self.holds.cases:
            mine = self.reasons.hold.row_by(case, table)
            by = either(mine, *(self.reasons.held_by(case, kind) for kind in kinds))
            where = self.reasons.plainer.tidy(by, table)
            if where != NEVER:
                yield case, Count(table, where)

    def _cut(self, work: TableWork, cut: Cut, shown: Condition) -> "Staying":
        return Staying(work.table, tidy(some((cut.elements,), cut.where)), work.going, shown)

    def _carried(self, work: TableWork, blank: Blank, shown: Condition) -> "Staying":
        where = NEVER if blank.move is None else tidy(both(blank.where, blank.move.where))
        return Staying(work.table, where, work.going, shown)

    def _eligible(self, works: Works, table: str) -> Condition:
        spared = works.going.anonymity.spared(table)
        return tidy(both(works.going.eligible(table), no(self.reasons.plainer.tidy(spared, table))))

    def _archived(self, group: Group) -> Condition:
        mine = self.reasons.rows.of_kind(group.kind, "t")
        return both(mine, self.reasons.out_of_active_use(group), no(self.reasons.not_kept(group)))

    def _awaiting(self, group: Group) -> Condition:
        return both(self.reasons.rows.of_kind(group.kind, "t"), self.reasons.public.awaits_visa(group))

    def _clockless(self, group: Group) -> Condition:
        loose = self.reasons.loose(group)
        if loose == NEVER:
            return NEVER
        mine = self.reasons.rows.of_kind(group.kind, "t")
        anonymous = Going(self.reasons).anonymity.earlier(group.kind)
        return both(mine, self._free(group), loose, no(anonymous))

    def _free(self, group: Group) -> Condition:
        # A rule that keeps has found something to count from: where every rule may end, that need not be asked twice.
        if group.is_list or self.reasons.may_end(group):
            return ALWAYS if group.is_list else no(self.reasons.held(group))
        return self.reasons.not_kept(group)

    def _emptied(self, works: Works, work: TableWork, emptied: Emptied) -> "Staying":
        alias = self.reasons.rows.aliases()
        listed = emptied.elements
        heres = [Value(listed.alias, "value") if listed else value("t", here) for here in emptied.columns]
        refers: Iterable[Condition] = map(Same, heres, (value(alias, there) for there in emptied.to_columns))
        if emptied.holds:
            refers = (Same(heres[0], Written(emptied.holds, alias)),)
        sources = (*((listed,) if listed else ()), Source(alias, work.table))
        spared = works.going.anonymity.spared(emptied.table)
        alone = both(emptied.where, no(emptied.shared), no(works.going.leaving(emptied.table, emptied.columns)))
        found = both(some(sources, *refers, renamed(work.going, "t", alias), alone), no(spared))
        mine = emptied.table in self.layout.tables and emptied.table in self.layout.personal
        where = self.reasons.plainer.tidy(found, emptied.table)
        return Staying(emptied.table, where, works.going.goes(emptied.table) if mine else NEVER)


@dataclass(frozen=True)
class Staying:
    """The rows that meet a condition and do not go: counted as a difference, which costs less than a negation.

    `shown` is what is known of every row that goes, where that is more than `going` says.
    """

    table: str
    where: Condition
    going: Condition
    shown: Condition = NEVER

    @property
    def all_go(self) -> bool:
        """Return whether the conditions alone show that every such row goes."""
        where = parts_of(self.where)
        return self.going != NEVER and (parts_of(self.going) <= where or (self.shown != NEVER and self._shown <= where))

    @property
    def _shown(self) -> frozenset[Condition]:
        return frozenset() if self.shown == NEVER else parts_of(self.shown)

    def counts(self) -> tuple[Count, ...]:
        """Return what is counted: those that meet the condition, and those of them that go."""
        if self.where == NEVER or self.all_go:
            return ()
        whole = Count(self.table, self.where)
        parts = self.where.parts if isinstance(self.where, AllOf) else (self.where,)
        more = (part for part in parts if part not in self._shown)
        return (whole,) if self.going == NEVER else (whole, Count(self.table, tidy(both(self.going, *more))))

    def of(self, answers: Answers) -> int:
        """Return how many stay."""
        counted = [answers[count] for count in self.counts()]
        return counted[0] - sum(counted[1:]) if counted else 0


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """What a plan asks of one table."""

    work: TableWork
    groups: tuple[Group, ...]
    blanks: tuple[Staying, ...]
    cuts: tuple[Staying, ...]
    empties: tuple[Staying, ...]
    archived: Condition
    clockless: Condition
    unneeded: Condition
    shown: Condition
    held: tuple[tuple[HeldCase, Count], ...] = ()
    unsure: tuple[Unsure, ...] = ()
    moving: Condition = NEVER
    awaiting: Condition = NEVER
    carried: tuple["Staying", ...] = ()

    @property
    def whole(self) -> Count:
        """Return the count of all rows."""
        return Count(self.work.table, ALWAYS)

    @property
    def going(self) -> Count:
        """Return the count of the rows that go."""
        return Count(self.work.table, self.work.going)

    def counts(self) -> Iterator[Count]:
        """Yield every count."""
        table = self.work.table
        yield self.whole
        asked = (self.work.going, self.work.anonymised, self.archived, self.clockless, self.moving, self.awaiting)
        yield from (Count(table, condition) for condition in asked if condition != NEVER)
        if self.needs_matter:
            yield Count(table, self.unneeded)
        yield from (Count(table, one.where) for one in self.unsure)
        yield from (count for _, count in self.held)
        for staying in (*self.blanks, *self.cuts, *self.empties, *self.carried):
            yield from staying.counts()
        yield from (Count(emptied.table, ALWAYS) for emptied in self.work.empties)

    @property
    def needs_matter(self) -> bool:
        """Return whether rows that could go may be needed by others."""
        said = {parts_of(self.work.going), parts_of(self.shown)}
        return self.unneeded != NEVER and parts_of(self.unneeded) not in said
