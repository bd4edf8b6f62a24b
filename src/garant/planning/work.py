"""The work on each table: what is erased, blanked, emptied, recounted and remembered, as data for the databases."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from garant.planning.anonymous.anonymity import Generalised
from garant.planning.anonymous.fills import Fill, fills_of
from garant.planning.archiving.moves import Move, Moves
from garant.planning.going import Going
from garant.planning.grounds.clocks import KNOWN
from garant.planning.grounds.movable import is_archive
from garant.planning.grounds.reasons import Group, Reasons
from garant.planning.terrain.layout import Layout, RowsOfOneKind
from garant.planning.terrain.predicates import (
    ALWAYS,
    NEVER,
    Condition,
    Elements,
    Source,
    Value,
    both,
    either,
    no,
    parts_of,
)
from garant.planning.terrain.rows import Owner
from garant.planning.terrain.survivors import survivor
from garant.planning.terrain.ways import Way
from garant.policy.datamap import EventColumn
from garant.policy.paths import RowsOf


@dataclass(frozen=True, kw_only=True)
class Blank:
    """The cells of a group to be blanked in the rows that stay."""

    group: Group
    where: Condition
    fills: tuple[Fill, ...]
    remembers: "tuple[Remember, ...]" = ()
    move: Move | None = None


@dataclass(frozen=True, kw_only=True)
class Cut:
    """The elements to be taken out of a list: those for which `where` holds."""

    group: Group
    elements: Elements
    where: Condition


@dataclass(frozen=True, kw_only=True)
class Emptied:
    """The references to be emptied in rows that stay, when the row they lead to goes: columns, or list elements.

    One that `holds` a text names the row by it; `where` tells rows that make it from others of their table.
    An element stays while `shared` holds: it names somebody of another table, too, who is there.
    """

    table: str
    columns: tuple[str, ...]
    to_columns: tuple[str, ...]
    holds: str = ""
    where: Condition = ALWAYS
    elements: Elements | None = None
    shared: Condition = NEVER


@dataclass(frozen=True, kw_only=True)
class Remember:
    """An event whose occurrences are remembered before rows on its way go: by person, its latest day."""

    people: str
    event: str
    sources: tuple[Source | Elements, ...]
    where: tuple[Condition, ...]
    person: Value
    day: Value
    day_sources: tuple[Source | Elements, ...]
    day_where: tuple[Condition, ...]
    said: EventColumn
    table: str
    alias: str
    misread: Condition = NEVER
    began: Way | None = None


@dataclass(frozen=True, kw_only=True)
class Forget:
    """Whose remembered events go with their own row."""

    people: str
    relation: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Recount:
    """A counter to be put right: the rows of `source` that refer here."""

    table: str
    column: str
    source: str
    by: str
    to: str


@dataclass(frozen=True, kw_only=True)
class TableWork:
    """All that may be done to one table, and what must happen before.

    The rows that go are those at first, less those that a row of another table needs.
    """

    table: str
    key: tuple[str, ...]
    going: Condition
    at_first: Condition = NEVER
    needed: tuple[Condition, ...] = ()
    blanks: tuple[Blank, ...] = ()
    cuts: tuple[Cut, ...] = ()
    empties: tuple[Emptied, ...] = ()
    remembers: tuple[Remember, ...] = ()
    forgets: tuple[Forget, ...] = ()
    recounts: tuple[Recount, ...] = ()
    generalised: tuple[Generalised, ...] = ()
    anonymised: Condition = NEVER
    moves: tuple[Move, ...] = ()
    is_of_archive: bool = False

    @property
    def archived(self) -> Condition:
        """Return that something of the row is still kept when it goes, and lives on in the archive."""
        return either(*(move.where for move in self.moves))

    @property
    def archives(self) -> bool:
        """Return whether anything of this table may be copied into an archive."""
        return bool(self.moves) or any(blank.move for blank in self.blanks)

    @property
    def sought(self) -> Condition:
        """Return what the rows that go are looked for by, before those that others need are taken out."""
        return self.at_first if self.needed else self.going

    @property
    def blanks_left(self) -> tuple[Blank, ...]:
        """Return the blanks of rows that may be left when those that go are gone."""
        gone = parts_of(self.going)
        return tuple(b for b in self.blanks if self.going == NEVER or not gone <= parts_of(b.where))

    def beside_those_that_go(self) -> "TableWork":
        """Return the same work where cells are changed while the marked rows are still there: in the others alone."""
        stays = no(self.going)
        return replace(
            self,
            blanks=tuple(replace(blank, where=both(stays, blank.where)) for blank in self.blanks),
            cuts=tuple(replace(cut, where=both(stays, cut.where)) for cut in self.cuts),
        )

    @property
    def is_idle(self) -> bool:
        """Return whether nothing can be due in this table."""
        return self.going == NEVER and not (self.blanks or self.cuts or self.recounts)


@dataclass(frozen=True)
class Works:
    """Puts together the work on each table from the reasons and from which rows go."""

    going: Going

    @property
    def reasons(self) -> Reasons:
        """Return the reasons that are decided by."""
        return self.going.reasons

    @property
    def layout(self) -> Layout:
        """Return the layout that is decided on."""
        return self.going.layout

    def on(self, table: str) -> TableWork:
        """Return the work on one table."""
        going = self.going.goes(table)
        return TableWork(
            table=table,
            key=self.layout.key_of(table),
            going=going,
            at_first=self.going.eligible(table),
            needed=self.going.needed(table),
            blanks=tuple(self._blanks(table)),
            cuts=tuple(self._cuts(table)),
            empties=tuple(self._empties(table)) if going != NEVER else (),
            remembers=tuple(self._remembers(table)) if going != NEVER else (),
            forgets=tuple(self._forgets(table)) if going != NEVER else (),
            recounts=tuple(self._recounts(table)),
            generalised=self.going.anonymity.of(table),
            anonymised=self.going.anonymity.anonymised(table),
            moves=Moves(self.reasons).rows(table) if going != NEVER else (),
            is_of_archive=is_archive(self.layout, self.layout.store_of(table)),
        )

    # cells ----------------------------------------------------------------------------------------------------

    def _groups(self, table: str) -> Iterator[Group]:
        if (
            table in self.layout.personal
            and not {table} & self.layout.set_aside
            and not self.layout.said(table).copy_of
        ):
            for kind in self.layout.kinds_of(table):
                yield from self.reasons.groups(kind)

    def _blanks(self, table: str) -> Iterator[Blank]:
        for group in self._groups(table):
            columns = tuple(self._blankable(group))
            if group.is_list or not columns:
                continue
            empty = both(*(self.reasons.empty_cell(group.kind, column) for column in columns))
            mine = self.reasons.rows.of_kind(group.kind, "t")
            spared = self.going.anonymity.spared(table)
            where = self.reasons.plainer.tidy(both(mine, self.reasons.due(group), no(empty), no(spared)), table)
            if where != NEVER:
                fills = tuple(fills_of(self.reasons, group.kind, columns))
                lost = tuple(self._lost_with(table, columns))
                move = Moves(self.reasons).cells(group, columns)
                yield Blank(group=group, where=where, fills=fills, remembers=lost, move=move)

    def _blankable(self, group: Group) -> Iterator[str]:
        """Yield the group's columns without those that date events: a date goes with its row, and is remembered."""
        evidence = self.reasons.clocks.evidence
        yield from (c for c in group.columns if group.forbidden or (group.kind.table, c) not in evidence)

    def _lost_with(self, table: str, columns: tuple[str, ...]) -> Iterator[Remember]:
        """Yield the events of people who are known by one of these cells, and will not be when it is blanked."""
        for kind in self.layout.kinds_of(table):
            for role in kind.belongs_to.values():
                if set(role.known_by.values()) & set(columns):
                    yield from (r for r in self._remembers(table) if r.sources[0] == Source(r.alias, table))
                    return

    def _cuts(self, table: str) -> Iterator[Cut]:
        for group in self._groups(table):
            each = self.reasons.lists.each(group)
            if each is not None and each.due != NEVER:
                yield Cut(group=group, elements=each.elements, where=each.due)

    # references -----------------------------------------------------------------------------------------------

    def _empties(self, table: str) -> Iterator[Emptied]:
        for child, reference in self.going.referring(table):
            if self.going.may_be_emptied(child, reference):
                yield Emptied(
                    table=child,
                    columns=reference.columns,
                    to_columns=reference.to_columns,
                    holds=reference.holds,
                    where=self.going.makes(child, reference),
                )
        for other in self.layout.personal:
            if self.layout.store_of(other) == self.layout.store_of(table):
                yield from self._listed_in(other, table)

    def _listed_in(self, other: str, table: str) -> Iterator[Emptied]:
        """Yield the lists of another table whose elements are people of this one."""
        found: dict[Value, Emptied] = {}
        for kind in self.layout.kinds_of(other):
            for _, owner, listed in self.reasons.lists.named(kind):
                if listed.of.alias == "t" and owner.anchor is not None and owner.anchor.table == table:
                    column, key = listed.of.column, owner.anchor.key
                    found[listed.of] = Emptied(
                        table=other,
                        columns=(column,),
                        to_columns=(key,),
                        elements=listed,
                        shared=either(*self._others_named(kind, listed, table)),
                    )
        yield from found.values()

    def _others_named(self, kind: RowsOfOneKind, listed: Elements, table: str) -> Iterator[Condition]:
        """Yield that an element names somebody of another table who stays; where both go, the last one takes it."""
        tables = [anchor.table for anchor in self.layout.anchors]
        for _, owner, elements in self.reasons.lists.named(kind):
            if elements.of == listed.of and owner.anchor is not None and owner.anchor.table != table:
                other = owner.anchor.table
                is_later = tables.index(other) > tables.index(table)
                who = ALWAYS if is_later else self.going.staying(other, owner.way.alias)
                yield self.reasons.lists.names(owner, elements, listed.alias, who=who)

    def _recounts(self, table: str) -> Iterator[Recount]:
        for column, use in self.layout.said(table).columns.items():
            step = use.recount.steps[-1] if use.recount else None
            if not isinstance(step, RowsOf):
                continue
            source = step.table if step.table in self.layout.tables else f"{self.layout.store_of(table)}.{step.table}"
            if source in self.layout.tables:
                key = self.layout.key_of(table)[0]
                yield Recount(table=table, column=column, source=source, by=step.column, to=key)

    # what outlives its rows -----------------------------------------------------------------------------------

    @cached_property
    def counted(self) -> tuple[tuple[str, str], ...]:
        """Return the events that some rule or kind looks for with a person, by people."""
        return self.reasons.counted

    def _remembers(self, table: str) -> Iterator[Remember]:
        for people, event in self.counted:
            for kind, said in self.reasons.clocks.everywhere(event):
                if self.layout.store_of(kind.table) == self.layout.store_of(table):
                    yield from self._occurrences(people, event, (kind, said), table=table)

    def _occurrences(
        self, people: str, event: str, declared: tuple[RowsOfOneKind, EventColumn], *, table: str
    ) -> Iterator[Remember]:
        kind, said = declared
        alias = self.reasons.rows.aliases()
        for role in self.reasons.clocks.counted_roles(kind, said, alias):
            for owner in role.owners:
                if owner.people != people:
                    continue
                sources = (Source(alias, kind.table), *owner.way.sources)
                for source in sources:
                    if isinstance(source, Source) and source.table == table and not self._is_self(owner, source):
                        yield self._remember(event, declared, owner, sources=sources, alias=source.alias)

    def _is_self(self, owner: Owner, source: Source) -> bool:
        # What a person's own row says of them goes with that row: nobody is left to count from it.
        return owner.anchor is not None and owner.anchor.table == source.table

    def _remember(
        self,
        event: str,
        declared: tuple[RowsOfOneKind, EventColumn],
        owner: Owner,
        *,
        sources: tuple[Source | Elements, ...],
        alias: str,
    ) -> Remember:
        kind, said = declared
        rows = self.reasons.rows
        first = sources[0]
        here = rows.start(kind.table, first.alias)
        way = rows.walker(kind.table).walk(said.column, here)
        person, more, links = survivor(rows, owner)
        assert way.end is not None
        return Remember(
            people=owner.anchor.relation if owner.anchor else owner.people,
            event=event,
            sources=(*sources, *more),
            where=(*owner.way.where, *links, rows.of_kind(kind, first.alias), rows.when(said.when, here)),
            person=person,
            day=way.end,
            day_sources=way.sources,
            day_where=way.where,
            said=said,
            table=way.table,
            alias=alias,
            misread=self.reasons.clocks.dates.misread(said, way.table, way.end),
            began=self.reasons.clocks.began(said, here),
        )

    def _forgets(self, table: str) -> Iterator[Forget]:
        for anchor in self.layout.anchors_at(table):
            yield Forget(people=anchor.relation, relation=f"{KNOWN}{anchor.relation}", key=anchor.key)
