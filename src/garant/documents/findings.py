"""Puts the findings of a verification into words, French or English, and into JSON: how many and where, never who."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date

from garant.planning.verification import Finding
from garant.policy.speech.figures import day, number, of_number
from garant.policy.speech.sentences import Language, Sentence

_PLAN = Sentence("faites le plan du jour et appliquez-le", "make the plan of the day and apply it")


def _whatever_the_number(french: str, english: str) -> tuple[Sentence, Sentence]:
    return (Sentence(french, english),) * 2


# What was found, for one and for several; `{}` is the place. Then what to do about it.
_WORDS: Mapping[str, tuple[Sentence, Sentence, Sentence]] = {
    "past-due": (
        Sentence("ligne de {} qui n'a plus aucune raison d'être là", "row of {} that has no reason left to be there"),
        Sentence(
            "lignes de {} qui n'ont plus aucune raison d'être là", "rows of {} that have no reason left to be there"
        ),
        _PLAN,
    ),
    "past-due-cells": (
        Sentence("ligne où {} n'a plus aucune raison d'être là", "row in which {} has no reason left to be there"),
        Sentence("lignes où {} n'a plus aucune raison d'être là", "rows in which {} has no reason left to be there"),
        _PLAN,
    ),
    "out-of-active-use": (
        Sentence(
            "ligne où {} n'a plus d'usage courant et devrait être en archive",
            "row in which {} has no everyday use left and should be in the archive",
        ),
        Sentence(
            "lignes où {} n'a plus d'usage courant et devrait être en archive",
            "rows in which {} has no everyday use left and should be in the archive",
        ),
        _PLAN,
    ),
    "without-clock": (
        Sentence(
            "ligne de {} dont aucune règle ne trouve la date de départ : elle reste sans fin",
            "row of {} of which no rule finds a date to count from: it stays for ever",
        ),
        Sentence(
            "lignes de {} dont aucune règle ne trouve la date de départ : elles restent sans fin",
            "rows of {} of which no rule finds a date to count from: they stay for ever",
        ),
        Sentence(
            "voyez `garant check --explain` : un événement manque, ou la personne n'en a eu aucun",
            "see `garant check --explain`: an event is missing, or the person had none of them",
        ),
    ),
    "without-owner": (
        Sentence("ligne de {} dont on ne trouve pas la personne", "row of {} whose owner is not found"),
        Sentence("lignes de {} dont on ne trouve pas la personne", "rows of {} whose owner is not found"),
        Sentence(
            "complétez le renvoi vers la personne, ou la façon dont la carte la trouve (`known by`)",
            "put the reference to the person right, or the way the map finds them (`known by`)",
        ),
    ),
    "missing-date": (
        Sentence("date manquante dans {} : cette ligne reste", "date missing in {}: that row stays"),
        Sentence("dates manquantes dans {} : ces lignes restent", "dates missing in {}: those rows stay"),
        Sentence(
            "saisissez les dates, ou donnez un plafond à la règle (`at latest`)",
            "fill the dates in, or give the rule a ceiling (`at latest`)",
        ),
    ),
    "misread-date": (
        Sentence(
            "date de {} illisible sous la forme déclarée, ou hors de toute année plausible",
            "date in {} that cannot be read in the form said, or lies in no plausible year",
        ),
        Sentence(
            "dates de {} illisibles sous la forme déclarée, ou hors de toute année plausible",
            "dates in {} that cannot be read in the form said, or lie in no plausible year",
        ),
        Sentence(
            "corrigez `format:`, ou déclarez ces valeurs sous `stand-ins:`",
            "put `format:` right, or declare these values under `stand-ins:`",
        ),
    ),
    "without-key": (
        Sentence("ligne de {} sans clé : elle reste telle quelle", "row of {} without a key: it stays as it is"),
        Sentence(
            "lignes de {} sans clé : elles restent telles quelles", "rows of {} without a key: they stay as they are"
        ),
        Sentence(
            "remplissez la clé que dit la carte (`key:`), et interdisez-y NULL",
            "fill in the key that the map says (`key:`), and allow no NULL in it",
        ),
    ),
    "misread-json": (
        Sentence("cellule JSON de {} illisible : sa ligne reste", "JSON cell of {} that cannot be read: its row stays"),
        Sentence(
            "cellules JSON de {} illisibles : leurs lignes restent",
            "JSON cells of {} that cannot be read: their rows stay",
        ),
        Sentence(
            "corrigez ces textes, ou videz-les ; une liste séparée par des virgules se déclare `format: comma list`",
            "put these texts right, or empty them; a list written with commas is declared `format: comma list`",
        ),
    ),
    "doubtful-person": (
        Sentence(
            "ligne de {} d'une personne qui est peut-être une autre : rien n'en est effacé",
            "row of {} of a person who may be another: nothing of them is erased",
        ),
        Sentence(
            "lignes de {} de personnes qui sont peut-être d'autres : rien n'en est effacé",
            "rows of {} of people who may be others: nothing of them is erased",
        ),
        Sentence(
            "dites par `garant link` à qui est la ligne de l'autre table, ou corrigez les identifiants",
            "say by `garant link` whose the row of the other table is, or put the identifiers right",
        ),
    ),
    "dangling-reference": (
        Sentence("valeur de {} qui ne mène à aucune ligne", "value of {} that leads to no row"),
        Sentence("valeurs de {} qui ne mènent à aucune ligne", "values of {} that lead to no row"),
        Sentence(
            "corrigez, ou faites surveiller le renvoi par la base",
            "correct them, or let the database watch over the reference",
        ),
    ),
    "row-of-no-kind": (
        Sentence("ligne de {} d'aucune des sortes de `rows`", "row of {} of none of the kinds in `rows`"),
        Sentence("lignes de {} d'aucune des sortes de `rows`", "rows of {} of none of the kinds in `rows`"),
        Sentence("ajoutez `{otherwise: true, …}`", "add `{otherwise: true, …}`"),
    ),
    "row-of-two-kinds": (
        Sentence("ligne de {} de deux sortes de `rows` à la fois", "row of {} of two kinds in `rows` at once"),
        Sentence("lignes de {} de deux sortes de `rows` à la fois", "rows of {} of two kinds in `rows` at once"),
        Sentence("rendez les conditions disjointes", "make the conditions disjoint"),
    ),
    "astray-file": (
        Sentence(
            "ligne dont le fichier de {} serait hors de son dossier : tous deux restent",
            "row whose file of {} would lie outside its folder: both stay",
        ),
        Sentence(
            "lignes dont le fichier de {} serait hors de son dossier : tous restent",
            "rows whose file of {} would lie outside its folder: all stay",
        ),
        Sentence(
            "rangez le fichier dans le dossier, puis corrigez le nom que donne la ligne",
            "put the file into the folder, then put the name in the row right",
        ),
    ),
    "unfit-file": (
        Sentence(
            "fichier de {} dont le chemin ne dit pas de jour, ou n'a pas la forme déclarée : il reste",
            "file of {} whose path says no day, or has not the form said: it stays",
        ),
        Sentence(
            "fichiers de {} dont le chemin ne dit pas de jour, ou n'a pas la forme déclarée : ils restent",
            "files of {} whose path says no day, or has not the form said: they stay",
        ),
        Sentence(
            "rangez ces fichiers, ou corrigez `path:` dans la carte ; un lien n'est jamais suivi",
            "put these files in order, or `path:` in the map; a link is never followed",
        ),
    ),
    "unnamed-file": (
        Sentence("fichier de {} qu'aucune ligne ne nomme", "file of {} that no row names"),
        Sentence("fichiers de {} qu'aucune ligne ne nomme", "files of {} that no row names"),
        Sentence(
            "rendez-leur leur ligne, ou effacez-les : plus rien ne dit à qui ils sont",
            "give them their rows back, or erase them: nothing says whose they are any more",
        ),
    ),
    "unmapped-table": (
        *_whatever_the_number("la carte ne dit rien de la table {}", "the map says nothing of the table {}"),
        Sentence("déclarez ses colonnes, ou `no personal data:`", "declare its columns, or say `no personal data:`"),
    ),
    "unmapped-column": (
        *_whatever_the_number("la carte ne dit rien de la colonne {}", "the map says nothing of the column {}"),
        Sentence("donnez-lui une catégorie, ou `none`", "give it a category, or `none`"),
    ),
    "store-unreachable": (
        *_whatever_the_number(
            "la base {} ne répond pas : rien n'y est vérifié", "the store {} does not answer: nothing in it is verified"
        ),
        Sentence(
            "`garant check` dit pourquoi ; vérifiez son adresse et son compte",
            "`garant check` says why; check its address and its account",
        ),
    ),
    "measure-unproved": (
        *_whatever_the_number(
            "la mesure {} est promise et rien ne la prouve", "the measure {} is promised and nothing proves it"
        ),
        Sentence("ajoutez `proof:` et `proved on:`", "add `proof:` and `proved on:`"),
    ),
    "proof-overdue": (
        *_whatever_the_number("la preuve de {} devait être revue", "the proof of {} was to be looked at again"),
        Sentence("revoyez-la et notez le jour (`proved on:`)", "look at it and write down the day (`proved on:`)"),
    ),
    "hold-overdue": (
        *_whatever_the_number("le gel {} devait être revu", "{} was to be reviewed"),
        Sentence(
            "revoyez-le, puis `garant hold review` ou `garant hold lift`",
            "look at it again, then `garant hold review` or `garant hold lift`",
        ),
    ),
    "contract-overdue": (
        *_whatever_the_number(
            "le contrat de {} a pris fin ou devait être revu", "the contract of {} ended or was to be reviewed"
        ),
        Sentence("renouvelez-le et notez le jour (`signed:`)", "renew it and write down the day (`signed:`)"),
    ),
}

_HEAD = Sentence("Vérification au {}", "Verification on {}")
_NONE = Sentence("Rien à signaler.", "Nothing was found.")
_OPEN = Sentence("Constats", "Findings")
_ACCEPTED = Sentence("Constats acceptés", "Accepted findings")
_HOW_ACCEPTED = Sentence(
    "Un constat s'accepte pour un temps dans la politique, sous `accepted findings` : "
    "code, lieu, qui, jusqu'au, pourquoi.",
    "A finding is accepted for a time in the policy, under `accepted findings`: code, place, who, until when, why.",
)
_BY = Sentence("accepté par {by} jusqu'au {until} : {because}", "accepted by {by} until {until}: {because}")


def message(found: Finding, *, language: Language) -> str:
    """Return what was found, in the singular or the plural."""
    if found.told is not None:
        return found.told.said_in(language)
    one, many, _ = _WORDS[found.code]
    said = of_number(found.count, (one.said_in(language), many.said_in(language)), language)
    return said.replace("{}", f"`{_OF_THE_POLICY.sub('', found.where)}`")


# What the sentence says already: it speaks of a measure, or of a contract.
_OF_THE_POLICY = re.compile(r"^(measures|recipients)\.")


def mend(found: Finding, *, language: Language) -> str:
    """Return what can be done about it."""
    return (found.help or _WORDS[found.code][2]).said_in(language)


def as_text(findings: tuple[Finding, ...], *, on: date, language: Language) -> str:
    """Return the findings for an officer to read, those that are accepted apart."""
    left = [found for found in findings if found.accepted is None]
    lines = [_HEAD.said_in(language).format(day(on, language)), ""]
    lines += [_OPEN.said_in(language), *_lines(left, language)] if left else [_NONE.said_in(language)]
    taken = [found for found in findings if found.accepted is not None]
    if taken:
        lines += ["", _ACCEPTED.said_in(language), *_lines(taken, language)]
    if left:
        lines += ["", _HOW_ACCEPTED.said_in(language)]
    return "\n".join(lines) + "\n"


def _lines(findings: list[Finding], language: Language) -> Iterator[str]:
    for found in findings:
        yield f"  {number(found.count, language):>9}  {message(found, language=language)}"
        semicolon = " ;" if language == "fr" else ";"
        yield f"             {found.code}, {found.where}{semicolon} {_told(found, language)}"


def _told(found: Finding, language: Language) -> str:
    one = found.accepted
    if one is None:
        return mend(found, language=language)
    return _BY.said_in(language).format(by=one.by, until=day(one.until, language), because=one.because)


def as_json(findings: tuple[Finding, ...], *, on: date, language: Language) -> str:
    """Return the findings for programs."""
    plain = {"on": on.isoformat(), "findings": [_plain(one, language) for one in findings]}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _plain(found: Finding, language: Language) -> dict[str, object]:
    one = found.accepted
    return {
        "code": found.code,
        "where": found.where,
        "count": found.count,
        "severity": found.severity.value,
        "message": message(found, language=language),
        "help": mend(found, language=language),
        "accepted": None if one is None else {"by": one.by, "until": one.until.isoformat(), "because": one.because},
    }
