"""Dates that cannot be read are counted in the plan, and a person is asked before it runs."""

import pytest
import sqlalchemy as sa

from garant.documents.plans import as_text
from garant.planning.approval.guards import Seen, guards
from garant.planning.plan import Plan
from garant.planning.steps import StepKind
from tests.databases import KINDS, fresh_database
from tests.reference.cases import FOLDER, Case, read_case
from tests.reference.machine import Machine

CASE = read_case(FOLDER / "dates-that-cannot-be-read")


def planned(case: Case, *, kind: str) -> Plan:
    with fresh_database(kind) as url:
        machine = Machine({"school": url}, kind=kind)
        machine.load(case.world)
        plan = machine.plan(next(iter(case.days)))
        machine.close()
        return plan


@pytest.fixture(params=KINDS)
def plan(request: pytest.FixtureRequest) -> Plan:
    return planned(CASE, kind=request.param)


def test_they_are_counted_by_column_and_the_plan_needs_approval(plan: Plan):
    misread = {(s.table, *s.columns): s.count for s in plan.steps if s.kind is StepKind.KEEP_MISREAD}

    assert misread == {
        ("school.pupils", "ended_on"): 3,
        ("school.logins", "at"): 2,
        ("school.payments", "paid"): 2,
        ("school.hires", "back_on"): 1,
    }
    found = guards(CASE.world.policy, Seen(on=plan.on, steps=plan.steps, problems=(), silent={}))
    assert {guard.where for guard in found if guard.code == "misread-date"} == {".".join(place) for place in misread}
    assert all(guard.is_of_the_plan for guard in found)


def test_a_plan_says_so_in_both_languages():
    plan = planned(CASE, kind="sqlite")

    english, french = (as_text(plan, CASE.world.policy, language=language) for language in ("en", "fr"))

    assert "of which 3 rows where the date of `ended_on` cannot be read: what counts from it stays" in english
    assert "dont 3 lignes où la date de `ended_on` ne se lit pas : ce qui en dépend reste" in french


def test_rows_without_a_date_or_a_key_are_counted_by_column():
    plan = planned(read_case(FOLDER / "rows-without-a-key"), kind="sqlite")

    told = [(s.kind, s.table, *s.columns) for s in plan.steps if s.kind in _UNSURE for _ in range(s.count)]

    assert told == [
        (StepKind.KEEP_WITHOUT_KEY, "school.papers", "code"),
        (StepKind.KEEP_UNDATED, "school.pupils", "ended_on"),
        (StepKind.KEEP_WITHOUT_KEY, "school.pupils", "code"),
    ]
    english = as_text(plan, CASE.world.policy, language="en")
    assert "of which 1 row where the date of `ended_on` is missing: what counts from it stays" in english
    assert "of which 1 row without a key (`code`): nothing tells them apart, and they stay so" in english


_UNSURE = (StepKind.KEEP_UNDATED, StepKind.KEEP_WITHOUT_KEY)


_ENDLESS = "ALTER TABLE logins ALTER at TYPE {kind} USING CASE at WHEN '31/12/2030' THEN '{late}' ELSE at END::{kind}"


@pytest.mark.parametrize(
    ("kind", "late"),
    [
        *((kind, late) for kind in ("date", "timestamp", "timestamptz") for late in ("infinity", "10000-01-01")),
        ("timestamptz", "9999-12-31 23:59:59+00"),
    ],
)
def test_a_day_beyond_every_calendar_is_unknown_and_is_remembered_so(kind: str, late: str):
    (day,) = CASE.days
    with fresh_database("postgres") as url:
        machine = Machine({"school": url}, kind="postgres")
        machine.load(CASE.world)
        with machine.engines["school"].begin() as connection:
            connection.execute(sa.text(_ENDLESS.format(kind=kind, late=late)))

        refused = [machine.apply(machine.plan(day)).refused for _ in range(2)]
        with machine.engines["school"].connect() as connection:
            logins = connection.execute(sa.text("SELECT id FROM logins")).scalars().all()
            mails = connection.execute(sa.text("SELECT id FROM pupils WHERE email IS NOT NULL")).scalars().all()
        machine.close()

    assert refused == [(), ()]
    assert logins == [2]
    assert sorted(mails) == [2, 3, 4, 5, 6]
