"""Rows that were anonymised are nobody's: later they are counted neither as without a clock nor as without an owner."""

from dataclasses import replace
from datetime import date

import pytest

from garant.adapters.sql.database import SqlDatabase
from garant.planning.questions import Programme
from garant.planning.steps import StepKind
from garant.planning.terrain.layout import Layout
from garant.planning.verification import Verification
from tests.databases import KINDS, fresh_database
from tests.reference.cases import FOLDER, read_case
from tests.reference.machine import Machine
from tests.reference.world import World

ON, LATER = date(2025, 7, 1), date(2025, 8, 1)
STRAY = {"postcode": "35", "age": 10, "seen_on": None, "course": "judo", "remark": None, "nickname": "nobody"}
"""What looks like a row that was anonymised, but for its key: nobody drew that anew."""


def _world() -> World:
    world = read_case(FOLDER / "anonymised-rows").world
    visits = [*world.tables["school.visits"], {"id": 20, "person_id": None, **STRAY}]
    return replace(world, tables=world.tables | {"school.visits": visits})


def _found_by_verify(world: World, url: str) -> dict[str, int]:
    database = SqlDatabase("school", url, zone="Europe/Paris", store_zone="Europe/Paris", receipts=True)
    layout = Layout(world.policy, world.data_map, {"school": database.schema()})
    doubts = Verification(Programme(layout, LATER), ()).doubts
    asked = [doubt.count for doubt in doubts]
    answers = database.survey(layout, asked, remembered=lambda _: (), progress=lambda *_: None)
    return {f"{doubt.code} {doubt.where}": answers[doubt.count] for doubt in doubts if answers[doubt.count]}


@pytest.mark.parametrize("kind", KINDS)
def test_of_rows_without_a_clock_or_an_owner_only_those_that_are_still_personal_are_counted(kind: str):
    world = _world()
    with fresh_database(kind) as url:
        machine = Machine({"school": url}, kind=kind)
        machine.load(world)
        machine.apply(machine.plan(ON))
        later, left = machine.plan(LATER), machine.tables()["school.visits"]
        found = _found_by_verify(world, url)
        machine.close()

    without = [step.count for step in later.steps if step.kind is StepKind.KEEP_WITHOUT_CLOCK and step.count]
    assert len([row for row in left if int(str(row["id"])) < 0]) == 6
    assert without == [1]
    assert found == {"missing-date school.visits.seen_on": 1, "without-owner school.visits": 1}
