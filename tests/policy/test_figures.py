"""Numbers, shares and days are written as people write them, in French and in English."""

from datetime import date

import pytest

from garant.policy.speech import figures
from garant.policy.speech.sentences import Sentence

NARROW = "\u202f"


@pytest.mark.parametrize(
    ("when", "french", "english"),
    [
        (date(2026, 1, 1), "1er janvier 2026", "1 January 2026"),
        (date(2026, 1, 2), "2 janvier 2026", "2 January 2026"),
        (date(2026, 2, 28), "28 février 2026", "28 February 2026"),
        (date(2026, 8, 31), "31 août 2026", "31 August 2026"),
        (date(2026, 12, 11), "11 décembre 2026", "11 December 2026"),
    ],
)
def test_the_first_of_a_month_alone_is_an_ordinal_and_in_french_alone(when: date, french: str, english: str):
    assert figures.dated(when) == Sentence(french, english)


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1234, f"1{NARROW}234", "1,234"),
        (1234567, f"1{NARROW}234{NARROW}567", "1,234,567"),
    ],
)
def test_no_line_breaks_within_a_number(count: int, french: str, english: str):
    assert figures.numbered(count) == Sentence(french, english)


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        (0, "0 ligne", "0 rows"),
        (1, "1 ligne", "1 row"),
        (2, "2 lignes", "2 rows"),
        (1000, f"1{NARROW}000 lignes", "1,000 rows"),
    ],
)
def test_nothing_is_singular_in_french_and_plural_in_english(count: int, french: str, english: str):
    assert figures.tallied(count, ("ligne", "lignes"), ("row", "rows")) == Sentence(french, english)


@pytest.mark.parametrize(
    ("part", "french", "english"),
    [
        (0.14, f"14{NARROW}%", "14%"),
        (0.104, f"10,4{NARROW}%", "10.4%"),
        (0.0012, f"0,12{NARROW}%", "0.12%"),
        (1.0, f"100{NARROW}%", "100%"),
    ],
)
def test_a_small_share_is_not_rounded_to_nothing(part: float, french: str, english: str):
    assert figures.shared(part) == Sentence(french, english)


@pytest.mark.parametrize(("part", "shown"), [(0.1, 0.1), (0.10001, 0.101), (0.1042, 0.105), (1.0, 1.0), (0.07, 0.07)])
def test_a_share_beside_its_limit_is_rounded_up(part: float, shown: float):
    assert figures.at_least(part) == shown
