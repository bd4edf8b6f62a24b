"""The exam results of a public body wait for the visa of the public archives, and for nothing else of theirs."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from garant import wiring
from garant.planning.steps import StepKind
from garant.planning.terrain.visas import Granted, waiting
from garant.use_cases.ask_visa import ask_visa, record_visa
from tests.databases import KINDS
from tests.journeys.office import Office, at, empty_office

OVER, LATER = date(2025, 7, 2), date(2026, 7, 2)
NOW = datetime(2025, 7, 2, 8, 0, tzinfo=UTC)


@pytest.fixture(params=KINDS)
def cma(request: pytest.FixtureRequest) -> Iterator[Office]:
    with empty_office("cmapaca", kind=request.param) as office:
        examined(office, "Earlier", date(2023, 7, 1))
        examined(office, "Later", date(2024, 7, 1))
        never = office.add("cfa.apprentices", last_name="Never", status="former", created_at=at("2020-09-01"))
        office.add("cfa.enrolments", apprentice_id=never, ended_on=date(2023, 7, 1))
        yield office


def examined(office: Office, name: str, ended: date) -> None:
    child = office.add(
        "cfa.apprentices", last_name=name, mobile="06", status="former", created_at=at(f"{ended.year - 2}-09-01")
    )
    enrolment = office.add("cfa.enrolments", apprentice_id=child, ended_on=ended, grade="2A")
    office.add("cfa.exam_admissions", enrolment_id=enrolment, session_year=ended.year, admitted=True, told_on=ended)
    office.add("cfa.marks", enrolment_id=enrolment, mark=12)


def results(office: Office) -> list[object]:
    return [row["session_year"] for row in office.tables()["cfa.exam_admissions"]]


def test_results_wait_with_the_name_they_belong_to_and_go_once_the_visa_is_recorded(cma: Office):
    plan = cma.run(OVER)

    waits = {step.place: step.count for step in plan.steps if step.kind is StepKind.KEEP_FOR_VISA}
    assert waits == {"cfa.exam_admissions": 1, "cfa.apprentices": 1}
    assert results(cma) == [2023, 2024]
    # Of the earlier one all else has gone, marks, telephone, grade; who was never examined went without a visa.
    people = [(row["last_name"], row["mobile"]) for row in cma.tables()["cfa.apprentices"]]
    assert people == [("Earlier", None), ("Later", "06")]
    assert len(cma.tables()["cfa.marks"]) == 1

    opened = wiring.open_folder(cma.folder)
    assert opened.reading.policy is not None
    visas = wiring.open_state(cma.folder).visas
    submitted = ask_visa(visas, tuple(waiting(opened.reading.policy, plan.steps, OVER)), on=OVER, at=NOW)
    assert submitted is not None
    given = Granted(by="AD13", on=OVER, reference="2025-7")
    record_visa(visas, submitted.number, given, today=OVER, at=NOW)

    cma.run(OVER)
    assert results(cma) == [2024]
    assert [row["last_name"] for row in cma.tables()["cfa.apprentices"]] == ["Later"]

    # What comes due later was not on the list.
    cma.run(LATER)
    assert results(cma) == [2024]
