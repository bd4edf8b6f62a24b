"""How much more than was approved a run may do."""

import pytest

from garant.planning.approval.allowance import Touched, allowance
from garant.planning.steps import Step, StepKind
from tests.planning.plans import plan_of

ERASED: Touched = ("erase rows", "school.pupils", ())
ANONYMISED: Touched = ("anonymise rows", "school.pupils", ())


def step(kind: StepKind, count: int, *columns: str) -> Step:
    return Step(kind=kind, store="school", table="school.pupils", columns=columns, count=count)


@pytest.mark.parametrize("kind", ["erase rows", "blank cells", "cut elements", "empty references", "erase files"])
def test_of_each_thing_a_twentieth_more_than_was_approved_may_be_done(kind: str):
    columns = ("mail",) if kind in {"blank cells", "cut elements", "empty references"} else ()
    plan, touched = plan_of(step(StepKind(kind), 100, *columns)), (kind, "school.pupils", columns)

    assert not allowance(plan).is_exceeded({}, {touched: 105})
    assert allowance(plan).is_exceeded({}, {touched: 106})
    assert allowance(plan).is_exceeded({touched: 100}, {touched: 6})


def test_what_was_not_planned_at_all_may_befall_one():
    blanked: Touched = ("blank cells", "school.pupils", ("mail",))

    assert not allowance(plan_of()).is_exceeded({}, {blanked: 1})
    assert allowance(plan_of()).is_exceeded({blanked: 1}, {blanked: 1})


def test_each_group_of_columns_has_its_own_allowance():
    plan = plan_of(step(StepKind.BLANK_CELLS, 50, "mail"), step(StepKind.BLANK_CELLS, 1, "name"))

    assert allowance(plan).is_exceeded({}, {("blank cells", "school.pupils", ("name",)): 40})


def test_rows_that_go_are_one_thing_whether_erased_or_anonymised():
    plan = plan_of(step(StepKind.ANONYMISE_ROWS, 20), step(StepKind.ERASE_ROWS, 20))

    assert not allowance(plan).is_exceeded({}, {ERASED: 40})
    assert allowance(plan).is_exceeded({ANONYMISED: 20}, {ERASED: 23})


def test_a_reference_emptied_in_a_row_that_goes_itself_counts_as_the_row():
    emptied: Touched = ("empty references", "school.pupils", ("friend_id",))
    plan = plan_of(step(StepKind.ERASE_ROWS, 40))

    assert not allowance(plan).is_exceeded({}, {ERASED: 40, emptied: 40})
    assert allowance(plan).is_exceeded({}, {ERASED: 40, emptied: 43})


def test_a_counter_put_right_takes_nothing_away():
    assert not allowance(plan_of()).is_exceeded({}, {("recount", "school.pupils", ("letters",)): 1000})


def test_what_a_plan_keeps_allows_nothing():
    assert allowance(plan_of(step(StepKind.KEEP, 1000))).is_exceeded({}, {("keep", "school.pupils", ()): 2})
