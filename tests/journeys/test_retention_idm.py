"""What the charter of Institut des Métiers leaves open is asked for, and kept once it is given."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from garant.policy.checks import check
from garant.policy.reading import read
from tests.databases import KINDS
from tests.journeys.office import Days, Office, at, empty_office, three_days

LAST = date(2026, 2, 28)
BY_DECISION = {"enquiries", "site security", "audience", "editing"}


@pytest.fixture(scope="module", params=KINDS, ids=KINDS)
def days(request: pytest.FixtureRequest) -> Iterator[Days]:
    with empty_office("idm", kind=request.param) as office:
        for name, day in (("Enquirer", "2023-02-28"), ("Enquirer later", "2023-03-01")):
            enquiry(office, name, day=day)
        visits(office)
        editors(office)
        yield three_days(office, LAST)


def enquiry(office: Office, name: str, *, day: str) -> None:
    who = office.add("site.im_contacts", nom=name, created="2020-01-01 08:00:00")
    entry = office.add("site.im_entries", contact_id=who, date_created=f"{day} 23:30:00", ip=None, source_url="/")
    office.add("site.im_entry_meta", entry_id=entry, meta_key="first_name", meta_value=name)
    office.add("site.im_entry_meta", entry_id=entry, meta_key="question", meta_value=f"from {name}")
    office.add("site.im_entry_notes", entry_id=entry, value=f"answered {name}")
    office.add("site.im_exchanges", contact_id=who, direction="out", channel="e-mail", body=name, at_day=LAST)


def visits(office: Office) -> None:
    # Half an hour before midnight in Paris, in summer and in winter, and half an hour after it.
    for when in (datetime(2025, 8, 31, 21, 30, tzinfo=UTC), datetime(2025, 8, 31, 22, 30, tzinfo=UTC)):
        office.add("site.im_access_log", at_ms=int(when.timestamp() * 1000), ip="192.0.2.7", status=200)
    for when in (datetime(2025, 1, 31, 22, 30, tzinfo=UTC), datetime(2025, 1, 31, 23, 30, tzinfo=UTC)):
        office.add("site.im_cookie_choices", choices="{}", chosen_at=int(when.timestamp()))
    for day in (at("2024-01-31 23:59"), at("2024-02-01")):
        visit = office.add("site.matomo_log_visit", location_ip="192.0.2.7", visit_last_action_time=day)
        office.add("site.matomo_log_link_visit_action", idvisit=visit, url_ref="/contact")


def editors(office: Office) -> None:
    for name, closed in (("Left", "2025-08-31 10:00:00"), ("Left later", "2025-09-01 00:00:00"), ("Here", None)):
        who = office.add("site.im_users", user_login=name, display_name=name, account_closed=closed)
        office.add("site.im_usermeta", user_id=who, meta_key="nickname", meta_value=name)


@pytest.mark.promise("idm.retention.necessary")
def test_the_check_asks_for_the_periods_that_the_charter_does_not_give():
    with empty_office("idm", kind="sqlite") as office:
        reading = read({file.name: file.read_text(encoding="utf-8") for file in office.folder.glob("*.yaml")})
    assert reading.policy
    assert reading.data_map

    problems = check(reading.policy, reading.data_map, reading.places)
    said = {(one.code, one.message.en.split("`")[1]) for one in problems if "period" in one.code}

    assert ("no-period", "legal obligations") in said
    assert {("period-not-in-the-text", name) for name in BY_DECISION} <= said


@pytest.mark.promise("idm.retention.necessary")
def test_an_enquiry_goes_with_all_that_hangs_on_it_once_its_period_is_given(days: Days):
    both, later = [("Enquirer",), ("Enquirer later",)], [("Enquirer later",)]

    assert days.cells("site.im_contacts", "nom") == [both, both, later]
    assert days.cells("site.im_exchanges", "body") == [both, both, later]
    assert days.counts("site.im_entries", "site.im_entry_meta", "site.im_entry_notes") == [
        (2, 4, 2),
        (2, 4, 2),
        (1, 2, 1),
    ]


@pytest.mark.promise("idm.retention.necessary")
def test_visits_choices_and_editors_go_when_their_periods_have_run(days: Days):
    two, one = (2, 2, 2, 2), (1, 1, 1, 1)
    visits = (
        "site.im_access_log",
        "site.im_cookie_choices",
        "site.matomo_log_visit",
        "site.matomo_log_link_visit_action",
    )
    everybody = [("Left",), ("Left later",), ("Here",)]

    assert days.counts(*visits) == [two, two, one]
    assert days.cells("site.im_users", "display_name") == [everybody, everybody, everybody[1:]]
    assert days.cells("site.im_usermeta", "meta_value") == [everybody, everybody, everybody[1:]]
