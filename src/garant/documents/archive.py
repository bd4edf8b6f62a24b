"""Puts what was read of an archive into words, French or English, and into JSON."""

import json
from collections.abc import Mapping, Sequence

from garant.policy.speech.sentences import Language, Sentence

_NOTHING = Sentence("Rien à lire ici pour ce lecteur.", "There is nothing here for this reader.")
_RECORDED = Sentence("La lecture est inscrite au registre.", "The reading is on record.")


def as_text(rows: Sequence[Mapping[str, object]], *, language: Language) -> str:
    """Return what was read, record by record, without what this reader may not see."""
    said = ["\n".join(f"{name}: {value}" for name, value in row.items() if value is not None) for row in rows]
    return "\n\n".join([*(said or [_NOTHING.said_in(language)]), _RECORDED.said_in(language)]) + "\n"


def as_json(rows: Sequence[Mapping[str, object]]) -> str:
    """Return what was read as JSON."""
    plain = [{name: _plain(value) for name, value in row.items() if value is not None} for row in rows]
    return json.dumps({"records": plain}, ensure_ascii=False, indent=2) + "\n"


def _plain(value: object) -> object:
    return value if isinstance(value, int | str | bool) else str(value)
