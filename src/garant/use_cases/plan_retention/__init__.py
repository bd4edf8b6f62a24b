"""Plan what is due: ask the stores, look at their answers, decide (Art. 5(1)(e))."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from garant.planning import retention
from garant.planning.archiving.derived import as_written
from garant.planning.files import FilePlan
from garant.planning.grounds.holds import NO_HOLDS, Holds
from garant.planning.plan import Plan, digests
from garant.planning.questions import Count, Programme, by_store
from garant.planning.terrain.layout import Layout
from garant.planning.undo.windows import sealed_until
from garant.ports import Database, FileStore, Memory, Progress


@dataclass(frozen=True, kw_only=True)
class Stores:
    """The customer's databases and places of files, and what is remembered of their people."""

    databases: Mapping[str, Database]
    files: Mapping[str, FileStore]
    memory: Memory
    holds: Holds = NO_HOLDS
    identities: Mapping[str, str] = field(default_factory=dict)
    log: str = ""


def plan_retention(layout: Layout, stores: Stores, *, on: date, progress: Progress) -> tuple[Plan, Programme]:
    """Return the plan of a day, without its folder and guards yet, and the programme that it was made from."""
    programme = Programme(layout, on, stores.memory.known(), stores.holds)
    files = FilePlan(programme)
    answers: dict[Count, int] = {}
    for store, questions in by_store(layout, (*programme.questions(), *files.questions())).items():
        remembered = stores.memory.remembered
        answers.update(stores.databases[store].survey(layout, questions, remembered=remembered, progress=progress))
    there = [(one, stores.files.get(one.store or "")) for one in files.dated()]
    tallies = {one.name: one.tally(place.files()) for one, place in there if place is not None}
    plan = Plan(
        on=on,
        organisation=layout.policy.organisation.name,
        folder="",
        digests=digests(as_written(layout), stores.identities, log=stores.log),
        steps=files.steps(retention.decide(programme, answers), answers, tallies),
        overdue=tuple(map(retention.hold_said, stores.holds.to_be_reviewed(on))),
        sealed_until=sealed_until(layout.policy, on),
    )
    return plan, programme
