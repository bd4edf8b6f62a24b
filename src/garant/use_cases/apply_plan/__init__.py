"""Carry out a plan: batch by batch, each intended, done with a receipt, and confirmed (design §4).

The only use case that changes the controller's data. A file goes before its row is gone for good; killed between the
two, the rows are back, and the intent tells the next run which files have gone (decision 0010).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from garant.documents import plan_files
from garant.evidence.records import EvidenceRecord, RecordKind
from garant.evidence.runs import Applied, Place, RunNumber
from garant.planning.approval.agenda import Agenda
from garant.planning.approval.allowance import allowance
from garant.planning.plan import Plan
from garant.use_cases.apply_plan.leading import lead
from garant.use_cases.apply_plan.sessions import Sessions
from garant.use_cases.apply_plan.settling import settle
from garant.use_cases.apply_plan.under_way import ROWS_OF_A_PART, Ground, Run, Sealing, agenda_of, new_run, sealed_facts
from garant.use_cases.apply_plan.worker import Worker, plan_of
from garant.use_cases.apply_plan.working import work_on

__all__ = [
    "ROWS_OF_A_PART",
    "Applied",
    "Ground",
    "Sealing",
    "Worker",
    "apply_plan",
    "close_killed",
    "done_by",
    "plan_of",
    "start_shared",
    "work_on",
]


def apply_plan(ground: Ground, plan: Plan, *, digest: str, approved_by: str | None) -> Applied:
    """Run the plan's own predicates again, in batches, and return what was done; what is refused says why."""
    agenda = agenda_of(ground, plan)
    with _opened(ground, agenda) as run:
        settle(ground, run.sessions)
        run.prepare()
        run.number = _start(ground, agenda, digest=digest, approved_by=approved_by)
        lead(run)
    return done_by(ground, run.number)


def start_shared(ground: Ground, plan: Plan, *, digest: str, approved_by: str | None) -> RunNumber:
    """Open a run of the plan that any number of workers may join, and return its number."""
    agenda = agenda_of(ground, plan)
    with _opened(ground, agenda) as run:
        settle(ground, run.sessions)
    return _start(ground, agenda, digest=digest, approved_by=approved_by, text=plan_files.as_json(plan))


def done_by(ground: Ground, run: RunNumber) -> Applied:
    """Return what a run has done."""
    found = ground.shares.progress(run)
    return Applied(
        run=int(run),
        counts=found.counts,
        refused=found.refused,
        is_exact=found.is_exact,
        is_finished=found.finished is not None,
        sealed_until=ground.sealing.until if ground.sealing else None,
    )


def close_killed(ground: Ground) -> None:
    """Close the runs that nobody works on any more, and begin no other."""
    with Sessions(ground) as sessions:
        settle(ground, sessions)


@contextmanager
def _opened(ground: Ground, agenda: Agenda) -> Iterator[Run]:
    """Give a run whose stores all answer."""
    with Sessions(ground) as sessions:
        for _, works in agenda.deeds:
            sessions[ground.layout.store_of(works[0].table)]
        yield Run(ground=ground, agenda=agenda, sessions=sessions, allowance=allowance(agenda.plan))


def _start(ground: Ground, agenda: Agenda, *, digest: str, approved_by: str | None, text: str = "") -> RunNumber:
    now, plan = ground.now(), agenda.plan
    tables = (Place(tables=tuple(work.table for work in works)) for _, works in agenda.deeds)
    places = (*tables, *(Place(files=files.name) for files in agenda.dated))
    new = replace(new_run(plan, places, named=digest, by=approved_by, at=now), plan_text=text)
    facts = {"plan": digest, "on": plan.on.isoformat(), "approved by": approved_by, "policy": plan.digests.policy}
    record = EvidenceRecord(kind=RecordKind.RUN_STARTED, at=now, facts={**facts, **sealed_facts(ground)})
    number = ground.journal.start_run(new, record=record)
    if ground.sealing is not None:
        ground.sealing.capsules.begin(number, until=ground.sealing.until)
    return number
