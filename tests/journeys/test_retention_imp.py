"""What IMP Formation promises about how long it keeps data, around each limit."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.databases import KINDS
from tests.journeys.office import Days, Office, at, empty_office, three_days

LAST = date(2022, 12, 31)


@pytest.fixture(scope="module", params=KINDS, ids=KINDS)
def days(request: pytest.FixtureRequest) -> Iterator[Days]:
    with empty_office("imp", kind=request.param) as office:
        clients(office)
        prospects(office)
        certificates_and_invoices(office)
        yield three_days(office, LAST)


def clients(office: Office) -> None:
    visitor = person(office, "client who came by")
    contract(office, visitor, ended=date(2010, 5, 1))
    contact(office, visitor, day="2012-12-31", by="visite")

    trained = person(office, "client trained last")
    contract(office, trained, ended=date(2012, 12, 31))
    contact(office, trained, day="2011-02-01", by="telephone")
    contact(office, trained, day="2021-02-01", by="e-mail", way="sortant")

    # By the prospects' rule this one would have gone five years after the call.
    called = person(office, "client who called once")
    contract(office, called, ended=date(2013, 1, 1))
    contact(office, called, day="2012-06-01", by="telephone")

    under_way = person(office, "client under way")
    contract(office, under_way, ended=None)


def prospects(office: Office) -> None:
    caller = person(office, "prospect who called")
    contact(office, caller, day="2017-12-31", by="telephone")
    # Neither a visit nor our own calls count for this rule.
    contact(office, caller, day="2019-03-01", by="visite")
    contact(office, caller, day="2020-03-01", by="telephone", way="sortant")

    writer = person(office, "prospect who wrote later")
    contact(office, writer, day="2018-01-01", by="e-mail")

    person(office, "prospect never in contact", since="2017-12-31 23:30")


def certificates_and_invoices(office: Office) -> None:
    old = person(office, "client with papers")
    contract(office, old, ended=date(2012, 12, 31))
    for year in (1992, 1993):
        office.add("gestion.certificats", numero=f"C{year}", personne_id=old, nom_complet="Old Client", annee=year)
    for number, day in (("F1", date(2012, 1, 2)), ("F2", date(2013, 1, 2))):
        office.add("gestion.factures", numero=number, personne_id=old, facture_a="Old Client", emise_le=day)


def person(office: Office, name: str, *, since: str = "2005-01-01") -> int:
    return int(office.add("gestion.personnes", nom=name, cree_le=at(since)))


def contract(office: Office, who: int, *, ended: date | None) -> None:
    office.add("gestion.conventions", personne_id=who, date_debut=date(2009, 1, 1), date_fin=ended)


def contact(office: Office, who: int, *, day: str, by: str, way: str = "entrant") -> None:
    office.add("gestion.contacts", personne_id=who, jour=day, sens=way, canal=by, note="about training")


def gone_on(days: Days, day: int) -> set[str]:
    """Return the names of those who were there before the run of one of the three days and not after it."""
    left = [{name for (name,) in names} for names in days.cells("gestion.personnes", "nom")]
    return left[day - 1] - left[day]


@pytest.mark.promise("imp.retention.clients")
def test_clients_go_ten_years_after_the_later_of_contract_and_contact(days: Days):
    assert gone_on(days, 1) == set()
    assert {name for name in gone_on(days, 2) if name.startswith("client")} == {
        "client who came by",
        "client trained last",
        "client with papers",
    }


@pytest.mark.promise("imp.retention.clients")
def test_certificates_and_invoices_stay_longer_where_a_rule_says_so(days: Days):
    both = [("C1992", "Old Client"), ("C1993", "Old Client")]
    named = [("F1", "Old Client"), ("F2", "Old Client")]

    assert days.cells("gestion.certificats", "numero", "nom_complet") == [both, both, both[1:]]
    assert days.cells("gestion.factures", "numero", "facture_a") == [named, named, [("F1", "—"), named[1]]]


@pytest.mark.promise("imp.retention.prospects")
def test_prospects_go_five_years_after_their_last_call_or_e_mail(days: Days):
    assert {name for name in gone_on(days, 2) if name.startswith("prospect")} == {
        "prospect who called",
        "prospect never in contact",
    }


@pytest.mark.promise("imp.retention.prospects")
def test_a_client_never_falls_under_the_rule_of_prospects(days: Days):
    for left in days.cells("gestion.personnes", "nom"):
        assert {("client who called once",), ("client under way",)} <= set(left)
