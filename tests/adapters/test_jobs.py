"""A queue carries jobs to whoever takes them: each once, and none is lost without a sign."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from garant.adapters.jobs import DEAD_AFTER, DbosJobs
from garant.evidence.runs import Job
from garant.ports import Jobs
from tests.adapters.conftest import environment_of
from tests.evidence.fakes import MemoryState
from tests.fakes import MemoryJobs

Take = Callable[[Job], None]
SECONDS = 30.0


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[Take], Jobs]]:
    with ExitStack() as stack:
        environment = {} if request.param == "memory" else stack.enter_context(environment_of(request.param))

        def queue(take: Take) -> Jobs:
            if request.param == "memory":
                return MemoryJobs(take)
            return stack.enter_context(dbos(take, tmp_path, environment.get("GARANT_DATABASE_URL")))

        yield queue


@contextmanager
def dbos(take: Take, state: Path, address: str | None = None, *, worker: str | None = None) -> Iterator[DbosJobs]:
    jobs = DbosJobs("run", shares=MemoryState().shares, threads=2, worker=worker)
    with jobs.taking(take, state=state, address=address):
        yield jobs


def until_none_is_left(jobs: Jobs, *named: Job) -> None:
    waited = 0
    while len(jobs.lost(named)) < len(named):
        jobs.wait()
        waited += 1
        assert waited < SECONDS * 10


def test_a_job_that_is_added_twice_is_taken_once(opened: Callable[[Take], Jobs]) -> None:
    taken: list[Job] = []
    jobs = opened(taken.append)
    one, other = Job(1, 1, 1), Job(1, 2, 1)

    for job in (one, other, one):
        jobs.add(job)
    until_none_is_left(jobs, one, other)
    jobs.add(one)
    jobs.wait()

    assert sorted(taken) == [one, other]


def test_a_job_is_lost_before_it_is_added_and_when_it_has_ended(opened: Callable[[Take], Jobs]) -> None:
    jobs, job = opened(lambda _: None), Job(1, 1, 1)

    assert jobs.lost([job]) == [job]
    jobs.add(job)
    until_none_is_left(jobs, job)

    assert jobs.lost([job]) == [job]
    assert not jobs.lost([])


def test_a_job_that_fails_harms_no_other_and_may_be_queued_again(opened: Callable[[Take], Jobs]) -> None:
    taken: list[Job] = []

    def fail_at_first(job: Job) -> None:
        taken.append(job)
        if job.queued == 1:
            raise RuntimeError("of alice@example.org")

    jobs = opened(fail_at_first)
    failing, again = Job(1, 1, 1), Job(1, 1, 2)

    jobs.add(failing)
    until_none_is_left(jobs, failing)
    jobs.add(again)
    until_none_is_left(jobs, again)

    assert taken == [failing, again]


def test_nothing_of_a_failure_and_nothing_but_numbers_lies_in_the_queue(tmp_path: Path) -> None:
    def fail(_job: Job) -> None:
        raise RuntimeError("of alice@example.org")

    with dbos(fail, tmp_path) as jobs:
        jobs.add(Job(1, 2, 3))
        until_none_is_left(jobs, Job(1, 2, 3))

    with closing(sqlite3.connect(tmp_path / "jobs.sqlite3")) as connection:
        inputs = connection.execute("SELECT inputs FROM workflow_input").fetchall()
        outputs = connection.execute("SELECT output, error FROM workflow_output").fetchall()
        mode = connection.execute("PRAGMA journal_mode").fetchone()
    assert [json.loads(said) for (said,) in inputs] == [{"positionalArgs": [1, 2, 3], "namedArgs": {}}]
    assert outputs == [("null", None)]
    assert mode == ("wal",)
    assert all(b"alice" not in file.read_bytes() for file in tmp_path.glob("jobs.sqlite3*"))


def test_the_jobs_of_a_worker_that_is_not_heard_of_are_taken_by_another(tmp_path: Path) -> None:
    stopped, taken = threading.Event(), list[str]()

    def stop(_job: Job) -> None:
        taken.append("first")
        stopped.wait(SECONDS if len(taken) == 1 else 0)

    with dbos(stop, tmp_path, worker="first") as jobs:
        jobs.add(Job(1, 1, 1))
        while not taken:
            jobs.wait()
        jobs.resume_those_of(frozenset(("second",)))
        while len(taken) < 2:
            jobs.wait()
        stopped.set()

    assert taken == ["first", "first"]
    assert DEAD_AFTER.total_seconds() <= 10


def test_a_finished_runs_jobs_are_forgotten(tmp_path: Path) -> None:
    with dbos(lambda _: None, tmp_path) as jobs:
        jobs.add(Job(1, 1, 1))
        until_none_is_left(jobs, Job(1, 1, 1))
        jobs.forget()

    with closing(sqlite3.connect(tmp_path / "jobs.sqlite3")) as connection:
        assert connection.execute("SELECT COUNT(*) FROM workflow_status").fetchone() == (0,)
