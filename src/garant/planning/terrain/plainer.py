"""Says conditions more plainly where the schema decides: what cannot be NULL, which references always lead to a row."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from garant.planning.terrain.predicates import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Condition,
    Elements,
    Exists,
    Is,
    Missing,
    Not,
    Same,
    Source,
    Value,
    Written,
    both,
    either,
    no,
    parts_of,
    some,
)
from garant.planning.terrain.schema import ColumnSeen, TableSeen
from garant.planning.terrain.tidy import renamed, tidy
from garant.policy.statements import Scalar

Scope = Mapping[str, str]
"""Which table each alias stands for."""

_Links = frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class Plainer:
    """Rewrites conditions, by the tables that were seen, into equal ones that databases answer sooner."""

    tables: Mapping[str, TableSeen]
    _tidied: dict[tuple[Condition, str, str], Condition] = field(default_factory=dict, compare=False)

    def tidy(self, condition: Condition, table: str, alias: str = "t") -> Condition:
        """Return the condition on rows of `table`, said plainly, with its aliases in the order of reading."""
        at = (condition, table, alias)
        if at not in self._tidied:
            self._tidied[at] = tidy(self.plain(condition, {alias: table}))
        return self._tidied[at]

    def plain(self, condition: Condition, scope: Scope) -> Condition:
        """Return an equal condition without what the schema makes sure of."""
        match condition:
            case AllOf():
                parts = both(*(self.plain(part, scope) for part in condition.parts))
                return both(*self._merged(_listed(parts), scope, both)) if isinstance(parts, AllOf) else parts
            case AnyOf():
                parts = either(*(self.plain(part, scope) for part in condition.parts))
                if not isinstance(parts, AnyOf):
                    return parts
                return _weakest(either(*self._merged(_listed(parts), scope, either)))
            case Not():
                return _negated(self.plain(condition.part, scope))
            case Exists():
                return self._exists(condition, scope)
            case Missing():
                return NEVER if self._never_null(condition.value, scope) else condition
            case _:
                return condition

    def _never_null(self, value: Value, scope: Scope) -> bool:
        column = self._column(value, scope)
        return column is not None and not column.nullable and not value.inside

    # searches -------------------------------------------------------------------------------------------------

    def _exists(self, said: Exists, scope: Scope) -> Condition:
        inner = {**scope, **_tables_of(said)}
        found = some(said.sources, *(self.plain(part, inner) for part in said.where))
        if isinstance(found, Exists):
            inner.update(_tables_of(found))
            found = self._one_row(found, inner)
        if not isinstance(found, Exists):
            return found
        for source in reversed(found.sources):
            if isinstance(found, Exists) and isinstance(source, Source):
                found = self._without(source, found, inner)
        return self._linked(found, inner) if isinstance(found, Exists) else found

    def _one_row(self, said: Exists, scope: Scope) -> Condition:
        """Return the search with each row, told by its key, under one alias only."""
        for source in reversed(said.sources):
            twin = self._twin(source, said, scope) if isinstance(source, Source) else None
            if twin is None:
                continue
            rest = tuple(each for each in said.sources if each != source)
            where = (renamed(part, source.alias, twin) for part in said.where)
            left = some(rest, *(part for part in where if not (isinstance(part, Same) and part.left == part.right)))
            if not isinstance(left, Exists):
                return left
            said = left
        return said

    def _twin(self, source: Source, said: Exists, scope: Scope) -> str | None:
        seen = self.tables.get(source.table)
        if seen is None or len(seen.key) != 1 or any(source.alias in aliases_of(each) for each in said.sources):
            return None
        same = _same_values(Value(source.alias, seen.key[0]), said.where)
        wanted = (v.alias for v in same if v.column == seen.key[0] and scope.get(v.alias) == source.table)
        return next((alias for alias in wanted if alias != source.alias), None)

    def _without(self, source: Source, said: Exists, scope: Scope) -> Condition:
        """Return the search without a row that is always there, and of which nothing is asked."""
        mentions = [part for part in said.where if source.alias in aliases_of(part)]
        others = [s for s in said.sources if s != source]
        if not self._is_certain(source, mentions, scope) or any(source.alias in aliases_of(s) for s in others):
            return said
        return some(others, *(part for part in said.where if part not in mentions))

    def _is_certain(self, source: Source, mentions: list[Condition], scope: Scope) -> bool:
        """Return whether the conditions merely follow a reference that always leads to exactly one row."""
        links = _links(source.alias, mentions)
        if links is None:
            return False
        owners = {alias for alias, _, _ in links}
        seen = self.tables.get(scope.get(next(iter(owners)), "")) if len(owners) == 1 else None
        if seen is None:
            return False
        wanted = {(here, there) for _, here, there in links}
        return any(
            reference.to == source.table
            and reference.enforced
            and set(zip(reference.columns, reference.to_columns, strict=True)) == wanted
            and all((column := seen.column(name)) is not None and not column.nullable for name in reference.columns)
            for reference in seen.references
        )

    def _linked(self, said: Exists, scope: Scope) -> Exists:
        """Tie rows that are tied to one value outside to each other: a database then joins them before it looks out."""
        inside = {source.alias for source in said.sources if isinstance(source, Source)}
        first: dict[Value, Value] = {}
        where: dict[Condition, None] = {}
        for part in said.where:
            ends = _ends(part, inside, scope)
            tied = part if ends is None else self._tied(first.setdefault(*ends), ends[1], scope) or part
            where[tied] = None
        return replace(said, where=tuple(where))

    def _tied(self, one: Value, other: Value, scope: Scope) -> Condition | None:
        kinds = {column.kind for end in (one, other) if (column := self._column(end, scope))}
        return None if one.alias == other.alias or len(kinds) > 1 else Same(one, other)

    def _column(self, value: Value, scope: Scope) -> ColumnSeen | None:
        seen = self.tables.get(scope.get(value.alias, ""))
        return seen.column(value.column) if seen else None

    # alternatives ---------------------------------------------------------------------------------------------

    def _merged(
        self, parts: Iterable[Condition], scope: Scope, joined: Callable[..., Condition]
    ) -> Iterator[Condition]:
        """Yield the parts, those about one and the same row of another table together, joined as the parts are."""
        kept: dict[object, tuple[Source, tuple[Condition, ...], list[Condition]]] = {}
        for part in parts:
            found = self._single(part, scope)
            if found is None:
                yield part
                continue
            source, links, test = found
            key = (source.table, _links(source.alias, list(links)))
            if key in kept:
                kept[key][2].append(renamed(test, source.alias, kept[key][0].alias))
            else:
                kept[key] = (source, links, [test])
        for source, links, tests in kept.values():
            yield some((source,), *links, self.plain(joined(*tests), {**scope, source.alias: source.table}))

    def _single(self, part: Condition, scope: Scope) -> tuple[Source, tuple[Condition, ...], Condition] | None:
        """Return the row, its links and the test, where there is always exactly one such row to test."""
        said = part.part if isinstance(part, Not) else part
        if not isinstance(said, Exists) or len(said.sources) != 1 or not isinstance(said.sources[0], Source):
            return None
        source = said.sources[0]
        links = tuple(c for c in said.where if _links(source.alias, [c]) is not None)
        if not self._is_certain(source, list(links), scope):
            return None
        test = both(*(c for c in said.where if c not in links))
        return source, links, no(test) if isinstance(part, Not) else test


def _weakest(condition: Condition) -> Condition:
    """Leave out an alternative that asks for all that another one asks for, and more."""
    if not isinstance(condition, AnyOf):
        return condition
    condition = _among(condition)
    if not isinstance(condition, AnyOf):
        return condition
    kept = list(condition.parts)
    for part in condition.parts:
        asked = _asked(part)
        if any(other is not part and parts_of(other) <= asked for other in kept):
            kept.remove(part)
    return either(*kept)


def _among(condition: AnyOf) -> Condition:
    """Return the alternatives with those that compare one value said as one list."""
    lists: dict[Value, tuple[Scalar, ...]] = {}
    for part in condition.parts:
        if isinstance(part, Is):
            lists[part.value] = tuple(dict.fromkeys((*lists.get(part.value, ()), *part.among)))
    return either(*(Is(p.value, lists[p.value]) if isinstance(p, Is) else p for p in condition.parts))


def _asked(part: Condition) -> frozenset[Condition]:
    """Return what holds of the row itself where the condition holds."""
    if isinstance(part, AllOf):
        return frozenset[Condition]().union(*map(_asked, part.parts))
    if isinstance(part, Exists):
        inside = {source.alias for source in part.sources}
        return frozenset((part, *(each for each in part.where if not inside & aliases_of(each))))
    return frozenset((part,))


def _same_values(value: Value, parts: Iterable[Condition]) -> list[Value]:
    """Return the values that these conditions say are the same as this one, itself included."""
    found, links = [value], [part for part in parts if isinstance(part, Same)]
    for one in found:
        for link in links:
            for here, there in ((link.left, link.right), (link.right, link.left)):
                if here == one and isinstance(there, Value) and there not in found and not there.inside:
                    found.append(there)
    return found


def _listed(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, AllOf | AnyOf) else (condition,)


def _negated(part: Condition) -> Condition:
    if part == ALWAYS:
        return NEVER
    if part == NEVER:
        return ALWAYS
    return part.part if isinstance(part, Not) else Not(part)


def _tables_of(said: Exists) -> dict[str, str]:
    return {source.alias: source.table if isinstance(source, Source) else "" for source in said.sources}


def _links(alias: str, parts: list[Condition]) -> _Links | None:
    """Return how the row under an alias is tied to others: alias, column, own column; None if not by that alone."""
    found: list[tuple[str, str, str]] = []
    for part in parts:
        link = _link(alias, part)
        if link is None:
            return None
        found.append(link)
    return frozenset(found) if found else None


def _link(alias: str, part: Condition) -> tuple[str, str, str] | None:
    if not isinstance(part, Same) or isinstance(part.right, Written):
        return None
    here, there = (part.left, part.right) if part.right.alias == alias else (part.right, part.left)
    if there.alias != alias or here.alias == alias or here.inside or there.inside:
        return None
    return here.alias, here.column, there.column


def _ends(part: Condition, inside: set[str], scope: Scope) -> tuple[Value, Value] | None:
    """Return the value outside and the one inside that are the same."""
    if not isinstance(part, Same) or isinstance(part.right, Written):
        return None
    ends = (part.left, part.right)
    outer = [end for end in ends if end.alias not in inside and scope.get(end.alias)]
    inner = [end for end in ends if end.alias in inside]
    return (outer[0], inner[0]) if len(outer) == 1 and len(inner) == 1 else None


def aliases_of(thing: Condition | Source | Elements) -> frozenset[str]:
    """Return every alias that a condition speaks of."""
    match thing:
        case AllOf() | AnyOf():
            return frozenset[str]().union(*map(aliases_of, thing.parts))
        case Not():
            return aliases_of(thing.part)
        case Exists():
            return frozenset[str]().union(*map(aliases_of, thing.sources), *map(aliases_of, thing.where))
        case Same():
            return frozenset((thing.left.alias, thing.right.alias))
        case Source():
            return frozenset[str]()
        case Elements():
            return frozenset((thing.of.alias,))
        case _:
            return frozenset((thing.value.alias,))
