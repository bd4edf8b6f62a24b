"""Puts into words what a restored backup brought back and what became of it, and into JSON for programs."""

import json
from collections.abc import Iterator, Mapping

from garant.documents import runs
from garant.documents.deeds import to_do
from garant.evidence.runs import Applied
from garant.planning.replay.returned import Doubt, Finding, Replay
from garant.planning.steps import Step
from garant.policy.speech.figures import counted, dated
from garant.policy.speech.sentences import Language, Sentence

_ROWS: Mapping[Language, tuple[str, str]] = {"fr": ("ligne", "lignes"), "en": ("row", "rows")}
_NOTHING = Sentence(
    "La sauvegarde du {day} n'a rien ramené qui doive repartir.",
    "The backup of {day} brought nothing back that has to go again.",
)
_WOULD = Sentence(
    "La sauvegarde du {day} a ramené ce qui avait été effacé ; repartirait :",
    "The backup of {day} brought back what had been erased; this would go again:",
)
_KEPT = Sentence(
    "Revenu, et gardé : une raison le garde aujourd'hui, ou rien n'y est échu.",
    "Came back, and is kept: something keeps it today, or nothing in it is due.",
)
_FOUND = Sentence(
    "À regarder par une personne ; rien n'a été effacé sur un doute :",
    "For a person to look at; nothing is erased on a doubt:",
)
_DOUBTS: Mapping[Doubt, Sentence] = {
    Doubt.SAME_PERSON: Sentence(
        "connu comme une personne effacée, dans une autre ligne : peut-être revenu de soi-même",
        "known as somebody who was erased, in another row: perhaps they came back by themselves",
    ),
    Doubt.SAME_KEY: Sentence(
        "même clé qu'une ligne effacée, et rien d'autre ne les distingue : dites dans la carte ce qui ne change pas "
        "(`never change`)",
        "the same key as an erased row, and nothing else tells them apart: say in the data map what does not change "
        "(`never change`)",
    ),
    Doubt.OTHER_COLUMNS: Sentence(
        "la table a d'autres colonnes que lorsqu'on y a effacé : rien ne s'y reconnaît",
        "the table has other columns than when it was erased from: nothing is recognised there",
    ),
    Doubt.NOT_REMEMBERED: Sentence(
        "effacé depuis sans être retenu (`backups kept` n'était pas dit) : un plan ordinaire trouve ce qui est échu",
        "erased since and not remembered (`backups kept` was not said): an ordinary plan finds what is due",
    ),
}


def as_text(replay: Replay, applied: Applied | None, *, language: Language) -> str:
    """Return what was found and done, as a person reads it."""
    lines = [*_done(replay, applied, language), *_kept(replay, language), *_found(replay, language)]
    return "\n".join(lines) + "\n"


def _plain(step: Step) -> dict[str, object]:
    columns = {"columns": list(step.columns)} if step.columns else {}
    place = {"files": step.files} if step.files else {"table": step.table}
    return {"kind": step.kind.value, **place, **columns, "count": step.count}


def _done(replay: Replay, applied: Applied | None, language: Language) -> Iterator[str]:
    day = {"day": dated(replay.backup.of)}
    if applied is not None:
        yield runs.as_text(applied, language=language).rstrip("\n")
        return
    deeds = replay.plan.deeds
    yield (_WOULD if deeds else _NOTHING).filled(day).said_in(language)
    width = max((len(step.place) for step in deeds), default=0) + 2
    for step in deeds:
        yield f"  {step.place:<{width}}{to_do(step.kind, step.count, step.columns, language=language)}"


def _kept(replay: Replay, language: Language) -> Iterator[str]:
    if replay.kept:
        yield from ("", _KEPT.said_in(language))
        yield from (f"  {place}  {counted(n, _ROWS[language], language)}" for place, n in replay.kept.items())


def _found(replay: Replay, language: Language) -> Iterator[str]:
    if replay.findings:
        yield from ("", _FOUND.said_in(language))
        yield from (f"  {_finding(one, language)}" for one in replay.findings)


def _finding(found: Finding, language: Language) -> str:
    how_many = f"{counted(found.count, _ROWS[language], language)} : " if found.count else ""
    return f"{found.place}  {how_many}{_DOUBTS[found.doubt].said_in(language)}"


def as_json(replay: Replay, applied: Applied | None, *, language: Language) -> str:
    """Return what was found and done, as programs read it."""
    done = json.loads(runs.as_json(applied, language=language)) if applied is not None else {"run": None}
    said = {
        "backup of": replay.backup.of.isoformat(),
        **done,
        "due": [_plain(step) for step in replay.plan.deeds],
        "kept": [{"where": place, "count": count} for place, count in replay.kept.items()],
        "findings": [{"code": one.doubt.value, "where": one.place, "count": one.count} for one in replay.findings],
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"
