"""Lists of people in one cell: each element is a cell of whomever it names, and needs a reason of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from garant.planning.terrain.layout import RowsOfOneKind
from garant.planning.terrain.predicates import ALWAYS, Condition, Elements, Value, both, either, no, some
from garant.planning.terrain.rows import Owner, RoleAt
from garant.planning.terrain.tidy import renamed

if TYPE_CHECKING:  # reasons ask what is said of each element, and are asked which rules reach the list
    from garant.planning.grounds.reasons import Group, Reasons


@dataclass(frozen=True, kw_only=True)
class Each:
    """The elements of a list, that nothing keeps one of them, and that some rule has run out for it."""

    elements: Elements
    free: Condition
    ended: Condition

    @property
    def due(self) -> Condition:
        """Return that an element is due."""
        return both(self.free, self.ended)


@dataclass(frozen=True)
class Lists:
    """Says which cells are lists of people, and what the rules say of each element."""

    reasons: "Reasons"

    def of(self, kind: RowsOfOneKind) -> dict[Value, tuple[str, ...]]:
        """Return the lists of people that a row holds, each with the roles whose people its elements name."""
        found: dict[Value, dict[str, None]] = {}
        for role, _, elements in self.named(kind):
            found.setdefault(elements.of, {})[role.name] = None
        return {listed: tuple(roles) for listed, roles in found.items()}

    def named(self, kind: RowsOfOneKind) -> Iterator[tuple[RoleAt, Owner, Elements]]:
        """Yield the people whom the elements of a row's lists name, each by a role and with the elements."""
        for role in self.reasons.rows.roles(kind):
            for owner in role.owners:
                for elements in owner.way.sources[:1]:
                    if isinstance(elements, Elements):
                        yield role, owner, elements

    def names(self, owner: Owner, elements: Elements, alias: str, *, who: Condition) -> Condition:
        """Return that the element under `alias` names one of these people of whom this is true."""
        way = _without(owner, elements).way
        return renamed(some(way.sources, *way.where, who), elements.alias, alias)

    def each(self, group: "Group", alias: str = "t") -> Each | None:
        """Return what is said of each element of the group's list, if the group is one."""
        roles = (role for role in self.reasons.rows.roles(group.kind, alias) if role.name in group.roles)
        found = [self._named(group, role, alias) for role in roles] if group.is_list else []
        if not found:
            return None
        elements = found[0].elements
        return Each(
            elements=elements,
            free=both(*(renamed(one.free, one.elements.alias, elements.alias) for one in found)),
            ended=either(*(renamed(one.ended, one.elements.alias, elements.alias) for one in found)),
        )

    def _named(self, group: "Group", role: RoleAt, alias: str) -> Each:
        """Return what is said of each element through one role: of the person whom it names there."""
        reasons = self.reasons
        elements = next(s for owner in role.owners for s in owner.way.sources[:1] if isinstance(s, Elements))
        owners = tuple(_without(owner, elements) for owner in role.owners if elements in owner.way.sources)
        bound = replace(role, owners=owners)
        reaches = [] if group.forbidden else [reach for reach in reasons.reaches(group) if reach.role == role.name]
        cases = [(reach, reasons.case(group, reach, alias, role=bound)) for reach in reaches]
        kept = (no(reasons.lasts(group, reach, alias, say=partial(reasons.rules.keeps, c))) for reach, c in cases)
        held = reasons.held_through(group.kind.table, alias, (bound,))
        ended = ALWAYS if group.forbidden else either(*(reasons.rules.reached(case) for _, case in cases))
        return Each(elements=elements, free=both(no(held), *kept), ended=ended)


def _without(owner: Owner, elements: Elements) -> Owner:
    rest = tuple(source for source in owner.way.sources if source != elements)
    return replace(owner, way=replace(owner.way, sources=rest))
