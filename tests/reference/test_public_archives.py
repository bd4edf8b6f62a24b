"""What is public archives is not destroyed before the visa; logs never wait for one (Code du patrimoine, L.212-2)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from garant.planning.steps import StepKind
from garant.policy.commitments import Visa
from tests.databases import KINDS, fresh_database
from tests.reference.machine import Machine
from tests.reference.test_archive_moves import MAP, POLICY, SHAPES, WORLD
from tests.reference.world import World

OVER = date(2034, 1, 1)
"""The day on which all periods are over."""


def world(*visas: Visa, log: bool = False) -> World:
    billing = POLICY.activities["billing"].model_copy(update={"public_archives": True})
    invoice = POLICY.categories["invoice"].model_copy(update={"log": log})
    policy = POLICY.model_copy(
        update={
            "activities": {**POLICY.activities, "billing": billing},
            "categories": {**POLICY.categories, "invoice": invoice},
            "visas": visas,
        }
    )
    school = MAP.stores["school"].model_copy(update={"archive": None})
    tables = {**WORLD.tables, "school.calls": []}
    return replace(
        WORLD,
        policy=policy,
        data_map=MAP.model_copy(update={"stores": {"school": school}}),
        shapes=SHAPES,
        tables=tables,
    )


def visa(up_to: date) -> Visa:
    return Visa.model_validate(
        {"activity": "billing", "up to": up_to, "reference": "AD 2034-1", "by": "Archives", "on": date(2033, 12, 1)}
    )


@pytest.fixture(scope="module", params=KINDS)
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with fresh_database(request.param) as url:
        machine = Machine({"school": url}, kind=request.param)
        yield machine
        machine.close()


def left(machine: Machine) -> list[object]:
    plan = machine.plan(OVER)
    assert machine.apply(plan).refused == ()
    return [row["billed_to"] for row in machine.tables()["school.invoices"]]


def test_without_a_visa_it_waits_and_the_plan_says_so(machine: Machine):
    machine.load(world())

    waiting = [step for step in machine.plan(OVER).steps if step.kind is StepKind.KEEP_FOR_VISA]

    assert [(step.place, step.count) for step in waiting] == [("school.invoices", 2), ("school.pupils", 2)]
    assert left(machine) == ["Alice A", "Ben B"]


def test_with_a_visa_it_goes_up_to_the_day_that_the_visa_says(machine: Machine):
    machine.load(world(visa(date(2020, 12, 31))))

    assert left(machine) == ["Ben B"]


def test_a_visa_ends_no_period_before_its_time(machine: Machine):
    machine.load(world(visa(date(2050, 12, 31))))

    assert left(machine) == []


def test_a_log_never_waits(machine: Machine):
    machine.load(world(log=True))

    left(machine)

    assert [row["notes"] for row in machine.tables()["school.invoices"]] == [None, None]
