"""Periods and rules read as people speak, in French and in English."""

import pytest

from garant.documents import rules
from garant.policy.activities import RetentionRule
from garant.policy.messages.lengths import period
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
    assert period(Period.parse(written), "fr") == french
    assert period(Period.parse(written), "en") == english


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


def test_what_stands_behind_a_rule_may_be_said_in_each_language():
    rule = RetentionRule.model_validate(
        {"keep": "P2Y", "from": "registered", "because": {"fr": "décision du délégué", "en": "decision of the officer"}}
    )

    assert rules.rule(rule, POLICY, "fr") == "2 ans après l'inscription, décision du délégué"
    assert rules.rule(rule, POLICY, "en") == "2 years after the registration, decision of the officer"


def test_an_activity_is_told_by_its_purpose_and_else_by_its_name():
    assert rules.purpose("teaching", POLICY, "fr") == "assurer les cours"
    assert rules.purpose("gone since", POLICY, "fr") == "gone since"
