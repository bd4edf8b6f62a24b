"""What leaves the active base is in the archive: no cell is lost that is kept, none outlives its period, in neither."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, seed, settings
from sqlalchemy import Engine, MetaData, select

from garant.planning.steps import StepKind
from tests.databases import KINDS, fresh_database
from tests.reference.aftermath import world_after
from tests.reference.drawing import SLOW
from tests.reference.interpreter import Verdict, judge
from tests.reference.machine import Machine
from tests.reference.reasons import Cell, Group, Status
from tests.reference.schema import Values
from tests.reference.world import Row, World, key_of
from tests.reference.worlds import Scene, scenes

FEW = {"sqlite": 3, "postgres": 2, "mariadb": 2}
_BESIDE = {"sqlite": "postgres", "postgres": "mariadb", "mariadb": "sqlite"}
"""The archive of each kind of database is one of another kind."""
_LATER = (timedelta(0), timedelta(days=400))

Held = dict[tuple[str, tuple[str, ...]], list[Values]]


@pytest.fixture(scope="module", params=KINDS)
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with ExitStack() as databases:
        urls = {"school": databases.enter_context(fresh_database(request.param))}
        urls["vault"] = databases.enter_context(fresh_database(_BESIDE[request.param]))
        machine = Machine(urls, kind=request.param)
        databases.callback(machine.close)
        yield machine


def test_each_cell_is_in_the_active_base_or_in_the_archive_for_as_long_as_it_is_kept(machine: Machine):
    @seed(20261122)
    @settings(max_examples=FEW[machine.kind], suppress_health_check=SLOW, deadline=None)
    @given(scenes(tables=2, anonymise=False))
    def agree(scene: Scene) -> None:
        compare(machine, scene)

    agree()


@pytest.mark.soak
def test_so_it_is_in_many_large_worlds(machine: Machine):
    @settings(max_examples=FEW[machine.kind] * 50, suppress_health_check=SLOW, deadline=None)
    @given(scenes(tables=4, anonymise=False))
    def agree(scene: Scene) -> None:
        compare(machine, scene)

    agree()


def compare(machine: Machine, scene: Scene) -> None:
    """Raise AssertionError where a cell is nowhere, in both, or still there when its last reason has gone."""
    # What is in either place is what would be there if nothing were ever archived.
    world = archiving(scene.world)
    machine.load(world)
    for later in _LATER:
        day = scene.day + later
        plan = machine.plan(day)
        assert machine.apply(plan).refused == ()
        assert [(step.kind, step.place, step.columns, step.count) for step in machine.plan(day).deeds] == []
        assert astray(machine, world, day) == []
        waiting = {step.table for step in machine.plan(day).steps if step.kind is StepKind.KEEP_FOR_ARCHIVE}
        assert lingering(machine, world, day) <= waiting
        world = world_after(world, day)


def archiving(world: World) -> World:
    """Return the world with an archive."""
    school = world.data_map.stores["school"].model_copy(update={"archive": "vault"})
    vault = school.model_copy(update={"archive": None, "url": "env:VAULT", "zone": "UTC"})
    stores = {"school": school, "vault": vault}
    return replace(world, data_map=world.data_map.model_copy(update={"stores": stores}))


def astray(machine: Machine, world: World, day: date) -> list[str]:
    """Return the cells that are not where the rules want them, by the data as no archive would leave them."""
    active, archived = actives(machine, world), records(machine, world)
    found, verdict = [], judge(world, day)
    gone = {(row, cell) for row, cell, group in cells(verdict) if row in verdict.going}
    gone |= set(verdict.blanked)
    for row, cell, group in cells(verdict):
        here = [values for values in active.get(at(world, row), []) if _holds(values, row, cell)]
        there = [values for values in archived.get(at(world, row), []) if _holds(values, row, cell)]
        if group.status is Status.KEPT and len(here) + len(there) != 1:
            found.append(f"kept, and in {len(here)} + {len(there)} places: {row}.{cell.column}")
        if (row, cell) in gone and here + there:
            found.append(f"due, and in {len(here)} + {len(there)} places: {row}.{cell.column}")
    return found


def lingering(machine: Machine, world: World, day: date) -> set[str]:
    """Return the tables where cells that nobody needs in active use are still in the active base."""
    active = actives(machine, world)
    return {
        row.table
        for row, cell, group in cells(judge(world, day))
        if group.in_archive and any(_holds(values, row, cell) for values in active.get(at(world, row), []))
    }


def cells(verdict: Verdict) -> Iterator[tuple[Row, Cell, Group]]:
    """Yield the cells that hold something, but elements of lists and members of objects."""
    for row, groups in verdict.groups.items():
        for group in groups:
            for cell in group.cells:
                if not cell.empty and cell.element is None and "->" not in cell.column:
                    yield row, cell, group


def _holds(values: Values, row: Row, cell: Cell) -> bool:
    return _plain(values.get(cell.column)) == _plain(row.values[cell.column])


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def at(world: World, row: Row) -> tuple[str, tuple[str, ...]]:
    """Return a row's table and key."""
    return row.table, tuple(str(row.values[name]) for name in key_of(world, row.table))


def actives(machine: Machine, world: World) -> Held:
    """Return the rows of the active base by table and key."""
    found: Held = {}
    for table, rows in machine.tables().items():
        for values in rows:
            found.setdefault(at(world, Row(table, 0, values)), []).append(values)
    return found


def records(machine: Machine, world: World) -> Held:
    """Return the records of the archive by the table and key that they had."""
    found: Held = {}
    held = everything(machine.engines["vault"])
    for table in world.shapes:
        for values in held.get(table.replace(".", "_"), []):
            found.setdefault(at(world, Row(table, 0, values)), []).append(values)
    return found


def everything(engine: Engine) -> dict[str, list[Values]]:
    """Return all that lies in a database, by table."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for name, table in tables.tables.items()
        }
