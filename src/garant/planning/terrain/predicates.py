"""Predicates on rows as data: what a selection says, never SQL text; every bound value stays a value."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from garant.policy.statements import Scalar


class _HashedOnce:
    """Keeps its hash: conditions are deep, and are compared with many others."""

    def __hash__(self) -> int:
        kept: int | None = self.__dict__.get("_hash")
        if kept is None:
            kept = hash((type(self), *self.__dict__.values()))
            object.__setattr__(self, "_hash", kept)
        return kept


@dataclass(frozen=True)
class Source:
    """Rows of a table (or of a relation that Garant brings along) under an alias."""

    alias: str
    table: str


@dataclass(frozen=True)
class Elements:
    """The elements of a list that a column holds, under an alias; their value is called `value`."""

    alias: str
    of: "Value"
    separated: bool = False


@dataclass(frozen=True)
class Value(_HashedOnce):
    """A column of the row under an alias, or a member inside it."""

    alias: str
    column: str
    inside: tuple[str, ...] = ()

    __hash__ = _HashedOnce.__hash__


@dataclass(frozen=True)
class Written:
    """The text that a reference like `person,{id}` writes for the row under an alias."""

    template: str
    alias: str


@dataclass(frozen=True)
class Same(_HashedOnce):
    """Both values are equal; as texts, where one of them is an element of a list or a written reference."""

    left: Value
    right: Value | Written

    __hash__ = _HashedOnce.__hash__


@dataclass(frozen=True)
class Is(_HashedOnce):
    """The value is one of these."""

    value: Value
    among: tuple[Scalar, ...]

    __hash__ = _HashedOnce.__hash__


@dataclass(frozen=True)
class Starts:
    """The text starts so; where pieces follow, something stands before each of them, and the last ends the text."""

    value: Value
    text: str
    then: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fits:
    """The text that is written for the row fits a pattern, in which `*` stands for any letters."""

    value: Written
    pattern: str


@dataclass(frozen=True)
class Missing(_HashedOnce):
    """The value is NULL, or the member absent."""

    value: Value

    __hash__ = _HashedOnce.__hash__


@dataclass(frozen=True)
class After(_HashedOnce):
    """The event's day lies after `day`; an empty value or a stand-in does not."""

    value: Value
    day: date
    form: str | None = None

    __hash__ = _HashedOnce.__hash__


@dataclass(frozen=True)
class Unread:
    """The value is there, and is no day in its form: a text that says none, a number in no year that anybody means."""

    value: Value
    form: str | None = None


@dataclass(frozen=True)
class Garbled:
    """The column should hold JSON, and holds something else; NULL and an empty text hold nothing."""

    value: Value


@dataclass(frozen=True)
class StandsIn:
    """The value is one of the stand-ins for an empty date."""

    value: Value
    among: tuple[str, ...]


@dataclass(frozen=True)
class Filled:
    """The cell holds its column's filler: a template of the row, or the empty string."""

    value: Value
    template: str


@dataclass(frozen=True)
class Rough:
    """The value is missing, or is already as `generalise` leaves it."""

    value: Value
    how: str


@dataclass(frozen=True)
class Drawn:
    """The value is a key that Garant drew anew: a number below zero."""

    value: Value


@dataclass(frozen=True)
class Exists(_HashedOnce):
    """There are rows under these aliases for which all conditions hold."""

    sources: tuple[Source | Elements, ...]
    where: tuple["Condition", ...]

    __hash__ = _HashedOnce.__hash__


@dataclass(frozen=True)
class AllOf(_HashedOnce):
    """All conditions hold; with none, always."""

    parts: tuple["Condition", ...] = ()

    __hash__ = _HashedOnce.__hash__


@dataclass(frozen=True)
class AnyOf(_HashedOnce):
    """One of the conditions holds; with none, never."""

    parts: tuple["Condition", ...] = ()

    __hash__ = _HashedOnce.__hash__


@dataclass(frozen=True)
class Not(_HashedOnce):
    """The condition does not hold; unknown does not hold either, so this does."""

    part: "Condition"

    __hash__ = _HashedOnce.__hash__


Condition = (
    Same
    | Is
    | Starts
    | Fits
    | Missing
    | After
    | Unread
    | Garbled
    | StandsIn
    | Filled
    | Rough
    | Drawn
    | Exists
    | AllOf
    | AnyOf
    | Not
)

ALWAYS = AllOf()
NEVER = AnyOf()


def both(*parts: Condition) -> Condition:
    """Return the conjunction, flat, without repetitions, and without what always holds."""
    return _flat(parts, AllOf, NEVER)


def either(*parts: Condition) -> Condition:
    """Return the disjunction, flat, without repetitions, and without what never holds."""
    return _flat(parts, AnyOf, ALWAYS)


def _flat(parts: tuple[Condition, ...], kind: type[AllOf] | type[AnyOf], decided: Condition) -> Condition:
    seen: dict[Condition, None] = {}
    for part in parts:
        if isinstance(part, kind):
            seen.update(dict.fromkeys(part.parts))
        else:
            seen[part] = None
    if len(seen) == 1:
        return next(iter(seen))
    return decided if decided in seen else kind(tuple(seen))


def ordered_parts(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions that must all hold for this one to hold."""
    return condition.parts if isinstance(condition, AllOf) else (condition,)


def parts_of(condition: Condition) -> frozenset[Condition]:
    """Return the conditions that must all hold for this one to hold, to be compared with others."""
    return frozenset(ordered_parts(condition))


def no(part: Condition) -> Condition:
    """Return the negation, pushed inwards so that an absent row is looked for, not a false formula."""
    match part:
        case Not():
            return part.part
        case AllOf():
            return either(*(no(each) for each in part.parts))
        case AnyOf():
            return both(*(no(each) for each in part.parts))
        case _:
            return Not(part)


def some(sources: Iterable[Source | Elements], *where: Condition) -> Condition:
    """Return that such rows exist; without sources, simply that the conditions hold.

    Rows that must exist for these rows are asked for beside them, so that the database sees one join.
    """
    here = list(sources)
    flat: dict[Condition, None] = {}
    condition = both(*where)
    if condition == NEVER:
        return NEVER
    for part in condition.parts if isinstance(condition, AllOf) else (condition,):
        if isinstance(part, Exists):
            here.extend(part.sources)
            flat.update(dict.fromkeys(part.where))
        else:
            flat[part] = None
    if not here:
        return both(*flat)
    return Exists(tuple(here), tuple(flat))


def within(part: Condition, *conditions: Condition) -> Condition:
    """Return that `part` and the conditions hold, the conditions inside each alternative and each Exists of it."""
    match part:
        case AnyOf():
            return either(*(within(each, *conditions) for each in part.parts))
        case Exists():
            return some(part.sources, *part.where, *conditions)
        case _:
            return both(part, *conditions)


def reached(sources: Iterable[Source | Elements], where: Iterable[Condition], condition: Condition) -> Condition:
    """Return that such rows exist for which the condition holds, each of its alternatives searched for by itself."""
    here, there = tuple(sources), tuple(where)
    if isinstance(condition, AnyOf) and here:
        return either(*(some(here, *there, part) for part in condition.parts))
    return some(here, *there, condition)
