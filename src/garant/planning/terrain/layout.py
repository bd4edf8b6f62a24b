"""The data map laid over the schemas that were seen: what each table is, row kind by row kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from garant.planning.terrain.schema import ReferenceSeen, SchemaSeen, TableSeen
from garant.planning.terrain.visas import ListForVisa
from garant.policy.datamap import ColumnUse, DataMap, EventColumn, Part, Person, Role, RowKind, Table
from garant.policy.identifiers import Form
from garant.policy.model import Policy

_UNSAID = Table()


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """A table in which the people of one class are found, and the key by which rows refer to them."""

    people: str
    table: str
    key: str
    identifiers: Mapping[str, str]

    @property
    def relation(self) -> str:
        """Return the name of what Garant brings along for these people."""
        return f"{self.people}@{self.table}"


@dataclass(frozen=True, kw_only=True)
class RowsOfOneKind:
    """What the map says of one kind of rows in a table; tables without kinds have one."""

    table: str
    index: int
    said: RowKind
    used_for: tuple[str, ...] | None = None
    part_of: Part | None = None
    belongs_to: Mapping[str, Role] = field(default_factory=dict)
    columns: Mapping[str, ColumnUse] = field(default_factory=dict)
    events: Mapping[str, EventColumn] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """The policy, the data map and the schemas of the stores that answered, as one value to decide from."""

    policy: Policy
    data_map: DataMap
    schemas: Mapping[str, SchemaSeen]
    set_aside: frozenset[str] = frozenset()
    """Tables that may not be changed until somebody has mended what is wrong with them."""
    visas: tuple[ListForVisa, ...] = ()
    """The lists to which the public archives have given their visa."""
    settled: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict, repr=False)
    """By relation and key what named persons have said of whose rows are."""

    @cached_property
    def tables(self) -> Mapping[str, TableSeen]:
        """Return every table that both the map and a schema know, with the map's references added."""
        seen = {name: table for schema in self.schemas.values() for name, table in schema.tables.items()}
        return {name: self._with_references(table) for name, table in seen.items()}

    def _with_references(self, table: TableSeen) -> TableSeen:
        references = list(table.references)
        for text, said in self.data_map.references.items():
            place, _, name = text.rpartition(".")
            if place != table.name:
                continue
            columns = said.columns or (name,)
            found = next((r for r in references if r.columns == columns), None)
            if found is None:
                references.append(self._undeclared(table.name, name, columns=columns, to=said.to))
                found = references[-1]
            references[references.index(found)] = replace(found, name=name, may_be_emptied=said.may_be_emptied)
        return replace(table, references=tuple(references))

    def _undeclared(self, table: str, name: str, *, columns: tuple[str, ...], to: str) -> ReferenceSeen:
        target = to if "." in to else f"{table.split('.')[0]}.{to}"
        schema = self.schemas.get(target.split(".")[0])
        seen = schema.tables.get(target) if schema else None
        return ReferenceSeen(
            columns=columns, to=target, to_columns=seen.key if seen else ("id",), enforced=False, name=name
        )

    def said(self, table: str) -> Table:
        """Return what the map says of a table; nothing, for one that it does not name."""
        return self.data_map.tables.get(table, _UNSAID)

    def rows_stay(self, table: str) -> bool:
        """Return whether no row of the table ever goes by itself: the map says so, or it may not be changed."""
        return self.said(table).row == "stays" or table in self.set_aside

    def store_of(self, table: str) -> str:
        """Return the store in which a table lies."""
        return table.split(".")[0]

    def key_of(self, table: str) -> tuple[str, ...]:
        """Return the columns that tell a table's rows apart: the map's word, else the primary key."""
        return self.said(table).key or self.tables[table].key

    @cached_property
    def personal(self) -> tuple[str, ...]:
        """Return the tables that hold personal data and are there, in the map's order."""
        said = self.data_map.tables.items()
        return tuple(n for n, t in said if n in self.tables and t.no_personal_data is None)

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """Return the tables in which people are found."""
        return tuple(anchor for name, person in self.data_map.people.items() for anchor in self._anchors(name, person))

    def _anchors(self, name: str, person: Person) -> Iterator[Anchor]:
        if person.table and person.table in self.tables:
            columns = {word: str(said.column) for word, said in person.identifiers.items()}
            key = person.key or next(iter(self.key_of(person.table)), None)
            # Without a key nobody can be told apart: `check` says so, and no row leads to them.
            if key is not None:
                yield Anchor(people=name, table=person.table, key=key, identifiers=columns)
        for table, identifiers in person.also_known.items():
            if table in self.tables and self.key_of(table):
                yield Anchor(people=name, table=table, key=self.key_of(table)[0], identifiers=identifiers)

    def anchors_at(self, table: str) -> tuple[Anchor, ...]:
        """Return the classes of people that are found in `table`."""
        return tuple(anchor for anchor in self.anchors if anchor.table == table)

    def main_anchor(self, people: str) -> Anchor | None:
        """Return where a class of people is at home, if its store answered."""
        table = self.data_map.people[people].table
        return next((a for a in self.anchors if a.people == people and a.table == table), None)

    def unreached(self, people: str) -> frozenset[str]:
        """Return the stores that did not answer and in which a class of people is found too."""
        person = self.data_map.people[people]
        tables = (*((person.table,) if person.table else ()), *person.also_known)
        return frozenset(self.store_of(table) for table in tables) - frozenset(self.schemas)

    def links(self, known_at: Anchor) -> bool:
        """Return whether anything at an anchor tells who it is: its identifiers, or somebody who was asked."""
        return self.tells(known_at) or known_at.relation in self.settled

    def tells(self, known_at: Anchor) -> bool:
        """Return whether the identifiers at an anchor tell who it is; a shared one alone only proposes."""
        said = self.data_map.people[known_at.people].identifiers
        words = [said[word] for word in known_at.identifiers if word in said]
        return len(words) == len(known_at.identifiers) and any(word.shared != "possible" for word in words)

    def linked_elsewhere(self, people: str) -> bool:
        """Return whether a class of people is at home here and known in another table, where a link may be doubtful."""
        return any(a.people == people and self.may_mislead(a) for a in self.anchors)

    def may_mislead(self, known_at: Anchor) -> bool:
        """Return whether identifiers may lead from a table to several people at home; a key leads to one."""
        home = self.main_anchor(known_at.people)
        if home is None or home == known_at or not self.tells(known_at):
            return False
        return home.key not in {home.identifiers[word] for word in known_at.identifiers}

    def form(self, people: str, identifier: str) -> Form:
        """Return the form in which an identifier of these people is compared."""
        return Form(kind=self.data_map.people[people].kind_of(identifier), country=self.policy.organisation.country)

    def kinds_of(self, table: str) -> tuple[RowsOfOneKind, ...]:
        """Return the kinds of rows that a table holds, each with all that the map says of it."""
        if table not in self._kinds:
            said = self.said(table)
            kinds = said.rows or (RowKind(otherwise=True),)
            self._kinds[table] = tuple(
                self._kind(table, said, index=index, kind=kind) for index, kind in enumerate(kinds)
            )
        return self._kinds[table]

    @cached_property
    def _kinds(self) -> dict[str, tuple[RowsOfOneKind, ...]]:
        return {}

    def _kind(self, table: str, said: Table, *, index: int, kind: RowKind) -> RowsOfOneKind:
        part_of = kind.part_of or (None if kind.belongs_to else said.part_of)
        return RowsOfOneKind(
            table=table,
            index=index,
            said=kind,
            used_for=narrowed(said.used_for or None, kind.used_for or None),
            part_of=part_of,
            belongs_to=kind.belongs_to or said.belongs_to,
            columns={**said.columns, **kind.columns},
            events={**said.events, **kind.events},
        )

    @cached_property
    def separated(self) -> frozenset[tuple[str, str]]:
        """Return the columns whose lists are written with commas."""
        return frozenset(
            (name, column)
            for name, table in self.data_map.tables.items()
            for column, use in table.columns.items()
            if use.format == "comma list"
        )

    def is_part_of(self, table: str, reference: ReferenceSeen) -> bool:
        """Return whether it is by this reference that rows of `table` are part of another's."""
        for kind in self.kinds_of(table):
            path = kind.part_of.path if kind.part_of else None
            if path is not None and str(path) in (reference.name, *reference.columns[:1]):
                return True
        return False


def narrowed(wider: tuple[str, ...] | None, narrower: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Return the activities that both name, none perhaps; where one says nothing (None), the other's stand."""
    if wider is None or narrower is None:
        return narrower if wider is None else wider
    return tuple(name for name in wider if name in narrower)
