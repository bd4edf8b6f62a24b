"""A plan asks, looks and decides."""

from datetime import date

from garant.planning.steps import StepKind
from garant.use_cases.plan_retention import Stores, plan_retention
from tests.evidence.fakes import MemoryState
from tests.fakes import FakeDatabase
from tests.use_cases.school import SEEN, school

TODAY = date(2026, 11, 22)


def planned(database: FakeDatabase):
    stores = Stores(databases={"school": database}, files={}, memory=MemoryState().memory)
    return plan_retention(school(), stores, on=TODAY, progress=lambda *_: None)[0]


def test_what_is_due_is_erased_and_the_rest_kept_each_with_its_reason():
    plan = planned(FakeDatabase(SEEN["school"], rows=10, meeting=3))

    assert [(step.kind, step.count) for step in plan.steps if step.count] == [
        (StepKind.ERASE_ROWS, 3),
        (StepKind.KEEP_MISREAD, 3),
        (StepKind.KEEP, 7),
    ]
    ruled = (step for step in plan.steps if step.count and step.kind is not StepKind.KEEP_MISREAD)
    assert all("P2Y from lessons ended" in step.because for step in ruled)
    assert "règlement intérieur" in plan.steps[0].because


def test_a_plan_carries_its_day_and_the_digests_of_all_that_it_was_made_from():
    plan = planned(FakeDatabase(SEEN["school"]))

    assert plan.on == TODAY
    assert set(plan.digests.schemas) == {"school"}
    assert len(plan.digests.policy) == len(plan.digests.data_map) == 64


def test_a_plan_for_which_nothing_is_due_has_no_deeds():
    assert planned(FakeDatabase(SEEN["school"], rows=10, meeting=0)).deeds == ()
