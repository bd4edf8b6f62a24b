"""What the training centres of the CMA PACA promise about how long they keep data, around each limit."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from tests.databases import KINDS
from tests.journeys.office import Days, Office, at, empty_office, three_days

LAST = date(2026, 2, 28)


@pytest.fixture(scope="module", params=KINDS, ids=KINDS)
def days(request: pytest.FixtureRequest) -> Iterator[Days]:
    with empty_office("cmapaca", kind=request.param) as office:
        guardian = a_former_apprentice(office)
        somebody_still_schooled(office)
        an_old_invoice(office, guardian)
        an_account(office)
        yield three_days(office, LAST)


def a_former_apprentice(office: Office) -> int:
    child = office.add("cfa.apprentices", last_name="Former", status="former", created_at=at("2020-01-01"))
    guardian = office.add("cfa.guardians", last_name="Of Former")
    office.add("cfa.guardianships", apprentice_id=child, guardian_id=guardian, relation="mother")
    schooling = office.add("cfa.enrolments", apprentice_id=child, ended_on=date(2023, 6, 30))
    office.add("cfa.marks", enrolment_id=schooling, mark=12)
    # Two years after a 29th of February end on a 28th.
    office.add("cfa.contracts", apprentice_id=child, job="pastry", ended_on=date(2024, 2, 29))
    return int(guardian)


def somebody_still_schooled(office: Office) -> None:
    child = office.add("cfa.apprentices", last_name="Pupil", status="enrolled", created_at=at("2010-01-01"))
    schooling = office.add("cfa.enrolments", apprentice_id=child, starts_on=date(2010, 9, 1), ended_on=None)
    office.add("cfa.marks", enrolment_id=schooling, mark=15)
    office.add("cfa.contracts", apprentice_id=child, job="bakery", ended_on=date(2024, 2, 29))


def an_old_invoice(office: Office, guardian: int) -> None:
    invoice = office.add(
        "cfa.invoices",
        guardian_id=guardian,
        number="F-1",
        billed_to="Claire Payer",
        billed_address="1 rue Neuve",
        issued_on=date(2016, 2, 28),
    )
    office.add("cfa.invoice_lines", invoice_id=invoice, label="chambre de Luc Payer")


def an_account(office: Office) -> None:
    account = office.add("campus.accounts", role="apprentice", display_name="A", closed_at=None)
    # Half past eleven at night in Paris, still the 31st of January there; and half past midnight on the 1st.
    for hour, minute in ((22, 30), (23, 30)):
        when = datetime(2025, 1, 31, hour, minute, tzinfo=UTC)
        office.add("campus.connections", account_id=account, at_epoch=int(when.timestamp()), ip="192.0.2.7")


@pytest.mark.promise("cmapaca.retention.purpose-plus-2y")
def test_a_file_goes_two_years_after_the_last_purpose_that_needs_it(days: Days):
    schooled, former = ("Pupil",), ("Former",)

    assert days.cells("cfa.apprentices", "last_name") == [[former, schooled], [former, schooled], [schooled]]
    assert days.cells("cfa.contracts", "job") == [[("pastry",), ("bakery",)]] * 2 + [[]]
    assert days.counts("cfa.guardianships") == [(1,), (1,), (0,)]
    assert days.cells("cfa.guardians", "last_name") == [[("Of Former",)], [("Of Former",)], []]


@pytest.mark.promise("cmapaca.retention.purpose-plus-2y")
def test_schooling_that_ended_earlier_went_earlier_and_that_which_goes_on_stays(days: Days):
    assert days.cells("cfa.marks", "mark") == [[(15,)]] * 3
    assert days.counts("cfa.enrolments") == [(1,)] * 3


@pytest.mark.promise("cmapaca.retention.billing-10y")
def test_an_invoice_loses_its_names_after_ten_years_and_stays_in_the_books(days: Days):
    named, blanked = ("F-1", "Claire Payer", "1 rue Neuve"), ("F-1", "—", "—")

    assert days.cells("cfa.invoices", "number", "billed_to", "billed_address") == [[named], [named], [blanked]]
    assert days.cells("cfa.invoice_lines", "label") == [[("chambre de Luc Payer",)]] * 2 + [[("—",)]]


@pytest.mark.promise("cmapaca.retention.logs-13m")
def test_a_connection_goes_after_thirteen_months_and_the_account_stays(days: Days):
    assert days.counts("campus.connections", "campus.accounts") == [(2, 1), (2, 1), (1, 1)]
