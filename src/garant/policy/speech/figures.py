"""Numbers, shares and days as people write them in French and in English.

Written out here: a locale library knows neither `1er` nor which spaces a terminal keeps, and would slow every command.
"""

from collections.abc import Sequence
from datetime import date
from math import ceil

from garant.policy.speech.sentences import Language, Sentence

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
# A line never breaks within a number, nor before the sign of a share (narrow no-break space).
_NARROW = "\u202f"


def number(count: int, language: Language) -> str:
    """Return a number as people write it: `1 234`, `1,234`."""
    return f"{count:,}".replace(",", _NARROW) if language == "fr" else f"{count:,}"


def counted(count: int, forms: Sequence[str], language: Language) -> str:
    """Return a number with its noun, in the singular or the plural."""
    return f"{number(count, language)} {of_number(count, forms, language)}"


def of_number(count: int, forms: Sequence[str], language: Language) -> str:
    """Return the singular or the plural, as the number asks; in French, zero takes the singular."""
    one, many = forms
    return one if count == 1 or (count == 0 and language == "fr") else many


def share(part: float, language: Language) -> str:
    """Return a share as a percentage, with one decimal where it needs it, never rounded to nothing."""
    percent = f"{part * 100:.1f}".removesuffix(".0") if part >= 0.01 else f"{part * 100:.2g}"
    return f"{percent.replace('.', ',')}{_NARROW}%" if language == "fr" else f"{percent}%"


def at_least(part: float) -> float:
    """Return a share rounded up to a tenth of a percent: beside a limit that it exceeds, it is seen to exceed it."""
    return ceil(round(part * 1000, 9)) / 1000


def day(when: date, language: Language) -> str:
    """Return a day as people write it: `1er janvier 2026`, `1 January 2026`."""
    first = "1er" if language == "fr" and when.day == 1 else str(when.day)
    return f"{first} {_MONTHS[language][when.month - 1]} {when.year}"


def dated(when: date) -> Sentence:
    """Return a day in both languages."""
    return Sentence(day(when, "fr"), day(when, "en"))


def numbered(count: int) -> Sentence:
    """Return a number in both languages."""
    return Sentence(number(count, "fr"), number(count, "en"))


def shared(part: float) -> Sentence:
    """Return a share in both languages."""
    return Sentence(share(part, "fr"), share(part, "en"))


def tallied(count: int, french: Sequence[str], english: Sequence[str]) -> Sentence:
    """Return a number with its noun, in both languages."""
    return Sentence(counted(count, french, "fr"), counted(count, english, "en"))
