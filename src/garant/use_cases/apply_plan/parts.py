"""A part of a step in one pair of hands: taken, done batch by batch, and closed; another may take it over (§10)."""

from collections.abc import Iterator
from itertools import count

from garant.evidence.runs import Claim, Part, PartState, Place
from garant.planning.approval.agenda import Together
from garant.planning.sharing.dividing import may_be_divided
from garant.planning.terrain.failures import (
    StepChanged,
    StepWaits,
    StoreBusyElsewhere,
    StoreFailed,
    StoreUnreachable,
    TooMany,
)
from garant.policy.speech.sentences import Sentence
from garant.use_cases.apply_plan.batches import carry_out_batch
from garant.use_cases.apply_plan.dated import erase_dated
from garant.use_cases.apply_plan.settling import settle_part
from garant.use_cases.apply_plan.under_way import Ground, Run

STUCK_AT_MOST = 200
"""How many batches may get stuck at a file, and be tried in parts, before it is the place of files that fails."""

TRIES = 6
"""How often a part is begun anew that met a lock of another worker's."""


def finish_part(run: Run, claim: Claim, place: Place) -> bool:
    """Do a part in hand and say how it ended: where it fails, why, and the run goes on; return whether it did not."""
    try:
        _again(run, claim, place)
    except (StoreFailed, StepWaits, StepChanged, TooMany) as failed:
        run.ground.shares.close(claim, state=PartState.REFUSED, refused=failed.at(place.name))
        return False
    run.ground.shares.close(claim, state=PartState.DONE)
    return True


def refuse(ground: Ground, part: Part, *, told: Sentence) -> None:
    """Say why a part is not done; raise TakenOver where another does it."""
    ground.shares.close(ground.shares.claim(part.number), state=PartState.REFUSED, refused=told)


def _again(run: Run, claim: Claim, place: Place) -> None:
    """Do a part; begin it anew where others who work on the run were in the way."""
    jobs = run.ground.jobs
    for tried in count(1):
        try:
            run.turn_to(claim.step)
            settle_part(run, claim)
            _work_through(run, claim, place)
        except StoreBusyElsewhere:
            if jobs is None or tried == TRIES:
                raise
            jobs.wait()
        else:
            return


def _work_through(run: Run, claim: Claim, place: Place) -> None:
    if place.files:
        erase_dated(run, claim, files=place.files)
        return
    tables, attempts = frozenset(place.tables), count()
    run.agenda.wait_for(run.left, tables=tables)
    while not all(_are_done(run, deed, claim=claim, attempts=attempts) for deed in run.agenda.on(tables)):
        run.hear()


def _are_done(run: Run, deed: Together, *, claim: Claim, attempts: Iterator[int]) -> bool:
    """Do the batches of tables that are worked on together; return whether no hold was placed before the last one."""
    mark, works = deed
    session = run.sessions[run.ground.layout.store_of(works[0].table)]
    bequests = run.agenda.across.bequests(work.table for work in works)
    if claim.bounds and not may_be_divided(run.ground.layout, deed, hands_on=bool(bequests)):
        raise StepChanged
    session.prepare((mark, *works, *bequests))
    stuck: list[StoreFailed] = []
    for batch in session.batches(mark, works, within=claim.bounds):
        with run.ground.holds.steady() as newest:
            if newest != run.agenda.newest:
                return False
            try:
                carry_out_batch(run, session, batch, works=works, intent=(claim, next(attempts)))
            except StoreFailed as failed:
                of_files = failed.store in run.ground.files and not isinstance(failed, StoreUnreachable)
                batch.is_stuck = of_files and len(stuck) < STUCK_AT_MOST
                if not batch.is_stuck:
                    raise
                stuck.append(failed)
        run.ground.told(works[0].table, run.done)
    if stuck:
        raise stuck[-1]
    return True
