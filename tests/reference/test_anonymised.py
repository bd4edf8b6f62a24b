"""Rows that are anonymised: the planner and the databases do what the interpreter says, in worlds full of them."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, seed, settings

from tests.databases import KINDS, fresh_database
from tests.reference.machine import Machine
from tests.reference.test_planner import compare
from tests.reference.worlds import Scene, rough_scenes

FEW = {"sqlite": 12, "postgres": 6, "mariadb": 5}
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@pytest.fixture(scope="module", params=KINDS)
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with fresh_database(request.param) as url:
        made = Machine({"school": url}, kind=request.param)
        yield made
        for engine in made.engines.values():
            engine.dispose()


def test_rows_that_enough_people_share_are_anonymised_as_the_interpreter_says(machine: Machine):
    @seed(20261122)
    @settings(max_examples=FEW[machine.kind], suppress_health_check=_SLOW)
    @given(rough_scenes())
    def agree(scene: Scene) -> None:
        compare(machine, scene)

    agree()
