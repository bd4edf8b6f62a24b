"""Kinds of data subjects: of which kinds an owner is, by the role, by their row, and by what they have had."""

from dataclasses import dataclass

from garant.planning.grounds.clocks import KIND, KNOWN, Clocks
from garant.planning.terrain.predicates import (
    ALWAYS,
    Condition,
    Is,
    Missing,
    Same,
    Source,
    Value,
    both,
    either,
    no,
    some,
)
from garant.planning.terrain.rows import Owner, RoleAt, Rows
from garant.policy.activities import Activity
from garant.policy.datamap import When
from garant.policy.parties import Subject


@dataclass(frozen=True)
class Kinds:
    """Says of which kinds the owners in a role are."""

    clocks: Clocks

    @property
    def rows(self) -> Rows:
        """Return the rows that conditions speak of."""
        return self.clocks.rows

    def of(self, role: RoleAt) -> tuple[str, ...]:
        """Return the kinds that a role's owners may be of."""
        if role.kind:
            return (role.kind,)
        return tuple(dict.fromkeys(kind for owner in role.owners for kind in self._of_owner(owner)))

    def _of_owner(self, owner: Owner) -> tuple[str, ...]:
        return tuple(self.rows.layout.data_map.people[owner.people].kinds) or (owner.people,)

    def covered(self, role: RoleAt, owner: Owner, activity: Activity) -> Condition:
        """Return that the person is of one of the kinds that the activity covers."""
        if self.is_unsure(role, owner, activity):
            return ALWAYS
        possible = (role.kind,) if role.kind else self._of_owner(owner)
        wanted = [kind for kind in possible if kind in activity.subjects]
        return either(*(both(self._is(role, owner, kind), self._had(owner, kind)) for kind in wanted))

    def is_unsure(self, role: RoleAt, owner: Owner, activity: Activity) -> bool:
        """Return whether a store that did not answer may say of which kinds the person is: then every rule keeps."""
        person = self.rows.layout.data_map.people[owner.people]
        unreached = self.rows.layout.unreached(owner.people)
        if not role.kind and owner.anchor is not None and person.table is not None:
            home = self.rows.layout.store_of(person.table)
            if owner.anchor.table != person.table and home in unreached:
                return True
        possible = (role.kind,) if role.kind else self._of_owner(owner)
        subjects = [self._subject(kind) for kind in possible if kind in activity.subjects]
        asked = [event for one in subjects if one is not None for event in (*one.ever, *one.never)]
        return any(self.clocks.is_out_of_reach(owner.people, event) for event in asked)

    def asks(self, kind: str | None) -> bool:
        """Return whether a kind depends on what the person has had."""
        subject = self._subject(kind or "")
        return subject is not None and bool(subject.ever or subject.never)

    def found(self, role: RoleAt) -> Condition:
        """Return that the role leads to somebody."""
        return either(*(some(owner.way.sources, *owner.way.where, no(Missing(owner.key))) for owner in role.owners))

    def _subject(self, kind: str) -> Subject | None:
        return self.rows.layout.policy.subjects.get(kind)

    def _is(self, role: RoleAt, owner: Owner, kind: str) -> Condition:
        person = self.rows.layout.data_map.people[owner.people]
        if role.kind or owner.anchor is None or person.table is None:
            return ALWAYS
        if owner.anchor.table != person.table:
            return self._told(owner, kind)
        if not person.kinds:
            return ALWAYS
        said = person.kinds[kind]
        relation = self.rows.merged(owner.anchor)
        here = self._by_row(owner, said)
        return here if relation is None else either(here, self._by_merged_row(owner, said, relation))

    def _told(self, owner: Owner, kind: str) -> Condition:
        """Return that the home of the class, in another table, says that the person is of the kind."""
        assert owner.anchor is not None
        told = self.rows.aliases()
        source = Source(told, f"{KNOWN}{owner.anchor.relation}")
        return some((source,), Same(owner.key, Value(told, "person")), Is(Value(told, "event"), (f"{KIND}{kind}",)))

    def _by_row(self, owner: Owner, said: When) -> Condition:
        assert owner.anchor is not None
        table, key = owner.anchor.table, owner.anchor.key
        if owner.key == Value(owner.way.alias, key) and owner.way.table == table:
            return self.rows.when(said, owner.way)
        row = self.rows.aliases()
        meets = self.rows.when(said, self.rows.start(table, row))
        return some((Source(row, table),), Same(owner.key, Value(row, key)), meets)

    def _by_merged_row(self, owner: Owner, said: When, relation: str) -> Condition:
        assert owner.anchor is not None
        table, key = owner.anchor.table, owner.anchor.key
        pairs, other = self.rows.aliases(), self.rows.aliases()
        return some(
            (Source(pairs, relation), Source(other, table)),
            Same(owner.key, Value(pairs, "a")),
            Same(Value(pairs, "b"), Value(other, key)),
            self.rows.when(said, self.rows.start(table, other)),
        )

    def _had(self, owner: Owner, kind: str) -> Condition:
        subject = self._subject(kind)
        if subject is None:
            return ALWAYS
        ever = either(*(self.clocks.of_owner(event, owner, None) for event in subject.ever)) if subject.ever else ALWAYS
        never = (no(self.clocks.of_owner(event, owner, None)) for event in subject.never)
        return both(ever, *never)
