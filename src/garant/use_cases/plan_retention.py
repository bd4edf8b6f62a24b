"""Plan what is due: ask the stores, look at their answers, decide (Art. 5(1)(e))."""

from collections.abc import Mapping
from datetime import date

from garant.planning import retention
from garant.planning.layout import Layout
from garant.planning.plan import Digests, Plan
from garant.planning.questions import Count, Programme, Question
from garant.policy.digests import digest
from garant.ports import Database, Memory, Progress


def plan_retention(
    layout: Layout, databases: Mapping[str, Database], *, memory: Memory, on: date, progress: Progress
) -> tuple[Plan, Programme]:
    """Return the plan of a day, without its folder and guards yet, and the programme that it was made from."""
    programme = Programme(layout, on, memory.known())
    answers: dict[Count, int] = {}
    for store, questions in by_store(layout, programme.questions()).items():
        answers.update(databases[store].survey(layout, questions, remembered=memory.remembered, progress=progress))
    plan = Plan(
        on=on,
        organisation=layout.policy.organisation.name,
        folder="",
        digests=digests(layout),
        steps=retention.decide(programme, answers),
    )
    return plan, programme


def by_store(layout: Layout, questions: tuple[Question, ...]) -> Mapping[str, list[Question]]:
    """Return the questions by the store that can answer them, in their order."""
    found: dict[str, list[Question]] = {}
    for question in questions:
        table = question.table if isinstance(question, Count) else question.tables[0].table
        found.setdefault(layout.store_of(table), []).append(question)
    return found


def digests(layout: Layout) -> Digests:
    """Return the digests of what a plan is made from."""
    return Digests(
        policy=digest(layout.policy),
        data_map=digest(layout.data_map),
        schemas={store: schema.digest for store, schema in layout.schemas.items()},
    )
