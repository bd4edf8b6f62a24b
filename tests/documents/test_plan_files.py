"""A plan as a file: what programs read, and what `apply` reads back."""

import json
from dataclasses import replace
from datetime import date

import pytest

from garant.documents.plan_files import NoPlan, PlanEdited, PlanOfAnother, as_json, digest, read
from garant.planning.plan import Digests, Guard, Plan
from garant.planning.steps import Step, StepKind, Why
from garant.policy.speech.sentences import Sentence
from tests.documents.spoken import said

PLAN = Plan(
    on=date(2026, 11, 22),
    organisation="École de musique",
    folder="/school",
    digests=Digests(policy="p", data_map="m", schemas={"school": "s"}),
    steps=(
        Step(kind=StepKind.ERASE_ROWS, store="school", table="school.marks", count=2, of=9, because="over"),
        Step(kind=StepKind.BLANK_CELLS, store="school", table="school.invoices", columns=("a", "b"), because="over"),
        Step(kind=StepKind.ERASE_FILES, store="school", files="school.photos", count=1, because="over"),
    ),
    guards=(Guard(code="large-share", where="school.marks", message=Sentence("22\u202f%", "22%")),),
)


def test_a_plan_is_read_back_as_it_was_written():
    assert read(as_json(PLAN), file="day.plan") == PLAN


def test_programs_find_which_level_what_goes_would_reach():
    sealing = replace(PLAN, sealed_until=date(2026, 11, 29))
    at_once, sealed = (json.loads(as_json(plan)) for plan in (PLAN, sealing))

    assert (at_once["level"], at_once["sealed until"]) == ("deleted", None)
    assert (sealed["level"], sealed["sealed until"]) == ("sealed", "2026-11-29")
    assert read(as_json(sealing), file="day.plan") == sealing


def test_programs_find_kind_place_count_and_reason():
    steps = json.loads(as_json(PLAN))["steps"]

    assert steps == [
        {"kind": "erase rows", "store": "school", "table": "school.marks", "count": 2, "of": 9, "because": "over"},
        {
            "kind": "blank cells",
            "store": "school",
            "table": "school.invoices",
            "columns": ["a", "b"],
            "count": 0,
            "because": "over",
        },
        {"kind": "erase files", "store": "school", "files": "school.photos", "count": 1, "because": "over"},
    ]


def test_the_rules_behind_a_step_are_not_in_the_file():
    with_rules = replace(PLAN, steps=(replace(PLAN.steps[0], why=Why(rules=(said("teaching"),))), *PLAN.steps[1:]))

    assert as_json(with_rules) == as_json(PLAN)
    assert digest(with_rules) == digest(PLAN)


def test_any_changed_claim_changes_the_digest():
    assert digest(replace(PLAN, on=date(2026, 11, 23))) != digest(PLAN)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 4}', "a plan", "3", "null", "[" * 100_000])
def test_what_is_no_plan_is_refused(text: str):
    with pytest.raises(NoPlan, match="is no plan of Garant"):
        read(text, file="day.plan")


def test_a_plan_of_another_version_is_refused():
    with pytest.raises(PlanOfAnother, match="of another version of Garant"):
        read(as_json(PLAN).replace('"format": 4', '"format": 3'), file="day.plan")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [('"count": 2', '"count": 3'), ("2026-11-22", "2026-11-21"), ('"over"', '"because"'), ("/school", "/elsewhere")],
)
def test_an_edited_plan_is_refused(was: str, becomes: str):
    with pytest.raises(PlanEdited, match="was edited after it was written"):
        read(as_json(PLAN).replace(was, becomes), file="day.plan")


def test_a_plan_laid_out_in_another_way_is_the_same():
    assert read(json.dumps(json.loads(as_json(PLAN))), file="day.plan") == PLAN
