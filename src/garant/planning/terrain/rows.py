"""Rows and whose they are: conditions of the map, the row that a row is part of, and the roles of a row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from garant.planning.terrain.layout import Anchor, Layout, RowsOfOneKind
from garant.planning.terrain.links import Links
from garant.planning.terrain.predicates import (
    ALWAYS,
    Condition,
    Is,
    Missing,
    Not,
    Same,
    Source,
    Starts,
    Value,
    both,
    either,
    no,
    some,
)
from garant.planning.terrain.ways import Aliases, NoWay, Walker, Way, value
from garant.policy.datamap import SELF, Part, Role, Test, TextReference
from garant.policy.datamap import Condition as Said
from garant.policy.identifiers import Form
from garant.policy.paths import Path, RowsOf

SAME = "same:"
"""The relation of all pairs of rows that are the same person."""


@dataclass(frozen=True, kw_only=True)
class Level:
    """A row that gives owners, clocks and activities: the row itself, or one that it is part of."""

    way: Way
    kind: RowsOfOneKind


@dataclass(frozen=True, kw_only=True)
class Owner:
    """A way from the row to people of one class; without an anchor, they are known by an identifier alone."""

    people: str
    anchor: Anchor | None
    way: Way
    form: Form | None = None

    @property
    def key(self) -> Value:
        """Return the value that tells the person."""
        assert self.way.end is not None
        return self.way.end


@dataclass(frozen=True, kw_only=True)
class RoleAt:
    """A role of the row: the way to where it is declared, a kind of its own, and the ways to the people."""

    name: str
    level: Way
    kind: str | None
    owners: tuple[Owner, ...]


@dataclass(frozen=True)
class Rows:
    """Answers what the map says of rows, as ways and conditions with aliases of their own."""

    layout: Layout
    aliases: Aliases
    _led_through: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict, compare=False)

    def start(self, table: str, alias: str = "t") -> Way:
        """Return the way that has not gone anywhere yet."""
        return Way(alias=alias, table=table)

    def walker(self, table: str) -> Walker:
        """Return the walker for the store in which `table` lies."""
        layout = self.layout
        return Walker(layout.store_of(table), layout.tables, self.aliases, layout.separated)

    @property
    def links(self) -> Links:
        """Return what tells whether two identifiers are one."""
        return Links(self.layout, self.aliases)

    # conditions -----------------------------------------------------------------------------------------------

    def when(self, said: Mapping[str, Said], way: Way) -> Condition:
        """Return the conditions of a `when` on the row at the end of `way`."""
        return both(*(self._one(Path.parse(path), test, way) for path, test in said.items()))

    def _one(self, path: Path, test: Said, at: Way) -> Condition:
        here = self.start(at.table, at.alias)
        way = self.walker(at.table).walk(path, here)
        if isinstance(path.steps[-1], RowsOf) and test in ("some", "none"):
            found = some(way.sources, *way.where)
            return found if test == "some" else no(found)
        assert way.end is not None
        if isinstance(test, Test):
            return self._test(test, way)
        if test == "empty":
            return no(some(way.sources, *way.where, Not(Missing(way.end))))
        return some(way.sources, *way.where, Is(way.end, test if isinstance(test, tuple) else (test,)))

    def _test(self, test: Test, way: Way) -> Condition:
        assert way.end is not None
        if test.starts is not None:
            return some(way.sources, *way.where, Starts(way.end, test.starts))
        if test.is_ is not None:
            return some(way.sources, *way.where, Is(way.end, (test.is_,)))
        if test.not_ == "empty":
            return some(way.sources, *way.where, Not(Missing(way.end)))
        among = test.not_ if isinstance(test.not_, tuple) else (test.not_ if test.not_ is not None else "",)
        return no(some(way.sources, *way.where, Is(way.end, among)))

    def of_kind(self, kind: RowsOfOneKind, alias: str) -> Condition:
        """Return that the row is of this kind: that a row of a people's table is no person is for its roles to say."""
        way = self.start(kind.table, alias)
        others = [k for k in self.layout.said(kind.table).rows if not k.otherwise and k != kind.said]
        rivals = (other for other in others if kind.said.otherwise or not _disjoint(kind.said.when, other.when))
        return both(self.when(kind.said.when, way), *(Not(self.when(other.when, way)) for other in rivals))

    def _is_person(self, anchor: Anchor, way: Way) -> Condition:
        person = self.layout.data_map.people[anchor.people]
        return self.when(person.when, way) if person.table == anchor.table else ALWAYS

    # the rows above -------------------------------------------------------------------------------------------

    def levels(self, kind: RowsOfOneKind, alias: str = "t") -> Iterator[tuple[Level, ...]]:
        """Yield the row itself, then the rows it is part of, and so up; several kinds of parent stand side by side."""
        here: tuple[Level, ...] = (Level(way=self.start(kind.table, alias), kind=kind),)
        seen: set[str] = set()
        while here:
            yield here
            seen.update(level.kind.table for level in here)
            here = tuple(up for level in here for up in self._above(level) if up.kind.table not in seen)

    def _above(self, level: Level) -> Iterator[Level]:
        if level.kind.part_of is None:
            return
        way = self.parent(level.kind.part_of, level.way)
        kinds = self.layout.kinds_of(way.table)
        for kind in kinds:
            condition = self.of_kind(kind, way.alias) if len(kinds) > 1 or self.layout.said(way.table).rows else ALWAYS
            yield Level(way=replace(way, where=(*way.where, condition)) if condition != ALWAYS else way, kind=kind)

    def parent(self, part: Part, at: Way) -> Way:
        """Return the way to the row that the row is part of."""
        if part.path is not None:
            return self.walker(at.table).walk(part.path, at, to_row=True)
        assert part.column is not None and part.holds is not None
        return self.walker(at.table).written(part.column, part.holds, target=self._told(part, at), way=at)

    def _told(self, part: Part, at: Way) -> str:
        store = self.layout.store_of(at.table)
        word = part.table or (part.holds or "").split("{")[0].rstrip(",:/ ")
        for name in (word, f"{store}.{word}", f"{store}.{word}s"):
            if name in self.layout.tables:
                return name
        raise NoWay(word, at.table)

    # the people -----------------------------------------------------------------------------------------------

    def original(self, table: str, alias: str = "t") -> Way:
        """Return the way from a copy to its original."""
        said, start = self.layout.said(table).copy_of, self.start(table, alias)
        assert said is not None
        target = said.table if said.table in self.layout.tables else f"{self.layout.store_of(table)}.{said.table}"
        if isinstance(said.by, TextReference):
            return self.walker(table).written(said.by.column, said.by.holds, target=target, way=start)
        return self.walker(table).walk(Path.parse(said.by), start, to_row=True)

    def merged(self, anchor: Anchor) -> str | None:
        """Return the relation of the pairs of rows that are the same person, where the map says that rows merge."""
        person = self.layout.data_map.people[anchor.people]
        if person.same_person is None or person.table != anchor.table:
            return None
        return f"{SAME}{anchor.table}.{str(person.same_person).rstrip('*')}"

    def roles(self, kind: RowsOfOneKind, alias: str = "t") -> tuple[RoleAt, ...]:
        """Return the roles of a row: its own, else those of the row it is part of."""
        for levels in self.levels(kind, alias):
            found = tuple(role for level in levels for role in self._declared(level))
            if found:
                return found
        return ()

    def led_through(self, kind: RowsOfOneKind) -> frozenset[str]:
        """Return the tables of the people to whom roles of a row lead, and those on the way."""
        at = (kind.table, kind.index)
        if at not in self._led_through:
            owners = [owner for role in self.roles(kind, "probe") for owner in role.owners]
            ways = (source.table for owner in owners for source in owner.way.sources if isinstance(source, Source))
            homes = (owner.anchor.table for owner in owners if owner.anchor is not None)
            self._led_through[at] = frozenset((*ways, *homes))
        return self._led_through[at]

    def _declared(self, level: Level) -> Iterator[RoleAt]:
        table = level.kind.table
        for anchor in self.layout.anchors_at(table):
            yield self._self(anchor, level)
        for name, role in level.kind.belongs_to.items():
            yield self.role(name, role, level.way)

    def _self(self, anchor: Anchor, level: Level) -> RoleAt:
        way = self._short_of(anchor, level.way)
        condition = self._is_person(anchor, way)
        if condition != ALWAYS:
            way = replace(way, where=(*way.where, condition))
        if way.end is None:
            way = replace(way, end=Value(way.alias, anchor.key))
        owner = Owner(people=anchor.people, anchor=anchor, way=way)
        one = len(self.layout.anchors_at(anchor.table)) == 1
        return RoleAt(name=SELF if one else anchor.people, level=level.way, kind=None, owners=(owner,))

    def _short_of(self, anchor: Anchor, way: Way) -> Way:
        # A way that ends at the person's key stops one table short when the reference is enforced.
        if not way.sources or way.sources[-1] != Source(way.alias, anchor.table) or not way.certain:
            return way
        person = self.layout.data_map.people[anchor.people]
        same = [c for c in way.where if isinstance(c, Same) and c.right == Value(way.alias, anchor.key)]
        others = [c for c in way.where if c not in same and f"'{way.alias}'" in repr(c)]
        if len(same) != 1 or others or person.when:
            return way
        return replace(
            way, sources=way.sources[:-1], where=tuple(c for c in way.where if c not in same), end=same[0].left
        )

    def role(self, name: str, said: Role, at: Way) -> RoleAt:
        """Return one declared role of the row at the end of `at`; raise NoWay if its path leads nowhere."""
        condition = self.when(said.when, at)
        level = at if condition == ALWAYS else replace(at, where=(*at.where, condition))
        owners = tuple(self._owners(said, level))
        return RoleAt(name=name, level=level, kind=said.kind, owners=owners)

    def _owners(self, said: Role, at: Way) -> Iterator[Owner]:
        led = self._led(said, at)
        if led is not None:
            for anchor in self._anchors_for(said, led):
                yield Owner(people=anchor.people, anchor=anchor, way=self._to_person(anchor, led))
        if said.known_by:
            yield from self._known(said, at, led)

    def _led(self, said: Role, at: Way) -> Way | None:
        if said.path is not None:
            return self.walker(at.table).walk(said.path, at)
        if said.column is None or said.holds is None:
            return None
        anchor = self._only_anchor(said, at.table)
        way = self.walker(at.table).written(said.column, said.holds, target=anchor.table, way=at)
        return replace(way, end=Value(way.alias, anchor.key))

    def _anchors_for(self, said: Role, way: Way) -> tuple[Anchor, ...]:
        target = way.refers_to.to if way.refers_to else None
        if target is None and (way.end is None or any(way.end == Value(way.alias, a.key) for a in self._here_at(way))):
            target = way.table
        if target is None:
            return (self._only_anchor(said, way.table),)
        found = self.layout.anchors_at(target)
        named = tuple(a for a in found if said.people in (None, a.people))
        if not named:
            raise NoWay(str(said.path), way.table)
        return named

    def _here_at(self, way: Way) -> tuple[Anchor, ...]:
        return self.layout.anchors_at(way.table)

    def _only_anchor(self, said: Role, table: str) -> Anchor:
        store = self.layout.store_of(table)
        here = [a for a in self.layout.anchors if self.layout.store_of(a.table) == store]
        named = [a for a in here if a.people == said.people]
        candidates = named or ([] if said.people else here)
        if len(candidates) != 1:
            raise NoWay(str(said.path or said.column), table)
        return candidates[0]

    def _to_person(self, anchor: Anchor, way: Way) -> Way:
        """Return the way to the person; the row is joined where its being there or being a person is in doubt."""
        if way.end is None:
            way = replace(way, end=Value(way.alias, anchor.key))
        person = self.layout.data_map.people[anchor.people]
        told = person.when if person.table == anchor.table else {}
        enforced = way.refers_to is not None and way.refers_to.enforced
        at_home = way.table == anchor.table and way.end == Value(way.alias, anchor.key)
        if (enforced or at_home) and not told:
            return way
        return self._joined(anchor, way, told)

    def _joined(self, anchor: Anchor, way: Way, told: Mapping[str, Said]) -> Way:
        assert way.end is not None
        row = self.aliases()
        condition = self.when(told, self.start(anchor.table, row))
        return replace(
            way,
            sources=(*way.sources, Source(row, anchor.table)),
            where=(*way.where, Same(way.end, Value(row, anchor.key)), *(() if condition == ALWAYS else (condition,))),
            end=Value(row, anchor.key),
            alias=row,
            table=anchor.table,
            reads=(*way.reads, anchor.table),
        )

    def _known(self, said: Role, at: Way, led: Way | None) -> Iterator[Owner]:
        """Yield the people whose identifiers all match, where the path leads to nobody."""
        people = self._people_known(said)
        anchor = next((a for a in self.layout.anchors if a.people == people and self._here(a, at)), None)
        if anchor is not None and all(self._proposes(people, word) for word in said.known_by):
            return
        if anchor is None and self.layout.data_map.people[people].table is not None:
            # Who it is, only the people's own store could say, and nothing is erased on a doubt (Art. 5(1)(d)).
            return
        nobody = () if led is None else (no(self._leads(said, at, led)),)
        if anchor is None:
            word, column = next(iter(said.known_by.items()))
            way = replace(at, where=(*at.where, *nobody), end=value(at.alias, column))
            yield Owner(people=people, anchor=None, way=way, form=self.layout.form(people, word))
            return
        row = self.aliases()
        matches = tuple(
            self.links.alike(
                (at.table, value(at.alias, column)),
                (anchor.table, value(row, anchor.identifiers[word])),
                self.layout.form(people, word),
            )
            for word, column in said.known_by.items()
        )
        told = self._is_person(anchor, self.start(anchor.table, row))
        yield Owner(
            people=people,
            anchor=anchor,
            way=replace(
                at,
                alias=row,
                table=anchor.table,
                sources=(*at.sources, Source(row, anchor.table)),
                where=(*at.where, *nobody, *matches, *(() if told == ALWAYS else (told,))),
                end=Value(row, anchor.key),
                reads=(*at.reads, anchor.table),
            ),
        )

    def _proposes(self, people: str, word: str) -> bool:
        # A family mailbox names three people: such an identifier alone proposes, a person decides.
        identifier = self.layout.data_map.people[people].identifiers.get(word)
        return identifier is not None and identifier.shared == "possible"

    def _leads(self, said: Role, at: Way, led: Way) -> Condition:
        start = self.start(at.table, at.alias)
        fresh = self._led(said, start) or led
        return either(
            *(
                some(way.sources, *way.where, Not(Missing(way.end)))
                for way in (self._to_person(anchor, fresh) for anchor in self._anchors_for(said, fresh))
                if way.end is not None
            )
        )

    def _people_known(self, said: Role) -> str:
        everybody = self.layout.data_map.people
        if said.people:
            return said.people
        for name, person in everybody.items():
            if name == said.kind or said.kind in person.kinds:
                return name
        for name, person in everybody.items():
            words = set(person.identifiers) | set(person.known_by)
            if set(said.known_by) <= words:
                return name
        raise NoWay(next(iter(said.known_by)), "")

    def _here(self, anchor: Anchor, at: Way) -> bool:
        return self.layout.store_of(anchor.table) == self.layout.store_of(at.table)


def arrived(owner: Owner) -> Owner:
    """Return the owner as a way that has led to them knows them."""
    way = Way(alias=owner.way.alias, table=owner.way.table, end=owner.way.end)
    return Owner(people=owner.people, anchor=owner.anchor, way=way, form=owner.form)


def _disjoint(one: Mapping[str, Said], other: Mapping[str, Said]) -> bool:
    """Return whether the map alone shows that no row meets both: they ask one column for different values."""
    for path in set(one) & set(other):
        here, there = (w if isinstance(w, tuple) else (w,) for w in (one[path], other[path]))
        words = [w for w in (*here, *there) if isinstance(w, Test) or w in ("empty", "some", "none")]
        if not words and not set(map(str, here)) & set(map(str, there)):
            return True
    return False
