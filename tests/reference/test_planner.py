"""The planner and the databases agree with the interpreter on worlds drawn at random, in the plan and in the deed."""

import pytest

from tests.reference.aftermath import after
from tests.reference.differences import differences
from tests.reference.drawing import agree
from tests.reference.interpreter import judge
from tests.reference.machine import Machine
from tests.reference.tallies import judged, planned
from tests.reference.worlds import Scene, scenes

SEEDS = (20261122, 1, 2)
FEW = {"sqlite": 5, "postgres": 2, "mariadb": 2}


@pytest.mark.parametrize("start", SEEDS)
def test_what_is_planned_and_what_is_left_are_as_the_interpreter_says(machine: Machine, start: int):
    agree(machine, scenes(tables=2), compare, examples=FEW[machine.kind], start=start)


@pytest.mark.soak
def test_they_agree_on_many_large_worlds(machine: Machine):
    agree(machine, scenes(tables=4), compare, examples=FEW[machine.kind] * 100)


def compare(machine: Machine, scene: Scene) -> None:
    """Raise AssertionError where the planner or the databases differ from the interpreter."""
    machine.load(scene.world)
    plan = machine.plan(scene.day)
    assert planned(plan) == judged(judge(scene.world, scene.day))
    assert machine.apply(plan).refused == ()
    assert differences(after(scene.world, scene.day), machine.tables(), shapes=scene.world.shapes) == []
    assert machine.plan(scene.day).deeds == ()
