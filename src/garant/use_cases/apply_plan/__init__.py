"""Carry out a plan: batch by batch, each intended, done with a receipt, and confirmed (design §4).

The only use case that changes the controller's data. A file goes before its row is gone for good; killed between the
two, the rows are back, and the intent tells the next run which files have gone (decision 0010).
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace

from garant.documents import plan_files
from garant.evidence.failures import RunHalted, TakenOver
from garant.evidence.records import EvidenceRecord, RecordKind
from garant.evidence.runs import Applied, Job, Place, RunNumber
from garant.planning.approval.agenda import Agenda
from garant.planning.approval.allowance import allowance
from garant.planning.files import stores_in
from garant.planning.plan import Plan
from garant.planning.terrain.failures import StoreFailed
from garant.ports import StoreRun
from garant.use_cases.apply_plan.leading import lead
from garant.use_cases.apply_plan.parts import refuse, take
from garant.use_cases.apply_plan.settling import settle
from garant.use_cases.apply_plan.under_way import ROWS_OF_A_PART, Ground, Run, Sealing, agenda_of, new_run, sealed_facts
from garant.use_cases.apply_plan.working import work_on

__all__ = [
    "ROWS_OF_A_PART",
    "Applied",
    "Ground",
    "Sealing",
    "apply_plan",
    "close_killed",
    "done_by",
    "plan_of",
    "start_shared",
    "take_job",
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


def take_job(ground: Ground, job: Job) -> None:
    """Do a job of a shared run: lead it, or do a part of it; one that somebody else has done does nothing."""
    plan = plan_of(ground, RunNumber(job.run))
    agenda, shared = agenda_of(ground, plan), ground.shares.progress(RunNumber(job.run))
    if shared.finished is not None:
        return
    part = next((part for part in shared.parts if part.number == job.part), None)
    place = shared.run.places[part.step] if part else None
    with suppress(RunHalted, TakenOver):
        try:
            with _opened(ground, agenda, only=place) as run:
                run.number = shared.number
                if part is None or place is None:
                    run.prepare()
                    lead(run)
                else:
                    take(run, part, place)
        except StoreFailed as failed:
            if part is None or place is None:
                raise
            refuse(ground, part, told=failed.at(place.name))


def plan_of(ground: Ground, run: RunNumber) -> Plan:
    """Return the plan that a shared run carries out, as it was approved."""
    return plan_files.read(ground.shares.progress(run).run.plan_text, file="")


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
    with _sessions(ground, _stores_of_killed(ground)) as sessions:
        settle(ground, sessions)


@contextmanager
def _opened(ground: Ground, agenda: Agenda, *, only: Place | None = None) -> Iterator[Run]:
    """Open sessions in the stores that a run works on, and in those that a killed one worked on."""
    of_tables = only.tables if only else (works[0].table for _, works in agenda.deeds)
    stores = frozenset(ground.layout.store_of(table) for table in of_tables)
    with _sessions(ground, stores if only else stores | _stores_of_killed(ground)) as sessions:
        for store, session in sessions.items():
            session.is_sealing = ground.sealing is not None or ground.remembers(store)
        yield Run(ground=ground, agenda=agenda, sessions=sessions, allowance=allowance(agenda.plan))


def _stores_of_killed(ground: Ground) -> frozenset[str]:
    killed = (stores_in(batch.intent.bounds) for old in ground.journal.unfinished() for batch in old.batches)
    return frozenset(store for named in killed for store in named if store in ground.databases)


@contextmanager
def _sessions(ground: Ground, stores: frozenset[str]) -> Iterator[Mapping[str, StoreRun]]:
    with ExitStack() as opened:
        yield {
            store: opened.enter_context(
                ground.databases[store].run(ground.layout, origin=ground.origin, remembered=ground.memory.remembered)
            )
            for store in sorted(stores)
        }


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
