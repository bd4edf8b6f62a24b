"""Each case of tests/cases/map says what the interpreter says, and what the planner does on every database."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date

import pytest

from tests.databases import KINDS, fresh_database
from tests.reference.aftermath import after, world_after
from tests.reference.cases import Case, all_cases, name_of, told
from tests.reference.differences import differences
from tests.reference.interpreter import judge
from tests.reference.machine import Machine, counted
from tests.reference.tallies import judged, planned
from tests.reference.world import Row

CASES = {case.name: case for case in all_cases()}
ON_A_DAY = [pytest.param(case, day, id=f"{name}-{day}") for name, case in CASES.items() for day in case.days]
LONG = "the-music-school"
"""The case with every construct of the language: each kind of database has one of its days."""


def _on_machines() -> Iterator[object]:
    for number, kind in enumerate(KINDS):
        for name, case in CASES.items():
            days = sorted(case.days)
            for day in [days[number]] if name == LONG else days if kind == "sqlite" else days[-1:]:
                yield pytest.param(kind, case, day, id=f"{kind}-{name}-{day}")


@pytest.mark.parametrize(("case", "day"), ON_A_DAY)
def test_what_goes_what_is_blanked_and_what_stays_is_as_expected(case: Case, day: date):
    found = told(judge(case.world, day))

    assert found.goes == case.days[day].goes
    assert found.blanked == case.days[day].blanked
    assert found.stays == case.days[day].stays


@pytest.mark.parametrize(("case", "day"), ON_A_DAY)
def test_the_values_that_are_left_are_as_expected(case: Case, day: date):
    changed: dict[str, dict[str, dict[str, object]]] = {}
    before = {
        (table, name_of(case.world, Row(table, 0, row))): row
        for table, rows in case.world.tables.items()
        for row in rows
    }
    for table, rows in after(case.world, day).items():
        for row in rows:
            name = name_of(case.world, Row(table, 0, row))
            old = before.get((table, name), {})
            different = {column: value for column, value in row.items() if column not in old or old[column] != value}
            if different:
                changed.setdefault(table, {})[name] = different

    assert changed == case.days[day].then


@pytest.mark.parametrize(("case", "day"), ON_A_DAY)
def test_a_second_time_nothing_is_left_to_do(case: Case, day: date):
    assert judge(world_after(case.world, day), day).counts().keys() <= {
        (table, "skeleton") for table in case.world.tables
    }


@pytest.fixture(scope="module")
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    """Give a machine with one database a store, in which each case makes its own tables."""
    stores = sorted({table.split(".", 1)[0] for case in CASES.values() for table in case.world.shapes})
    with ExitStack() as databases:
        machine = Machine({store: databases.enter_context(fresh_database(request.param)) for store in stores})
        databases.callback(machine.close)
        yield machine


@pytest.mark.parametrize(("machine", "case", "day"), list(_on_machines()), indirect=["machine"])
def test_planner_and_databases_do_what_the_interpreter_says(machine: Machine, case: Case, day: date):
    machine.load(case.world)
    assert differences(case.world.tables, machine.tables(), shapes=case.world.shapes) == []

    plan = machine.plan(day)
    verdict = judge(case.world, day)
    wanted = {what: n for what, n in verdict.counts().items() if what[1] in {"erase", "anonymise"}}
    assert planned(plan) == judged(verdict)
    assert {what: n for what, n in counted(plan).items() if what[0] in case.world.data_map.tables} == wanted

    assert machine.apply(plan).refused == ()
    assert differences(after(case.world, day), machine.tables(), shapes=case.world.shapes) == []
    assert [(step.kind, step.place, step.count) for step in machine.plan(day).deeds] == []
