"""The order of work: a table comes before those that its predicate reads and those that it refers to."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from garant.planning.going import Going
from garant.planning.terrain.layout import Layout, RowsOfOneKind
from garant.policy.datamap import TextReference


def circles(going: Going) -> tuple[tuple[str, ...], ...]:
    """Return the tables of personal data in the order of work; tables that wait for one another stand together."""
    layout = going.layout
    tables = [t for t in layout.tables if t in layout.personal or _erased_along(layout, t)]
    later = {table: set(_later(going, table, frozenset(tables))) for table in tables}
    for table in tables:
        for leader in _leaders(going, table):
            _wait_with(later, table, leader=leader, followers=_followers(going, leader, tables))
            # Rows that hold their leader and rows that follow it, in one table, are known only together.
            if is_circle(going, (leader,)) or (layout.said(table).rows and going.holds(table)):
                later[leader].add(table)
    return tuple(_components(tables, {table: tuple(sorted(after)) for table, after in later.items()}))


def leaders_first(going: Going, tables: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tables of a circle with those that others follow before them."""
    found: dict[str, None] = {}

    def add(table: str) -> None:
        for leader in _leaders(going, table):
            if leader in tables and leader not in found and leader != table:
                add(leader)
        found[table] = None

    for table in tables:
        if table not in found:
            add(table)
    return tuple(found)


def _leaders(going: Going, table: str) -> Iterator[str]:
    """Yield the tables whose going rows take rows of this one along: it looks at them while they are still there."""
    layout = going.layout
    said = layout.said(table)
    if said.copy_of is not None:
        original = said.copy_of.table
        yield original if original in layout.tables else f"{layout.store_of(table)}.{original}"
    elif table not in layout.personal:
        yield from (
            r.to for r in layout.tables[table].references if r.on_delete == "cascade" and r.to in layout.personal
        )
    else:
        yield from going.followed(table)


def _followers(going: Going, leader: str, tables: list[str]) -> frozenset[str]:
    return frozenset(table for table in tables if leader in _leaders(going, table))


def _wait_with(later: dict[str, set[str]], table: str, *, leader: str, followers: frozenset[str]) -> None:
    # What goes along with a row is known when all that could hold the row has been dealt with.
    for other, after in later.items():
        if leader in after and other not in followers and other != table:
            after.add(table)


def reading(going: Going, tables: Collection[str], among: Collection[str]) -> str | None:
    """Return one of `among` by whose rows one of these tables is judged, or to which they refer: it comes after it."""
    there = frozenset(tables)
    return next((one for one in sorted(among) if not there.isdisjoint(_later(going, one, there))), None)


def is_circle(going: Going, tables: tuple[str, ...]) -> bool:
    """Return whether rows of these tables wait for one another, so that they are marked together first."""
    if len(tables) > 1:
        return True
    references = [r for child, r in going.referring(tables[0]) if child == tables[0]]
    return any(not going.may_be_emptied(tables[0], reference) for reference in references)


def _erased_along(layout: Layout, table: str) -> bool:
    return any(r.on_delete == "cascade" and r.to in layout.personal for r in layout.tables[table].references)


def _later(going: Going, table: str, tables: frozenset[str]) -> Iterator[str]:
    """Yield the tables that come after this one."""
    layout = going.layout
    made = (reference for child, reference in going.implied if child == table)
    for reference in (*layout.tables[table].references, *made):
        if reference.to in tables and reference.to != table:
            yield reference.to
    for read in _read(going, table):
        if read in tables and read != table:
            yield read


def _read(going: Going, table: str) -> Iterator[str]:
    """Yield the tables whose rows lead to this table's owners and clocks, but for events, which are remembered."""
    layout = going.layout
    if table not in layout.personal:
        return
    said = layout.said(table)
    if said.copy_of is not None and isinstance(said.copy_of.by, TextReference):
        # A copy goes with a cell of its original, and must see it before it is blanked.
        yield from _leaders(going, table)
        return
    for kind in layout.kinds_of(table):
        yield from _read_above(going, kind)
        for role in going.reasons.rows.roles(kind):
            for owner in role.owners:
                yield from owner.way.reads
                if owner.anchor is not None:
                    yield owner.anchor.table


def _read_above(going: Going, kind: RowsOfOneKind) -> Iterator[str]:
    """Yield the tables that the ways to the rows above, and to the dates that they declare, go through."""
    rows = going.reasons.rows
    for level in (level for levels in rows.levels(kind) for level in levels):
        yield from level.way.reads
        for event in level.kind.events.values():
            table = level.kind.table
            yield from rows.walker(table).walk(event.column, rows.start(table)).reads


def _components(tables: Iterable[str], later: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield the strongly connected tables (Tarjan), those that come first first."""
    finder = _Finder(later)
    for table in tables:
        finder.visit(table)
    yield from reversed(finder.found)


class _Finder:
    """Walks the order once, and closes a component when nothing above it leads back into it."""

    def __init__(self, later: Mapping[str, tuple[str, ...]]) -> None:
        self.later = later
        self.found: list[tuple[str, ...]] = []
        self._number: dict[str, int] = {}
        self._lowest: dict[str, int] = {}
        self._open: list[str] = []

    def visit(self, table: str) -> None:
        """Number a table and all that come after it."""
        if table in self._number:
            return
        self._number[table] = self._lowest[table] = len(self._number)
        self._open.append(table)
        for other in self.later[table]:
            self.visit(other)
            if other in self._open:
                self._lowest[table] = min(self._lowest[table], self._lowest[other])
        if self._lowest[table] == self._number[table]:
            start = self._open.index(table)
            self.found.append(tuple(self._open[start:]))
            del self._open[start:]
