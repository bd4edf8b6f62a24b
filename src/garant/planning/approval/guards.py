"""Guards: when a plan needs a named person's approval (design §4); found for a plan, and found again at its apply."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from garant.planning.files import missing_columns, named_sets, rows_that_name
from garant.planning.plan import Guard, Plan
from garant.planning.questions import Count, Programme
from garant.planning.retention import shares
from garant.planning.steps import Step, StepKind
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import ALWAYS
from garant.planning.unsure import unsure
from garant.policy.model import Policy
from garant.policy.problems import Problem, Severity
from garant.policy.speech.figures import at_least, dated, shared
from garant.policy.speech.sentences import Sentence


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What guards are found from: the day, its steps, what is wrong with the folder, and which stores are silent."""

    on: date
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    silent: Mapping[str, Sentence]


def guards(policy: Policy, seen: Seen) -> tuple[Guard, ...]:
    """Return why a plan needs approval; nothing, where it may run by itself."""
    silent = (
        Guard(code="unreachable-store", where=store, message=_SILENT.filled({"told": told}))
        for store, told in seen.silent.items()
    )
    by_steps = (*_shares(policy, seen.steps), *_misread(seen.steps))
    return (*by_steps, *_problems(seen.problems), *_versions(policy, seen.on), *silent)


def _shares(policy: Policy, steps: tuple[Step, ...]) -> Iterator[Guard]:
    most = policy.guards.share
    several = Counter(step.place for step in steps if not step.kind.leaves_alone and step.count)
    for place, share in shares(steps).items():
        if share > most:
            told = _LARGE if policy.guards.model_fields_set else _LARGE_UNSAID
            exact = shared(at_least(share))
            said = exact if several[place] == 1 else _UP_TO.filled({"share": exact})
            message = told.filled({"share": said, "place": place, "most": shared(most)})
            yield Guard(code="large-share", where=place, message=message)


def _misread(steps: tuple[Step, ...]) -> Iterator[Guard]:
    """Yield that dates or JSON cannot be read: perhaps others in the same column are read wrongly (Art. 5(1)(d))."""
    for step in steps:
        if step.kind in _MISREAD and step.count:
            code, told = _MISREAD[step.kind]
            where = f"{step.place}.{', '.join(step.columns)}"
            yield Guard(code=code, where=where, message=told.filled({"where": where}))


def _problems(problems: tuple[Problem, ...]) -> Iterator[Guard]:
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    for problem in errors:
        yield Guard(code=problem.code, where=f"{problem.at.file}:{problem.at.line}", message=problem.message)


def _versions(policy: Policy, on: date) -> Iterator[Guard]:
    """Yield that the policy as it is written is not in force yet: people were told of another (Art. 13(3))."""
    name, newest = max(policy.versions.items(), key=lambda one: one[1].in_force, default=("", None))
    if newest is not None and newest.in_force > on:
        message = _NOT_IN_FORCE.filled({"name": name, "day": dated(newest.in_force)})
        yield Guard(code="version-not-in-force", where=name, message=message)


# shares, as they are when a plan is applied


def wholes(layout: Layout, plan: Plan) -> Mapping[str, Count]:
    """Return what is counted to know how large a part of each table and set the deeds of a plan touch now."""
    places = {step.place for step in plan.deeds}
    sets = (files for files in named_sets(layout) if files.name in places and not missing_columns(layout, files))
    tables = {table: Count(table, ALWAYS) for table in sorted(places) if table in layout.tables}
    return tables | {files.name: rows_that_name(files) for files in sets}


def counted_anew(plan: Plan, now: Mapping[str, int]) -> tuple[Step, ...]:
    """Return the deeds of a plan beside what their tables and sets hold now, whatever its file says of that."""
    return tuple(replace(step, of=now.get(step.place)) for step in plan.deeds)


def unread(layout: Layout, on: date) -> Iterator[tuple[Step, Count]]:
    """Yield what is told of dates and JSON that cannot be read, with what is counted to know how many there are now."""
    reasons = Programme(layout, on).reasons
    for found in (one for table in layout.personal for one in dict.fromkeys(unsure(reasons, table))):
        if found.kind in _MISREAD:
            store = layout.store_of(found.table)
            told = Step(kind=found.kind, store=store, table=found.table, columns=found.columns)
            yield told, Count(found.table, found.where)


_UP_TO = Sentence("jusqu'à {share}", "up to {share}")
_LARGE = Sentence(
    "{share} de `{place}` seraient touchés, et la politique permet {most}",
    "{share} of `{place}` would be touched, and the policy allows {most}",
)
_LARGE_UNSAID = Sentence(
    "{share} de `{place}` seraient touchés, et la limite est de {most}, à défaut d'une autre "
    "dans la politique (`guards`)",
    "{share} of `{place}` would be touched, and the limit is {most} where the policy says none (`guards`)",
)
_MISREAD = {
    StepKind.KEEP_MISREAD: (
        "misread-date",
        Sentence("des dates de `{where}` ne se lisent pas", "dates of `{where}` cannot be read"),
    ),
    StepKind.KEEP_GARBLED: (
        "misread-json",
        Sentence("des cellules JSON de `{where}` ne se lisent pas", "JSON cells of `{where}` cannot be read"),
    ),
}
_NOT_IN_FORCE = Sentence(
    "la version `{name}` de la politique n'est en vigueur qu'à partir du {day}",
    "the version `{name}` of the policy is in force from {day} only",
)
_SILENT = Sentence("{told} : rien n'y est décidé", "{told}: nothing in it is decided")
