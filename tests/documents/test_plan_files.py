"""A plan as a file: what programs read, and what `apply` reads back."""

import json
from dataclasses import replace
from datetime import date

import pytest

from garant.documents.plan_files import PlanEdited, as_json, digest, read
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
    assert read(as_json(PLAN)) == PLAN


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


@pytest.mark.parametrize(
    ("written", "edited"),
    [('"count": 2', '"count": 1'), ('"of": 9', '"of": 900'), ('"digest": ', '"other": '), ('"guards": [', '"x": [')],
)
def test_a_plan_that_was_changed_by_hand_is_refused(written: str, edited: str):
    text = as_json(PLAN)
    assert written in text

    with pytest.raises(ValueError, match=r"changed after it was made|not a plan"):
        read(text.replace(written, edited, 1))


def test_a_plan_with_other_counts_is_told_from_what_is_no_plan():
    with pytest.raises(PlanEdited):
        read(as_json(PLAN).replace('"count": 2', '"count": 1'))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', "a plan"])
def test_what_is_no_plan_is_refused(text: str):
    with pytest.raises(ValueError, match="not a plan"):
        read(text)


def test_a_plan_of_another_version_is_refused():
    with pytest.raises(ValueError, match="another version"):
        read(as_json(PLAN).replace('"format": 2', '"format": 1'))
