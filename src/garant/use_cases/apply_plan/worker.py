"""One who takes the jobs of a shared run: what was opened and derived for one job serves the next (design §10)."""

from contextlib import ExitStack, suppress
from threading import Semaphore

from garant.documents import plan_files
from garant.evidence.failures import RunHalted, TakenOver
from garant.evidence.runs import Claim, Job, PartNumber, RunNumber
from garant.planning.approval.allowance import allowance
from garant.planning.plan import Plan
from garant.use_cases.apply_plan.leading import lead
from garant.use_cases.apply_plan.parts import finish_part
from garant.use_cases.apply_plan.sessions import Sessions
from garant.use_cases.apply_plan.under_way import Ground, Run, agenda_of

Hand = tuple[Run, Sessions]
"""A run as one thread works on it, and what it has opened."""


class Worker:
    """Takes the jobs of one run, on as many threads as there are; each job has sessions of its own."""

    def __init__(self, ground: Ground, number: RunNumber, *, at_once: int = 1) -> None:
        """Read once what the run carries out, and where; do so many parts at once, and let others that come wait."""
        self.ground, self.number = ground, number
        self._free = Semaphore(at_once)
        self._plan = plan_of(ground, number)
        self._places = ground.shares.progress(number).run.places
        self._idle: list[Hand] = []

    def take(self, job: Job) -> None:
        """Do a job: lead the run, or do a part of it; one that somebody else has done does nothing."""
        with suppress(RunHalted, TakenOver):
            if job.leads:
                self._lead()
            else:
                with self._free:
                    self._take_part(self.ground.shares.claim(PartNumber(job.part)))

    def close(self) -> None:
        """Let go of what is open."""
        while self._idle:
            self._idle.pop()[1].close()

    def _lead(self) -> None:
        if self.ground.shares.progress(self.number).finished is None:
            with Sessions(self.ground) as sessions:
                run = self._run(sessions)
                run.prepare()
                lead(run)

    def _take_part(self, claim: Claim) -> None:
        run, sessions = self._in_hand(claim.step)
        with ExitStack() as failing:
            failing.push(sessions)
            if finish_part(run, claim, self._places[claim.step]):
                failing.pop_all()
                self._idle.append((run, sessions))

    def _in_hand(self, step: int) -> Hand:
        """Return a run that no other thread works on, whose stores answer."""
        while self._idle:
            with suppress(IndexError):  # another thread was quicker
                run, sessions = self._idle.pop()
                if sessions.answer:
                    return run, sessions
                sessions.close()
        sessions = Sessions(self.ground)
        run = self._run(sessions)
        run.heard = step
        return run, sessions

    def _run(self, sessions: Sessions) -> Run:
        agenda = agenda_of(self.ground, self._plan)
        return Run(
            ground=self.ground,
            agenda=agenda,
            sessions=sessions,
            allowance=allowance(self._plan),
            number=self.number,
        )


def plan_of(ground: Ground, run: RunNumber) -> Plan:
    """Return the plan that a shared run carries out, as it was approved."""
    return plan_files.read(ground.shares.progress(run).run.plan_text, file="")
