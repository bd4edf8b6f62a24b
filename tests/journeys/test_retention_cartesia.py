"""What Cartesia Education promises about how long it keeps data, around each limit."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.databases import KINDS
from tests.journeys.office import Days, Office, at, empty_office, three_days

LAST = date(2026, 3, 31)


@pytest.fixture(scope="module", params=KINDS, ids=KINDS)
def days(request: pytest.FixtureRequest) -> Iterator[Days]:
    with empty_office("cartesia", kind=request.param) as office:
        leads(office)
        students(office)
        yield three_days(office, LAST)


def leads(office: Office) -> None:
    for name, asked in (("Asked", "2023-03-31 23:10:00"), ("Asked later", "2023-04-01 00:05:00")):
        lead = office.add("shop.leads", last_name=name, created_at=at("2020-01-01"))
        office.add("shop.lead_contacts", lead_id=lead, direction="in", at_text=asked, body="how much is it?")
        # What we send moves no clock.
        office.add("shop.lead_contacts", lead_id=lead, direction="out", at_text="2025-01-01 08:00:00", body="offer")
        office.add("shop.prize_entries", lead_id=lead, draw_title="summer", answer="blue")
        office.add("shop.mailing_subscriptions", lead_id=lead, list="news")
        office.add("shop.call_consents", lead_id=lead, given_on=date(2020, 1, 2))
    office.add("shop.leads", last_name="Silent", created_at=at("2023-03-31 23:59"))


def students(office: Office) -> None:
    for name, ends in (("Former", [date(2016, 3, 31)]), ("Student", [date(2010, 1, 1), None])):
        customer = office.add("shop.customers", last_name=name, created_at=at("2009-01-01"))
        account = office.add("shop.student_accounts", customer_id=customer, username=name)
        office.add("shop.lesson_progress", account_id=account, lesson="maps", score=7)
        for end in ends:
            order = office.add("shop.orders", customer_id=customer, contract_ended_on=end)
            office.add("shop.coaching_notes", order_id=order, note=f"on {name}")
            # In the books until the end of 2026.
            office.add("shop.invoices", order_id=order, billed_name=name, issued_on=date(2016, 1, 5))


@pytest.mark.promise("cartesia.retention.prospects-3y")
def test_a_prospect_goes_three_years_after_the_last_contact_from_them(days: Days):
    everybody = [("Asked",), ("Asked later",), ("Silent",)]
    around = ("shop.lead_contacts", "shop.prize_entries", "shop.mailing_subscriptions", "shop.call_consents")

    assert days.cells("shop.leads", "last_name") == [everybody, everybody, [("Asked later",)]]
    assert days.counts(*around) == [(4, 2, 2, 2), (4, 2, 2, 2), (2, 1, 1, 1)]


@pytest.mark.promise("cartesia.retention.enrolment-10y")
def test_an_enrolment_goes_ten_years_after_the_contract_with_all_that_hangs_on_it(days: Days):
    around = ("shop.student_accounts", "shop.lesson_progress")

    assert days.cells("shop.customers", "last_name") == [[("Former",), ("Student",)]] * 2 + [[("Student",)]]
    assert days.counts(*around) == [(2, 2), (2, 2), (1, 1)]
    assert days.cells("shop.coaching_notes", "note") == [[("on Former",), ("on Student",)]] * 2 + [[("on Student",)]]


@pytest.mark.promise("cartesia.retention.enrolment-10y")
def test_the_invoice_of_an_order_that_goes_stays_as_long_as_the_books(days: Days):
    assert days.cells("shop.invoices", "billed_name") == [[("Former",), ("Student",), ("Student",)]] * 3
    assert [order is None for (order,) in days.cells("shop.invoices", "order_id")[2]] == [True, True, False]
