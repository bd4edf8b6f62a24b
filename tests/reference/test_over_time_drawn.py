"""Worlds drawn at random, run on one day after the other: each run, and all of them, do what the interpreter says."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from tests.databases import KINDS, fresh_database
from tests.reference.aftermath import after, world_after
from tests.reference.differences import differences
from tests.reference.drawing import SLOW
from tests.reference.interpreter import judge
from tests.reference.machine import Machine
from tests.reference.tallies import judged, planned
from tests.reference.worlds import FLEETING, KNOWN_TWICE, Scene, scenes, scenes_across

FEW = {"sqlite": 3, "postgres": 2, "mariadb": 2}
Compare = Callable[[Machine, Scene, list[timedelta]], None]
GAPS = st.lists(st.sampled_from([1, 7, 31, 365, 1830]).map(timedelta), min_size=1, max_size=3)
"""From one run to the next: a day, a week, a month, a year, the five years of a prescription."""


@pytest.fixture(scope="module", params=KINDS)
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with ExitStack() as databases:
        urls = {store: databases.enter_context(fresh_database(request.param)) for store in ("school", "crm", "web")}
        machine = Machine(urls, kind=request.param)
        databases.callback(machine.close)
        yield machine


def test_each_run_does_what_is_right_of_what_was_left(machine: Machine):
    _agree(machine, scenes(tables=1, without=KNOWN_TWICE), step_by_step, examples=FEW[machine.kind])


def test_runs_leave_what_is_right_of_the_first_data(machine: Machine):
    _agree(machine, scenes_across(tables=1, without=FLEETING), all_in_all, examples=FEW[machine.kind])


@pytest.mark.soak
def test_each_run_does_so_in_many_worlds(machine: Machine):
    _agree(machine, scenes(tables=2, without=KNOWN_TWICE), step_by_step, examples=FEW[machine.kind] * 100)


@pytest.mark.soak
def test_runs_leave_that_in_many_worlds(machine: Machine):
    _agree(machine, scenes_across(tables=2, without=FLEETING), all_in_all, examples=FEW[machine.kind] * 100)


def _agree(machine: Machine, worlds: st.SearchStrategy[Scene], compare: Compare, *, examples: int) -> None:
    @seed(20261123)
    @settings(max_examples=examples, suppress_health_check=SLOW)
    @given(worlds, GAPS)
    def agree(scene: Scene, gaps: list[timedelta]) -> None:
        compare(machine, scene, gaps)

    agree()


def step_by_step(machine: Machine, scene: Scene, gaps: list[timedelta]) -> None:
    """Raise AssertionError where a run differs from what the interpreter says of what the run before it left."""
    world = scene.world
    machine.load(world)
    for day in _days(scene.day, gaps):
        plan = machine.plan(day)
        assert planned(plan) == judged(judge(world, day)), day
        assert machine.apply(plan).refused == ()
        assert differences(after(world, day), machine.tables(), shapes=world.shapes) == [], day
        world = world_after(world, day)


def all_in_all(machine: Machine, scene: Scene, gaps: list[timedelta]) -> None:
    """Raise AssertionError where runs leave something else than one on the last day would of the first data."""
    machine.load(scene.world)
    for day in _days(scene.day, gaps):
        assert machine.apply(machine.plan(day)).refused == ()
        assert differences(after(scene.world, day), machine.tables(), shapes=scene.world.shapes) == [], day


def _days(first: date, gaps: list[timedelta]) -> Iterator[date]:
    return accumulate(gaps, lambda day, gap: day + gap, initial=first)
