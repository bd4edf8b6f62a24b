"""The planner and the databases agree with the interpreter on worlds drawn at random, in the plan and in the deed."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, seed, settings

from tests.databases import KINDS, fresh_database
from tests.reference.aftermath import after
from tests.reference.differences import differences
from tests.reference.interpreter import judge
from tests.reference.machine import Machine
from tests.reference.tallies import judged, planned
from tests.reference.worlds import Scene, scenes

SEEDS = (20261122, 1, 2)
FEW = {"sqlite": 5, "postgres": 2, "mariadb": 2}
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@pytest.fixture(scope="module", params=KINDS)
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with fresh_database(request.param) as url:
        machine = Machine({"school": url}, kind=request.param)
        yield machine
        machine.close()


@pytest.mark.parametrize("start", SEEDS)
def test_what_is_planned_and_what_is_left_are_as_the_interpreter_says(machine: Machine, start: int):
    @seed(start)
    @settings(max_examples=FEW[machine.kind], suppress_health_check=_SLOW)
    @given(scenes(tables=2))
    def agree(scene: Scene) -> None:
        compare(machine, scene)

    agree()


@pytest.mark.soak
def test_they_agree_on_many_large_worlds(machine: Machine):
    @settings(max_examples=FEW[machine.kind] * 100, suppress_health_check=_SLOW)
    @given(scenes(tables=4))
    def agree(scene: Scene) -> None:
        compare(machine, scene)

    agree()


def compare(machine: Machine, scene: Scene) -> None:
    """Raise AssertionError where the planner or the databases differ from the interpreter."""
    machine.load(scene.world)
    plan = machine.plan(scene.day)
    assert planned(plan) == judged(judge(scene.world, scene.day))
    assert machine.apply(plan).refused == ()
    assert differences(after(scene.world, scene.day), machine.tables(), shapes=scene.world.shapes) == []
    assert machine.plan(scene.day).deeds == ()
