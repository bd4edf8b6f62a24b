"""Carry out a plan: batch by batch, each intended, done with a receipt, and confirmed (design §4).

The only use case that changes the controller's data. A file goes before its row is gone for good; killed between the
two, the rows are back, and the intent tells the next run which files have gone (decision 0010).
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import count

from garant.evidence.records import EvidenceRecord, RecordKind
from garant.evidence.runs import Applied, NewRun
from garant.planning.approval.agenda import Agenda, Together
from garant.planning.approval.allowance import allowance
from garant.planning.files import stores_in
from garant.planning.plan import Plan
from garant.planning.terrain.failures import StoreFailed, StoreUnreachable
from garant.ports import StoreRun
from garant.use_cases.apply_plan.batches import carry_out_batch
from garant.use_cases.apply_plan.dated import erase_dated
from garant.use_cases.apply_plan.settling import settle
from garant.use_cases.apply_plan.under_way import Ground, Run, Sealing, agenda_of, sealed_facts, under_way

__all__ = ["Applied", "Ground", "Sealing", "apply_plan"]

STUCK_AT_MOST = 200
"""How many batches may get stuck at a file, and be tried in parts, before it is the place of files that fails."""


def apply_plan(ground: Ground, plan: Plan, *, digest: str, approved_by: str | None) -> Applied:
    """Run the plan's own predicates again, in batches, and return what was done; what is refused says why."""
    agenda = agenda_of(ground, plan)
    stores = {ground.layout.store_of(works[0].table) for _, works in agenda.deeds}
    killed = (stores_in(batch.intent.bounds) for old in ground.journal.unfinished() for batch in old.batches)
    stores |= {store for named in killed for store in named if store in ground.databases}
    with ExitStack() as open_runs:
        sessions = {
            store: open_runs.enter_context(
                ground.databases[store].run(ground.layout, origin=ground.origin, remembered=ground.memory.remembered)
            )
            for store in sorted(stores)
        }
        settle(ground, sessions)
        # What other stores say is brought before any of them loses a row.
        for mark, works in agenda.deeds:
            sessions[ground.layout.store_of(works[0].table)].prepare((mark, *works))
        run = _start(ground, agenda, sessions, digest=digest, approved_by=approved_by)
        for step, (_, works) in enumerate(agenda.deeds):
            _step(run, frozenset(work.table for work in works), step=step)
        for step, files in enumerate(agenda.dated, start=len(agenda.deeds)):
            erase_dated(run, files, step=step)
        _finish(run, sessions)
    return Applied(
        run=int(run.number),
        counts=run.counts,
        refused=tuple(run.refused),
        is_exact=run.is_exact,
        sealed_until=ground.sealing.until if ground.sealing else None,
    )


def _start(
    ground: Ground, agenda: Agenda, sessions: Mapping[str, StoreRun], *, digest: str, approved_by: str | None
) -> Run:
    now, plan = ground.now(), agenda.plan
    new = NewRun(
        plan=digest,
        on=plan.on,
        policy=plan.digests.policy,
        data_map=plan.digests.data_map,
        schema=",".join(f"{store}:{seen}" for store, seen in sorted(plan.digests.schemas.items())),
        approved_by=approved_by,
        steps=len(agenda.deeds) + len(agenda.dated),
        started=now,
    )
    facts = {"plan": digest, "on": plan.on.isoformat(), "approved by": approved_by, "policy": plan.digests.policy}
    record = EvidenceRecord(kind=RecordKind.RUN_STARTED, at=now, facts={**facts, **sealed_facts(ground)})
    number = ground.journal.start_run(new, record=record)
    if ground.sealing is not None:
        ground.sealing.capsules.begin(number, until=ground.sealing.until)
    for session in sessions.values():
        session.is_sealing = ground.sealing is not None
    return Run(ground=ground, agenda=agenda, sessions=sessions, number=number, allowance=allowance(plan))


def _step(run: Run, tables: frozenset[str], *, step: int) -> None:
    with under_way(run, step, place=", ".join(sorted(tables)), tables=tables):
        run.agenda.wait_for(run.left, tables=tables)
        attempts = count()
        while not all(_are_done(run, deed, step=step, attempts=attempts) for deed in run.agenda.on(tables)):
            run.hear()


def _are_done(run: Run, deed: Together, *, step: int, attempts: Iterator[int]) -> bool:
    """Do the batches of tables that are worked on together; return whether no hold was placed before the last one."""
    mark, works = deed
    session = run.sessions[run.ground.layout.store_of(works[0].table)]
    session.prepare((mark, *works, *run.agenda.across.bequests(work.table for work in works)))
    stuck: list[StoreFailed] = []
    for batch in session.batches(mark, works):
        with run.ground.holds.steady() as newest:
            if newest != run.agenda.newest:
                return False
            try:
                carry_out_batch(run, session, batch, works=works, intent=(step, next(attempts)))
            except StoreFailed as failed:
                of_files = failed.store in run.ground.files and not isinstance(failed, StoreUnreachable)
                batch.is_stuck = of_files and len(stuck) < STUCK_AT_MOST
                if not batch.is_stuck:
                    raise
                stuck.append(failed)
        run.ground.told(works[0].table, sum(run.counts.values()))
    if stuck:
        raise stuck[-1]
    return True


def _finish(run: Run, sessions: Mapping[str, StoreRun]) -> None:
    kind = RecordKind.RUN_STOPPED if run.refused else RecordKind.RUN_FINISHED
    if any(old.number == run.number and old.batches for old in run.ground.journal.unfinished()):
        return  # a store fell silent in the middle: the next run asks it for the receipt
    run.ground.journal.finish_run(
        run.number, run.ground.now(), record=run.record(kind, {deed.name: count for deed, count in run.counts.items()})
    )
    for session in sessions.values():
        session.finish(int(run.number))
