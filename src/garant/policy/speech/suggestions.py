"""Did you mean …? The nearest of the words that are known in one place, and the others, nearest first."""

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher

from garant.policy.speech.sentences import Sentence, joined, same


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` means in French, else the one that looks most like it, if one does at all."""
    choices = by_nearness(word, known)
    meant = _MEANT.get(_plain(word))
    if meant in choices:
        return meant
    return choices[0] if choices and _likeness(word, choices[0]) >= _ALIKE else None


def by_nearness(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known words, those first that look most like `word`."""
    return tuple(sorted(set(known), key=lambda one: (-_likeness(word, one), one)))


def did_you_mean(word: str, known: Iterable[str], used: Collection[str] = ()) -> Sentence:
    """Return the mend for an unknown `word`: the nearest known one, what there is to choose from, what is `used`."""
    choices = by_nearness(word, known)
    near = nearest(word, choices)
    asked = _NEAR.filled({"near": near}) if near is not None else None
    # Of a long list the nearest says more than its beginning would.
    more = joined(_choice(word, choices, used=used, near=near), _THEN) if not near or len(choices) <= _FEW else None
    return joined([one for one in (asked, more) if one and one.en], same(" ")) if near or choices or used else _NOTHING


def _choice(word: str, choices: tuple[str, ...], *, used: Collection[str], near: str | None) -> Iterator[Sentence]:
    if choices and (near is None or len(choices) > 1):
        yield _KNOWN.filled({"shown": _listed(choices)})
    if used:
        yield (_USED if choices else _ALL_USED).filled({"shown": _listed(by_nearness(word, used))})


_MANY = 24
_FEW = 8
_ALIKE = 0.6
_MEANT = {
    "activités": "activities",
    "base légale": "basis",
    "bases": "stores",
    "bases de données": "stores",
    "carte": "tables",
    "catégories": "categories",
    "colonnes": "columns",
    "conserver": "keep",
    "databases": "stores",
    "depuis": "from",
    "destinataires": "recipients",
    "droits": "rights",
    "durée": "keep",
    "durées": "retention",
    "événements": "events",
    "fichiers": "files",
    "finalité": "purpose",
    "finalités": "purposes",
    "garder": "keep",
    "langues": "languages",
    "mesures": "measures",
    "organisme": "organisation",
    "personnes": "people",
    "renvois": "references",
    "traitements": "activities",
}
_PART = re.compile(r"[/.]")
_THEN = Sentence(" ; ", "; ")
_NOTHING = Sentence("rien de tel n'est encore déclaré", "nothing of this kind is declared yet")
_NEAR = Sentence("vouliez-vous dire `{near}` ?", "did you mean `{near}`?")
_KNOWN = Sentence("au choix : {shown}", "known here: {shown}")
_USED = Sentence("déjà dits : {shown}", "also known, already used: {shown}")
_ALL_USED = Sentence("déjà dits, tous : {shown}", "known here, already used: {shown}")


def _listed(choices: tuple[str, ...]) -> str:
    shown = ", ".join(f"`{choice}`" for choice in choices[:_MANY])
    return shown + (", …" if len(choices) > _MANY else "")


def _likeness(word: str, choice: str) -> float:
    """Return how much two words look alike; the last part of a name is a name too: `Paris` of `Europe/Paris`."""
    typed, whole = _plain(word), _plain(choice)
    last = _PART.split(whole)[-1]
    # By a little, the whole name is nearer than one of which it is a part.
    return max(SequenceMatcher(None, typed, whole).ratio(), 0.99 * SequenceMatcher(None, typed, last).ratio())


def _plain(word: str) -> str:
    return word.replace("_", " ").casefold()
