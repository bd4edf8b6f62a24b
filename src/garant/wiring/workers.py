"""Builds what workers need: processes that share one run, on one machine or on many (design §10)."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

from garant import wiring
from garant.evidence.failures import OtherFolder, RunGivenUp, StoreBusy, StoreNotWritable, UnknownInStore
from garant.evidence.runs import Applied, BatchNumber, Job, RunNumber, RunProgress, Wish
from garant.planning.approval.admission import Refusal
from garant.planning.archiving.derived import as_written
from garant.planning.plan import Plan, digests
from garant.planning.sharing.unattended import is_night, why_attended
from garant.policy.model import Policy
from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence
from garant.use_cases.apply_plan import Ground, Worker, close_killed, done_by, plan_of, start_shared, work_on
from garant.wiring import applying

Watched = Callable[[RunProgress], None]
"""Told how far a run has come."""


@dataclass(frozen=True, kw_only=True)
class Night:
    """What became of a night: nothing was due, or why the plan waits for a person, or what was done."""

    file: Path | None = None
    plan: Plan | None = None
    policy: Policy | None = None
    why: Sentence | None = None
    applied: Applied | None = None


def apply_shared(
    plan: Plan, *, approved_by: str | None, watched: Watched, workers: int
) -> tuple[Refusal | None, Applied | None]:
    """Carry out a plan with so many workers, and those that join; return why not, or what was done.

    A run is shared from its beginning to its end, whoever comes and goes.
    """
    from garant.documents.plan_files import digest

    with applying.begun(plan, approved_by=approved_by, told=_quiet) as found:
        if isinstance(found, Refusal):
            return found, None
        number = start_shared(found.ground, plan, digest=digest(plan), approved_by=approved_by)
        found.share()
        if not workers:
            return None, done_by(found.ground, number)
        here = _Here(folder=Path(plan.folder), state=found.state, watched=watched, workers=workers)
        return None, here.work_on(found.ground, number)


def night(folder: Path, *, out: Path | None, watched: Watched, workers: int) -> Night:
    """Plan today, and apply the plan where the policy lets it run with nobody there; else leave it to be read."""
    from garant.documents import plan_files

    opened = wiring.open_folder(folder)
    plan = wiring.make_plan(opened, on=None, progress=lambda *_: None)
    if plan.is_empty:
        return Night()
    policy = opened.reading.policy
    assert policy is not None  # a plan was made by it
    file = out or folder.resolve() / ".garant" / "night.plan"
    try:
        file.write_text(plan_files.as_json(plan), encoding="utf-8")
    except OSError:
        raise StoreNotWritable from None
    why = why_attended(policy, plan)
    if why is not None:
        return Night(file=file, plan=plan, policy=policy, why=why)
    refused, applied = apply_shared(plan, approved_by=None, watched=watched, workers=workers)
    why = refused.sentence if refused else None
    return Night(file=file, plan=plan, policy=policy, why=why, applied=applied)


def night_is_due(folder: Path, at: time) -> bool:
    """Return whether it is the hour of the night, and no other worker has it; then it is this one's."""
    opened = wiring.open_folder(folder)
    policy = opened.reading.policy
    now = wiring.now().astimezone(ZoneInfo(policy.organisation.time_zone if policy else "Europe/Paris"))
    return is_night(now, at) and wiring.state_of(opened).shares.take_night(now.date())


def work(folder: Path, *, watched: Watched, run: int | None, idle: Callable[[], bool]) -> None:
    """Join the run of a folder that is shared, and the next, until there is none left to wait for."""
    state = wiring.open_state(folder)
    while True:
        shared = state.shares.shared()
        if shared is not None and run in (None, int(shared.number)):
            with suppress(StoreBusy), state.ownership.together():
                _Here(folder=folder, state=state, watched=watched).join(shared.number)
        elif run is not None or not idle():
            return


def resume(folder: Path, number: int, *, watched: Watched, workers: int) -> Applied:
    """Let a paused run go on, and work on it until it has ended."""
    state = wiring.open_state(folder)
    state.shares.wish(RunNumber(number), Wish.GO_ON)
    shared = state.shares.shared()
    if shared is None or shared.number != number:
        raise UnknownInStore
    with state.ownership.together():
        return _Here(folder=folder, state=state, watched=watched, workers=workers).join(shared.number)


def pause(folder: Path, number: int) -> None:
    """Have a run stop after the batches in flight."""
    wiring.state_of(wiring.open_folder(folder)).shares.wish(RunNumber(number), Wish.PAUSE)


def cancel(folder: Path, number: int) -> bool:
    """Have a run end after the batches in flight; return whether it has ended, for nobody was working on it."""
    opened = wiring.open_folder(folder)
    layout, _, state = wiring.at_home(opened)
    state.shares.wish(RunNumber(number), Wish.CANCEL)
    with suppress(StoreBusy), state.ownership.alone(since=wiring.now(), who="garant cancel"):
        run = state.shares.progress(RunNumber(number)).run
        ground = applying.ground_of(opened, layout, state, on=run.on, told=_quiet)
        close_killed(ground)
        wiring.sign(state, opened.databases)
        return True
    return False


def runs(folder: Path, *, last: int) -> Sequence[RunProgress]:
    """Return the last runs of a folder, the newest first."""
    return wiring.open_state(folder).shares.runs(last=last)


@dataclass(frozen=True, kw_only=True)
class _Here:
    """This process, where it works on a run of a folder, with others beside it that it begins."""

    folder: Path
    state: wiring.State
    watched: Watched
    workers: int = 1

    def join(self, number: RunNumber) -> Applied:
        """Work on a run that somebody else began; raise OtherFolder where it was begun with another folder."""
        opened = wiring.open_folder(self.folder)
        layout, _, state = wiring.at_home(opened)
        on, told = state.shares.progress(number).run.on, _quiet
        sealed = next((one for one in state.capsules.runs() if one.number == number), None)
        ground = applying.ground_of(opened, layout, state, on=on, told=told)
        ground = applying.sealing(ground, state, until=sealed.until if sealed else None)
        if sealed is not None:
            # Raises RunKeyGone on a machine that has not the keys.
            state.capsules.of_batch(number, BatchNumber(0))
        was, now = plan_of(ground, number).digests, digests(as_written(layout), opened.identities, log=ground.origin)
        if replace(was, schemas={}) != replace(now, schemas={}):
            raise OtherFolder
        return self.work_on(ground, number)

    def work_on(self, ground: Ground, number: RunNumber) -> Applied:
        """Take jobs of a run until it has ended, and return what it has done."""
        from garant.adapters.jobs import DbosJobs

        address = wiring.environment_of(self.folder).get("GARANT_DATABASE_URL")
        started, shares = self.state.shares.progress(number).run.started, self.state.shares
        # On a file one process takes all jobs; on a server each takes one at a time, and there may be many.
        at_once = 1 if address else self.workers
        # One more waits here for a free hand, so that no hand waits for the queue.
        jobs = DbosJobs(f"{started:%Y%m%dT%H%M%S}-{number}", shares=shares, threads=at_once + 1)
        shared, troubles = replace(ground, jobs=jobs), list[Failure]()
        worker = Worker(shared, number, at_once=at_once)
        taking = jobs.taking(self._taking(worker, troubles), state=self.folder.resolve() / ".garant", address=address)
        with closing(worker), _beside(self.folder, self.workers - 1 if address else 0, run=number), taking:
            if not work_on(shared, number, watched=self.watched):
                raise troubles[-1] if troubles else RunGivenUp()
            if shares.progress(number).finished is not None:
                jobs.forget()
        return done_by(ground, number)

    def _taking(self, worker: Worker, troubles: list[Failure]) -> Callable[[Job], None]:
        def take(job: Job) -> None:
            try:
                worker.take(job)
                if job.leads and self.state.shares.progress(worker.number).finished is not None:
                    wiring.sign(self.state, worker.ground.databases)
            except Failure as failed:
                troubles.append(failed)
            finally:
                self.state.ownership.close()

        return take


@contextmanager
def _beside(folder: Path, count: int, *, run: RunNumber) -> Iterator[None]:
    """Have so many processes beside this one work on a run, and wait for them at the end."""
    words = [sys.executable, "-m", "garant", "work", str(folder), "--run", str(int(run))]
    beside = [
        subprocess.Popen(words, stdout=subprocess.DEVNULL)  # noqa: S603 - this program, again
        for _ in range(count)
    ]
    try:
        yield
    finally:
        for process in beside:
            process.wait()


def _quiet(_table: str, _count: int) -> None:
    """Say nothing: whoever watches is told from our own store."""
