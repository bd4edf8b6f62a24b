"""Puts into words what a run did, table by table, and into JSON for programs."""

import json
from collections.abc import Iterator, Mapping, Sequence

from garant.documents.deeds import done
from garant.evidence.runs import Counts, Deed
from garant.planning.steps import StepKind
from garant.policy.speech.figures import number
from garant.policy.speech.sentences import Language, Sentence

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "done": "Exécution n° {run} : terminée",
        "refused": "Exécution n° {run} : une partie a été refusée",
        "all refused": "Exécution n° {run} : refusée",
        "nothing": "Rien n'était à faire.",
        "undone": "Rien n'a été changé.",
        "at least": "au moins ",
        "why": "Refusé :",
    },
    "en": {
        "done": "Run {run}: done",
        "refused": "Run {run}: a part was refused",
        "all refused": "Run {run}: refused",
        "nothing": "Nothing was due.",
        "undone": "Nothing was changed.",
        "at least": "at least ",
        "why": "Refused:",
    },
}


def as_text(run: int, counts: Counts, refused: Sequence[Sentence], *, is_exact: bool, language: Language) -> str:
    """Return what a run did, as a person reads it."""
    said = _WORDS[language]
    deeds = {deed: count for deed, count in counts.items() if count}
    ended = ("refused" if deeds else "all refused") if refused else "done"
    lines = [said[ended].format(run=number(run, language)), ""]
    lines += (
        _lines(deeds, "" if is_exact else said["at least"], language)
        if deeds
        else [said["undone" if refused else "nothing"]]
    )
    if refused:
        lines += ["", said["why"], *(f"  - {sentence.said_in(language)}" for sentence in refused)]
    return "\n".join(lines) + "\n"


def _lines(deeds: Counts, about: str, language: Language) -> Iterator[str]:
    width = max(len(deed.place) for deed in deeds) + 2
    for place in dict.fromkeys(deed.place for deed in deeds):
        named = place
        for deed, count in deeds.items():
            if deed.place == place:
                yield f"  {named:<{width}}{about}{done(StepKind(deed.kind), count, deed.columns, language=language)}"
                named = ""


def as_json(run: int, counts: Counts, refused: Sequence[Sentence], *, is_exact: bool, language: Language) -> str:
    """Return what a run did, as programs read it."""
    steps = [_plain(deed, count) for deed, count in counts.items()]
    said = {
        "run": run,
        "steps": steps,
        "refused": [sentence.said_in(language) for sentence in refused],
        "exact": is_exact,
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _plain(deed: Deed, count: int) -> dict[str, object]:
    columns = {"columns": list(deed.columns)} if deed.columns else {}
    place = "files" if deed.kind == StepKind.ERASE_FILES.value else "table"
    return {"kind": deed.kind, place: deed.place, **columns, "count": count}
