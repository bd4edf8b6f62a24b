"""When a plan needs a named person's approval, and whose limit it exceeds."""

from dataclasses import replace
from datetime import date

import pytest

from garant.planning.approval.guards import Seen, guards
from garant.planning.steps import Step, StepKind
from garant.policy.commitments import Guards
from tests.documents.spoken import POLICY

MOST = Step(kind=StepKind.ERASE_ROWS, store="school", table="school.marks", count=2, of=10)


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ({}, "et la limite est de 5\u202f%, à défaut d'une autre dans la politique (`guards`)"),
        ({"share of a table": "10 %"}, "et la politique permet 10\u202f%"),
    ],
)
def test_a_share_that_is_too_large_says_whose_limit_it_exceeds(limit: dict[str, str], said: str):
    policy = POLICY.model_copy(update={"guards": Guards.model_validate(limit)})

    (found,) = guards(policy, Seen(on=date(2026, 3, 1), steps=(MOST,), problems=(), silent={}))

    assert found.message.fr == f"20\u202f% de `school.marks` seraient touchés, {said}"


def test_all_that_is_done_in_a_table_counts_together():
    cells = Step(kind=StepKind.BLANK_CELLS, store="school", table="school.marks", columns=("mark",), count=4, of=100)
    references = replace(cells, kind=StepKind.EMPTY_REFERENCES, columns=("pupil_id",), count=2)
    kept = replace(cells, kind=StepKind.KEEP, count=94)

    (found,) = guards(POLICY, Seen(on=date(2026, 3, 1), steps=(cells, references, kept), problems=(), silent={}))

    assert found.message.en.startswith("up to 6% of `school.marks` would be touched")
    assert guards(POLICY, Seen(on=date(2026, 3, 1), steps=(cells, kept), problems=(), silent={})) == ()
