"""Whether a plan may be applied with nobody there: only where the policy says so, and no larger than it says (§4)."""

from datetime import datetime, time, timedelta

from garant.planning.plan import Plan
from garant.planning.steps import StepKind
from garant.policy.model import Policy
from garant.policy.speech.figures import numbered
from garant.policy.speech.sentences import Sentence

OF_A_NIGHT = timedelta(hours=3)
"""For how long after its hour what was to be done at night may still begin."""

_NOT_ALLOWED = Sentence(
    "la politique ne permet aucune exécution sans personne (`guards: {{unattended up to: …}}`)",
    "the policy allows no unattended runs (`guards: {{unattended up to: …}}`)",
)
_TOO_LARGE = Sentence(
    "le plan touche {count} lignes, cellules ou fichiers, et la politique en permet {most} sans personne",
    "the plan touches {count} rows, cells or files, and the policy allows {most} unattended",
)
_ASKS = Sentence("le plan demande l'accord d'une personne : {why}", "the plan asks for a person's approval: {why}")


def why_attended(policy: Policy, plan: Plan) -> Sentence | None:
    """Return why somebody must be there when a plan is applied; None where nobody need be."""
    most = policy.guards.unattended_up_to
    if most is None:
        return _NOT_ALLOWED.filled({})
    if plan.guards:
        return _ASKS.filled({"why": plan.guards[0].message})
    # A counter that is put right takes nothing from anybody.
    count = sum(step.count for step in plan.deeds if step.kind is not StepKind.RECOUNT)
    if count > most:
        return _TOO_LARGE.filled({"count": numbered(count), "most": numbered(most)})
    return None


def is_night(now: datetime, at: time) -> bool:
    """Return whether it is now the hour of what is done at night, or shortly after."""
    since = now - now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return timedelta(0) <= since < OF_A_NIGHT
