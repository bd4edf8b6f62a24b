"""A run is led by one and done by many: parts are handed out, lost ones queued again, and its end is the same."""

from dataclasses import replace

import pytest

from garant.evidence.failures import RunHalted
from garant.evidence.records import RecordKind
from garant.evidence.runs import BatchIntent, BatchOutcome, Deed, Job, PartState, RunNumber, StepState, Wish
from garant.planning.approval.allowance import allowance
from garant.planning.terrain.failures import StoreBusyElsewhere, StoreUnreachable
from garant.planning.terrain.layout import Layout
from garant.policy.reading import read
from garant.use_cases.apply_plan import Ground, Worker, done_by, start_shared, work_on
from garant.use_cases.apply_plan.under_way import Run, agenda_of
from tests.evidence.fakes import MemoryState
from tests.fakes import FakeBatch, FakeDatabase, FakeRun, MemoryJobs
from tests.planning.seen import schemas
from tests.use_cases.school import TEXT as SCHOOL
from tests.use_cases.test_apply_plan import NOON, kinds
from tests.use_cases.test_apply_plan import PLAN as PUPILS

TEXT = SCHOOL.replace("categories: {", "categories: {letters: {fr: lettres}, ")
TEXT = TEXT.replace("events: {", "events: {sent: {fr: l'envoi}, ", 1)
TEXT = TEXT.replace(
    "stores:",
    """  letters:
    purpose: {fr: écrire}
    basis: contract
    subjects: [pupil]
    categories: [letters]
    retention: [{keep: P2Y, from: sent, because: règlement intérieur}]
stores:""",
)
TEXT += """  school.letters:
    used for: [letters]
    belongs to: {to: pupil_id}
    columns: {body: letters, sent_on: none}
    events: {sent: sent_on}
"""
TABLES = {
    "pupils": {"columns": {"id": "int key", "name": "text null", "ended_on": "date null"}},
    "letters": {"columns": {"id": "int key", "pupil_id": "int -> pupils", "body": "text null", "sent_on": "date null"}},
}
SEEN = schemas({"school": {"tables": TABLES}})
ERASED = Deed("erase rows", "school.letters")
PLAN = replace(PUPILS, steps=(replace(PUPILS.steps[0], table="school.letters"),))
BOUNDS = ("to the middle", "from the middle")
LEAD = Job(1, 0, 1)


def layout() -> Layout:
    reading = read({"policy.yaml": TEXT})
    assert reading.policy is not None and reading.data_map is not None, reading.problems
    return Layout(reading.policy, reading.data_map, SEEN)


def shared(state: MemoryState, session: FakeRun, jobs: MemoryJobs) -> Ground:
    ground = Ground(
        layout=layout(),
        databases={"school": FakeDatabase(SEEN["school"], session=session)},
        journal=state.journal,
        shares=state.shares,
        jobs=jobs,
        memory=state.memory,
        holds=state.holds,
        origin="garant/test",
        now=lambda: NOON,
        told=lambda *_: None,
    )
    worker: list[Worker] = []
    jobs.take = lambda job: taken(worker, ground, job)
    return ground


def taken(worker: list[Worker], ground: Ground, job: Job) -> None:
    """Have a job done by the one worker of a test."""
    if not worker:
        worker.append(Worker(ground, RunNumber(job.run)))
    worker[0].take(job)


def session_of(*batches: FakeBatch, bounds: tuple[str, ...] = BOUNDS) -> FakeRun:
    receipts: dict[int, BatchOutcome] = {}
    for batch in batches:
        batch.receipts = receipts
    return FakeRun(made=batches, receipts=receipts, deeds=[], bounds=bounds)


def begun(ground: Ground) -> RunNumber:
    return start_shared(ground, PLAN, digest="d" * 64, approved_by="Dana")


def one(counts: dict[Deed, int] | None = None, **said) -> FakeBatch:
    return FakeBatch(counts={ERASED: 1} if counts is None else counts, deeds=[], **said)


def test_a_divided_step_is_done_part_by_part_and_the_run_finished():
    state, jobs, session = MemoryState(), MemoryJobs(), session_of(one())
    ground = shared(state, session, jobs)
    run = begun(ground)

    assert work_on(ground, run, watched=lambda _: None)

    done = done_by(ground, run)
    assert (done.counts, done.refused, done.is_finished) == ({ERASED: 2}, (), True)
    assert jobs.added[:3] == [LEAD, Job(1, 1, 1), Job(1, 2, 1)]
    assert kinds(state)[-1] is RecordKind.RUN_FINISHED
    assert [part.state for part in state.shares.progress(run).parts] == [PartState.DONE, PartState.DONE]


def test_more_than_was_approved_is_refused_whoever_does_it():
    state, jobs, session = MemoryState(), MemoryJobs(), session_of(one({ERASED: 3}))
    ground = shared(state, session, jobs)
    run = begun(ground)

    work_on(ground, run, watched=lambda _: None)

    done = done_by(ground, run)
    assert done.counts == {ERASED: 3}
    assert "more is due than was approved" in done.refused[0].en
    assert state.shares.progress(run).steps == (StepState.REFUSED,)


def test_a_part_that_somebody_lost_is_queued_again():
    state, jobs, session = MemoryState(), MemoryJobs(), session_of(one())
    ground, fallen, worker = shared(state, session, jobs), [], list[Worker]()

    def fall(job: Job) -> None:
        if job == Job(1, 1, 1):
            fallen.append(job)
            return
        taken(worker, ground, job)

    jobs.take = fall
    run = begun(ground)
    assert work_on(ground, run, watched=lambda _: None)

    assert fallen == [Job(1, 1, 1)]
    assert Job(1, 1, 2) in jobs.added
    assert done_by(ground, run).counts == {ERASED: 2}


def test_the_batch_of_a_worker_that_is_gone_is_settled_and_can_never_commit():
    state, jobs, session = MemoryState(), MemoryJobs(), session_of(one())
    ground = shared(state, session, jobs)
    run = begun(ground)
    state.shares.cut(run, 0, bounds=BOUNDS)
    claim = state.shares.claim(state.shares.parts(run, 0)[0].number)
    gone = state.journal.intend(
        BatchIntent(run=run, step=0, attempt=0, bounds='{"tables": ["school.letters"]}', claim=claim)
    )

    work_on(ground, run, watched=lambda _: None)

    assert session.claimed == [gone]
    assert done_by(ground, run).counts == {ERASED: 2}


def test_the_batch_of_a_worker_that_is_gone_is_believed_by_its_receipt():
    state, jobs, session = MemoryState(), MemoryJobs(), session_of(one({}))
    ground = shared(state, session, jobs)
    run = begun(ground)
    state.shares.cut(run, 0, bounds=BOUNDS)
    claim = state.shares.claim(state.shares.parts(run, 0)[0].number)
    gone = state.journal.intend(
        BatchIntent(run=run, step=0, attempt=0, bounds='{"tables": ["school.letters"]}', claim=claim)
    )
    session.receipts[int(gone)] = BatchOutcome(counts={ERASED: 3}, is_exact=True)

    work_on(ground, run, watched=lambda _: None)

    assert session.claimed == []
    assert done_by(ground, run).counts == {ERASED: 3}


def test_a_lock_of_another_workers_is_waited_for():
    state, jobs = MemoryState(), MemoryJobs()
    busy = one(fails=StoreBusyElsewhere("school"))
    session = session_of(busy)
    ground = shared(state, session, jobs)
    waited = jobs.wait

    def free() -> None:
        busy.fails = None
        waited()

    run = begun(ground)
    ground.shares.cut(run, 0, bounds=BOUNDS)
    jobs.wait = free  # type: ignore[method-assign]
    work_on(ground, run, watched=lambda _: None)

    assert done_by(ground, run).refused == ()


def test_a_store_that_falls_silent_is_said_once_and_the_run_comes_to_its_end():
    state, jobs = MemoryState(), MemoryJobs()
    session = session_of(one(fails=StoreUnreachable("school")))
    ground = shared(state, session, jobs)
    run = begun(ground)

    work_on(ground, run, watched=lambda _: None)

    done = done_by(ground, run)
    assert ["does not answer" in told.en for told in done.refused] == [True]
    assert kinds(state)[-1] is RecordKind.RUN_STOPPED


def test_a_run_that_is_paused_is_left_and_goes_on_later():
    state, jobs, session = MemoryState(), MemoryJobs(), session_of(one())
    ground = shared(state, session, jobs)
    run = begun(ground)
    state.shares.wish(run, Wish.PAUSE)

    assert work_on(ground, run, watched=lambda _: None)
    assert not done_by(ground, run).is_finished

    state.shares.wish(run, Wish.GO_ON)
    assert work_on(ground, run, watched=lambda _: None)
    assert done_by(ground, run).counts == {ERASED: 2}


def test_a_run_that_is_cancelled_ends_with_what_was_done():
    state, jobs, session = MemoryState(), MemoryJobs(), session_of(one())
    ground = shared(state, session, jobs)
    run = begun(ground)
    state.shares.wish(run, Wish.CANCEL)

    assert work_on(ground, run, watched=lambda _: None)

    assert done_by(ground, run).is_finished
    assert kinds(state)[-1] is RecordKind.RUN_STOPPED
    with pytest.raises(RunHalted):
        state.journal.go_on(RunNumber(int(start_again(ground))))


def start_again(ground: Ground) -> RunNumber:
    """Begin another run, and have it paused."""
    number = begun(ground)
    ground.shares.wish(number, Wish.PAUSE)
    return number


def test_a_run_that_nobody_can_lead_is_given_up():
    state, jobs, session = MemoryState(), MemoryJobs(), session_of(one())
    ground = shared(state, session, jobs)
    run = begun(ground)
    jobs.take = lambda _job: None

    assert not work_on(ground, run, watched=lambda _: None)


def test_what_was_opened_for_one_part_serves_the_next_and_is_heard_anew_at_the_next_step():
    state, jobs, session = MemoryState(), MemoryJobs(), session_of(one())
    ground = shared(state, session, jobs)
    database = ground.databases["school"]
    assert isinstance(database, FakeDatabase)
    run = begun(ground)
    opened = database.opened
    worker = Worker(ground, run)
    state.shares.cut(run, 0, bounds=BOUNDS)

    for part in state.shares.parts(run, 0):
        worker.take(Job(int(run), int(part.number), 1))

    assert database.opened == opened + 1
    assert "hear" not in session.deeds
    assert done_by(ground, run).counts == {ERASED: 2}


def test_a_session_whose_store_does_not_answer_any_more_is_not_used_again():
    state, jobs, session = MemoryState(), MemoryJobs(), session_of(one())
    ground = shared(state, session, jobs)
    database = ground.databases["school"]
    assert isinstance(database, FakeDatabase)
    run = begun(ground)
    opened = database.opened
    worker = Worker(ground, run)
    state.shares.cut(run, 0, bounds=BOUNDS)
    parts = state.shares.parts(run, 0)

    worker.take(Job(int(run), int(parts[0].number), 1))
    session.silent = True
    worker.take(Job(int(run), int(parts[1].number), 1))

    assert database.opened == opened + 2


def test_who_cannot_be_told_of_a_hold_goes_on_by_none():
    state, jobs = MemoryState(), MemoryJobs()
    session = session_of(one())
    ground = shared(state, session, jobs)
    here = Run(
        ground=ground,
        agenda=agenda_of(ground, PLAN),
        sessions={"school": session},
        allowance=allowance(PLAN),
    )
    before = here.agenda
    session.deaf = True

    with pytest.raises(StoreUnreachable):
        here.hear()

    assert here.agenda is before


def test_a_store_that_nobody_can_open_is_refused_and_the_run_comes_to_its_end():
    state, jobs, session = MemoryState(), MemoryJobs(), session_of(one())
    ground = shared(state, session, jobs)
    database = ground.databases["school"]
    assert isinstance(database, FakeDatabase)
    run = begun(ground)
    database.gone = True

    assert work_on(ground, run, watched=lambda _: None)

    done = done_by(ground, run)
    assert ["does not answer" in told.en for told in done.refused] == [True]
    assert (done.counts, done.is_finished) == ({}, True)
