"""What lies in another store counts: remembered, of merged rows, and kept where that store does not answer."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from garant.planning.grounds.holds import HeldPerson
from garant.planning.remembered import RememberedEvent
from garant.planning.steps import StepKind
from tests.databases import KINDS, fresh_database
from tests.reference.cases import FOLDER, Case, read_case
from tests.reference.machine import Machine, counted

ENDED = date(2024, 9, 2)
"""The day on which the last reason for Anne has gone in both stores, and the day of Bruno's is long over."""


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case(Path(FOLDER) / "an-event-in-another-store")


@pytest.fixture(scope="module", params=KINDS)
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with ExitStack() as databases:
        urls = {store: databases.enter_context(fresh_database(request.param)) for store in ("school", "crm")}
        machine = Machine(urls)
        databases.callback(machine.close)
        yield machine


def _remember(machine: Machine, people: str, person: str) -> None:
    called = RememberedEvent(people=people, person=person, event="contacted us", latest=date(2024, 1, 15))
    machine.state.memory.remember([called])


def test_what_is_remembered_at_one_table_counts_at_the_home_of_the_class(machine: Machine, case: Case):
    machine.load(case.world)
    _remember(machine, "pupil@crm.contacts", "10")

    due = counted(machine.plan(ENDED))

    assert due[("school.pupils", "erase")] == 1
    assert ("crm.contacts", "erase") not in due


def test_what_is_remembered_at_home_counts_at_the_other_tables(machine: Machine, case: Case):
    machine.load(case.world)
    _remember(machine, "pupil@school.pupils", "1")

    due = counted(machine.plan(ENDED))

    assert due[("school.pupils", "erase")] == 1
    assert ("crm.contacts", "erase") not in due


@pytest.mark.parametrize("place", [("school", "crm.contacts"), ("crm", "school.pupils")])
def test_where_the_store_of_a_held_person_is_silent_everybody_of_their_class_is_held(
    machine: Machine, case: Case, place: tuple[str, str]
):
    there, held = place
    machine.load(case.world)
    alone = Machine({there: machine.urls[there]})
    alone.world = case.world
    alone.hold(HeldPerson(table=held, key="1"))

    plan = alone.plan(date(2099, 1, 1))
    alone.close()

    kept = {(step.table, step.count) for step in plan.steps if step.kind is StepKind.KEEP_HELD and step.count}
    assert plan.deeds == ()
    assert {table.partition(".")[0] for table, _ in kept} == {there}


@pytest.mark.parametrize("there", ["school", "crm"])
def test_where_a_store_is_silent_its_people_are_kept_in_the_others(machine: Machine, case: Case, there: str):
    machine.load(case.world)
    alone = Machine({there: machine.urls[there]})
    alone.world = case.world

    plan = alone.plan(ENDED)
    alone.close()

    assert [(step.kind, step.table) for step in plan.deeds] == []
