"""What one reader may see of an archive: the cells that are there for a rule which names them as a reader (Art. 25)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from garant.planning.archiving.moves import Carried
from garant.planning.archiving.records import KEY, people_for, table_for
from garant.planning.grounds.movable import archive_of
from garant.planning.grounds.reasons import Group, Reach, Reasons
from garant.planning.terrain.layout import RowsOfOneKind
from garant.planning.terrain.predicates import ALWAYS, NEVER, Condition, Is, Value, both, either, reached


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
    """Says who may read what of the archives, by the reasons of a day."""

    reasons: Reasons

    def place(self, table: str) -> str | None:
        """Return the table of the archive in which the records of an active table lie, if there is one."""
        layout = self.reasons.layout
        archive = archive_of(layout, layout.store_of(table))
        place = table_for(archive, table) if archive else None
        return place if place in layout.personal else None

    def of(self, place: str) -> tuple[str, ...]:
        """Return who may read anything of a table of an archive."""
        named = (reader for _, _, reach in self._reaches(place) for reader in _readers(reach))
        return tuple(dict.fromkeys(named))

    def glance(self, place: str, wanted: Wanted) -> Glance:
        """Return what the reader sees of what is asked for."""
        found: dict[str, list[Condition]] = {}
        for kind, group, reach in self._reaches(place):
            if wanted.reader in _readers(reach):
                kept = self.reasons.keeps(group, reach)
                for column in group.columns:
                    found.setdefault(column, []).append(both(self.reasons.rows.of_kind(kind, "t"), kept))
        tidy = self.reasons.plainer.tidy
        cells = tuple(Carried(column=c, where=tidy(either(*kept), place)) for c, kept in found.items())
        keys = tuple(Carried(column=key, where=ALWAYS) for key in self._keys(wanted.table) if key not in found)
        shown = both(either(*(cell.where for cell in cells)), *self._asked(place, wanted))
        return Glance(table=place, where=tidy(shown, place), cells=(*keys, *cells))

    def _keys(self, table: str) -> tuple[str, ...]:
        return self.reasons.layout.key_of(table)

    def _reaches(self, place: str) -> Iterator[tuple[RowsOfOneKind, Group, Reach]]:
        for kind in self.reasons.layout.kinds_of(place):
            for group in self.reasons.groups(kind):
                yield from ((kind, group, reach) for reach in self.reasons.reaches(group))

    def _asked(self, place: str, wanted: Wanted) -> Iterator[Condition]:
        rows = self.reasons.rows
        yield rows.when(dict(wanted.where), rows.start(place))
        if wanted.person is not None:
            yield either(*(self._leads_to(kind, wanted.person) for kind in self.reasons.layout.kinds_of(place)))

    def _leads_to(self, kind: RowsOfOneKind, person: tuple[str, str]) -> Condition:
        """Return that a role of the record leads to the person who had this key at home."""
        table, key = person
        layout, rows = self.reasons.layout, self.reasons.rows
        classes = [anchor.people for anchor in layout.anchors_at(table)]
        homes = {people_for(layout.store_of(kind.table), people) for people in classes}
        owners = (owner for role in rows.roles(kind) for owner in role.owners)
        ways = [owner.way for owner in owners if owner.way.table in homes]
        found = [reached(way.sources, way.where, Is(Value(way.alias, KEY), (key,))) for way in ways]
        return both(rows.of_kind(kind, "t"), either(*found)) if found else NEVER


def _readers(reach: Reach) -> tuple[str, ...]:
    return reach.rule.archive.readers if reach.rule.archive else ()
