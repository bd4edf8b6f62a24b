"""A process among those that work on one run: sees to it that somebody leads, and stays until the run has ended."""

from collections.abc import Callable

from garant.evidence.runs import Job, RunNumber, RunProgress, StepState, Wish
from garant.use_cases.apply_plan.under_way import Ground

MOMENTS_AT_MOST = 10
"""How many moments pass at most between two looks at a run: few at first, since many runs are short."""

LEADS_AT_MOST = 5
"""How often nobody could lead the run on before a process gives it up."""


def work_on(ground: Ground, number: RunNumber, *, watched: Callable[[RunProgress], None]) -> bool:
    """Work on a run with others until it is finished or halted; return whether it did not have to be given up."""
    jobs = ground.jobs
    assert jobs is not None  # only a shared run is worked on
    leading, steps, moments = Job(int(number), 0, 1), 0, 1
    while True:
        run = ground.shares.progress(number)
        watched(run)
        if run.finished is not None or run.wish is Wish.PAUSE:
            return True
        jobs.add(leading)
        if jobs.lost([leading]):
            done = sum(state in (StepState.DONE, StepState.REFUSED) for state in run.steps)
            if leading.queued >= LEADS_AT_MOST and done == steps:
                return False
            leading, steps = leading._replace(queued=leading.queued + 1), done
        for _ in range(moments):
            jobs.wait()
        moments = min(moments + 1, MOMENTS_AT_MOST)
