"""What CESI promises about how long it keeps data, around each limit."""

from collections.abc import Iterator
from datetime import date

import pytest

from garant.planning.steps import StepKind
from tests.databases import KINDS
from tests.journeys.office import Days, Office, at, empty_office, three_days

LAST = date(2025, 6, 30)
A_YEAR_BEFORE = date(2024, 6, 30)
SIX_YEARS_BEFORE = date(2019, 6, 30)
THREE_YEARS_BEFORE = date(2022, 6, 30)


@pytest.fixture(scope="module", params=KINDS, ids=KINDS)
def days(request: pytest.FixtureRequest) -> Iterator[Days]:
    with empty_office("cesi", kind=request.param) as office:
        a_year_after_the_course(office)
        six_years_after_the_course(office)
        still_here(office)
        diplomas(office)
        applicants(office)
        prospects(office)
        yield three_days(office, LAST)


def a_year_after_the_course(office: Office) -> None:
    who = student(office, "Recent", phone="0612")
    for company in ("Bakery", "Garage"):
        course = office.add("sis.Enrolment", StudentId=who, EndedOn=A_YEAR_BEFORE, Company=company)
    office.add("sis.Absence", EnrolmentId=course, Reason="flu")
    office.add("sis.Document", StudentId=who, Kind="CV", FileName="")
    account = office.add("sis.Account", StudentId=who, Newsletter=False)
    office.add("sis.AccountIncident", AccountId=account, What="somebody else logged in")
    guardian = office.add("sis.Guardian", LastName="Parent")
    office.add("sis.ParentalConsent", StudentId=who, GuardianId=guardian, SignedOn=date(2020, 9, 1))


def six_years_after_the_course(office: Office) -> None:
    who = student(office, "Former", phone=None)
    office.add("sis.Enrolment", StudentId=who, EndedOn=SIX_YEARS_BEFORE, Company="Mill")
    office.add("sis.Diploma", StudentId=who, HolderName="Former F", IssuedOn=date(2019, 7, 1))


def still_here(office: Office) -> None:
    who = student(office, "Present", phone="0699", status="enrolled")
    office.add("sis.Enrolment", StudentId=who, EndedOn=date(2012, 6, 30), Company="School")
    office.add("sis.Enrolment", StudentId=who, EndedOn=None, Company="Forge")


def diplomas(office: Office) -> None:
    for name, day in (("Ancient A", date(1926, 6, 30)), ("Elder E", date(1926, 7, 1))):
        office.add("sis.Diploma", StudentId=None, HolderName=name, HolderBirthDate=date(1905, 1, 1), IssuedOn=day)


def applicants(office: Office) -> None:
    for name, day in (("Refused", THREE_YEARS_BEFORE), ("Refused later", date(2022, 7, 1)), ("Waiting", None)):
        student(office, name, phone=None, status="applied", closed=day)


def prospects(office: Office) -> None:
    for name, day in (("Lost", THREE_YEARS_BEFORE), ("Lost later", date(2022, 7, 1)), ("Courted", None)):
        who = office.add("crm.contact", last_name=name, created_at=at("2015-01-01"))
        office.add("crm.opportunity", contact_id=who, program="MBA", closed_on=day)
        office.add("crm.activity", contact_id=who, kind="call", note="about the MBA")
    office.add("crm.contact", last_name="Never courted", created_at=at("2022-06-30 23:00"))


def student(office: Office, name: str, *, phone: str | None, status: str = "left", closed: date | None = None) -> str:
    said = {"LastName": name, "Phone": phone, "Status": status, "ApplicationClosedOn": closed}
    return str(office.add("sis.Student", RegisteredAt=at("2010-01-01"), **said))


def names(days: Days, table: str, column: str) -> list[set[str]]:
    return [{name for (name,) in left} for left in days.cells(table, column)]


@pytest.mark.promise("cesi.retention.course-plus-1y")
def test_what_only_the_course_needed_goes_a_year_after_its_end(days: Days):
    alone = ("sis.Absence", "sis.Document", "sis.Account", "sis.AccountIncident", "sis.ParentalConsent", "sis.Guardian")

    assert days.counts(*alone) == [(1,) * 6, (1,) * 6, (0,) * 6]
    assert names(days, "sis.Student", "Phone")[1] >= {"0612", "0699"}
    assert not names(days, "sis.Student", "Phone")[2] & {"0612"}


@pytest.mark.promise("cesi.retention.course-plus-1y")
def test_the_course_that_ended_last_counts(days: Days):
    assert "0699" in names(days, "sis.Student", "Phone")[2]


@pytest.mark.promise("cesi.retention.diploma-99y")
def test_the_register_of_diplomas_goes_after_ninety_nine_years(days: Days):
    there = {"Ancient A", "Elder E", "Former F"}

    assert names(days, "sis.Diploma", "HolderName") == [there, there, {"Elder E", "Former F"}]


@pytest.mark.promise("cesi.retention.diploma-99y")
def test_the_diploma_alone_outlives_the_rest_of_the_file(days: Days):
    assert "Former" not in names(days, "sis.Student", "LastName")[2]
    holders = dict(days.cells("sis.Diploma", "HolderName", "StudentId")[2])

    assert holders["Former F"] is None


@pytest.mark.promise("cesi.retention.limitation")
def test_after_a_year_the_file_lies_in_the_archive_until_claims_are_barred(days: Days):
    assert days.planned(StepKind.ARCHIVE_ROWS, "sis.Enrolment") == [1, 0, 2]
    assert names(days, "sis.Enrolment", "Company") == [{"Bakery", "Garage", "Forge"}] * 2 + [{"Forge"}]
    assert names(days, "archive.sis_Enrolment", "Company") == [{"Mill"}, {"Mill"}, {"Bakery", "Garage"}]


@pytest.mark.promise("cesi.retention.longest")
def test_a_cell_that_two_rules_reach_is_kept_by_the_longer_one(days: Days):
    active, archived = (names(days, table, "LastName") for table in ("sis.Student", "archive.sis_Student"))
    before, on, after = (here | there for here, there in zip(active, archived, strict=True))

    assert {"Recent", "Former"} <= before & on
    assert "Recent" in after
    assert "Former" not in after


@pytest.mark.promise("cesi.retention.prospects-3y")
def test_applicants_and_prospects_go_three_years_after_the_relationship(days: Days):
    applicants = [left & {"Refused", "Refused later", "Waiting"} for left in names(days, "sis.Student", "LastName")]
    prospects = names(days, "crm.contact", "last_name")
    exchanges = days.counts("crm.opportunity", "crm.activity")

    assert applicants == [{"Refused", "Refused later", "Waiting"}] * 2 + [{"Refused later", "Waiting"}]
    assert prospects == [{"Lost", "Lost later", "Courted", "Never courted"}] * 2 + [{"Lost later", "Courted"}]
    assert exchanges == [(3, 3), (3, 3), (2, 2)]
