"""What one store knows of people whose rows lie in another: events and kinds, handed over by their identifiers."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from garant.planning.grounds.clocks import BIRTH, KIND, KNOWN, NEEDED
from garant.planning.grounds.holds import DOUBTFUL, Holds
from garant.planning.grounds.movable import is_archive
from garant.planning.grounds.reasons import Group, Reasons
from garant.planning.settled import NOBODY, Tokens
from garant.planning.terrain.layout import Anchor, Layout, RowsOfOneKind
from garant.planning.terrain.predicates import ALWAYS, NEVER, Condition, Is, Same, Source, Value, both, either, some
from garant.planning.terrain.rows import Owner
from garant.planning.terrain.ways import value
from garant.planning.work import Remember
from garant.policy.datamap import EventColumn
from garant.policy.identifiers import Form

PERSON = "p"
"""The alias of the person's row in what an offer says of it."""

Known = frozenset[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Identified:
    """The rows of an anchor, each by the identifiers that must all match."""

    anchor: Anchor
    columns: tuple[Value, ...]
    forms: tuple[Form, ...]
    person: Condition
    only_doubtful: bool = False
    """Whether only those are meant whose identifiers are somebody else's, too."""
    merged: Source | None = None
    """The pairs of rows that are the same person, and nobody else."""
    tells: bool = True
    """Whether the identifiers tell who it is, or only propose."""
    is_home: bool = False
    settled: Tokens = field(default_factory=dict, repr=False, compare=False)

    def marks(self, key: str, values: Iterable[object]) -> tuple[str, ...]:
        """Return what a row has in common with others of one person: what somebody has said rules elsewhere."""
        tokens = self.settled.get(key, ())
        if tokens and not self.is_home:
            return tuple(token for token in tokens[-1:] if token != NOBODY)
        own = self.mark(values) if self.tells else None
        return (*((own,) if own else ()), *tokens)

    def mark(self, values: Iterable[object]) -> str | None:
        """Return what two rows of one person have in common; nothing, where an identifier is not there."""
        texts = [form.normal(value) for value, form in zip(values, self.forms, strict=True)]
        return hashlib.sha256("\x1f".join(texts).encode()).hexdigest() if all(texts) else None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What an anchor's store can say of its people: what has happened to them, and of which kinds they are.

    `known` is what was brought along for them and is told too; `kinds` are conditions on their rows, by name.
    """

    identified: Identified
    merged: Source | None = None
    occurrences: tuple[Remember, ...] = ()
    known: Source | None = None
    kinds: tuple[tuple[str, Condition], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Bequest:
    """What is known of people whose rows go, and the other rows of theirs under which it is remembered from then on.

    INVARIANT: what is remembered belongs to the person, and is forgotten when no row of the person is left anywhere.
    """

    offer: Offer
    heir: Identified

    @property
    def stays_here(self) -> bool:
        """Return whether the heirs are rows of the same table, which are the same person."""
        return self.heir.anchor == self.offer.identified.anchor


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that a store says of a person, known by the mark of their identifiers alone."""

    mark: str = field(repr=False)
    event: str
    latest: date | None = None
    is_open: bool = False
    began: date | None = None
    is_undated: bool = False


@dataclass(frozen=True)
class Across:
    """Says which anchors learn from which others, of one class of people each."""

    layout: Layout
    today: date

    @cached_property
    def reasons(self) -> Reasons:
        """Return the reasons of the day, which name the events that are counted from."""
        return Reasons(self.layout, self.today)

    @property
    def remembered(self) -> Known:
        """Return of which people which events may come to be remembered while a plan of the day is carried out."""
        counted, anchors = self.reasons.counted, self.layout.anchors
        return frozenset((a.relation, event) for people, event in counted for a in anchors if a.people == people)

    def bequests(self, tables: Iterable[str]) -> tuple[Bequest, ...]:
        """Return what rows of these tables may have to hand on when they go."""
        return tuple(bequest for table in tables for bequest in self._bequeathed.get(table, ()))

    @cached_property
    def _bequeathed(self) -> dict[str, tuple[Bequest, ...]]:
        tables = dict.fromkeys(anchor.table for anchor in self.layout.anchors)
        found = {t: tuple(b for a in self.layout.anchors_at(t) for b in self._bequests(a)) for t in tables}
        return {table: bequests for table, bequests in found.items() if bequests}

    def anchor(self, relation: str) -> Anchor | None:
        """Return the anchor of what is brought along under a name."""
        return next((a for a in self.layout.anchors if a.relation == relation), None)

    def home(self, anchor: Anchor) -> Anchor | None:
        """Return where the class is at home, if that is elsewhere."""
        main = self.layout.main_anchor(anchor.people)
        return None if main == anchor else main

    def others(self, anchor: Anchor) -> tuple[Anchor, ...]:
        """Return the other tables in which the people of a main table are known."""
        if self.layout.main_anchor(anchor.people) != anchor:
            return ()
        return tuple(
            a for a in self.layout.anchors if a.people == anchor.people and a != anchor and self.layout.links(a)
        )

    def known(self, remembered: Known) -> Known:
        """Return of which people which events may be brought along, those remembered included."""
        found = set(remembered)
        for anchor in self.layout.anchors:
            tellers = [a for a in self.layout.anchors if a.people == anchor.people and self._tells(a, anchor)]
            found |= {(anchor.relation, event) for a in tellers for event in self._of_store(a)}
            found |= {
                (anchor.relation, event) for a in tellers for relation, event in remembered if relation == a.relation
            }
        return frozenset(found)

    def _tells(self, one: Anchor, other: Anchor) -> bool:
        """Return whether rows of the other learn from the first; rows away from home also do from each other."""
        return one != other or self.home(other) is not None

    def _of_store(self, anchor: Anchor) -> Iterator[str]:
        store = self.layout.store_of(anchor.table)
        for table in self.layout.personal:
            if self.layout.store_of(table) == store:
                yield from (event for kind in self.layout.kinds_of(table) for event in kind.events)
        person = self.layout.data_map.people[anchor.people]
        if person.born and person.table == anchor.table:
            yield BIRTH

    def identified(self, anchor: Anchor, known_at: Anchor) -> Identified:
        """Return the rows of an anchor by the identifiers under which another table knows people."""
        rows = self.reasons.rows
        person = self.layout.data_map.people[anchor.people]
        columns = tuple(value(PERSON, anchor.identifiers[word]) for word in known_at.identifiers)
        is_home = person.table == anchor.table
        is_person = rows.when(person.when if is_home else {}, rows.start(anchor.table, PERSON))
        there = both(*(condition for column in columns for condition in rows.links.there(anchor.table, column)))
        settled = self.layout.settled.get(anchor.relation, {}) if columns else {}
        said = either(there, Is(value(PERSON, anchor.key), tuple(settled))) if settled else there
        return Identified(
            anchor=anchor,
            columns=columns,
            forms=tuple(self.layout.form(anchor.people, word) for word in known_at.identifiers),
            person=both(is_person, said),
            tells=not columns or self.layout.tells(known_at),
            is_home=is_home,
            settled=settled,
        )

    def offer(self, anchor: Anchor, known_at: Anchor) -> Offer:
        """Return what an anchor's store can say of people to whom another table's identifiers lead."""
        reasons = self.reasons
        events = [event for people, event in reasons.counted if people == anchor.people]
        return Offer(
            identified=self.identified(anchor, known_at),
            merged=self._merged(anchor),
            occurrences=tuple(o for event in events for o in _occurrences(reasons, anchor, event)),
            known=Source("known", f"{KNOWN}{anchor.relation}"),
            kinds=tuple(self._kinds(reasons, anchor)) if anchor != known_at else (),
        )

    def there(self, known_at: Anchor) -> Offer:
        """Return what says of whom there is a row in another table: whose it is, is doubtful where several match."""
        return Offer(identified=self.identified(known_at, known_at), kinds=((DOUBTFUL, ALWAYS),))

    def doubtful(self, home: Anchor, known_at: Anchor) -> Identified:
        """Return the people at home whose identifiers another table would take for somebody else's, too."""
        return replace(self.identified(home, known_at), only_doubtful=True, merged=self._merged(home))

    def _merged(self, anchor: Anchor) -> Source | None:
        relation = self.reasons.rows.merged(anchor)
        return Source("pairs", relation) if relation else None

    def needs(self, anchor: Anchor, known: Known, *, holds: Holds) -> Offer:
        """Return what says of which people rows of this anchor's store are kept, so that their row at home stays."""
        reasons = Reasons(self.layout, self.today, known, holds=holds)
        store = self.layout.store_of(anchor.table)
        if is_archive(self.layout, store):
            # What lies in an archive needs nobody at home: it knows by itself what it counts from.
            return Offer(identified=self.identified(anchor, anchor))
        tables = (table for table in self.layout.personal if self.layout.store_of(table) == store)
        kinds = (kind for table in tables for kind in self.layout.kinds_of(table))
        kept = either(*(c for kind in kinds for g in reasons.groups(kind) for c in _kept_for(reasons, g, anchor)))
        return Offer(identified=self.identified(anchor, anchor), kinds=((NEEDED, kept),) if kept != NEVER else ())

    # what is handed on ----------------------------------------------------------------------------------------

    def _bequests(self, anchor: Anchor) -> Iterator[Bequest]:
        if self.reasons.rows.merged(anchor) is not None:
            by_key = self._by(anchor, (value(PERSON, anchor.key),))
            yield Bequest(offer=replace(self.offer(anchor, anchor), identified=by_key), heir=by_key)
        home = self.home(anchor)
        for other in (home,) if home else self.others(anchor):
            known_at = anchor if home else other
            if self.layout.links(known_at):
                yield Bequest(offer=self.offer(anchor, known_at), heir=self.identified(other, known_at))

    def _by(self, anchor: Anchor, columns: tuple[Value, ...]) -> Identified:
        letter_by_letter = Form(kind="text", country=self.layout.policy.organisation.country)
        forms = (letter_by_letter,) * len(columns)
        found = self.identified(anchor, replace(anchor, identifiers={}))
        return replace(found, columns=columns, forms=forms)

    def _kinds(self, reasons: Reasons, anchor: Anchor) -> Iterator[tuple[str, Condition]]:
        start = reasons.rows.start(anchor.table, PERSON)
        kinds = self.layout.data_map.people[anchor.people].kinds or {anchor.people: {}}
        for kind, said in kinds.items():
            yield f"{KIND}{kind}", reasons.rows.when(said, start)


def _kept_for(reasons: Reasons, group: Group, anchor: Anchor) -> Iterator[Condition]:
    """Yield that rows with this group are kept through the person of the anchor's row."""
    row = reasons.rows.aliases()
    for role in reasons.rows.roles(group.kind, row):
        for owner in role.owners if role.name in group.roles else ():
            kept = reasons.needs(owner, group, role, alias=row) if owner.anchor == anchor else NEVER
            if kept != NEVER:
                here = Same(owner.key, Value(PERSON, anchor.key))
                mine = reasons.rows.of_kind(group.kind, row)
                yield some((Source(row, group.kind.table), *owner.way.sources), *owner.way.where, mine, here, kept)


def _occurrences(reasons: Reasons, anchor: Anchor, event: str) -> Iterator[Remember]:
    """Yield the occurrences that rows of the anchor's store hold of its people."""
    layout, rows = reasons.layout, reasons.rows
    for kind, said in reasons.clocks.everywhere(event):
        if layout.store_of(kind.table) != layout.store_of(anchor.table):
            continue
        alias = rows.aliases()
        for role in reasons.clocks.counted_roles(kind, said, alias):
            for owner in role.owners:
                if owner.anchor == anchor:
                    yield _occurrence(reasons, event, (kind, said), owner=owner, alias=alias)


def _occurrence(
    reasons: Reasons, event: str, declared: tuple[RowsOfOneKind, EventColumn], *, owner: Owner, alias: str
) -> Remember:
    rows, (kind, said) = reasons.rows, declared
    here = rows.start(kind.table, alias)
    way = rows.walker(kind.table).walk(said.column, here)
    assert way.end is not None
    return Remember(
        people=owner.people,
        event=event,
        sources=(Source(alias, kind.table), *owner.way.sources),
        where=(*owner.way.where, rows.of_kind(kind, alias), rows.when(said.when, here)),
        person=owner.key,
        day=way.end,
        day_sources=way.sources,
        day_where=way.where,
        said=said,
        table=way.table,
        alias=alias,
        misread=reasons.clocks.dates.misread(said, way.table, way.end),
        began=reasons.clocks.began(said, here),
    )
