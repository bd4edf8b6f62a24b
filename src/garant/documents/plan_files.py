"""A plan as a file: JSON for programs, and for `apply`, which reads its claims and never a predicate.

INVARIANT: the file carries the digest of all that it says, so that an edit shows; a file that says anything else than
a plan can say, or says it twice, is none. Whoever edits it may make the digest anew: nothing rests on it alone.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from garant.planning.plan import PLAN_FORMAT, Digests, Guard, Plan
from garant.planning.steps import Step, StepKind
from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence

Thing = TypeVar("Thing")


class NoPlan(Failure):
    """The file is no plan that may be applied.

    NoPlan
    ├── PlanOfAnother      it was made by another version of Garant
    └── PlanEdited         it is not what was written any more
    """

    sentence = Sentence("`{file}` n'est pas un plan de Garant", "`{file}` is no plan of Garant")
    mend = Sentence(
        "refaites le plan : garant plan DOSSIER --out {file} ; rien n'a été changé",
        "make the plan again: garant plan FOLDER --out {file}; nothing was changed",
    )


class PlanOfAnother(NoPlan):
    """The plan was made by another version of Garant."""

    sentence = Sentence(
        "le plan `{file}` a été fait par une autre version de Garant",
        "the plan `{file}` is of another version of Garant",
    )


class PlanEdited(NoPlan):
    """The plan is not what was written any more."""

    sentence = Sentence(
        "le plan `{file}` a été modifié depuis qu'il est écrit", "the plan `{file}` was edited after it was written"
    )


def as_json(plan: Plan) -> str:
    """Return a plan as programs read it, and as `apply` reads it back."""
    return json.dumps(_plain(plan) | {"digest": digest(plan)}, indent=1, ensure_ascii=False, sort_keys=False) + "\n"


def _plain(plan: Plan) -> dict[str, Any]:
    return {
        "format": PLAN_FORMAT,
        "on": plan.on.isoformat(),
        "level": "sealed" if plan.sealed_until else "deleted",
        "sealed until": plan.sealed_until.isoformat() if plan.sealed_until else None,
        "organisation": plan.organisation,
        "folder": plan.folder,
        "digests": {
            "policy": plan.digests.policy,
            "data map": plan.digests.data_map,
            "schemas": dict(sorted(plan.digests.schemas.items())),
            "stores": dict(sorted(plan.digests.stores.items())),
            "log": plan.digests.log,
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
    return _digest(_plain(plan))


def _digest(said: Mapping[str, Any]) -> str:
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def read(text: str, *, file: object) -> Plan:
    """Return the plan that a file holds, or raise NoPlan; nothing of the file is used before all of it was read."""
    try:
        said = json.loads(text, object_pairs_hook=_said_once)
        of_this = said["format"] == PLAN_FORMAT
    except (ValueError, TypeError, LookupError, RecursionError):
        raise NoPlan(file=file) from None
    if not of_this:
        raise PlanOfAnother(file=file)
    try:
        claimed = said.pop("digest")
        plan = _read(said)
        whole = _plain(plan) == said and claimed == _digest(said)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise NoPlan(file=file) from None
    if not whole:
        raise PlanEdited(file=file)
    return plan


def _said_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError("a key is there twice")
    return said


# each reads one thing of its own kind, and raises TypeError or ValueError for any other


def _read(said: Mapping[str, Any]) -> Plan:
    digests = said["digests"]
    return Plan(
        on=date.fromisoformat(said["on"]),
        organisation=_text(said["organisation"]),
        folder=_text(said["folder"]),
        digests=Digests(
            policy=_text(digests["policy"]),
            data_map=_text(digests["data map"]),
            schemas=_texts(digests["schemas"]),
            stores=_texts(digests["stores"]),
            log=_text(digests["log"]),
        ),
        steps=_each(said["steps"], _step),
        guards=_each(said["guards"], _guard),
        sealed_until=date.fromisoformat(said["sealed until"]) if said["sealed until"] is not None else None,
    )


def _guard(said: Mapping[str, Any]) -> Guard:
    message = Sentence(fr=_text(said["message"]["fr"]), en=_text(said["message"]["en"]))
    return Guard(code=_text(said["code"]), where=_text(said["where"]), message=message)


def _step(said: Mapping[str, Any]) -> Step:
    return Step(
        kind=StepKind(said["kind"]),
        store=_text(said["store"]),
        table=_text(said.get("table", "")),
        files=_text(said.get("files", "")),
        columns=_each(said.get("columns", []), _text),
        count=_count(said["count"]),
        of=_count(said["of"]) if "of" in said else None,
        because=_text(said["because"]),
    )


def _each(said: Any, read_one: Callable[[Any], Thing]) -> tuple[Thing, ...]:
    if not isinstance(said, list):
        raise TypeError("not a list")
    return tuple(read_one(one) for one in said)


def _texts(said: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in said.items()}


def _text(said: Any) -> str:
    if not isinstance(said, str) or "\0" in said:
        raise TypeError("not a text")
    return said


def _count(said: Any) -> int:
    if type(said) is not int or said < 0:
        raise TypeError("not a count")
    return said
