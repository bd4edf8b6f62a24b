"""A plan made for one person does what the interpreter says, and changes nothing that is not theirs (Art. 17(1))."""

import pytest

from tests.reference.drawing import agree
from tests.reference.held import Held
from tests.reference.interpreter import judge
from tests.reference.machine import Machine
from tests.reference.schema import Values
from tests.reference.test_planner import compare
from tests.reference.world import Row, Tables, World, key_of
from tests.reference.worlds import Scene, asked_scenes

FEW = {"sqlite": 6, "postgres": 2, "mariadb": 2}


def test_a_plan_for_one_person_does_what_the_interpreter_says(machine: Machine):
    agree(machine, asked_scenes(tables=2), compare_for_one, examples=FEW[machine.kind], start=20261123)


@pytest.mark.soak
def test_so_it_does_in_many_large_worlds(machine: Machine):
    agree(machine, asked_scenes(tables=4), compare_for_one, examples=FEW[machine.kind] * 100)


def compare_for_one(machine: Machine, scene: Scene) -> None:
    """Raise AssertionError where the plan differs from the interpreter's, or somebody else's cell has changed."""
    compare(machine, scene)
    assert others_that_changed(scene, machine.tables()) == []


def others_that_changed(scene: Scene, found: Tables) -> list[str]:
    """Return the cells of others that have changed: of rows without any role that leads to whoever asked.

    A reference to a row that went is emptied, and says so; a derived counter is counted again.
    """
    verdict = judge(scene.world, scene.day)
    held = Held(verdict.owners)
    others = [row for row in verdict.groups if verdict.groups[row] and held.spares(row)]
    emptied = {(row, column) for row, link in verdict.emptied for column in link.columns}
    changed = []
    for row in others:
        now = _now(scene.world, row, found)
        names = [name for name, value in row.values.items() if now is None or now[name] != value]
        columns = scene.world.data_map.tables[row.table].columns
        recounted = {name for name, use in columns.items() if use.recount}
        changed += [f"{row}: {name}" for name in names if (row, name) not in emptied and name not in recounted]
    return changed


def _now(world: World, row: Row, found: Tables) -> Values | None:
    key = key_of(world, row.table)
    same = (one for one in found[row.table] if all(str(one[name]) == str(row.values[name]) for name in key))
    return next(same, None)
