"""Tidies conditions: aliases in the order of reading, so that equal conditions are equal, and none is asked twice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from operator import is_
from typing import TypeVar

from garant.planning.terrain.predicates import (
    After,
    AllOf,
    AnyOf,
    Condition,
    Elements,
    Exists,
    Fits,
    Not,
    Same,
    Source,
    Value,
    Written,
    both,
)

Place = TypeVar("Place", bound=Value | Written)
"""Of which column of which row something is said, or the text that is written for a row."""


@lru_cache(maxsize=10_000)
def tidy(condition: Condition, prefix: str = "r") -> Condition:
    """Return the same condition with its aliases renamed, repetitions dropped and weaker bounds left out."""
    match condition:
        case AllOf():
            return _strongest(both(*(tidy(part, prefix) for part in condition.parts)))
        case AnyOf():
            return AnyOf(tuple(dict.fromkeys(tidy(part, prefix) for part in condition.parts)))
        case _:
            return _Renaming(prefix).of(condition, {})


class _Renaming:
    """Gives aliases other names: those that are told, and with a prefix the names of their order within a condition."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix, self._count = prefix, 0

    def of(self, said: Condition, names: Mapping[str, str]) -> Condition:
        """Return the condition with its aliases renamed; the same one where nothing of it changes."""
        match said:
            case Exists():
                return self._exists(said, dict(names))
            case AllOf() | AnyOf():
                parts = tuple([self.of(part, names) for part in said.parts])
                return said if all(map(is_, parts, said.parts)) else type(said)(parts)
            case Not():
                part = self.of(said.part, names)
                return said if part is said.part else Not(part)
            case Same():
                left, right = _named(said.left, names), _named(said.right, names)
                kept = left is said.left and right is said.right
                return said if kept else Same(left, right)
            case Fits():
                written = _named(said.value, names)
                return said if written is said.value else replace(said, value=written)
            case _:
                value = _named(said.value, names)
                return said if value is said.value else replace(said, value=value)

    def _exists(self, said: Exists, names: dict[str, str]) -> Exists:
        sources = tuple([self._source(source, names) for source in said.sources])
        where = tuple([self.of(part, names) for part in said.where])
        kept = all(map(is_, sources, said.sources)) and all(map(is_, where, said.where))
        return said if kept else Exists(sources, where)

    def _source(self, source: Source | Elements, names: dict[str, str]) -> Source | Elements:
        of = _named(source.of, names) if isinstance(source, Elements) else None
        if self._prefix:
            self._count += 1
            names[source.alias] = f"{self._prefix}{self._count}"
        alias = names.get(source.alias, source.alias)
        if isinstance(source, Elements) and of is not None:
            return source if of is source.of and alias == source.alias else Elements(alias, of, source.separated)
        return source if alias == source.alias else replace(source, alias=alias)


def _named(value: Place, names: Mapping[str, str]) -> Place:
    name = names.get(value.alias, value.alias)
    return value if name == value.alias else replace(value, alias=name)


def _strongest(condition: Condition) -> Condition:
    """Leave out `no row after the later day` where `no row after the earlier day` is said too."""
    if not isinstance(condition, AllOf):
        return condition
    kept: dict[object, Condition] = {}
    for part in condition.parts:
        shape, day = _shape(part)
        before = kept.get(shape)
        if before is None or day is None or day < (_shape(before)[1] or day):
            kept[shape] = part
    return both(*kept.values())


def _shape(part: Condition) -> tuple[object, date | None]:
    # Only for a single bound inside one negated search is the earlier day always the stronger one.
    if not (isinstance(part, Not) and isinstance(part.part, Exists)):
        return part, None
    bounds = [(index, each) for index, each in enumerate(part.part.where) if _bound_of(each) is not None]
    if len(bounds) != 1:
        return part, None
    index, each = bounds[0]
    day = _bound_of(each)
    rest = (*part.part.where[:index], _without_day(each), *part.part.where[index + 1 :])
    return (part.part.sources, rest), day


def _bound_of(condition: Condition) -> date | None:
    if isinstance(condition, After):
        return condition.day
    if isinstance(condition, AnyOf):
        days = [each.day for each in condition.parts if isinstance(each, After)]
        plain = all(not isinstance(each, AllOf | AnyOf | Exists | Not) for each in condition.parts)
        return days[0] if len(days) == 1 and plain else None
    return None


def _without_day(condition: Condition) -> object:
    if isinstance(condition, After):
        return replace(condition, day=date.min)
    assert isinstance(condition, AnyOf)
    return AnyOf(tuple(replace(e, day=date.min) if isinstance(e, After) else e for e in condition.parts))


def renamed(condition: Condition, old: str, new: str) -> Condition:
    """Return the condition about the row under `new` that this one says about the row under `old`."""
    return _Renaming().of(condition, {old: new})
