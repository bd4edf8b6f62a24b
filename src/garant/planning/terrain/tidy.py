"""Tidies conditions: aliases in the order of reading, so that equal conditions are equal, and none is asked twice."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from garant.planning.terrain.predicates import After, AllOf, AnyOf, Condition, Elements, Exists, Not, Source, both


def tidy(condition: Condition, prefix: str = "r") -> Condition:
    """Return the same condition with its aliases renamed, repetitions dropped and weaker bounds left out."""
    match condition:
        case AllOf():
            return _strongest(both(*(tidy(part, prefix) for part in condition.parts)))
        case AnyOf():
            return AnyOf(tuple(dict.fromkeys(tidy(part, prefix) for part in condition.parts)))
        case _:
            named: Condition = _Renaming(prefix).of(condition, {})
            return named


class _Renaming:
    """Gives aliases the names of their order, within one condition."""

    def __init__(self, prefix: str) -> None:
        self._prefix, self._count = prefix, 0

    def of(self, thing: Any, names: Mapping[str, str]) -> Any:
        """Return the thing with its aliases renamed; those that it brings itself get the next names."""
        if isinstance(thing, Exists):
            return self._exists(thing, dict(names))
        if isinstance(thing, tuple):
            return tuple(self.of(each, names) for each in thing)
        if is_dataclass(thing) and not isinstance(thing, type):
            changes = {f.name: self.of(getattr(thing, f.name), names) for f in fields(thing)}
            if "alias" in changes:
                changes["alias"] = names.get(changes["alias"], changes["alias"])
            return replace(thing, **changes)
        return thing

    def _exists(self, thing: Exists, names: dict[str, str]) -> Exists:
        sources: list[Source | Elements] = []
        for source in thing.sources:
            self._count += 1
            of = {"of": self.of(source.of, names)} if isinstance(source, Elements) else {}
            names[source.alias] = f"{self._prefix}{self._count}"
            sources.append(replace(source, alias=names[source.alias], **of))
        return Exists(tuple(sources), self.of(thing.where, names))


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
    changed: Condition = _free(condition, old, new)
    return changed


def _free(thing: Any, old: str, new: str) -> Any:
    if isinstance(thing, tuple):
        return tuple(_free(each, old, new) for each in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        changes = {f.name: _free(getattr(thing, f.name), old, new) for f in fields(thing)}
        if changes.get("alias") == old:
            changes["alias"] = new
        return replace(thing, **changes)
    return thing
