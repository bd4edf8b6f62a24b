"""Leads a run step by step: cuts what may be divided, hands it out, waits for it, and ends the run (design §10).

Everything is read from our own store, so that another may lead from any instant on, and two do no harm.
"""

from collections.abc import Sequence
from contextlib import suppress
from itertools import count

from garant.evidence.failures import BatchesOpen, RunHalted, UnknownInStore
from garant.evidence.records import RecordKind
from garant.evidence.runs import Claim, Job, Part, PartState, Place, StepState, Wish
from garant.planning.sharing.dividing import may_be_divided
from garant.planning.terrain.failures import StepWaits, StoreFailed
from garant.policy.speech.sentences import Sentence
from garant.use_cases.apply_plan.parts import finish_part, refuse
from garant.use_cases.apply_plan.settling import settle_run
from garant.use_cases.apply_plan.under_way import Run

LOOKS_FOR_THE_LOST = 10
"""At which of its looks a leader asks the queue, too."""

MOST_TIMES = 50
"""How often a part is queued before it is refused."""

_GIVEN_UP = Sentence("des exécutants y ont échoué {times} fois", "workers failed at it {times} times")


def lead(run: Run) -> None:
    """Do what is left of a run, in its order; raise RunHalted where it is paused."""
    shared = run.ground.shares.progress(run.number)
    try:
        for step, (place, state) in enumerate(zip(shared.run.places, shared.steps, strict=True)):
            if state is StepState.REFUSED:
                run.left |= set(place.tables)
            elif state is not StepState.DONE:
                _step(run, step, place)
    except RunHalted:
        if run.ground.shares.progress(run.number).wish is not Wish.CANCEL:
            raise
    finish(run)


def _step(run: Run, step: int, place: Place) -> None:
    journal, shares = run.ground.journal, run.ground.shares
    journal.set_step(run.number, step, state=StepState.BEGUN)
    if not shares.parts(run.number, step):
        shares.cut(run.number, step, bounds=_bounds(run, place))
    parts = shares.parts(run.number, step)
    if len(parts) > 1:
        _hand_out(run, step, place)
    elif parts[0].state is PartState.WAITING:
        finish_part(run, shares.claim(parts[0].number), place)
    refused = any(part.state is PartState.REFUSED for part in shares.parts(run.number, step))
    run.left |= set(place.tables) if refused else set()
    journal.set_step(run.number, step, state=StepState.REFUSED if refused else StepState.DONE)


def whole(run: Run, step: int) -> Claim:
    """Take a step in hand that is not cut."""
    shares = run.ground.shares
    shares.cut(run.number, step, bounds=("",))
    return shares.claim(shares.parts(run.number, step)[0].number)


def _bounds(run: Run, place: Place) -> Sequence[str]:
    """Return into which parts a step is cut: one, where it is not shared, or may not be divided."""
    if run.ground.jobs is None:
        return ("",)
    tables = frozenset(place.tables)
    with suppress(StoreFailed, StepWaits):
        # Others may have remembered events since.
        run.hear()
        deeds = [deed for deed in run.agenda.on(tables) if deed[1]]
        if len(deeds) != 1 or len(deeds[0][1]) != 1:
            return ("",)
        work = deeds[0][1][0]
        hands_on = bool(run.agenda.across.bequests([work.table]))
        run.agenda.wait_for(run.left, tables=tables)
        if may_be_divided(run.ground.layout, deeds[0], hands_on=hands_on):
            return run.sessions[run.ground.layout.store_of(work.table)].cut(work, rows=run.ground.rows_of_a_part)
    return ("",)


def _hand_out(run: Run, step: int, place: Place) -> None:
    """Queue the parts of a step, and again those that were lost, until all are closed."""
    shares, jobs = run.ground.shares, run.ground.jobs
    assert jobs is not None  # only what is shared is divided
    for look in count():
        seen = shares.progress(run.number)
        waiting = [part for part in seen.parts if part.step == step and part.state is PartState.WAITING]
        if not waiting:
            return
        if seen.wish is not Wish.GO_ON:
            raise RunHalted
        run.ground.told(place.name, sum(seen.counts.values()))
        _queue(run, waiting, place=place, also_lost=look % LOOKS_FOR_THE_LOST == 0)
        jobs.wait()


def _queue(run: Run, waiting: Sequence[Part], *, place: Place, also_lost: bool) -> None:
    """Queue parts that were not queued yet and, if they are looked for, those that were lost."""
    shares, jobs = run.ground.shares, run.ground.jobs
    assert jobs is not None  # only what is shared is divided
    queued = {Job(int(run.number), int(part.number), part.queued): part for part in waiting}
    lost = set(jobs.lost([job for job in queued if job.queued])) if also_lost else set()
    for job, part in queued.items():
        if part.queued > MOST_TIMES:
            refused = Sentence(*(f"{place.name} : {said}" for said in _GIVEN_UP.filled({"times": MOST_TIMES})))
            refuse(run.ground, part, told=refused)
        elif (not job.queued or job in lost) and shares.queue_again(part):
            jobs.add(job._replace(queued=job.queued + 1))


def finish(run: Run) -> None:
    """Close a run whose batches are all accounted for; where a store fell silent, the next run asks it."""
    ground = run.ground
    if ground.jobs is not None:
        settle_run(run)
    done = ground.shares.progress(run.number)
    kind = RecordKind.RUN_STOPPED if done.refused or done.wish is Wish.CANCEL else RecordKind.RUN_FINISHED
    facts = {deed.name: count for deed, count in done.counts.items()}
    try:
        ground.journal.finish_run(run.number, ground.now(), record=run.record(kind, facts))
    except (BatchesOpen, UnknownInStore):
        return
    for session in run.sessions.values():
        session.finish(int(run.number))
