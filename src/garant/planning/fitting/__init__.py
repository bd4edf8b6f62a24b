"""Where the data map and the schemas that were seen disagree: all of it at once, each with its place and mend."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from garant.planning.fitting import columns, fillers, paths, reach, tables
from garant.planning.terrain.layout import Layout
from garant.policy.checks.say import Say
from garant.policy.datamap import DataMap
from garant.policy.problems import Problem
from garant.policy.texts.places import Places

_OF_THE_SCHEMAS: tuple[Callable[[Layout, Say], Iterator[Problem]], ...] = (
    tables.missing_tables,
    tables.tables_unsaid,
    tables.without_key,
    tables.without_transactions,
    tables.with_history,
    tables.undeclared_triggers,
    tables.unindexed,
    columns.missing_columns,
    columns.columns_unsaid,
    columns.references_unsaid,
    columns.json_untold,
    paths.lost_paths,
    paths.uneven_references,
    paths.lost_roles,
    paths.unread_dates,
    fillers.not_blankable,
)
_OF_THE_CLOCKS: tuple[Callable[[reach.Clockwork, Say], Iterator[Problem]], ...] = (
    reach.rules_without_clock,
    reach.cells_without_date,
    reach.cells_without_rule,
)

IN_THE_WAY = frozenset(
    {"unknown-table", "unknown-column", "unknown-name", "no-way", "role-to-nobody", "no-format", "json-untold"}
)
"""The codes with which no plan can be made: a reason might be among what the map says and nobody finds."""


def fit(layout: Layout, places: Places, *, texts: tuple[Problem, ...] = ()) -> tuple[Problem, ...]:
    """Return every problem of the map with the schemas that were seen, beside those of its `texts`, in their order.

    Where something stands in the way, what no rule reaches or dates would be told for want of it, and is not.
    """
    found = list(disagreements(layout, places))
    if not stands_in_the_way([*texts, *found]):
        work, say = reach.Clockwork(layout), Say(places=places)
        found += [one for look in _OF_THE_CLOCKS for one in look(work, say)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.at, one.code, one.message)))


def disagreements(layout: Layout, places: Places) -> tuple[Problem, ...]:
    """Return what the map and the schemas say differently; where the clocks are is not looked for."""
    say = Say(places=places)
    return tuple(one for look in _OF_THE_SCHEMAS for one in look(layout, say))


def stands_in_the_way(problems: list[Problem] | tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems with which no plan can be made."""
    return tuple(one for one in problems if one.code in IN_THE_WAY)


def legible(layout: Layout, problems: tuple[Problem, ...]) -> tuple[Layout, tuple[str, ...]]:
    """Return the layout without the tables that cannot be followed for one of these problems, and their names.

    What leads through such a table cannot be followed either, and so on until what is left leads somewhere.
    """
    lost: dict[str, None] = {}
    while unread := _tables_of(stands_in_the_way(problems), layout):
        lost |= dict.fromkeys(unread)
        layout = replace(layout, data_map=_without(unread, layout.data_map))
        problems = disagreements(layout, Places())
    return layout, tuple(sorted(lost))


def _tables_of(problems: tuple[Problem, ...], layout: Layout) -> frozenset[str]:
    """Return the tables that problems are about: those of a class of people, and those that a reference leaves."""
    tables, people = layout.data_map.tables, layout.data_map.people
    found: set[str] = set()
    for one in problems:
        match one.path:
            case ("tables", str(name), *_):
                found.add(name)
            case ("people", str(name), *_) if name in people:
                found |= {people[name].table or "", *people[name].also_known}
            case ("references", str(name), *_):
                found.add(name.rpartition(".")[0])
            case _:
                pass
    return frozenset(found & {*tables, *(person.table or "" for person in people.values())} - {""})


def _without(lost: frozenset[str], data_map: DataMap) -> DataMap:
    people = {name: one for name, one in data_map.people.items() if not lost & {one.table, *one.also_known}}
    tables = {name: one for name, one in data_map.tables.items() if name not in lost}
    references = {name: one for name, one in data_map.references.items() if name.rpartition(".")[0] not in lost}
    return data_map.model_copy(update={"tables": tables, "people": people, "references": references})


def left_alone(layout: Layout) -> frozenset[str]:
    """Return the tables that no plan may change: cells cannot be blanked, rows told apart, or changes foreseen."""
    unsafe = {
        *(one.table for one in fillers.unfillable(layout)),
        *(table for table, _ in tables.unknown_triggers(layout)),
        *tables.keyless(layout),
        *tables.not_transactional(layout),
        *tables.versioned(layout),
    }
    for name in layout.tables:
        schema = layout.schemas[layout.store_of(name)]
        if not schema.triggers_readable and (name in layout.personal or tables.cascades_from(name, layout)):
            unsafe.add(name)
    return _with_cascades(unsafe, layout)


def _with_cascades(unsafe: set[str], layout: Layout) -> frozenset[str]:
    """Add the tables whose erasure would reach into an unsafe one."""
    more = {to for name in unsafe if name in layout.tables for to in tables.cascades_from(name, layout)} - unsafe
    return _with_cascades(unsafe | more, layout) if more else frozenset(unsafe)
