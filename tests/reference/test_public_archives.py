"""What is public archives is not destroyed before the visa; logs never wait for one (Code du patrimoine, L.212-2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from garant.planning.grounds.holds import HeldRows
from garant.planning.steps import StepKind
from garant.planning.terrain.visas import Granted, waiting
from garant.policy.activities import Activity
from garant.use_cases.ask_visa import ask_visa, record_visa
from tests.databases import KINDS, fresh_database
from tests.reference.machine import NOON, Machine
from tests.reference.test_archive_moves import MAP, POLICY, SHAPES, WORLD
from tests.reference.test_archived import everything
from tests.reference.world import World

OVER = date(2034, 1, 1)
"""The day on which all periods are over."""
ALICE_OVER = date(2030, 1, 1)
"""The day on which that of Alice's invoice is, and Ben's is not."""
OLDEST = {"id": 3, "number": 3, "billed_to": "A. Alice", "issued_on": date(2015, 1, 1)}


def world(*, log: bool = False, also: str = "", archive: str | None = None) -> World:
    billing = POLICY.activities["billing"].model_copy(update={"public_archives": True})
    invoice = POLICY.categories["invoice"].model_copy(update={"log": log})
    policy = POLICY.model_copy(
        update={
            "activities": {**POLICY.activities, "billing": billing},
            "categories": {**POLICY.categories, "invoice": invoice},
        }
    )
    school = MAP.stores["school"].model_copy(update={"archive": archive})
    stores = {**MAP.stores, "school": school} if archive else {"school": school}
    return replace(
        WORLD,
        policy=policy,
        data_map=MAP.model_copy(update={"stores": stores}),
        shapes=SHAPES,
        tables={**WORLD.tables, "school.calls": []},
    )


@pytest.fixture(scope="module", params=KINDS)
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with fresh_database(request.param) as url:
        machine = Machine({"school": url}, kind=request.param)
        yield machine
        machine.close()


def submit(machine: Machine, on: date) -> int:
    """Submit what waits on a day to the archives; return the number of the list."""
    series = tuple(waiting(machine.world.policy, machine.plan(on).steps, on))
    found = ask_visa(machine.state.visas, series, on=on, at=NOON)
    assert found is not None
    return found.number


def grant(machine: Machine, number: int, on: date) -> None:
    visa = Granted(by="Archives", on=on, reference="AD 2034-1")
    record_visa(machine.state.visas, number, visa, today=on, at=NOON)


def left(machine: Machine, on: date = OVER) -> list[object]:
    plan = machine.plan(on)
    assert machine.apply(plan).refused == ()
    return [row["billed_to"] for row in machine.tables()["school.invoices"]]


def test_without_a_visa_it_waits_and_the_plan_says_so(machine: Machine):
    machine.load(world())

    steps = [step for step in machine.plan(OVER).steps if step.kind is StepKind.KEEP_FOR_VISA]

    assert [(step.place, step.count) for step in steps] == [("school.invoices", 2), ("school.pupils", 2)]
    assert left(machine) == ["Alice A", "Ben B"]


def test_with_its_visa_goes_what_was_on_the_list_and_not_what_comes_due_later(machine: Machine):
    machine.load(world())
    number = submit(machine, ALICE_OVER)
    assert left(machine) == ["Alice A", "Ben B"]

    grant(machine, number, OVER)

    assert left(machine) == ["Ben B"]
    assert left(machine) == ["Ben B"]
    grant(machine, submit(machine, OVER), OVER)
    assert left(machine) == []
    assert machine.tables()["school.pupils"] == []


def test_a_list_without_its_visa_destroys_nothing(machine: Machine):
    machine.load(world())
    submit(machine, OVER)

    assert left(machine) == ["Alice A", "Ben B"]


def test_what_another_rule_kept_on_the_day_of_the_list_was_not_on_it(machine: Machine):
    here = world()
    billing = here.policy.activities["billing"]
    longer = [{"keep": "P14Y", "from": ["issued"]}]
    claims = Activity.model_validate(
        {**billing.model_dump(by_alias=True), "public archives": False, "retention": longer}
    )
    said = here.data_map.tables["school.invoices"].model_copy(update={"used_for": ("billing", "claims")})
    invoices = here.tables["school.invoices"]
    machine.load(
        replace(
            here,
            policy=here.policy.model_copy(update={"activities": {**here.policy.activities, "claims": claims}}),
            data_map=here.data_map.model_copy(update={"tables": {**here.data_map.tables, "school.invoices": said}}),
            tables={**here.tables, "school.invoices": [*invoices, {**invoices[0], **OLDEST}]},
        )
    )

    grant(machine, submit(machine, ALICE_OVER), OVER)

    # Alice's later invoice was kept for claims until 2033, and so was on no list.
    assert left(machine) == ["Alice A", "Ben B"]
    grant(machine, submit(machine, OVER), OVER)
    assert left(machine) == ["Ben B"]


def test_a_hold_outlasts_a_visa(machine: Machine):
    machine.load(world())
    grant(machine, submit(machine, OVER), OVER)
    machine.hold(HeldRows(table="school.invoices", when=(("number", 1),)))

    assert left(machine) == ["Alice A"]


def test_what_went_to_the_archive_waits_there(tmp_path: Path):
    machine = Machine({name: f"sqlite:///{tmp_path}/{name}.db" for name in ("school", "vault")})
    machine.load(world(archive="vault"))
    try:
        assert left(machine, ALICE_OVER) == []
        steps = [step for step in machine.plan(ALICE_OVER).steps if step.kind is StepKind.KEEP_FOR_VISA]
        assert {(one.place, one.count) for one in steps} == {("vault.school_invoices", 1), ("vault.school_pupils", 1)}
        assert left(machine, OVER) == []
        assert [row["billed_to"] for row in in_the_vault(machine)] == ["Alice A", "Ben B"]

        grant(machine, submit(machine, OVER), OVER)

        left(machine)
        assert in_the_vault(machine) == []
    finally:
        machine.close()


def in_the_vault(machine: Machine) -> Sequence[Mapping[str, Any]]:
    return everything(machine.engines["vault"])["school_invoices"]


def test_a_log_never_waits(machine: Machine):
    machine.load(world(log=True))

    left(machine)

    assert [row["notes"] for row in machine.tables()["school.invoices"]] == [None, None]
