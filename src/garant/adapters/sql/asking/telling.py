"""Tells what conditions claim, step by step: of the row itself, of the row it leads to, of the rows that lead to it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from garant.adapters.sql.asking.claims import ALWAYS, NEVER, Among, Claims, Led, Plain
from garant.adapters.sql.asking.keys import Keys
from garant.planning.going import GONE
from garant.planning.terrain.plainer import aliases_of
from garant.planning.terrain.predicates import AllOf, AnyOf, Condition, Elements, Exists, Not, Same, Source, Value
from garant.planning.terrain.tidy import renamed, tidy

Place = tuple[str, str]
"""The alias of the row that is spoken of, and its table."""


@dataclass(frozen=True, kw_only=True)
class Going:
    """Which rows of a table go, described instead of marked: the columns of its key, and the condition."""

    key: tuple[str, ...]
    condition: Condition


@dataclass(frozen=True)
class Search:
    """Rows under aliases, and what must hold of them."""

    sources: tuple[Source | Elements, ...]
    where: tuple[Condition, ...]

    @property
    def tables(self) -> Mapping[str, str]:
        """Return which table each alias stands for."""
        return {source.alias: source.table for source in self.sources if isinstance(source, Source)}

    def without(self, *parts: Condition) -> "Search":
        """Return the same search with fewer conditions."""
        return Search(self.sources, tuple(part for part in self.where if part not in parts))


@dataclass(frozen=True, kw_only=True)
class Step:
    """A column of a row, and the values of the rows searched for that must be the same."""

    column: str
    ends: tuple[Value, ...]
    at: Place


@dataclass
class Telling:
    """Turns conditions into claims."""

    keys: Keys
    going: Mapping[str, Going]
    constant: Callable[[str, int], bool | None] = lambda *_: None
    """Says of a claim whether it is true of all rows of a table, or of none; nothing, where they differ."""
    claims: Claims = field(default_factory=Claims)
    _constant: dict[tuple[str, int], bool | None] = field(default_factory=dict)
    _told: dict[tuple[Condition, Place], int] = field(default_factory=dict)
    _aliases: dict[Condition | Source | Elements, frozenset[str]] = field(default_factory=dict)

    def told(self, condition: Condition, at: Place) -> int:
        """Return what a condition claims of the row of a table under an alias."""
        known = (condition, at)
        if known not in self._told:
            self._told[known] = self._tell(condition, at)
        return self._told[known]

    def _tell(self, said: Condition, at: Place) -> int:
        match said:
            case AllOf():
                return self.claims.every(self.told(part, at) for part in said.parts)
            case AnyOf():
                return self.claims.one_of(self.told(part, at) for part in said.parts)
            case Not():
                return -self.told(said.part, at)
            case Exists():
                return self._found(Search(said.sources, said.where), at)
            case _:
                return self.claims.number(Plain(_of_itself(said, at)))

    # searches -------------------------------------------------------------------------------------------------

    def _found(self, search: Search, at: Place) -> int:
        """Return the claim that there are such rows: those that have nothing to do with each other, each alone."""
        waiting = {source.alias: source for source in search.sources}
        parts = [(part, self._spoken_of(part) & waiting.keys()) for part in search.where]
        lists = [source for source in search.sources if isinstance(source, Elements)]
        ties = [*(inside for _, inside in parts), *(self._spoken_of(s) & waiting.keys() | {s.alias} for s in lists)]
        found = [self.told(part, at) for part, inside in parts if not inside]
        while waiting:
            group = _tied(next(iter(waiting)), ties)
            sources = tuple(waiting.pop(alias) for alias in tuple(waiting) if alias in group)
            where = tuple(part for part, inside in parts if inside & group)
            found.append(self._step(Search(sources, where), at))
        return self.claims.every(found)

    def _step(self, search: Search, at: Place) -> int:
        """Return the claim that such rows, which hang together, exist: by a step to one of them, else by a search."""
        goes = self._goes(search, at)
        if goes is not None:
            return goes
        links = {part: link for part in search.where if (link := self._link(part, search, at)) is not None}
        columns = {here.column for here, _ in links.values()}
        if len(columns) != 1:
            return self._searched(search, at)
        step = Step(column=columns.pop(), ends=tuple(there for _, there in links.values()), at=at)
        rest = search.without(*links)
        if all(at[0] not in self._spoken_of(one) for one in (*rest.where, *rest.sources)):
            return self._stepped(step, rest)
        found = self._of_both(step, rest)
        return self._searched(search, at) if found is None else found

    def _searched(self, search: Search, at: Place) -> int:
        said: Condition = Exists(search.sources, search.where)
        return self.claims.number(Plain(tidy(_of_itself(said, at))))

    def _stepped(self, step: Step, search: Search) -> int:
        """Return the claim by a step along a column."""
        tables, at = search.tables, step.at
        home = next((end for end in step.ends if self.keys.is_key(end.column, tables[end.alias])), None)
        ends = [(tables[end.alias], end.column) for end in step.ends]
        above = self.keys.above(at[1], step.column, ends) if home is None else None
        if above is not None:
            links = (Same(Value("t", above[1]), end) for end in step.ends)
            claim = self._found(Search(search.sources, (*links, *search.where)), ("t", above[0]))
            return self._led(Led(step.column, *above, claim), at[1])
        first = home or step.ends[0]
        table = tables[first.alias]
        others = tuple(source for source in search.sources if source.alias != first.alias)
        links = (Same(first, end) for end in step.ends if end != first)
        claim = self._found(Search(others, (*links, *search.where)), (first.alias, table))
        if home is None:
            return self._among(Among(step.column, table, first.column, claim), at[1])
        is_itself = table == at[1] and step.column == first.column
        return claim if is_itself else self._led(Led(step.column, table, first.column, claim), at[1])

    def _goes(self, search: Search, at: Place) -> int | None:
        """Return the claim that the row goes, or the one it leads to, where that is described and not marked."""
        source, *others = search.sources
        named = isinstance(source, Source) and source.table.startswith(GONE) and not others
        table = source.table.removeprefix(GONE) if named and isinstance(source, Source) else ""
        if table not in self.going:
            return None
        key = self.going[table].key
        pairs = {_pair(part, source.alias) for part in search.where}
        if table == at[1] and pairs == {(at[0], column, f"k{n}") for n, column in enumerate(key)}:
            return self.told(self.going[table].condition, ("t", table))
        columns = [pair[1] for pair in pairs if pair is not None and pair[0] == at[0]]
        if len(key) != 1 or not self.keys.is_key(key[0], table) or not len(columns) == len(pairs) == 1:
            return None
        return self._led(Led(columns[0], table, key[0], self.told(self.going[table].condition, ("t", table))), at[1])

    def _link(self, part: Condition, search: Search, at: Place) -> tuple[Value, Value] | None:
        """Return the value of this row and the one of another that the condition says are the same."""
        if not isinstance(part, Same) or not isinstance(part.right, Value):
            return None
        here, there = (part.left, part.right) if part.left.alias == at[0] else (part.right, part.left)
        table = search.tables.get(there.alias)
        if here.alias != at[0] or table is None or here.inside or there.inside:
            return None
        return (here, there) if self.keys.are_alike((at[1], here.column), (table, there.column)) else None

    # the row that one leads to --------------------------------------------------------------------------------

    def _led(self, said: Led, table: str) -> int:
        """Return the claim on the row that a row of the table leads to, where not all rows there are alike in it."""
        if said.claim == NEVER:
            return NEVER
        if not self.keys.leads_surely(table, said.column, (said.table, said.key)):
            return self.claims.number(said)
        claim = abs(said.claim)
        constant = True if claim == ALWAYS else self._is_constant(said.table, claim)
        found = ALWAYS if constant else -ALWAYS if constant is False else self.claims.number(replace(said, claim=claim))
        return found if said.claim > 0 else -found

    def _is_constant(self, table: str, claim: int) -> bool | None:
        if (table, claim) not in self._constant:
            own = all(isinstance(atom, Plain) and not atom.searches for _, atom in self.claims.atoms(claim))
            self._constant[table, claim] = self.constant(table, claim) if own else None
        return self._constant[table, claim]

    def _of_both(self, step: Step, search: Search) -> int | None:
        """Return what is said of this row and of the only one it leads to, each thing of the one it is said of."""
        (end, *others), tables = step.ends, search.tables
        if others or len(search.sources) != 1 or not self.keys.is_key(end.column, tables[end.alias]):
            return None
        there = Led(step.column, tables[end.alias], end.column, ALWAYS)
        parts = [self._of_either(part, there, (end.alias, step.at)) for part in search.where]
        known = [part for part in parts if part is not None]
        return None if len(known) < len(parts) else self.claims.every((self._led(there, step.at[1]), *known))

    def _of_either(self, said: Condition, there: Led, aliases: tuple[str, Place]) -> int | None:
        other, at = aliases
        spoken_of = self._spoken_of(said)
        if other not in spoken_of:
            return self.told(said, at)
        if at[0] not in spoken_of:
            return self._led(replace(there, claim=self.told(said, (other, there.table))), at[1])
        inside = said.parts if isinstance(said, AllOf | AnyOf) else (said.part,) if isinstance(said, Not) else ()
        parts = [self._of_either(part, there, aliases) for part in inside]
        known = [part for part in parts if part is not None]
        if not known or len(known) < len(parts):
            return None
        if isinstance(said, Not):
            return -known[0]
        return self.claims.every(known) if isinstance(said, AllOf) else self.claims.one_of(known)

    # the rows that lead to one --------------------------------------------------------------------------------

    def _among(self, said: Among, table: str) -> int:
        """Return the claim, with what is said of this very row by way of the others taken out of the search."""
        inside = self.claims[said.claim]
        if not isinstance(inside, frozenset):
            own = self._of_this_row(said.claim, said, table)
            return self._there(said) if own is None else self.claims.every((own, self._there(said, ALWAYS)))
        if said.claim < 0:
            return self._among_alternatives(said, sorted(inside, key=abs), table)
        own_of = {part: self._of_this_row(part, said, table) for part in sorted(inside, key=abs)}
        rest = self.claims.every(part for part, own in own_of.items() if own is None)
        there = self._there(said) if rest == said.claim else self._among(replace(said, claim=rest), table)
        return self.claims.every((there, *(own for own in own_of.values() if own is not None)))

    def _among_alternatives(self, said: Among, denied: list[int], table: str) -> int:
        apart: list[int] = []
        together: list[int] = []
        for part in denied:
            atoms = (number for number, _ in self.claims.atoms(part))
            mixed = any(self._of_this_row(number, said, table) is not None for number in atoms)
            (apart if mixed else together).append(-part)
        found = [self._among(replace(said, claim=part), table) for part in apart]
        return self.claims.one_of((*found, self._there(said, self.claims.one_of(together))))

    def _there(self, said: Among, claim: int | None = None) -> int:
        wanted = said if claim is None else replace(said, claim=claim)
        return NEVER if wanted.claim == NEVER else self.claims.number(wanted)

    def _of_this_row(self, claim: int, said: Among, table: str) -> int | None:
        """Return what a claim on the others says of this row; nothing, where it says anything of them alone."""
        inside = self.claims[claim]
        if isinstance(inside, frozenset):
            parts = [self._of_this_row(part, said, table) for part in inside]
            known = [part for part in parts if part is not None]
            whole = self.claims.every(known)
            return None if len(known) < len(parts) or not parts else whole if claim > 0 else -whole
        if not isinstance(inside, Led) or inside.column != said.by:
            return None
        is_itself = inside.table == table and inside.key == said.column
        found = inside.claim if is_itself else self._led(replace(inside, column=said.column), table)
        return found if claim > 0 else -found

    def _spoken_of(self, thing: Condition | Source | Elements) -> frozenset[str]:
        if thing not in self._aliases:
            self._aliases[thing] = aliases_of(thing)
        return self._aliases[thing]


def _of_itself(said: Condition, at: Place) -> Condition:
    return said if at[0] == "t" else renamed(said, at[0], "t")


def _tied(first: str, ties: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return the aliases that are tied to the first, directly or by others."""
    group = frozenset((first,))
    while more := [tie for tie in ties if tie & group and not tie <= group]:
        group = group.union(*more)
    return group


def _pair(part: Condition, alias: str) -> tuple[str, str, str] | None:
    """Return the alias and column that a condition ties to a column of the row under an alias."""
    if not isinstance(part, Same) or not isinstance(part.right, Value):
        return None
    here, there = (part.left, part.right) if part.right.alias == alias else (part.right, part.left)
    return (here.alias, here.column, there.column) if there.alias == alias else None
