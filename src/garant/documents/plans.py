"""Puts a plan into words for a person, and into JSON for programs and for `apply`."""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from garant.planning.plan import PLAN_FORMAT, Digests, Guard, Plan
from garant.planning.steps import Step, StepKind
from garant.policy.statements import Language

_WORDS: Mapping[StepKind, Mapping[str, str]] = {
    StepKind.ERASE_ROWS: {"en": "erase", "fr": "effacer"},
    StepKind.ANONYMISE_ROWS: {"en": "anonymise", "fr": "anonymiser"},
    StepKind.BLANK_CELLS: {"en": "blank", "fr": "vider"},
    StepKind.CUT_ELEMENTS: {"en": "take out of lists", "fr": "retirer des listes"},
    StepKind.EMPTY_REFERENCES: {"en": "empty references", "fr": "couper les renvois"},
    StepKind.ERASE_FILES: {"en": "erase files", "fr": "effacer les fichiers"},
    StepKind.RECOUNT: {"en": "recount", "fr": "recompter"},
    StepKind.KEEP: {"en": "keep", "fr": "garder"},
    StepKind.KEEP_FOR_ARCHIVE: {"en": "keep, for the archive", "fr": "garder, pour l'archive"},
    StepKind.KEEP_NEEDED: {"en": "keep, needed by others", "fr": "garder, d'autres en dépendent"},
    StepKind.KEEP_WITHOUT_CLOCK: {"en": "keep, without a clock", "fr": "garder, sans date de départ"},
    StepKind.KEEP_UNREACHED: {"en": "keep, store not reached", "fr": "garder, base injoignable"},
}

_HEAD = {
    "en": "Plan for {organisation} on {on}",
    "fr": "Plan pour {organisation} au {on}",
}
_EMPTY = {"en": "Nothing is due.", "fr": "Rien n'est à effacer."}
_DUE = {"en": "What would be done", "fr": "Ce qui serait fait"}
_KEPT = {"en": "What stays, and why", "fr": "Ce qui reste, et pourquoi"}
_GUARDS = {"en": "Needs a named person's approval, because", "fr": "Demande l'accord d'une personne nommée, car"}


def as_text(plan: Plan, *, language: Language = "en") -> str:
    """Return a plan as a person reads it: what would be done, what stays, and why."""
    lines = [_HEAD[language].format(organisation=plan.organisation, on=plan.on.isoformat()), ""]
    lines += [_DUE[language], *_table(plan.deeds, language)] if plan.deeds else [_EMPTY[language]]
    kept = [step for step in plan.steps if step.kind.leaves_alone and step.count]
    lines += ["", _KEPT[language], *_table(kept, language)]
    if plan.guards:
        lines += ["", _GUARDS[language], *(f"  - {guard.message} ({guard.code})" for guard in plan.guards)]
    return "\n".join(lines) + "\n"


def _table(steps: tuple[Step, ...] | list[Step], language: Language) -> list[str]:
    return [line for step in steps for line in _step(step, language)]


def _step(step: Step, language: Language) -> list[str]:
    where = step.place + (f" ({', '.join(step.columns)})" if step.columns else "")
    return [f"  {step.count:>9,}  {_WORDS[step.kind][language]:<24} {where}", f"             {step.because}"]


def as_json(plan: Plan) -> str:
    """Return a plan as programs read it, and as `apply` reads it back."""
    return json.dumps(_plain(plan), indent=1, ensure_ascii=False, sort_keys=False) + "\n"


def _plain(plan: Plan) -> dict[str, Any]:
    return {
        "format": PLAN_FORMAT,
        "on": plan.on.isoformat(),
        "organisation": plan.organisation,
        "folder": plan.folder,
        "digests": {
            "policy": plan.digests.policy,
            "data map": plan.digests.data_map,
            "schemas": dict(sorted(plan.digests.schemas.items())),
        },
        "guards": [{"code": g.code, "where": g.where, "message": g.message} for g in plan.guards],
        "steps": [_plain_step(step) for step in plan.steps],
    }


def _plain_step(step: Step) -> dict[str, Any]:
    place = {"files": step.files} if step.files else {"table": step.table}
    columns = {"columns": list(step.columns)} if step.columns else {}
    whole = {} if step.of is None else {"of": step.of}
    return {
        "kind": step.kind.value,
        "store": step.store,
        **place,
        **columns,
        "count": step.count,
        **whole,
        "because": step.because,
    }


def digest(plan: Plan) -> str:
    """Return the digest of all that a plan claims."""
    text = json.dumps(_plain(plan), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def read(text: str) -> Plan:
    """Return the plan that a file holds; raise ValueError where it holds none that this version reads."""
    try:
        return _read(json.loads(text))
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as wrong:
        raise ValueError("this is not a plan of Garant") from wrong


def _read(said: Mapping[str, Any]) -> Plan:
    if said["format"] != PLAN_FORMAT:
        raise ValueError("the plan was made by another version of Garant; make it again")
    digests = said["digests"]
    return Plan(
        on=date.fromisoformat(said["on"]),
        organisation=said["organisation"],
        folder=said["folder"],
        digests=Digests(policy=digests["policy"], data_map=digests["data map"], schemas=dict(digests["schemas"])),
        steps=tuple(_read_step(step) for step in said["steps"]),
        guards=tuple(Guard(code=g["code"], where=g["where"], message=g["message"]) for g in said["guards"]),
    )


def _read_step(said: Mapping[str, Any]) -> Step:
    return Step(
        kind=StepKind(said["kind"]),
        store=said["store"],
        table=said.get("table", ""),
        files=said.get("files", ""),
        columns=tuple(said.get("columns", ())),
        count=said["count"],
        of=said.get("of"),
        because=said["because"],
    )
