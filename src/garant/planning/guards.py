"""Guards: when a plan needs a named person's approval, and when it may not be applied at all (design §4)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from garant.planning.plan import Digests, Guard, Plan, Refusal
from garant.planning.retention import shares
from garant.planning.steps import Step
from garant.policy.model import Policy
from garant.policy.problems import Problem, Severity
from garant.policy.speech.figures import dated, shared
from garant.policy.speech.sentences import Sentence


def guards(policy: Policy, steps: tuple[Step, ...], problems: tuple[Problem, ...]) -> tuple[Guard, ...]:
    """Return why a plan with these steps needs approval; nothing, where it may run by itself."""
    return (*_shares(policy, steps), *_problems(problems))


def _shares(policy: Policy, steps: tuple[Step, ...]) -> Iterator[Guard]:
    most = policy.guards.share
    for place, share in shares(steps).items():
        if share > most:
            message = _LARGE.filled({"share": shared(share), "place": place, "most": shared(most)})
            yield Guard(code="large-share", where=place, message=message)


def _problems(problems: tuple[Problem, ...]) -> Iterator[Guard]:
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    for problem in errors:
        yield Guard(code=problem.code, where=f"{problem.at.file}:{problem.at.line}", message=problem.message)


def refusal(plan: Plan, now: Digests, *, today: date, last_checkpoint: date | None, approved: bool) -> Refusal | None:
    """Return why a plan may not be applied now, and what to do about it; None if it may."""
    if plan.on > today:
        return Refusal(_TO_COME.filled({"day": dated(plan.on)}), MAKE_ANEW)
    if last_checkpoint is not None and today < last_checkpoint:
        days = {"today": dated(today), "signed": dated(last_checkpoint)}
        return Refusal(_SET_BACK.filled(days), _SET_RIGHT)
    moved = _moved(plan.digests, now)
    if moved:
        return Refusal(_STALE.filled({"moved": moved}), MAKE_ANEW)
    return needs_approval(plan.guards) if plan.guards and not approved else None


def needs_approval(found: Sequence[Guard]) -> Refusal:
    """Return the refusal of a plan that nobody approved."""
    return Refusal(_UNAPPROVED.filled({"why": found[0].message}), _APPROVE)


_LARGE = Sentence(
    "{share} de `{place}` seraient touchés, plus que les {most} que la politique permet",
    "{share} of `{place}` would be touched, more than the {most} that the policy allows",
)
_TO_COME = Sentence(
    "ce plan est pour le {day}, qui est encore à venir", "the plan is for {day}, which is still to come"
)
_SET_BACK = Sentence(
    "l'horloge dit le {today}, mais une preuve a été signée le {signed} : l'horloge a été reculée",
    "the clock says {today}, but evidence was signed on {signed}: the clock was set back",
)
_STALE = Sentence(
    "ce plan est périmé : {moved} a changé depuis qu'il est fait",
    "the plan is stale: {moved} changed since it was made",
)
_UNAPPROVED = Sentence(
    "ce plan demande l'accord d'une personne nommée : {why}", "the plan needs a named person's approval: {why}"
)
_APPROVE = Sentence(
    "lisez le plan, puis ajoutez --approved-by NOM ; rien n'a été changé",
    "read the plan, then add --approved-by NAME; nothing was changed",
)
_SET_RIGHT = Sentence(
    "mettez cette machine à l'heure ; rien n'a été changé", "set this machine's clock right; nothing was changed"
)
MAKE_ANEW = Sentence(
    "faites un nouveau plan et appliquez celui-là ; rien n'a été changé",
    "make a new plan and apply that; nothing was changed",
)


def _moved(then: Digests, now: Digests) -> Sentence | None:
    if then.policy != now.policy:
        return Sentence("la politique", "the policy")
    if then.data_map != now.data_map:
        return Sentence("la carte des données", "the data map")
    stores = _differing(then.schemas, now.schemas)
    return Sentence(f"le schéma de `{stores[0]}`", f"the schema of `{stores[0]}`") if stores else None


def _differing(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return [store for store in sorted({*then, *now}) if then.get(store) != now.get(store)]
