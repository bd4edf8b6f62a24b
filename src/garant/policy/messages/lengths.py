"""How long a period is, in words: `13 mois`, `1 an et 6 mois`."""

from garant.policy.periods import Period
from garant.policy.speech.figures import counted
from garant.policy.speech.sentences import Language, Sentence

_UNITS = {
    "fr": (("an", "ans"), ("mois", "mois"), ("semaine", "semaines"), ("jour", "jours")),
    "en": (("year", "years"), ("month", "months"), ("week", "weeks"), ("day", "days")),
}


def period(length: Period, language: Language) -> str:
    """Return a period in words; nothing for none at all."""
    values = (length.years, length.months, length.weeks, length.days)
    parts = [counted(value, forms, language) for value, forms in zip(values, _UNITS[language], strict=True) if value]
    joint = " et " if language == "fr" else " and "
    return joint.join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def lasting(length: Period) -> Sentence:
    """Return a period in both languages."""
    return Sentence(period(length, "fr"), period(length, "en"))
