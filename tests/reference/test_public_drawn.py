"""Drawn worlds of which some is public archives: it waits, and with its visa goes as if it were not."""

from dataclasses import replace

import pytest

from garant.planning.terrain.visas import waiting
from garant.use_cases.ask_visa import ask_visa
from tests.reference.drawing import agree
from tests.reference.machine import NOON, Machine
from tests.reference.tallies import planned
from tests.reference.test_planner import compare
from tests.reference.test_public_archives import grant
from tests.reference.world import World
from tests.reference.worlds import Scene, public_scenes

SEEDS = (20261122, 3)
FEW = {"sqlite": 6, "postgres": 2, "mariadb": 2}


@pytest.mark.parametrize("start", SEEDS)
def test_what_is_public_archives_waits_as_the_interpreter_says(machine: Machine, start: int):
    agree(machine, public_scenes(tables=2), compare, examples=FEW[machine.kind], start=start)


@pytest.mark.parametrize("start", SEEDS)
def test_with_the_visa_of_all_that_waits_the_plan_is_that_of_a_world_without_public_archives(
    machine: Machine, start: int
):
    agree(machine, public_scenes(tables=2), compare_with_visa, examples=FEW[machine.kind], start=start)


@pytest.mark.soak
def test_both_hold_in_many_large_worlds(machine: Machine):
    agree(machine, public_scenes(tables=4), compare_both, examples=FEW[machine.kind] * 50)


def compare_both(machine: Machine, scene: Scene) -> None:
    """Raise AssertionError where either differs."""
    compare(machine, scene)
    compare_with_visa(machine, scene)


def compare_with_visa(machine: Machine, scene: Scene) -> None:
    """Raise AssertionError where a visa for all that waits leaves another plan than no public archives would."""
    machine.load(private(scene.world))
    wanted = planned(machine.plan(scene.day))
    machine.load(scene.world)
    waits = tuple(waiting(scene.world.policy, machine.plan(scene.day).steps, scene.day))
    found = ask_visa(machine.state.visas, waits, on=scene.day, at=NOON)
    if found is not None:
        grant(machine, found.number, scene.day)

    assert planned(machine.plan(scene.day)) == wanted


def private(world: World) -> World:
    """Return the world in which nothing is public archives."""
    activities = {
        name: one.model_copy(update={"public_archives": False}) for name, one in world.policy.activities.items()
    }
    return replace(world, policy=world.policy.model_copy(update={"activities": activities}))
