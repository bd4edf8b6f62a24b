"""Clocks: where a rule finds its events for a table and a role, and what their occurrences say."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from functools import cached_property

from garant.planning.grounds.dates import Dates
from garant.planning.terrain.layout import Anchor, RowsOfOneKind
from garant.planning.terrain.predicates import (
    ALWAYS,
    NEVER,
    After,
    Condition,
    Is,
    Missing,
    Not,
    Same,
    Source,
    StandsIn,
    Value,
    both,
    either,
    no,
    reached,
    some,
    within,
)
from garant.planning.terrain.rows import Level, Owner, RoleAt, Rows
from garant.planning.terrain.ways import Way, value
from garant.policy.datamap import EventColumn
from garant.policy.paths import Path

BIRTH = "birth"
"""The event that a people's table with `born` declares."""

KNOWN = "known:"
"""The relation of what Garant brings along for people: remembered occurrences, and those of other stores."""

KIND = "kind: "
"""How the kinds of people whose home is elsewhere are told among the events that are brought along."""

NEEDED = "needed: elsewhere"
"""How it is told among the events that are brought along that rows elsewhere are kept for the person."""

# Days between which dates are meant. Seconds taken for milliseconds, or 0 for a date, lie in January 1970.
_CENTURY, _EPOCH, _FUTURE = date(1899, 12, 31), date(1979, 12, 31), date(2100, 12, 31)


class Where(Enum):
    """At which distance a clock was found."""

    ROW = "the row"
    PARENT = "the row it is part of"
    OWNER = "its owner"
    NOWHERE = "nowhere"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The edges of one rule, for one category and one day: what happened on or before them has run out.

    `over` says that the ceiling of what has no date is over; `ceiling` is its own edge. What `awaits_visa` is kept
    beyond its edges until the public archives have given their visa.
    """

    last: date
    open_last: date | None = None
    ceiling: date | None = None
    over: Condition = NEVER
    awaits_visa: bool = False


@dataclass(frozen=True, kw_only=True)
class Declared:
    """An event as one level of a row declares it."""

    level: Level
    said: EventColumn


@dataclass(frozen=True)
class Clocks:
    """Finds events and says, as conditions, what their occurrences say on a day."""

    rows: Rows
    known: frozenset[tuple[str, str]] = frozenset()
    asked: set[tuple[str, str]] = field(default_factory=set)
    declared: dict[str, tuple[tuple[RowsOfOneKind, EventColumn], ...]] = field(default_factory=dict)

    @property
    def dates(self) -> Dates:
        """Return what tells a date from none."""
        return Dates(self.rows.layout)

    # where a clock is -----------------------------------------------------------------------------------------

    def locate(self, event: str, kind: RowsOfOneKind, role: str) -> tuple[Where, str]:
        """Return where the clock is found, by the map alone, and in which tables."""
        declared, distance = self._nearest(event, kind, role, alias="t")
        if declared:
            return distance, ", ".join(dict.fromkeys(d.level.kind.table for d in declared))
        tables = dict.fromkeys(other.table for other, _ in self.everywhere(event))
        return (Where.OWNER, ", ".join(tables)) if tables else (Where.NOWHERE, "")

    def near(self, event: str, kind: RowsOfOneKind, role: str, *, alias: str) -> tuple[Declared, ...]:
        """Return how the row, or one that it is part of, declares the event for a role; nothing, if it is elsewhere."""
        return self._nearest(event, kind, role, alias=alias)[0]

    def _nearest(self, event: str, kind: RowsOfOneKind, role: str, *, alias: str) -> tuple[tuple[Declared, ...], Where]:
        for depth, levels in enumerate(self.rows.levels(kind, alias)):
            found = tuple(
                Declared(level=level, said=said)
                for level in levels
                if (said := self.said(event, level.kind)) and (not said.for_ or role in said.for_)
            )
            if found:
                return found, Where.ROW if depth == 0 else Where.PARENT
        return (), Where.NOWHERE

    def said(self, event: str, kind: RowsOfOneKind) -> EventColumn | None:
        """Return how a kind of rows declares an event, if it does; `birth` is declared by `born`."""
        if event in kind.events:
            return kind.events[event]
        if event != BIRTH:
            return None
        for anchor in self.rows.layout.anchors_at(kind.table):
            person = self.rows.layout.data_map.people[anchor.people]
            if person.born and person.table == kind.table:
                unknown = tuple(str(v) for v in person.born.unknown)
                return EventColumn.model_validate(
                    {
                        "column": str(person.born.column),
                        "format": person.born.format,
                        "stand-ins": {"missing": unknown},
                    }
                )
        return None

    def everywhere(self, event: str) -> tuple[tuple[RowsOfOneKind, EventColumn], ...]:
        """Return every kind of rows that declares the event."""
        if event not in self.declared:
            layout = self.rows.layout
            kinds = (kind for table in layout.personal for kind in layout.kinds_of(table))
            self.declared[event] = tuple((kind, said) for kind in kinds if (said := self.said(event, kind)))
        return self.declared[event]

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """Return the events from which a rule counts."""
        rules = self.rows.layout.policy.rules()
        return tuple(dict.fromkeys(event for _, _, _, rule in rules for event in rule.events))

    @cached_property
    def evidence(self) -> frozenset[tuple[str, str]]:
        """Return the columns that date events from which a rule counts: blanked, they would end no period any more."""
        said = ((kind, said) for event in self.counted for kind, said in self.everywhere(event))
        return frozenset(
            self._dating(kind.table, path) for kind, one in said for path in (one.column, one.began) if path
        )

    def _dating(self, table: str, path: Path) -> tuple[str, str]:
        way = self.rows.walker(table).walk(path, self.rows.start(table))
        assert way.end is not None
        return way.table, "->".join((way.end.column, *way.end.inside))

    def counted_roles(self, kind: RowsOfOneKind, said: EventColumn, alias: str) -> Iterator[RoleAt]:
        """Yield the roles for which an event of these rows counts: those it names, else all owners."""
        owners = {role.name: role for role in self.rows.roles(kind, alias)}
        shown = self.rows.layout.said(kind.table).shown_to
        for name in said.for_ or owners:
            if name in owners:
                yield owners[name]
            elif name in shown:
                yield self.rows.role(name, shown[name], self.rows.start(kind.table, alias))

    # what occurrences say -------------------------------------------------------------------------------------

    def keeps(self, event: str, kind: RowsOfOneKind, role: str, *, alias: str, limits: Limits) -> Condition | None:
        """Return that a near occurrence keeps; None if the clock is with the owner."""
        declared, _ = self._nearest(event, kind, role, alias=alias)
        if not declared:
            return None
        return either(*(self._near(d, self._runs(d.said, d.level.way, limits)) for d in declared))

    def happened(self, event: str, kind: RowsOfOneKind, role: str, *, alias: str) -> Condition | None:
        """Return that there is a near occurrence; None if the clock is with the owner."""
        declared, _ = self._nearest(event, kind, role, alias=alias)
        if not declared:
            return None
        return either(*(self._near(d, ALWAYS) for d in declared))

    def _near(self, declared: Declared, test: Condition) -> Condition:
        way = declared.level.way
        sure = way.certain and not self.rows.layout.said(way.table).rows
        condition = both(self.rows.when(declared.said.when, way), test)
        if condition == ALWAYS and sure:
            return ALWAYS
        return reached(way.sources, way.where, condition)

    def _runs(self, said: EventColumn, at: Way, limits: Limits) -> Condition:
        """Return that an occurrence at the end of `at` still keeps: its date lies after the edge, or it has none."""
        start = self.rows.start(at.table, at.alias)
        way = self.rows.walker(at.table).walk(said.column, start)
        assert way.end is not None
        unread = self.dates.unread(said, way.end)
        unset = either(self.dates.unset(said, way.table, way.end), unread)
        dated = no(unset)
        # What cannot be read keeps anyhow, unless its ceiling is over.
        read = ALWAYS if limits.over == NEVER else no(unread)
        late = both(After(way.end, limits.last, said.format), read, *self._no_stand_in(said, way.end))
        if not way.sources:
            return either(late, both(unset, self._still(said, at, limits)))
        still = self._still(said, at, limits)
        reached = some(way.sources, *way.where, late)
        if not way.many:
            return either(reached, both(no(some(way.sources, *way.where, dated)), still))
        empty = some(way.sources, *way.where, unset)
        return either(reached, both(either(empty, no(some(way.sources, *way.where))), still))

    def _no_stand_in(self, said: EventColumn, end: Value) -> tuple[Condition, ...]:
        return tuple(Not(condition) for condition in self.dates.stand_ins(said, end))

    def undated(self, said: EventColumn, at: Way) -> Condition:
        """Return that the row at the end of `at` is an occurrence whose date is missing, though not open."""
        way = self.rows.walker(at.table).walk(said.column, self.rows.start(at.table, at.alias))
        assert way.end is not None
        unset = self.dates.unset(said, way.table, way.end)
        if said.empty == "open":
            among = said.stand_ins.missing
            missing = some(way.sources, *way.where, StandsIn(way.end, among)) if among else NEVER
        else:
            opened = StandsIn(way.end, said.stand_ins.open) if said.stand_ins.open else NEVER
            missing = no(some(way.sources, *way.where, either(no(unset), opened)))
        return both(self.rows.when(said.when, at), missing)

    def unread(self, said: EventColumn, at: Way) -> Condition:
        """Return that an occurrence's date cannot be read in its form, so that what is counted from it stays."""
        way = self.rows.walker(at.table).walk(said.column, self.rows.start(at.table, at.alias))
        assert way.end is not None
        misread = some(way.sources, *way.where, self.dates.misread(said, way.table, way.end))
        return both(self.rows.when(said.when, at), misread)

    def misread(self, said: EventColumn, at: Way) -> Condition:
        """Return that an occurrence's date cannot be read in its form, or lies in no year that anybody means."""
        way = self.rows.walker(at.table).walk(said.column, self.rows.start(at.table, at.alias))
        assert way.end is not None
        dated = no(self.dates.unset(said, way.table, way.end))
        unread = self.dates.unread(said, way.end)
        first = _EPOCH if (said.format or "").startswith("epoch") else _CENTURY
        meant = both(After(way.end, first, said.format), Not(After(way.end, _FUTURE, said.format)))
        return both(self.rows.when(said.when, at), some(way.sources, *way.where, dated, either(unread, no(meant))))

    def _still(self, said: EventColumn, at: Way, limits: Limits) -> Condition:
        """Return that an occurrence without a date keeps: open within its limit, or undated under its ceiling."""
        opened, undated = no(self._open_over(said, at, limits)), no(limits.over)
        usual, other = (opened, undated) if said.empty == "open" else (undated, opened)
        if usual == other:
            return usual
        way = self.rows.walker(at.table).walk(said.column, self.rows.start(at.table, at.alias))
        assert way.end is not None
        among = said.stand_ins.missing if said.empty == "open" else said.stand_ins.open
        unusual: Condition = StandsIn(way.end, among) if among else NEVER
        if said.empty == "open":
            unusual = either(unusual, self.dates.misread(said, way.table, way.end))
        if unusual == NEVER:
            return usual
        listed = some(way.sources, *way.where, unusual)
        return either(both(listed, other), both(no(listed), usual))

    def _open_over(self, said: EventColumn, at: Way, limits: Limits) -> Condition:
        began = self.began(said, at)
        if limits.open_last is None or began is None or began.end is None:
            return NEVER
        return some(began.sources, *began.where, Not(After(began.end, limits.open_last, said.format)))

    def began(self, said: EventColumn, at: Way) -> Way | None:
        """Return the way to the day when an occurrence began, if the map says one: to days that can be read."""
        if said.began is None:
            return None
        way = self.rows.walker(at.table).walk(said.began, self.rows.start(at.table, at.alias))
        assert way.end is not None
        read = (Not(Missing(way.end)), no(self.dates.unread(said, way.end)))
        return replace(way, where=(*way.where, *read))

    # occurrences of a person ----------------------------------------------------------------------------------

    def of_owner(self, event: str, owner: Owner, limits: Limits | None) -> Condition:
        """Return that the person has an occurrence that keeps, live or brought along; any at all, without limits."""
        self.asked.add((owner.people, event))
        if limits is not None and self.is_out_of_reach(owner.people, event):
            return ALWAYS
        live = (
            self._live(owner, limits, kind=kind, said=said, role=role) for kind, said, role in self._with(event, owner)
        )
        return either(*live, *self._brought(event, owner, limits))

    def is_out_of_reach(self, people: str, event: str) -> bool:
        """Return whether an occurrence may lie in a store that did not answer, where these people are known too."""
        layout = self.rows.layout
        silent = layout.unreached(people)
        return bool(silent) and any(
            event in (*said.events, *(name for kind in said.rows for name in kind.events))
            for table, said in layout.data_map.tables.items()
            if layout.store_of(table) in silent
        )

    def _with(self, event: str, owner: Owner) -> Iterator[tuple[RowsOfOneKind, EventColumn, str]]:
        layout = self.rows.layout
        store = layout.store_of(owner.way.table)
        for kind, said in self.everywhere(event):
            if layout.store_of(kind.table) != store:
                continue
            for role in self.counted_roles(kind, said, "probe"):
                if any(other.people == owner.people for other in role.owners):
                    yield kind, said, role.name

    def _live(
        self, owner: Owner, limits: Limits | None, *, kind: RowsOfOneKind, said: EventColumn, role: str
    ) -> Condition:
        alias = self.rows.aliases()
        counted = next(r for r in self.counted_roles(kind, said, alias) if r.name == role)
        here = self.rows.start(kind.table, alias)
        happened = both(self.rows.of_kind(kind, alias), self.rows.when(said.when, here))
        runs = ALWAYS if limits is None else self._runs(said, here, limits)
        ways = (
            some((Source(alias, kind.table), *other.way.sources, *sources), *other.way.where, *links, happened)
            for other in counted.owners
            if other.people == owner.people
            for sources, links in self._same_person(owner, other)
        )
        return either(*(within(way, runs) for way in ways))

    def _same_person(self, one: Owner, other: Owner) -> Iterator[tuple[tuple[Source, ...], tuple[Condition, ...]]]:
        """Yield the ways in which two rows' owners are one person: by key, as merged rows, by declared identifiers."""
        if one.anchor is None or other.anchor is None:
            if one.anchor is other.anchor and one.form is not None:
                mine, theirs = (one.way.table, one.key), (other.way.table, other.key)
                yield (), (self.rows.links.alike(mine, theirs, one.form),)
            return
        if one.anchor != other.anchor:
            # Where somebody has said whose rows are, that is brought along, and the identifiers say nothing.
            if {one.anchor.relation, other.anchor.relation} & set(self.rows.layout.settled):
                return
            if any(word in other.anchor.identifiers for word in one.anchor.identifiers):
                yield self._linked((one, one.anchor), (other, other.anchor))
            return
        yield (), (Same(one.key, other.key),)
        relation = self.rows.merged(one.anchor)
        if relation:
            pairs = self.rows.aliases()
            yield (
                (Source(pairs, relation),),
                (Same(one.key, Value(pairs, "a")), Same(other.key, Value(pairs, "b"))),
            )

    def _linked(
        self, first: tuple[Owner, Anchor], second: tuple[Owner, Anchor]
    ) -> tuple[tuple[Source, ...], tuple[Condition, ...]]:
        (one, at), (other, to) = first, second
        here, there = self.rows.aliases(), self.rows.aliases()
        shared = [word for word in at.identifiers if word in to.identifiers]
        matches = (
            self.rows.links.alike(
                (at.table, value(here, at.identifiers[word])),
                (to.table, value(there, to.identifiers[word])),
                self.rows.layout.form(one.people, word),
            )
            for word in shared
        )
        return (
            (Source(here, at.table), Source(there, to.table)),
            (Same(one.key, Value(here, at.key)), Same(other.key, Value(there, to.key)), *matches),
        )

    def _brought(self, event: str, owner: Owner, limits: Limits | None) -> Iterator[Condition]:
        if owner.anchor is None or (owner.anchor.relation, event) not in self.known:
            return
        alias = self.rows.aliases()
        where: list[Condition] = [Is(Value(alias, "event"), (event,))]
        if limits is not None:
            opened, undated = self._still_open(alias, limits), Is(Value(alias, "undated"), (1,))
            where.append(
                either(After(Value(alias, "latest"), limits.last, "date"), opened, both(undated, no(limits.over)))
            )
        source, person = Source(alias, f"{KNOWN}{owner.anchor.relation}"), Value(alias, "person")
        yield some((source,), Same(owner.key, person), *where)
        relation = self.rows.merged(owner.anchor)
        if relation:
            pairs = self.rows.aliases()
            links = (Same(owner.key, Value(pairs, "a")), Same(Value(pairs, "b"), person))
            yield some((source, Source(pairs, relation)), *links, *where)

    def _still_open(self, alias: str, limits: Limits) -> Condition:
        opened, began = Is(Value(alias, "open"), (1,)), Value(alias, "began")
        if limits.open_last is None:
            return opened
        return both(opened, either(Missing(began), After(began, limits.open_last, "date")))
