"""What leads to an owner: a row is needed that leads another to the person through whom that one is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from garant.planning.grounds.clocks import KNOWN, NEEDED
from garant.planning.grounds.reasons import Group
from garant.planning.terrain.layout import Anchor
from garant.planning.terrain.predicates import ALWAYS, NEVER, Condition, Is, Same, Source, Value, some
from garant.planning.terrain.rows import Owner, RoleAt
from garant.planning.terrain.schema import ReferenceSeen
from garant.planning.terrain.tidy import renamed
from garant.planning.terrain.ways import Way
from garant.policy.datamap import SELF

if TYPE_CHECKING:  # going asks what leads to owners, and is asked which references may be emptied
    from garant.planning.going import Going


@dataclass(frozen=True)
class Leads:
    """Says of which rows others are in need, because they lead them to their owners."""

    going: "Going"

    def to(self, table: str, alias: str) -> Iterator[Condition]:
        """Yield that the row leads another row to an owner through whom that one is kept."""
        for anchor in self.going.layout.anchors_at(table):
            yield from self._elsewhere(anchor, alias)
        for other in self.going.layout.personal:
            if self.going.layout.store_of(other) != self.going.layout.store_of(table):
                continue
            for kind in self.going.layout.kinds_of(other):
                if table in self.going.reasons.rows.led_through(kind):
                    for group in self.going.reasons.groups(kind):
                        yield from self._led(group, table, alias)

    def _elsewhere(self, anchor: Anchor, alias: str) -> Iterator[Condition]:
        """Yield that rows are kept for the person where people of this table are known too; silence keeps them."""
        layout = self.going.layout
        if layout.main_anchor(anchor.people) != anchor:
            return
        if layout.unreached(anchor.people):
            yield ALWAYS
        elif any(other.people == anchor.people and other != anchor for other in layout.anchors):
            told = self.going.reasons.rows.aliases()
            person = Same(Value(alias, anchor.key), Value(told, "person"))
            yield some((Source(told, f"{KNOWN}{anchor.relation}"),), person, Is(Value(told, "event"), (NEEDED,)))

    def _led(self, group: Group, table: str, alias: str) -> Iterator[Condition]:
        row = self.going.reasons.rows.aliases()
        for role in self.going.reasons.rows.roles(group.kind, row):
            owners = [owner for owner in role.owners if self._may_lead(owner, table)]
            if role.name not in group.roles or not owners or not self._needs_asking(group, role, table):
                continue
            for owner in owners:
                kept = self.going.reasons.needs(owner, group, role, alias=row)
                if kept != NEVER:
                    mine = self.going.reasons.rows.of_kind(group.kind, row)
                    for condition in self._on_the_way(owner, group.kind.table, table, alias=alias, kept=kept):
                        yield some((Source(row, group.kind.table),), condition, mine)

    def _needs_asking(self, group: Group, role: RoleAt, table: str) -> bool:
        hold = self.going.reasons.hold
        if group.kind.table in hold.tables or any(hold.concerns(owner.people) for owner in role.owners):
            return True
        return self._with_the_person(group, role) and not self._kept_anyway(group, role, table)

    def _may_lead(self, owner: Owner, table: str) -> bool:
        through = any(isinstance(source, Source) and source.table == table for source in owner.way.sources)
        return through or (owner.anchor is not None and owner.anchor.table == table)

    def _with_the_person(self, group: Group, role: RoleAt) -> bool:
        """Return whether a reason through this role is found with the person, or missed for what they had or not."""
        asks = self.going.reasons.rules.kinds.asks(role.kind)
        for reach in self.going.reasons.reaches(group):
            if reach.role != role.name:
                continue
            near = all(self._is_near(event, group, role.name) for event in reach.rule.events)
            if role.kind is None or asks or not near:
                return True
        return False

    def _kept_anyway(self, group: Group, role: RoleAt, table: str) -> bool:
        """Return whether whoever keeps the group through this role keeps a cell of their own row by the same rules."""
        kinds, reaches = self.going.layout.kinds_of(table), self.going.reasons.reaches
        if self.going.reasons.hold.spares:
            return False
        own = any(owner.anchor is None or owner.anchor.table != table for owner in role.owners)
        if own or len(kinds) != 1 or len(self.going.layout.anchors_at(table)) != 1 or role.kind is not None:
            return False
        if any(self.going.reasons.rows.merged(anchor) for anchor in self.going.layout.anchors_at(table)):
            return False
        mine = {
            (reach.activity, reach.index, self.going.reasons.lasting(one, reach))
            for one in self.going.reasons.groups(kinds[0])
            for reach in reaches(one)
            if not one.forbidden and reach.role == SELF
        }
        asked = [reach for reach in reaches(group) if reach.role == role.name]
        # A visa is given for what stood on a list: it may cover a row and not that of whoever owns it.
        if any(self.going.reasons.lasting(group, reach).awaits_visa for reach in asked):
            return False
        return all(
            (reach.activity, reach.index, self.going.reasons.lasting(group, reach)) in mine
            and not any(self._is_near(event, group, role.name) for event in reach.rule.events)
            for reach in asked
        )

    def _is_near(self, event: str, group: Group, role: str) -> bool:
        return self.going.reasons.clocks.happened(event, group.kind, role, alias="probe") is not None

    def _on_the_way(self, owner: Owner, start: str, table: str, *, alias: str, kept: Condition) -> Iterator[Condition]:
        way = owner.way
        if self._held_fast(way, start, table):
            return
        for source in way.sources:
            if isinstance(source, Source) and source.table == table:
                others = tuple(s for s in way.sources if s != source)
                yield some(others, *(renamed(c, source.alias, alias) for c in (*way.where, kept)))
        anchor = owner.anchor
        if anchor is None or anchor.table != table or start == table or self._joined(way, anchor):
            return
        if way.end is not None:
            yield some(way.sources, *way.where, Same(way.end, Value(alias, anchor.key)), kept)

    def _joined(self, way: Way, anchor: Anchor) -> bool:
        return way.end == Value(way.alias, anchor.key) and way.table == anchor.table

    def _held_fast(self, way: Way, start: str, table: str) -> bool:
        """Return whether each reference on the way may not be emptied, so that the rows hold one another already."""
        here = start
        for reference in () if way.many else way.followed:
            if reference.to in (here, start) or not reference.enforced or self._lets_go(here, reference):
                return False
            here = reference.to
            if here == table:
                return True
        return False

    def _lets_go(self, table: str, reference: ReferenceSeen) -> bool:
        return self.going.may_be_emptied(table, reference) or self.going.goes_along(table, reference)
