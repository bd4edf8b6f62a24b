"""Who is meant by an identifier that leads to several people is settled by a person, and rules from then on."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from garant.evidence.records import RecordKind
from garant.planning.settled import SETTLED
from garant.planning.steps import StepKind
from garant.use_cases.settle_link import Key, NobodyThere, NotLinked
from tests.databases import KINDS, fresh_database
from tests.reference.cases import FOLDER, read_case
from tests.reference.machine import NOON, Machine
from tests.reference.world import World

DAY = date(2023, 1, 1)
LATER = NOON + timedelta(days=1)
ANNE, BRUNO = (Key(table="school.people", key=key) for key in ("1", "2"))
THE_FAMILY, A_MARTIN = Key(table="crm.contacts", key="1"), Key(table="crm.callers", key="1")


@pytest.fixture(scope="module")
def world() -> World:
    return read_case(Path(FOLDER) / "identifiers-that-lead-to-two-people").world


@pytest.fixture(params=KINDS)
def machine(request: pytest.FixtureRequest, world: World) -> Iterator[Machine]:
    with ExitStack() as databases:
        machine = Machine(
            {store: databases.enter_context(fresh_database(request.param)) for store in ("school", "crm")}
        )
        databases.callback(machine.close)
        machine.load(world)
        yield machine


def left(machine: Machine) -> dict[str, list[object]]:
    return {table: [row["id"] for row in rows] for table, rows in machine.tables().items() if rows}


def test_a_row_that_is_said_to_be_one_persons_keeps_nobody_else(machine: Machine, world: World):
    contacts = [{**row, "met_on": date(2022, 5, 1)} for row in world.tables["crm.contacts"]]
    machine.load(replace(world, tables={**world.tables, "crm.contacts": contacts}))

    machine.settle(THE_FAMILY, BRUNO)
    machine.settle(A_MARTIN, None)
    machine.apply(machine.plan(DAY))

    assert left(machine) == {"school.people": [2, 4, 5], "crm.contacts": [1, 2], "crm.callers": [1]}
    assert machine.plan(DAY).is_empty


def test_what_was_said_last_rules_and_goes_with_the_rows(machine: Machine):
    machine.settle(THE_FAMILY, None)
    machine.settle(THE_FAMILY, ANNE, at=LATER)
    doubtful = [s.table for s in machine.plan(DAY).steps if s.kind is StepKind.KEEP_DOUBTFUL and s.count]

    machine.apply(machine.plan(DAY))

    assert doubtful == ["crm.callers", "school.people"]
    assert left(machine) == {"school.people": [8, 9], "crm.callers": [1]}
    assert [event for _, event in machine.state.memory.known() if event.startswith(SETTLED)] == []


def test_evidence_says_who_settled_it_and_not_whose_it_is(machine: Machine):
    machine.settle(THE_FAMILY, ANNE)

    record = machine.state.evidence.appended[-1]
    assert record.kind is RecordKind.LINK_SETTLED
    assert record.facts == {"place": "crm.contacts", "as": "one person", "by": "Dana"}
    assert "'1'" not in repr(THE_FAMILY)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ((Key(table="crm.contacts", key="99"), ANNE), NobodyThere),
        ((THE_FAMILY, Key(table="school.people", key="99")), NobodyThere),
        ((ANNE, BRUNO), NotLinked),
        ((THE_FAMILY, A_MARTIN), NotLinked),
        ((Key(table="school.letters", key="1"), ANNE), NotLinked),
    ],
)
def test_what_is_not_there_is_not_settled(machine: Machine, said: tuple[Key, Key], wrong: type[Exception]):
    with pytest.raises(wrong):
        machine.settle(*said)

    assert machine.state.memory.known() == frozenset()
