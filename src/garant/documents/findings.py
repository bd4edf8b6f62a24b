"""Puts the findings of a verification into words, French or English, and into JSON: how many and where, never who."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from garant.planning.verification import Finding
from garant.policy.statements import Language


class _Said(NamedTuple):
    fr: str
    en: str

    def in_language(self, language: Language) -> str:
        return self.fr if language == "fr" else self.en


# What was found, and what to do about it; `{}` is the place.
_WORDS: Mapping[str, tuple[_Said, _Said]] = {
    "past-due": (
        _Said(
            "lignes de {} qui n'ont plus aucune raison d'être là",
            "rows of {} that have no reason left to be there",
        ),
        _Said("faites le plan du jour et appliquez-le", "make the plan of the day and apply it"),
    ),
    "past-due-cells": (
        _Said(
            "lignes où {} n'a plus aucune raison d'être là",
            "rows in which {} has no reason left to be there",
        ),
        _Said("faites le plan du jour et appliquez-le", "make the plan of the day and apply it"),
    ),
    "without-clock": (
        _Said(
            "lignes de {} dont aucune règle ne trouve la date de départ : elles restent sans fin",
            "rows of {} of which no rule finds a date to count from: they stay for ever",
        ),
        _Said(
            "voyez `garant check --explain` : un événement manque, ou la personne n'en a eu aucun",
            "see `garant check --explain`: an event is missing, or the person had none of them",
        ),
    ),
    "without-owner": (
        _Said("lignes de {} dont personne n'est trouvé", "rows of {} whose owner is not found"),
        _Said(
            "complétez la référence vers la personne, ou la façon dont la carte la trouve (`known by`)",
            "put the reference to the person right, or the way the map finds them (`known by`)",
        ),
    ),
    "missing-date": (
        _Said("dates manquantes dans {} : ces lignes restent", "dates missing in {}: those rows stay"),
        _Said(
            "saisissez les dates, ou donnez un plafond à la règle (`at latest`)",
            "fill the dates in, or give the rule a ceiling (`at latest`)",
        ),
    ),
    "misread-date": (
        _Said(
            "dates de {} illisibles sous la forme déclarée, ou hors de toute année plausible",
            "dates in {} that cannot be read in the form said, or lie in no plausible year",
        ),
        _Said(
            "corrigez `format:`, ou déclarez ces valeurs sous `stand-ins:`",
            "put `format:` right, or declare these values under `stand-ins:`",
        ),
    ),
    "dangling-reference": (
        _Said("valeurs de {} qui ne mènent à aucune ligne", "values of {} that lead to no row"),
        _Said(
            "corrigez-les, ou faites surveiller la référence par la base",
            "correct them, or let the database watch over the reference",
        ),
    ),
    "row-of-no-kind": (
        _Said("lignes de {} d'aucune des sortes de `rows`", "rows of {} of none of the kinds in `rows`"),
        _Said("ajoutez `{otherwise: true, …}`", "add `{otherwise: true, …}`"),
    ),
    "row-of-two-kinds": (
        _Said("lignes de {} de deux sortes de `rows` à la fois", "rows of {} of two kinds in `rows` at once"),
        _Said("rendez les conditions disjointes", "make the conditions disjoint"),
    ),
    "unfit-file": (
        _Said(
            "fichiers de {} dont le chemin ne dit pas de jour, ou n'a pas la forme déclarée : ils restent",
            "files of {} whose path says no day, or has not the form said: they stay",
        ),
        _Said(
            "rangez ces fichiers, ou corrigez `path:` dans la carte ; un lien n'est jamais suivi",
            "put these files in order, or `path:` in the map; a link is never followed",
        ),
    ),
    "unnamed-file": (
        _Said("fichiers de {} qu'aucune ligne ne nomme", "files of {} that no row names"),
        _Said(
            "rendez-leur leur ligne, ou effacez-les : plus rien ne dit à qui ils sont",
            "give them their rows back, or erase them: nothing says whose they are any more",
        ),
    ),
    "unmapped-table": (
        _Said("la carte ne dit rien de la table {}", "the map says nothing of the table {}"),
        _Said("déclarez ses colonnes, ou `no personal data:`", "declare its columns, or say `no personal data:`"),
    ),
    "unmapped-column": (
        _Said("la carte ne dit rien de la colonne {}", "the map says nothing of the column {}"),
        _Said("donnez-lui une catégorie, ou `none`", "give it a category, or `none`"),
    ),
    "store-unreachable": (
        _Said(
            "la base {} ne répond pas : rien n'y est vérifié",
            "the store {} does not answer: nothing in it is verified",
        ),
        _Said("vérifiez son adresse et son compte", "check its address and its account"),
    ),
    "measure-unproved": (
        _Said("la mesure {} est promise et rien ne la prouve", "the measure {} is promised and nothing proves it"),
        _Said("ajoutez `proof:` et `proved on:`", "add `proof:` and `proved on:`"),
    ),
    "proof-overdue": (
        _Said("la preuve de {} devait être revue", "the proof of {} was to be looked at again"),
        _Said("revoyez-la et notez le jour (`proved on:`)", "look at it and write down the day (`proved on:`)"),
    ),
    "contract-overdue": (
        _Said("le contrat de {} a pris fin ou devait être revu", "the contract of {} ended or was to be reviewed"),
        _Said("renouvelez-le et notez le jour (`signed:`)", "renew it and write down the day (`signed:`)"),
    ),
}  # fmt: skip

_HEAD = _Said("Vérification au {}", "Verification on {}")
_NONE = _Said("Rien à signaler.", "Nothing was found.")
_OPEN = _Said("Constats", "Findings")
_ACCEPTED = _Said("Constats acceptés", "Accepted findings")
_BY = _Said("accepté par {by} jusqu'au {until} : {because}", "accepted by {by} until {until}: {because}")


def message(found: Finding, *, language: Language = "en") -> str:
    """Return what was found; what a problem of the policy says is in the command line's language."""
    said = _WORDS.get(found.code)
    return found.told if found.told or said is None else said[0].in_language(language).replace("{}", f"`{found.where}`")


def mend(found: Finding, *, language: Language = "en") -> str:
    """Return what can be done about it."""
    said = _WORDS.get(found.code)
    return found.help if found.help or said is None else said[1].in_language(language)


def as_text(findings: tuple[Finding, ...], *, on: date, language: Language = "en") -> str:
    """Return the findings for an officer to read, those that are accepted apart."""
    left = [found for found in findings if found.accepted is None]
    lines = [_HEAD.in_language(language).format(on.isoformat()), ""]
    lines += [_OPEN.in_language(language), *_lines(left, language)] if left else [_NONE.in_language(language)]
    taken = [found for found in findings if found.accepted is not None]
    if taken:
        lines += ["", _ACCEPTED.in_language(language), *_lines(taken, language)]
    return "\n".join(lines) + "\n"


def _lines(findings: list[Finding], language: Language) -> Iterator[str]:
    for found in findings:
        yield f"  {found.count:>9,}  {message(found, language=language)}"
        yield f"             {found.code}, {found.where}; {_told(found, language)}"


def _told(found: Finding, language: Language) -> str:
    one = found.accepted
    if one is None:
        return mend(found, language=language)
    return _BY.in_language(language).format(by=one.by, until=one.until.isoformat(), because=one.because)


def as_json(findings: tuple[Finding, ...], *, on: date) -> str:
    """Return the findings for programs."""
    plain = {"on": on.isoformat(), "findings": [_plain(one) for one in findings]}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _plain(found: Finding) -> dict[str, object]:
    one = found.accepted
    return {
        "code": found.code,
        "where": found.where,
        "count": found.count,
        "severity": found.severity.value,
        "message": message(found),
        "help": mend(found),
        "accepted": None if one is None else {"by": one.by, "until": one.until.isoformat(), "because": one.because},
    }
