"""The queue of jobs on DBOS Transact: it carries numbers alone, and what is true lies in our own tables (design §10).

A dead worker's jobs are not recovered by the library itself: each worker says every second that it is alive, and
whoever lives resumes the jobs of those that were not heard of.
"""

import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import Context
from datetime import timedelta
from pathlib import Path
from socket import gethostname
from uuid import uuid4

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID, error

from garant.adapters.sql.engine import durable, server
from garant.evidence.failures import StateFailure
from garant.evidence.runs import Job
from garant.ports import Shares

PROTOCOL = "1"
"""Moves only when the order of what a job does moves: workers take no jobs of another protocol."""

BEAT, DEAD_AFTER = 1.0, timedelta(seconds=5)
MOMENT = 0.1
_LEADING, _PARTS = "garant-leading", "garant-parts"
_LIVING = frozenset(("ENQUEUED", "DELAYED", "PENDING"))
_SCHEMA = "garant_jobs"

_take: Callable[[Job], None] | None = None
_active = 0
_counting = threading.Lock()


def _job(run: int, part: int, queued: int) -> None:
    """Take a job; what goes wrong is told without its words, which may hold values, and the job is queued again."""
    global _active  # noqa: PLW0603 - the library calls one function a process
    with _counting:
        _active += 1
    try:
        if _take is not None:
            # Outside of the library's own context: what a leader asks of the queue is asked anew after a crash, and
            # never replayed.
            Context().run(_take, Job(run, part, queued))
    except Exception as failed:  # noqa: BLE001 - nothing of it may reach the tables of the queue
        _tell(failed)
    finally:
        with _counting:
            _active -= 1


def _tell(failed: Exception) -> None:
    where = "".join(traceback.format_tb(failed.__traceback__)[-3:])
    sys.stderr.write(f"garant: {type(failed).__name__}\n{where}")


class DbosJobs:
    """The port `Jobs` for one run, in one process of those that work on it."""

    def __init__(self, name: str, *, shares: Shares, threads: int, worker: str | None = None) -> None:
        """Take the name of the run, which its jobs begin with, and how many of them this process does at once."""
        self.worker = worker or f"{gethostname()}-{os.getpid()}-{uuid4().hex[:12]}"
        self._name, self._shares, self._threads = name, shares, threads
        self._ended = threading.Event()

    @contextmanager
    def taking(self, take: Callable[[Job], None], *, state: Path, address: str | None) -> Iterator["DbosJobs"]:
        """Take jobs until the end, and let go of them when those in hand are done."""
        global _take  # noqa: PLW0603 - the library calls one function a process
        _take = take
        self._launch(state, address)
        self._shares.hear(self.worker)
        watching = threading.Thread(target=self._watch, name="garant-watch", daemon=True)
        watching.start()
        try:
            yield self
            while _active:
                self.wait()
        finally:
            self._ended.set()
            watching.join()
            self._leave()

    def _launch(self, state: Path, address: str | None) -> None:
        config: DBOSConfig = {
            "name": "garant",
            "application_version": PROTOCOL,
            "executor_id": self.worker,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "CRITICAL",
            "enable_otlp": False,
            "dbos_system_schema": _SCHEMA,
        }
        if address:
            config["system_database_url"] = server(address)
        else:
            file = state / "jobs.sqlite3"
            file.touch(mode=0o600, exist_ok=True)
            config |= {"system_database_url": f"sqlite:///{file}", "system_database_engine": durable(file)}
        DBOS(config=config)
        self._workflow = DBOS.workflow(name="garant-job", max_recovery_attempts=None)(_job)
        DBOS.launch()
        for queue, threads in ((_LEADING, 1), (_PARTS, self._threads)):
            DBOS.register_queue(
                queue, worker_concurrency=threads, polling_interval_sec=MOMENT, on_conflict="always_update"
            )

    def _leave(self) -> None:
        global _take  # noqa: PLW0603 - the library calls one function a process
        DBOS.destroy(destroy_registry=True)
        _take = None

    def add(self, job: Job) -> None:
        """Put a job into the queue; a second time does nothing."""
        with SetWorkflowID(self._id(job)):
            DBOS.enqueue_workflow(_LEADING if job.leads else _PARTS, self._workflow, *job)

    def lost(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Return those of these jobs that are neither in the queue nor in anybody's hands."""
        named = {self._id(job): job for job in jobs}
        if not named:
            return ()
        found = DBOS.list_workflows(workflow_ids=list(named), load_input=False, load_output=False)
        living = {one.workflow_id for one in found if one.status in _LIVING}
        return [job for name, job in named.items() if name not in living]

    def forget(self) -> None:
        """Remove the jobs of the run from the queue's tables, once it has ended."""
        found = DBOS.list_workflows(workflow_id_prefix=f"{self._name}-", load_input=False, load_output=False)
        DBOS.delete_workflows([one.workflow_id for one in found])

    def wait(self) -> None:
        """Let a moment pass, in which others work."""
        self._ended.wait(MOMENT)

    def _id(self, job: Job) -> str:
        return f"{self._name}-{job.part}-{job.queued}"

    def _watch(self) -> None:
        """Say that this worker is alive, and resume the jobs of those that were not heard of."""
        while not self._ended.wait(BEAT):
            # Where our own store or the queue does not answer now, the next beat may find it.
            with suppress(StateFailure, error.DBOSException):
                self._shares.hear(self.worker)
                self.resume_those_of(self._shares.alive(within=DEAD_AFTER))
        with suppress(StateFailure):
            self._shares.leave(self.worker)

    def resume_those_of(self, alive: frozenset[str]) -> None:
        """Resume the jobs that are in the hands of workers not among these."""
        found = DBOS.list_workflows(status="PENDING", queue_name=[_LEADING, _PARTS], load_input=False)
        dead: Mapping[str, list[str]] = {_LEADING: [], _PARTS: []}
        for one in found:
            if one.executor_id not in alive:
                dead[one.queue_name or _PARTS].append(one.workflow_id)
        for queue, names in dead.items():
            if names:
                DBOS.resume_workflows(names, queue_name=queue)
