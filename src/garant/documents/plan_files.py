"""A plan as a file: JSON for programs, and for `apply`, which reads its claims and never a predicate."""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from garant.planning.plan import PLAN_FORMAT, Digests, Guard, Plan
from garant.planning.steps import Step, StepKind
from garant.policy.speech.sentences import Sentence


class PlanEdited(ValueError):
    """The file does not claim any more what it claimed when it was written."""


def as_json(plan: Plan) -> str:
    """Return a plan as programs read it, and as `apply` reads it back, with the digest of what it claims."""
    return json.dumps(_plain(plan) | {"digest": digest(plan)}, indent=1, ensure_ascii=False, sort_keys=False) + "\n"


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
        "guards": [{"code": g.code, "where": g.where, "message": g.message._asdict()} for g in plan.guards],
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
    """Return the plan that a file holds; raise PlanEdited, or ValueError where it holds none that this version reads.

    Whoever approved a plan approved its counts: a file that was changed since is no plan that anybody made.
    """
    try:
        said = json.loads(text)
        plan = _read(said)
        if said.get("digest") != digest(plan):
            raise PlanEdited("the plan was changed after it was made")
        return plan
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
        guards=tuple(Guard(code=g["code"], where=g["where"], message=Sentence(**g["message"])) for g in said["guards"]),
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
