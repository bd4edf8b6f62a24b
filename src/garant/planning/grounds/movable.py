"""Which cells may leave for the archive: those whose owners and clocks it can tell as exactly as the active base."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from garant.planning.grounds.clocks import Declared
from garant.planning.grounds.following import followed, parent_of
from garant.planning.terrain.layout import Layout, RowsOfOneKind
from garant.planning.terrain.predicates import Elements
from garant.planning.terrain.rows import RoleAt
from garant.policy.terms import Fate

if TYPE_CHECKING:  # reasons ask which limits hold for a group, and are asked by which rules it is reached
    from garant.planning.grounds.reasons import Group, Reasons


def archive_of(layout: Layout, store: str) -> str | None:
    """Return the archive that the map names for a store, if it answers."""
    said = layout.data_map.stores.get(store)
    named = said.archive if said else None
    return named if named in layout.schemas and named != store else None


def is_archive(layout: Layout, store: str) -> bool:
    """Return whether a store is the archive of another."""
    return any(said.archive == store and name != store for name, said in layout.data_map.stores.items())


@dataclass(frozen=True)
class Movable:
    """Says of a group of cells whether it leaves for the archive when nobody actively needs it any more.

    A group of which the archive could not tell whose it is, or when its period ends, stays until the whole period has
    run: rather kept where it is than erased too early.
    """

    reasons: "Reasons"

    def __call__(self, group: "Group") -> bool:
        """Return whether the group may leave for the archive."""
        key = (group.kind.table, group.kind.index, group.category, group.roles, group.activities)
        if key not in self._known:
            self._known[key] = self._may_leave(group)
        return self._known[key]

    @cached_property
    def _known(self) -> dict[object, bool]:
        return {}

    def _may_leave(self, group: "Group") -> bool:
        layout, table = self.reasons.layout, group.kind.table
        if archive_of(layout, layout.store_of(table)) is None or group.forbidden or self._is_bound(table):
            return False
        if not self._is_meant(group):
            return False
        return all(self._is_told(role, group) for role in self._roles(group)) and self._is_dated(group)

    def _is_bound(self, table: str) -> bool:
        """Return whether the table's rows cannot leave as they are: copies, files, members of objects."""
        layout = self.reasons.layout
        said = layout.said(table)
        if said.copy_of is not None or table in layout.set_aside or not layout.key_of(table):
            return True
        if any(files.part_of == table for files in layout.data_map.files.values()):
            return True
        kinds = layout.kinds_of(table)
        return self._is_rough(kinds) or self._is_inside(kinds) or self._is_held_back(table)

    def _is_rough(self, kinds: tuple[RowsOfOneKind, ...]) -> bool:
        groups = (group for kind in kinds for group in self.reasons.groups(kind))
        return any(reach.rule.then is Fate.ANONYMISE for group in groups for reach in self.reasons.reaches(group))

    def _is_inside(self, kinds: tuple[RowsOfOneKind, ...]) -> bool:
        groups = [group for kind in kinds for group in self.reasons.groups(kind)]
        inside = any("->" in column for group in groups for column in group.columns)
        return inside or any(self._is_listed(group) for group in groups)

    def _is_listed(self, group: "Group") -> bool:
        owners = (owner for role in self._roles(group) for owner in role.owners)
        listed = (source.of.column for owner in owners for source in owner.way.sources if isinstance(source, Elements))
        return any(column in group.columns for column in listed)

    def _is_held_back(self, table: str) -> bool:
        """Return whether rows without cells of their own follow those of the table, and cannot leave with them."""
        layout = self.reasons.layout
        beside = (name for name in layout.personal if layout.store_of(name) == layout.store_of(table))
        kinds = (kind for name in beside for kind in layout.kinds_of(name))
        return any(parent_of(self.reasons, kind) == table and not self._may_follow(kind) for kind in kinds)

    def _may_follow(self, kind: RowsOfOneKind) -> bool:
        alone = len(self.reasons.layout.kinds_of(kind.table)) == 1
        plain = kind.part_of is not None and kind.part_of.holds is None
        groups = followed(self.reasons, kind)
        return alone and plain and bool(groups) and all(self(g) for g in groups if self._is_meant(g))

    def _is_meant(self, group: "Group") -> bool:
        return any(reach.rule.archived_after(group.category) is not None for reach in self.reasons.reaches(group))

    # whose ----------------------------------------------------------------------------------------------------

    def _roles(self, group: "Group") -> Iterator[RoleAt]:
        return (role for role in self.reasons.rows.roles(group.kind) if role.name in group.roles)

    def _is_told(self, role: RoleAt, group: "Group") -> bool:
        """Return whether the archive can tell who the role leads to, or need not."""
        if role.level.many or len({owner.people for owner in role.owners}) > 1:
            return False
        if is_at_home(self.reasons.layout, role):
            return True
        near = all(self._nearest(event, group, role) for event in self._events(group, role))
        return bool(role.kind) and near and not self.reasons.rules.kinds.asks(role.kind)

    # when -----------------------------------------------------------------------------------------------------

    def _is_dated(self, group: "Group") -> bool:
        """Return whether each event near the row is one occurrence, the same whoever is asked about."""
        for event in self.events(group):
            found = {self._shape(near) for role in self._roles(group) if (near := self._nearest(event, group, role))}
            if len(found) > 1 or any(many for shape in found for *_, many in shape):
                return False
        return True

    def _shape(self, declared: tuple[Declared, ...]) -> tuple[tuple[str, int, str, bool], ...]:
        return tuple(
            (d.level.kind.table, d.level.kind.index, str(d.said.column), d.level.way.many or self._many(d))
            for d in declared
        )

    def _many(self, declared: Declared) -> bool:
        at, rows = declared.level.way, self.reasons.rows
        paths = [path for path in (declared.said.column, declared.said.began) if path is not None]
        return any(rows.walker(at.table).walk(path, rows.start(at.table)).many for path in paths)

    def events(self, group: "Group") -> tuple[str, ...]:
        """Return the events that a rule which reaches the group counts from."""
        return tuple(dict.fromkeys(event for reach in self.reasons.reaches(group) for event in reach.rule.events))

    def _events(self, group: "Group", role: RoleAt) -> Iterator[str]:
        return (e for reach in self.reasons.reaches(group) if reach.role == role.name for e in reach.rule.events)

    def _nearest(self, event: str, group: "Group", role: RoleAt) -> tuple[Declared, ...]:
        return self.reasons.clocks.near(event, group.kind, role.name, alias="t")


def is_at_home(layout: Layout, role: RoleAt) -> bool:
    """Return whether the role leads to people where their class is at home: the archive knows them by their key."""
    return all(owner.anchor is not None and layout.main_anchor(owner.people) == owner.anchor for owner in role.owners)
