"""Worlds drawn at random, run on one day after the other: each run does what the interpreter says of what was left."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.databases import KINDS, fresh_database
from tests.reference.aftermath import after, world_after
from tests.reference.differences import differences
from tests.reference.interpreter import judge
from tests.reference.machine import Machine
from tests.reference.tallies import judged, planned
from tests.reference.worlds import Scene, scenes, scenes_across

FEW = {"sqlite": 3, "postgres": 2, "mariadb": 2}
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
GAPS = st.lists(st.sampled_from([1, 7, 31, 365, 1830]).map(timedelta), min_size=1, max_size=3)
"""From one run to the next: a day, a week, a month, a year, the five years of a prescription."""


@pytest.fixture(scope="module", params=KINDS)
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with ExitStack() as databases:
        urls = {store: databases.enter_context(fresh_database(request.param)) for store in ("school", "crm", "web")}
        machine = Machine(urls, kind=request.param)
        databases.callback(machine.close)
        yield machine


@pytest.mark.parametrize("drawn", [scenes, scenes_across], ids=["in one store", "across stores"])
def test_each_run_does_what_is_right_on_its_day(machine: Machine, drawn: Callable[..., st.SearchStrategy[Scene]]):
    _agree(machine, drawn(tables=1), examples=FEW[machine.kind])


@pytest.mark.soak
@pytest.mark.parametrize("drawn", [scenes, scenes_across], ids=["in one store", "across stores"])
def test_so_it_does_in_many_worlds(machine: Machine, drawn: Callable[..., st.SearchStrategy[Scene]]):
    _agree(machine, drawn(tables=2), examples=FEW[machine.kind] * 100)


def _agree(machine: Machine, worlds: st.SearchStrategy[Scene], *, examples: int) -> None:
    @seed(20261123)
    @settings(max_examples=examples, suppress_health_check=_SLOW)
    @given(worlds, GAPS)
    def agree(scene: Scene, gaps: list[timedelta]) -> None:
        compare(machine, scene, gaps)

    agree()


def compare(machine: Machine, scene: Scene, gaps: list[timedelta]) -> None:
    """Raise AssertionError where a run differs from what the interpreter says of what the run before it left."""
    world = scene.world
    machine.load(world)
    for day in _days(scene.day, gaps):
        plan = machine.plan(day)
        assert planned(plan) == judged(judge(world, day)), day
        assert machine.apply(plan).refused == ()
        assert differences(after(world, day), machine.tables(), shapes=world.shapes) == [], day
        world = world_after(world, day)


def _days(first: date, gaps: list[timedelta]) -> Iterator[date]:
    return accumulate(gaps, lambda day, gap: day + gap, initial=first)
