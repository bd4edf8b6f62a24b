"""What one reader may see of an archive or under a hold: the cells that are there for their sake (Art. 25)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from garant.planning.archiving.moves import Carried
from garant.planning.archiving.records import KEY, people_for, table_for
from garant.planning.grounds.following import WITH
from garant.planning.grounds.movable import archive_of, is_archive
from garant.planning.grounds.reasons import Group, Reach, Reasons
from garant.planning.terrain.layout import RowsOfOneKind
from garant.planning.terrain.predicates import ALWAYS, NEVER, Condition, Is, Value, both, either, no, reached


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a reader asks for: records of a table, of one person or by a value; the values show themselves to nobody."""

    table: str
    reader: str
    person: tuple[str, str] | None = field(default=None, repr=False)
    where: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class Glance:
    """What is read of a table of an archive: which rows, and of each the cells whose condition holds."""

    table: str
    where: Condition
    cells: tuple[Carried, ...]


@dataclass(frozen=True)
class Readers:
    """Says who may read what few may read, by the reasons and holds of a day.

    What a rule keeps in the archive is read there, by the readers of the rule; what a hold alone keeps is read where
    it lies, by those of the hold.
    """

    reasons: Reasons

    def places(self, table: str) -> tuple[str, ...]:
        """Return where something of a table may be read: in its archive, and where it is if a hold has readers."""
        layout = self.reasons.layout
        archive = archive_of(layout, layout.store_of(table))
        place = table_for(archive, table) if archive else ""
        found = (place, table) if self._named(table) else (place,)
        return tuple(one for one in found if one in layout.personal)

    def of(self, place: str) -> tuple[str, ...]:
        """Return who may read anything of a table."""
        by_rule = (reader for _, _, reach in self._reaches(place) for reader in _readers(reach))
        return tuple(dict.fromkeys((*by_rule, *self._named(place))))

    def glance(self, place: str, wanted: Wanted) -> Glance:
        """Return what the reader sees of what is asked for."""
        found: dict[str, list[Condition]] = {}
        for kind, group, seen in self._seen(place, wanted.reader):
            for column in self._shown(group, wanted.table):
                found.setdefault(column, []).append(both(self.reasons.rows.of_kind(kind, "t"), seen))
        tidy = self.reasons.plainer.tidy
        cells = tuple(Carried(column=c, where=tidy(either(*kept), place)) for c, kept in found.items())
        keys = tuple(Carried(column=key, where=ALWAYS) for key in self._keys(wanted.table) if key not in found)
        shown = both(either(*(cell.where for cell in cells)), *self._asked(place, wanted))
        return Glance(table=place, where=tidy(shown, place), cells=(*keys, *cells))

    def _seen(self, place: str, reader: str) -> Iterator[tuple[RowsOfOneKind, Group, Condition]]:
        """Yield by groups that a rule keeps them for the reader, or a hold alone."""
        for kind, group, reach in self._reaches(place):
            if reader in _readers(reach):
                yield kind, group, self.reasons.keeps(group, reach)
        case = self.reasons.holds.readers.get(reader)
        if case is not None:
            for kind in self.reasons.layout.kinds_of(place):
                for group in self.reasons.groups(kind):
                    held = self.reasons.held_by(case, kind, group)
                    yield kind, group, both(held, no(self.reasons.still_kept(group)))

    def _named(self, place: str) -> tuple[str, ...]:
        """Return the readers of holds that may keep something of a table."""
        kinds = self.reasons.layout.kinds_of(place) if place in self.reasons.layout.personal else ()
        cases = self.reasons.holds.readers.items()
        return tuple(name for name, case in cases if any(self.reasons.held_by(case, kind) != NEVER for kind in kinds))

    def _shown(self, group: Group, table: str) -> tuple[str, ...]:
        """Return what is seen of a group; of rows that followed others, all that they hold."""
        if all(column.startswith(WITH) for column in group.columns):
            return tuple(column.name for column in self.reasons.layout.tables[table].columns)
        return group.columns

    def _keys(self, table: str) -> tuple[str, ...]:
        return self.reasons.layout.key_of(table)

    def _reaches(self, place: str) -> Iterator[tuple[RowsOfOneKind, Group, Reach]]:
        layout = self.reasons.layout
        for kind in layout.kinds_of(place) if is_archive(layout, layout.store_of(place)) else ():
            for group in self.reasons.groups(kind):
                yield from ((kind, group, reach) for reach in self.reasons.reaches(group))

    def _asked(self, place: str, wanted: Wanted) -> Iterator[Condition]:
        rows = self.reasons.rows
        yield rows.when(dict(wanted.where), rows.start(place))
        if wanted.person is not None:
            yield either(*(self._leads_to(kind, wanted.person) for kind in self.reasons.layout.kinds_of(place)))

    def _leads_to(self, kind: RowsOfOneKind, person: tuple[str, str]) -> Condition:
        """Return that a role of the row leads to the person who has, or had, this key at home."""
        table, key = person
        layout, rows = self.reasons.layout, self.reasons.rows
        homes = {people_for(layout.store_of(kind.table), anchor.people) for anchor in layout.anchors_at(table)}
        found = []
        for owner in (owner for role in rows.roles(kind) for owner in role.owners):
            at_home = owner.anchor is not None and owner.anchor.table == table
            if at_home or owner.way.table in homes:
                person_key = owner.key if at_home else Value(owner.way.alias, KEY)
                found.append(reached(owner.way.sources, owner.way.where, Is(person_key, (key,))))
        return both(rows.of_kind(kind, "t"), either(*found)) if found else NEVER


def _readers(reach: Reach) -> tuple[str, ...]:
    return reach.rule.archive.readers if reach.rule.archive else ()
