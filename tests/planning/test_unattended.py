"""A plan runs with nobody there only where the policy says so, and no larger than it says."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from garant.planning.plan import Guard
from garant.planning.sharing.unattended import is_night, why_attended
from garant.planning.steps import Step, StepKind
from garant.policy.commitments import Guards
from garant.policy.speech.sentences import Sentence
from tests.use_cases.school import school
from tests.use_cases.test_apply_plan import PLAN

POLICY = school().policy
UP_TO_THREE = POLICY.model_copy(update={"guards": Guards(unattended_up_to=3)})


def test_where_the_policy_says_nothing_somebody_must_be_there():
    why = why_attended(POLICY, PLAN)

    assert why is not None
    assert why.en == "the policy allows no unattended runs (`guards: {unattended up to: …}`)"


def test_a_plan_of_the_size_that_the_policy_says_runs_by_itself():
    assert why_attended(UP_TO_THREE, PLAN) is None


def test_a_larger_plan_waits_for_somebody():
    larger = replace(PLAN, steps=(*PLAN.steps, replace(PLAN.steps[0], table="school.letters", count=1)))

    why = why_attended(UP_TO_THREE, larger)

    assert why is not None
    assert why.fr == "le plan touche 4 lignes, cellules ou fichiers, et la politique en permet 3 sans personne"


def test_a_counter_that_is_put_right_and_what_is_kept_do_not_make_a_plan_larger():
    more = (
        Step(kind=StepKind.RECOUNT, store="school", table="school.pupils", count=9, of=10),
        Step(kind=StepKind.KEEP_MISREAD, store="school", table="school.pupils", count=9, of=10),
    )

    assert why_attended(UP_TO_THREE, replace(PLAN, steps=(*PLAN.steps, *more))) is None


def test_a_plan_that_asks_for_approval_waits_however_small():
    guard = Guard(code="large-share", where="school.pupils", message=Sentence("trop", "too much"))

    why = why_attended(UP_TO_THREE, replace(PLAN, guards=(guard,)))

    assert why is not None
    assert why.en == "the plan asks for a person's approval: too much"


@pytest.mark.parametrize(
    ("hour", "minute", "expected"), [(2, 29, False), (2, 30, True), (5, 29, True), (5, 30, False), (23, 0, False)]
)
def test_a_night_begins_at_its_hour_and_lasts_three(hour: int, minute: int, *, expected: bool):
    assert is_night(datetime(2026, 11, 23, hour, minute, tzinfo=UTC), time(2, 30)) is expected
