"""A plan asks, looks and decides."""

from datetime import date

from garant.planning.steps import StepKind
from garant.use_cases.plan_retention import Stores, plan_retention
from tests.evidence.fakes import MemoryState
from tests.fakes import FakeDatabase
from tests.use_cases.school import SEEN, TEXT, school

TODAY = date(2026, 11, 22)


def planned(database: FakeDatabase, text: str = TEXT):
    stores = Stores(databases={"school": database}, files={}, memory=MemoryState().memory)
    return plan_retention(school(text), stores, on=TODAY, progress=lambda *_: None)[0]


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


def test_a_forbidden_category_is_a_reason_to_blank_and_none_to_keep():
    health = TEXT.replace("{fr: identité}}", "{fr: identité, forbidden: true}}")

    steps = planned(FakeDatabase(SEEN["school"], rows=10, meeting=3), health).steps

    kept = [step.because for step in steps if step.kind is StepKind.KEEP]
    assert kept and not any("forbidden" in because for because in kept)
    assert any("identity is forbidden" in step.because for step in steps if not step.kind.leaves_alone)
