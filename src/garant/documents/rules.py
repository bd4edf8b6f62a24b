"""Puts periods and retention rules into words, French or English, with the policy's own names."""

from collections.abc import Iterable

from garant.policy.activities import RetentionRule
from garant.policy.messages.lengths import period
from garant.policy.model import Policy
from garant.policy.periods import Period, RoundedTo
from garant.policy.speech.sentences import Language

_YEAR_ENDS = {
    RoundedTo.FINANCIAL_YEAR: {"fr": "la fin de l'exercice", "en": "the end of the financial year"},
    RoundedTo.CALENDAR_YEAR: {"fr": "la fin de l'année civile", "en": "the end of the calendar year"},
}


def purpose(activity: str, policy: Policy, language: Language) -> str:
    """Return what an activity is for, in the words of the notice (Art. 13(1)(c))."""
    said = policy.activities.get(activity)
    return (said.purpose.said_in(language) if said else "") or activity


def rule(said: RetentionRule, policy: Policy, language: Language) -> str:
    """Return how long from when, when into the archive, and by which text (Art. 13(2)(a))."""
    parts = [_kept(said, policy, language), *_details(said, policy, language)]
    return ", ".join(parts) + (f", {said.because_in(language)}" if said.because else "")


def _kept(said: RetentionRule, policy: Policy, language: Language) -> str:
    if isinstance(said.keep, str):
        return "durée à décider" if language == "fr" else "period to be decided"
    return _after(said.keep, _either(said.from_, policy, language), language)


def _details(said: RetentionRule, policy: Policy, language: Language) -> Iterable[str]:
    french = language == "fr"
    if said.or_else:
        yield ("à défaut après " if french else "or else after ") + _either(said.or_else, policy, language)
    if said.rounded_to:
        yield ("à compter de " if french else "counted from ") + _YEAR_ENDS[said.rounded_to][language]
    if said.at_latest:
        ceiling = _after(said.at_latest.keep, _event(said.at_latest.from_, policy, language), language)
        yield ("au plus tard " if french else "at the latest ") + ceiling
    if said.archive and said.archive.after:
        length = period(said.archive.after, language)
        yield f"en archive après {length}" if french else f"in the archive after {length}"
    if said.archive and isinstance(said.archive.for_, Period):
        length = period(said.archive.for_, language)
        yield f"puis {length} en archive" if french else f"then {length} in the archive"


def _after(length: Period, event: str, language: Language) -> str:
    words = period(length, language) or ("aussitôt" if language == "fr" else "at once")
    return f"{words} {'après' if language == 'fr' else 'after'} {event}"


def _either(events: tuple[str, ...], policy: Policy, language: Language) -> str:
    names = [_event(name, policy, language) for name in events]
    if len(names) == 1:
        return names[0]
    joint, last = (" ou ", " (le plus tardif)") if language == "fr" else (" or ", " (the later one)")
    return joint.join(names) + last


def _event(name: str, policy: Policy, language: Language) -> str:
    event = policy.events.get(name)
    return (event.said_in(language) if event else "") or name
