"""Periods, days, numbers and rules read as people speak, in French and in English."""

from datetime import date

import pytest

from garant.documents import rules
from garant.policy.periods import Period
from tests.documents.spoken import POLICY, said


@pytest.mark.parametrize(
    ("written", "french", "english"),
    [
        ("P2Y", "2 ans", "2 years"),
        ("P1Y", "1 an", "1 year"),
        ("P13M", "13 mois", "13 months"),
        ("P1Y6M", "1 an et 6 mois", "1 year and 6 months"),
        ("P1Y2W3D", "1 an, 2 semaines et 3 jours", "1 year, 2 weeks and 3 days"),
        ("P0D", "", ""),
    ],
)
def test_a_period_is_written_out(written: str, french: str, english: str):
    assert rules.period(Period.parse(written), "fr") == french
    assert rules.period(Period.parse(written), "en") == english


def test_the_first_of_a_month_is_an_ordinal_in_french_alone():
    assert rules.day(date(2028, 1, 1), "fr") == "1er janvier 2028"
    assert rules.day(date(2026, 11, 22), "fr") == "22 novembre 2026"
    assert rules.day(date(2028, 1, 1), "en") == "1 January 2028"


def test_numbers_never_break_in_french():
    assert rules.number(3008, "fr") == "3\u00a0008"
    assert rules.number(3008, "en") == "3,008"


def test_nothing_is_singular_in_french_and_plural_in_english():
    assert rules.counted(0, ("ligne", "lignes"), "fr") == "0 ligne"
    assert rules.counted(0, ("row", "rows"), "en") == "0 rows"
    assert rules.counted(1, ("row", "rows"), "en") == "1 row"


def test_a_small_share_is_not_rounded_to_nothing():
    assert rules.share(0.14, "fr") == "14\u00a0%"
    assert rules.share(0.0012, "fr") == "0,12\u00a0%"
    assert rules.share(0.0012, "en") == "0.12%"


RULES = {
    ("teaching", 0): (
        "2 ans après la fin des cours, à défaut après l'inscription, puis 3 ans en archive",
        "2 years after the end of the lessons, or else after the registration, then 3 years in the archive",
    ),
    ("teaching", 1): (
        "1 an et 6 mois après la fin des cours ou l'inscription (le plus tardif)",
        "1 year and 6 months after the end of the lessons or the registration (the later one)",
    ),
    ("teaching", 2): ("durée à décider", "period to be decided"),
    ("teaching", 3): ("aussitôt après nothing said", "at once after nothing said"),
    ("billing", 0): (
        """10 ans après l'émission de la facture, à compter de la fin de l'exercice, \
au plus tard 13 mois après l'inscription, en archive après 2 ans, code de commerce, L123-22""",
        """10 years after the issue of the invoice, counted from the end of the financial year, \
at the latest 13 months after the registration, in the archive after 2 years, code de commerce, L123-22""",
    ),
}


@pytest.mark.parametrize("place", RULES, ids=lambda place: f"{place[0]} {place[1]}")
def test_a_rule_says_how_long_from_when_and_by_which_text(place: tuple[str, int]):
    told = said(*place).rule

    assert (rules.rule(told, POLICY, "fr"), rules.rule(told, POLICY, "en")) == RULES[place]


def test_an_activity_is_told_by_its_purpose_and_else_by_its_name():
    assert rules.purpose("teaching", POLICY, "fr") == "assurer les cours"
    assert rules.purpose("gone since", POLICY, "fr") == "gone since"
