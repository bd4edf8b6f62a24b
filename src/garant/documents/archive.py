"""Puts what was read of an archive into words, French or English, and into JSON."""

import json
from collections.abc import Mapping, Sequence

from garant.documents.deeds import things
from garant.documents.rules import rule
from garant.planning.archiving.visas import Waiting
from garant.planning.steps import StepKind
from garant.policy.model import Policy
from garant.policy.speech.figures import day
from garant.policy.speech.sentences import Language, Sentence

_NOTHING = Sentence("Rien à lire ici pour ce lecteur.", "There is nothing here for this reader.")
_NONE_WAITS = Sentence("Rien n'attend de visa.", "Nothing waits for a visa.")
_LIST = Sentence(
    "Bordereau d'élimination de {organisation} (code du patrimoine, L.212-2, R.212-14)",
    "What {organisation} submits to the public archives for their visa (heritage code, L.212-2, R.212-14)",
)
_UP_TO = Sentence("événements jusqu'au {day}", "events up to {day}")
_RECORD = Sentence(
    "Le visa venu, inscrivez-le sous `visas:` dans le dossier de politique.",
    "When the visa has come, record it under `visas:` in the policy folder.",
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


def listed(waiting: Sequence[Waiting], policy: Policy, *, language: Language) -> str:
    """Return the list for the public archives: table, rows, the rule, and up to which day its period is over."""
    if not waiting:
        return _NONE_WAITS.said_in(language) + "\n"
    head = _LIST.filled({"organisation": policy.organisation.name}).said_in(language)
    lines = [head, ""]
    for one in waiting:
        rows = things(StepKind.ERASE_ROWS, one.count, language)
        up_to = _UP_TO.filled({"day": day(one.up_to, language)}).said_in(language)
        lines += [
            f"  {one.table}: {rows}, {up_to}",
            f"    {rule(one.said.rule, policy, language)} ({one.said.activity})",
        ]
    return "\n".join([*lines, "", _RECORD.said_in(language)]) + "\n"


def listed_as_json(waiting: Sequence[Waiting]) -> str:
    """Return the list for the public archives as JSON."""
    found = [
        {"table": w.table, "count": w.count, "activity": w.said.activity, "up to": w.up_to.isoformat()} for w in waiting
    ]
    return json.dumps({"waiting": found}, ensure_ascii=False, indent=2) + "\n"


def _plain(value: object) -> object:
    return value if isinstance(value, int | str | bool) else str(value)
