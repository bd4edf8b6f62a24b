"""Puts into words how far runs have come: a line a run, and the line that a command writes anew while one goes on."""

import json
from collections.abc import Mapping, Sequence

from garant.evidence.runs import PartState, RunProgress, StepState, Wish
from garant.policy.speech.figures import dated, numbered
from garant.policy.speech.sentences import Language, Sentence

_STATES: Mapping[str, Sentence] = {
    "finished": Sentence("terminée", "finished"),
    "refused": Sentence("terminée, en partie refusée", "finished, a part refused"),
    "paused": Sentence("suspendue", "paused"),
    "cancelled": Sentence("annulée", "cancelled"),
    "open": Sentence("en cours, ou interrompue", "under way, or interrupted"),
}
_LINE = Sentence(
    "n° {run}, plan du {day} : {state} ; étape {done} sur {steps}, {count} traités",
    "run {run}, plan of {day}: {state}; step {done} of {steps}, {count} dealt with",
)
_PARTS = Sentence(
    "{place} : {done} parts sur {whole}, {count} traités", "{place}: part {done} of {whole}, {count} done"
)
_NONE = Sentence("Aucune exécution.", "No runs.")


def state_of(run: RunProgress) -> str:
    """Return in which state a run is, as programs read it."""
    if run.wish is Wish.CANCEL:
        return "cancelled"
    if run.finished is not None:
        return "refused" if StepState.REFUSED in run.steps else "finished"
    return "paused" if run.wish is Wish.PAUSE else "open"


def as_text(runs: Sequence[RunProgress], *, language: Language) -> str:
    """Return a line for each run."""
    lines = [_line(run).said_in(language) for run in runs]
    return "\n".join(lines or [_NONE.said_in(language)]) + "\n"


def as_json(runs: Sequence[RunProgress]) -> str:
    """Return runs as programs read them."""
    return json.dumps({"runs": [_plain(run) for run in runs]}, indent=1, ensure_ascii=False) + "\n"


def now(run: RunProgress) -> Sentence:
    """Return at what a run is now, in a line."""
    at = next((step for step, state in enumerate(run.steps) if state is StepState.BEGUN), None)
    if at is None:
        return _line(run)
    parts = [part for part in run.parts if part.step == at]
    return _PARTS.filled(
        {
            "place": run.run.places[at].name,
            "done": _closed(run, at),
            "whole": len(parts),
            "count": numbered(_count(run)),
        }
    )


def _line(run: RunProgress) -> Sentence:
    said = {
        "run": int(run.number),
        "day": dated(run.run.on),
        "state": _STATES[state_of(run)],
        "done": _ended(run),
        "steps": len(run.steps),
        "count": numbered(_count(run)),
    }
    return _LINE.filled(said)


def _plain(run: RunProgress) -> Mapping[str, object]:
    return {
        "run": int(run.number),
        "on": run.run.on.isoformat(),
        "started": run.run.started.isoformat(),
        "state": state_of(run),
        "steps": len(run.steps),
        "steps done": _ended(run),
        "parts": len(run.parts),
        "parts done": sum(part.state is not PartState.WAITING for part in run.parts),
        "count": _count(run),
        "exact": run.is_exact,
    }


def _ended(run: RunProgress) -> int:
    return sum(state in (StepState.DONE, StepState.REFUSED) for state in run.steps)


def _closed(run: RunProgress, step: int) -> int:
    return sum(part.step == step and part.state is not PartState.WAITING for part in run.parts)


def _count(run: RunProgress) -> int:
    return sum(run.counts.values())
