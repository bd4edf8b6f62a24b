"""Puts into words what a run did, table by table, and into JSON for programs."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from garant.documents.deeds import done, taken, to_do
from garant.evidence.runs import Applied, Counts, Deed
from garant.planning.plan import Plan
from garant.planning.steps import StepKind
from garant.policy.speech.figures import dated, number
from garant.policy.speech.sentences import Language, Sentence, same

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


def as_text(applied: Applied, *, language: Language) -> str:
    """Return what a run did, as a person reads it."""
    said, refused = _WORDS[language], applied.refused
    deeds = {deed: count for deed, count in applied.counts.items() if count}
    ended = ("refused" if deeds else "all refused") if refused else "done"
    lines = [said[ended].format(run=number(applied.run, language)), ""]
    lines += _lines(applied, deeds, language) if deeds else [said["undone" if refused else "nothing"]]
    if (until := _sealed_until(applied)) is not None:
        but = _BUT_ARCHIVED if any(StepKind(deed.kind).archives for deed in deeds) else same("")
        until_when = {"until": dated(until), "run": applied.run, "but": but}
        lines += ["", _SEALED.filled(until_when).said_in(language)]
    if refused:
        lines += ["", said["why"], *(f"  - {sentence.said_in(language)}" for sentence in refused)]
    return "\n".join(lines) + "\n"


_SEALED = Sentence(
    "Scellé jusqu'au {until} : d'ici là `garant undo {run} --folder DOSSIER` le ramène{but} ;\n"
    "ensuite sa clé est détruite.",
    "Sealed until {until}: until then `garant undo {run} --folder FOLDER` brings it back{but};\n"
    "then its key is destroyed.",
)


_BUT_ARCHIVED = Sentence(", sauf ce qui est en archive", ", but for what is in the archive")


def _sealed_until(applied: Applied) -> date | None:
    """Return until when something of the run can come back: what moved to an archive was not sealed."""
    sealed = any(count and not StepKind(deed.kind).archives for deed, count in applied.counts.items())
    return applied.sealed_until if sealed else None


def _lines(applied: Applied, deeds: Counts, language: Language) -> Iterator[str]:
    about = "" if applied.is_exact else _WORDS[language]["at least"]
    told = done if applied.sealed_until is None else taken
    width = max(len(deed.place) for deed in deeds) + 2
    for place in dict.fromkeys(deed.place for deed in deeds):
        named = place
        for deed, count in deeds.items():
            if deed.place == place:
                yield f"  {named:<{width}}{about}{told(StepKind(deed.kind), count, deed.columns, language=language)}"
                named = ""


def less_than_planned(plan: Plan, counts: Counts, *, language: Language) -> str:
    """Return where a run did less than its plan counted, and what that may mean; nothing where it did all of it."""
    planned = Counter[Deed]()
    for step in plan.deeds:
        planned[_reckoned(Deed(step.kind.value, step.place, step.columns))] += step.count
    for deed, count in counts.items():
        planned[_reckoned(deed)] -= count
    less = {deed: count for deed, count in planned.items() if count > 0 and StepKind(deed.kind) in _COUNTED}
    width = max((len(deed.place) for deed in less), default=0) + 2
    lines = [
        f"  {deed.place:<{width}}{to_do(StepKind(deed.kind), count, deed.columns, language=language)}"
        for deed, count in less.items()
    ]
    files = [_LESS_FILES.said_in(language)] if any(deed.kind == StepKind.ERASE_FILES.value for deed in less) else []
    return "\n".join(["", _LESS.said_in(language), *files, "", *lines]) + "\n" if less else ""


_LESS = Sentence(
    "Le plan en comptait davantage. Ceci n'a pas été touché : l'étape a été refusée, une raison de rester\n"
    "est venue depuis (un gel, un retour), ou c'était déjà parti. Un nouveau plan dit ce qui est gardé, et pourquoi.",
    "The plan counted more. This was not touched: its step was refused, a reason to stay has come since\n"
    "(a hold, a return), or it had gone already. A new plan says what is kept, and why.",
)
_LESS_FILES = Sentence(
    "Un plan compte les lignes qui nomment un fichier : il n'y en avait plus, ou une autre ligne le nomme encore.",
    "A plan counts the rows that name a file: there was none any more, or another row still names it.",
)
_COUNTED = (StepKind.ERASE_ROWS, StepKind.ERASE_FILES, StepKind.BLANK_CELLS)


def _reckoned(deed: Deed) -> Deed:
    # Which way a row goes depends on the day; that it goes is one thing.
    return Deed(StepKind.ERASE_ROWS.value, deed.place) if StepKind(deed.kind).takes_rows else deed


def as_json(applied: Applied, *, language: Language) -> str:
    """Return what a run did, as programs read it."""
    until = _sealed_until(applied)
    level = {} if until is None else {"level": "sealed", "sealed until": until.isoformat()}
    said = {
        "run": applied.run,
        **level,
        "steps": [_plain(deed, count) for deed, count in applied.counts.items()],
        "refused": [sentence.said_in(language) for sentence in applied.refused],
        "exact": applied.is_exact,
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _plain(deed: Deed, count: int) -> dict[str, object]:
    columns = {"columns": list(deed.columns)} if deed.columns else {}
    place = "files" if deed.kind == StepKind.ERASE_FILES.value else "table"
    return {"kind": deed.kind, place: deed.place, **columns, "count": count}
