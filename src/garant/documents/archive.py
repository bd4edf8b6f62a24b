"""Puts what was read of an archive into words, French or English, and into JSON."""

import json
from collections.abc import Mapping, Sequence

from garant.documents.deeds import things
from garant.documents.rules import purpose, rule
from garant.planning.steps import StepKind
from garant.planning.terrain.visas import ListForVisa, Series
from garant.policy.model import Policy
from garant.policy.speech.figures import day
from garant.policy.speech.sentences import Language, Sentence

_NOTHING = Sentence("Rien à lire ici pour ce lecteur.", "There is nothing here for this reader.")
_NONE_WAITS = Sentence(
    "Rien n'attend le visa des archives publiques. Ce qui est en archive se lit par : garant archive read",
    "Nothing waits for the visa of the public archives. What lies in the archive is read by: garant archive read",
)
_LIST = Sentence(
    "Bordereau d'élimination n° {number} de {organisation}, au {day}",
    "List {number} of what {organisation} submits to the public archives for their visa, on {day}",
)
_TEXTS = Sentence(
    "Code du patrimoine, art. L.212-2, L.212-3 et R.212-14 ; données personnelles dont la durée est écoulée.",
    "Heritage code (France), art. L.212-2, L.212-3 and R.212-14; personal data whose period is over.",
)
_UP_TO = Sentence("événements jusqu'au {day}", "events up to {day}")
_RECORD = Sentence(
    "Rien de cette liste ne s'efface avant le visa. Une fois donné : garant archive visa DOSSIER {number}",
    "Nothing on this list is erased before the visa. Once it is given: garant archive visa FOLDER {number}",
)
_GIVEN = Sentence("Visa donné par {by} le {day}, réf. {reference}.", "Visa given by {by} on {day}, ref. {reference}.")
_VISA = Sentence(
    "Visa de la liste n° {number} inscrit au registre. Le prochain plan efface ce qu'elle nomme, et rien d'autre.",
    "The visa of list {number} is on record. The next plan erases what is on it, and nothing else.",
)
_RECORDED = Sentence("La lecture est inscrite au registre.", "The reading is on record.")


def as_text(rows: Sequence[Mapping[str, object]], *, language: Language) -> str:
    """Return what was read, record by record, without what this reader may not see."""
    said = ["\n".join(f"{name}: {value}" for name, value in row.items() if value is not None) for row in rows]
    return "\n\n".join([*(said or [_NOTHING.said_in(language)]), _RECORDED.said_in(language)]) + "\n"


def as_json(rows: Sequence[Mapping[str, object]]) -> str:
    """Return what was read as JSON."""
    plain = [{name: _plain(value) for name, value in row.items() if value is not None} for row in rows]
    return json.dumps({"records": plain}, ensure_ascii=False, indent=2) + "\n"


def listed(found: ListForVisa | None, policy: Policy, *, language: Language) -> str:
    """Return a list for the public archives: its series, how many rows, why they were kept, up to which day."""
    if found is None:
        return _NONE_WAITS.said_in(language) + "\n"
    made = {"number": found.number, "organisation": policy.organisation.name, "day": day(found.on, language)}
    lines = [_LIST.filled(made).said_in(language), _TEXTS.said_in(language), ""]
    for one in found.series:
        lines += _series(one, policy, language)
    return "\n".join([*lines, "", _state(found, language)]) + "\n"


def _series(one: Series, policy: Policy, language: Language) -> list[str]:
    rows = things(StepKind.ERASE_ROWS, one.count, language)
    up_to = _UP_TO.filled({"day": day(one.up_to, language)}).said_in(language)
    activity = policy.activities.get(one.activity)
    rules = [f"    {rule(said, policy, language)}" for said in (activity.retention if activity else ())]
    return [f"  {one.table}: {rows}, {up_to}", f"    {purpose(one.activity, policy, language)}", *rules]


def _state(found: ListForVisa, language: Language) -> str:
    if found.visa is None:
        return _RECORD.filled({"number": found.number}).said_in(language)
    given = {"by": found.visa.by, "day": day(found.visa.on, language), "reference": found.visa.reference}
    return _GIVEN.filled(given).said_in(language)


def visa_recorded(number: int, *, language: Language) -> str:
    """Return that the visa of a list is on record."""
    return _VISA.filled({"number": number}).said_in(language) + "\n"


def listed_as_json(found: ListForVisa | None) -> str:
    """Return a list for the public archives as JSON."""
    waiting = [
        {"table": one.table, "count": one.count, "activity": one.activity, "up to": one.up_to.isoformat()}
        for one in (found.series if found else ())
    ]
    visa = found.visa if found else None
    given = visa and {"by": visa.by, "on": visa.on.isoformat(), "reference": visa.reference}
    head = {"list": found.number, "on": found.on.isoformat()} if found else {"list": None}
    return json.dumps({**head, "waiting": waiting, "visa": given}, ensure_ascii=False, indent=2) + "\n"


def _plain(value: object) -> object:
    return value if isinstance(value, int | str | bool) else str(value)
