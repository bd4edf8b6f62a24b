"""Records of the archive: a whole row of one kind, or the cells of one group that left before their row."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from garant.planning.grounds.clocks import Declared
from garant.planning.grounds.following import followed
from garant.planning.grounds.movable import archive_of, is_at_home
from garant.planning.grounds.reasons import Group, Reasons
from garant.planning.terrain.layout import RowsOfOneKind
from garant.planning.terrain.rows import RoleAt

ID, KIND, BATCH, RUN = "garant_id", "garant_kind", "garant_batch", "garant_run"
"""What every record has beside the columns of its row: its own key, what it is, by which batch and run it came."""

KEY, KNOWN_AS, CLOSED = "garant_key", "garant_known_as", "garant_closed"
"""A person of whom there are records: the key of their row at home, as long as that row is there."""

UNDATED = "1000-01-01"
"""The day that stands for a missing date; an empty one stands for an event that is still open."""

_LONGEST = 55


@dataclass(frozen=True, kw_only=True)
class Record:
    """What a record holds: the groups of a whole row, or one group; its label tells it from others in its table."""

    kind: RowsOfOneKind
    groups: tuple[Group, ...]
    label: str
    is_whole: bool

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the roles whose people own its cells."""
        return tuple(dict.fromkeys(role for group in self.groups for role in group.roles))


@dataclass(frozen=True)
class Records:
    """Says what records there may be of a table, and who and when is told in them."""

    reasons: Reasons

    def of(self, table: str) -> Iterator[Record]:
        """Yield the records of a table from which something may leave for the archive."""
        for kind in self.reasons.layout.kinds_of(table):
            groups = tuple(group for group in self.reasons.groups(kind) if self.reasons.movable(group))
            following = tuple(group for group in followed(self.reasons, kind) if self.reasons.movable(group))
            if groups or following:
                yield Record(kind=kind, groups=groups or following, label=f"{kind.index}", is_whole=True)
            for group in groups:
                yield Record(kind=kind, groups=(group,), label=f"{kind.index}/{_mark(group)}", is_whole=False)

    def roles(self, record: Record) -> tuple[RoleAt, ...]:
        """Return the roles of a record, from the row under the alias `t`."""
        return tuple(role for role in self.reasons.rows.roles(record.kind) if role.name in record.roles)

    def is_told(self, role: RoleAt) -> bool:
        """Return whether a record says to whom the role led."""
        return bool(role.owners) and is_at_home(self.reasons.layout, role)

    def is_several(self, role: RoleAt, record: Record) -> bool:
        """Return whether a role may lead to several people: a record then has a list of them."""
        levels = (level for levels in self.reasons.rows.levels(record.kind) for level in levels)
        said = (level.kind.belongs_to.get(role.name) for level in levels)
        matched = any(one is not None and one.known_by for one in said)
        return matched or len(role.owners) > 1 or any(owner.way.many for owner in role.owners)

    def events(self, record: Record) -> dict[str, tuple[tuple[Declared, ...], tuple[str, ...]]]:
        """Return the events that are found in the row or above it: how, and for which roles."""
        found: dict[str, tuple[tuple[Declared, ...], tuple[str, ...]]] = {}
        for event in dict.fromkeys(e for group in record.groups for e in self.reasons.movable.events(group)):
            near = {r: self.reasons.clocks.near(event, record.kind, r, alias="t") for r in record.roles}
            roles = tuple(role for role, declared in near.items() if declared)
            if roles:
                found[event] = near[roles[0]], roles
        return found


def archived_tables(reasons: Reasons) -> tuple[str, ...]:
    """Return the tables from which something may leave for an archive."""
    layout = reasons.layout
    there = (t for t in layout.personal if archive_of(layout, layout.store_of(t)) is not None)
    return tuple(table for table in there if any(True for _ in Records(reasons).of(table)))


def table_for(archive: str, table: str) -> str:
    """Return the table of the archive in which the records of an active table lie."""
    return f"{archive}.{_short(table.replace('.', '_'))}"


def people_for(archive: str, people: str) -> str:
    """Return the table of the archive that tells the people of a class."""
    return f"{archive}.{_short(f'people_{people}')}"


def column_for(word: str, name: str) -> str:
    """Return the column of a record that says something of a role or an event: `by`, `in`, `on`, `is`, `began`."""
    return _short(f"garant_{word}_{name}")


def _short(name: str) -> str:
    plain = re.sub(r"\W+", "_", name)
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 9]}_{mark}"


def _mark(group: Group) -> str:
    said = "\x1f".join((group.category, *sorted(group.roles), "", *sorted(group.activities)))
    return hashlib.sha256(said.encode()).hexdigest()[:16]
