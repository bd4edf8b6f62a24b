"""Guards: when a plan needs a named person's approval, and when it may not be applied at all (design §4)."""

from collections.abc import Iterator, Mapping
from datetime import date

from garant.planning.plan import Digests, Guard, Plan
from garant.planning.retention import shares
from garant.planning.steps import Step
from garant.policy.model import Policy
from garant.policy.problems import Problem, Severity


def guards(policy: Policy, steps: tuple[Step, ...], problems: tuple[Problem, ...]) -> tuple[Guard, ...]:
    """Return why a plan with these steps needs approval; nothing, where it may run by itself."""
    return (*_shares(policy, steps), *_problems(problems))


def _shares(policy: Policy, steps: tuple[Step, ...]) -> Iterator[Guard]:
    most = policy.guards.share
    for place, share in shares(steps).items():
        if share > most:
            message = f"{share:.0%} of `{place}` would be touched, more than the {most:.0%} that the policy allows"
            yield Guard(code="large-share", where=place, message=message)


def _problems(problems: tuple[Problem, ...]) -> Iterator[Guard]:
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    for problem in errors:
        yield Guard(code=problem.code, where=f"{problem.at.file}:{problem.at.line}", message=problem.message)


def refusal(plan: Plan, now: Digests, *, today: date, last_checkpoint: date | None, approved: bool) -> str | None:
    """Return the sentence that says why a plan may not be applied now; None if it may."""
    if plan.on > today:
        return f"the plan is for {plan.on}, which is still to come"
    if last_checkpoint is not None and today < last_checkpoint:
        return f"the clock says {today}, but evidence was signed on {last_checkpoint}: the clock was set back"
    moved = _moved(plan.digests, now)
    if moved:
        return f"the plan is stale: {moved} changed since it was made"
    if plan.guards and not approved:
        return f"the plan needs a named person's approval: {plan.guards[0].message}"
    return None


def _moved(then: Digests, now: Digests) -> str | None:
    if then.policy != now.policy:
        return "the policy"
    if then.data_map != now.data_map:
        return "the data map"
    stores = _differing(then.schemas, now.schemas)
    return f"the schema of `{stores[0]}`" if stores else None


def _differing(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return [store for store in sorted({*then, *now}) if then.get(store) != now.get(store)]
