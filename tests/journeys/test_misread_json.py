"""JSON that cannot be read is counted by its table and column, and a person is asked before the plan runs."""

from contextlib import closing

import pytest

from garant.documents.plans import as_text
from garant.planning.approval.guards import Seen, guards
from garant.planning.plan import Plan
from garant.planning.steps import StepKind
from tests.databases import KINDS, fresh_database
from tests.reference.cases import FOLDER, read_case
from tests.reference.machine import Machine

CASE = read_case(FOLDER / "json-that-cannot-be-read")
(DAY,) = CASE.days
COUNTED = {"school.drafts.member_ids": 4, "school.profiles.data": 2, "school.courses.data": 1}


@pytest.fixture(params=KINDS)
def plan(request: pytest.FixtureRequest) -> Plan:
    with fresh_database(request.param) as url, closing(Machine({"school": url}, kind=request.param)) as machine:
        machine.load(CASE.world)
        return machine.plan(DAY)


def test_it_is_counted_by_column_and_the_plan_needs_approval(plan: Plan):
    counted = {f"{s.table}.{s.columns[0]}": s.count for s in plan.steps if s.kind is StepKind.KEEP_GARBLED}
    found = guards(CASE.world.policy, Seen(on=plan.on, steps=plan.steps, problems=(), silent={}))

    assert counted == COUNTED
    assert {guard.where for guard in found if guard.code == "misread-json"} == set(COUNTED)
    assert "dont 4 lignes où le JSON de `member_ids` ne se lit pas : la ligne reste telle quelle" in as_text(
        plan, CASE.world.policy, language="fr"
    )
