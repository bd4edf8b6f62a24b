"""Puts into words what a run did, table by table, and into JSON for programs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from garant.documents.deeds import done
from garant.planning.steps import StepKind
from garant.policy.speech.figures import number
from garant.policy.speech.sentences import Language, Sentence

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "done": "Exécution n° {run} : terminée",
        "refused": "Exécution n° {run} : une partie a été refusée",
        "nothing": "Rien n'était à faire.",
        "at least": "au moins ",
        "why": "Refusé :",
    },
    "en": {
        "done": "Run {run}: done",
        "refused": "Run {run}: a part was refused",
        "nothing": "Nothing was due.",
        "at least": "at least ",
        "why": "Refused:",
    },
}


@dataclass(frozen=True, kw_only=True)
class _Done:
    """What a run did to the rows of one table in one way."""

    kind: StepKind
    place: str
    columns: tuple[str, ...]
    count: int

    @staticmethod
    def read(name: str, count: int) -> "_Done":
        """Return a count with its name taken apart: the kind, the table, the columns."""
        files = f"{StepKind.ERASE_FILES.value} "
        if name.startswith(files):
            return _Done(kind=StepKind.ERASE_FILES, place=name.removeprefix(files), columns=(), count=count)
        words = name.split(" ")
        at = next((index for index, word in enumerate(words) if "." in word or "/" in word), len(words) - 1)
        columns = tuple(" ".join(words[at + 1 :]).split(",")) if words[at + 1 :] else ()
        return _Done(kind=StepKind(" ".join(words[:at])), place=words[at], columns=columns, count=count)


def as_text(
    run: int, counts: Mapping[str, int], refused: Sequence[Sentence], *, is_exact: bool, language: Language
) -> str:
    """Return what a run did, as a person reads it."""
    said = _WORDS[language]
    deeds = [deed for name, count in counts.items() if (deed := _Done.read(name, count)).count]
    lines = [said["refused" if refused else "done"].format(run=number(run, language)), ""]
    lines += _lines(deeds, "" if is_exact else said["at least"], language) if deeds else [said["nothing"]]
    if refused:
        lines += ["", said["why"], *(f"  - {sentence.said_in(language)}" for sentence in refused)]
    return "\n".join(lines) + "\n"


def _lines(deeds: Sequence[_Done], about: str, language: Language) -> Iterator[str]:
    width = max(len(deed.place) for deed in deeds) + 2
    for place in dict.fromkeys(deed.place for deed in deeds):
        named = place
        for deed in deeds:
            if deed.place == place:
                yield f"  {named:<{width}}{about}{done(deed.kind, deed.count, deed.columns, language=language)}"
                named = ""


def as_json(
    run: int, counts: Mapping[str, int], refused: Sequence[Sentence], *, is_exact: bool, language: Language
) -> str:
    """Return what a run did, as programs read it."""
    steps = [_plain(_Done.read(name, count)) for name, count in counts.items()]
    said = {
        "run": run,
        "steps": steps,
        "refused": [sentence.said_in(language) for sentence in refused],
        "exact": is_exact,
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _plain(deed: _Done) -> dict[str, object]:
    columns = {"columns": list(deed.columns)} if deed.columns else {}
    place = "files" if deed.kind is StepKind.ERASE_FILES else "table"
    return {"kind": deed.kind.value, place: deed.place, **columns, "count": deed.count}
