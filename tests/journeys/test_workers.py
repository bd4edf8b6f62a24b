"""Several processes share a run, are killed or stopped at any instant, and others take over: nothing is done twice."""

import os
import random  # noqa: TID251 - the instants of the kills, from a seed
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest

from tests.adapters.stores import postgres_address
from tests.databases import fresh_database
from tests.journeys.school import ON, School, school
from tests.journeys.test_killed import confirmed, fill, gone

PATIENCE = 240.0
STOPPED_FOR = 7.0
"""Longer than a worker may be silent before others take its jobs."""


@dataclass
class Crew:
    """Processes of `garant work` that share the run of a school."""

    here: School
    chance: random.Random = field(default_factory=random.Random)
    working: list[subprocess.Popen[str]] = field(default_factory=list)
    stopped: list[tuple[float, subprocess.Popen[str]]] = field(default_factory=list)

    def join(self, *said: str) -> None:
        """Begin one more process, which works on the run if nothing else is said."""
        words = [sys.executable, "-m", "garant", *(said or ("work", str(self.here.folder), "--run", "1"))]
        environment = {**os.environ, **self.here.environment}  # noqa: TID251
        self.working.append(
            subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        )

    def kill_one(self) -> None:
        """Kill one of them, at whatever it is."""
        one = self.working.pop(self.chance.randrange(len(self.working)))
        one.send_signal(signal.SIGKILL)
        one.communicate()

    def stop_one(self) -> None:
        """Stop one of them, to be woken when others have taken its jobs."""
        one = self.chance.choice(self.working)
        one.send_signal(signal.SIGSTOP)
        self.stopped.append((time.monotonic() + STOPPED_FOR, one))  # noqa: TID251

    def wake(self, *, all_of_them: bool = False) -> None:
        """Wake those that were stopped for long enough."""
        for until, one in list(self.stopped):
            if all_of_them or time.monotonic() >= until:  # noqa: TID251
                one.send_signal(signal.SIGCONT)
                self.stopped.remove((until, one))

    def end(self) -> list[str]:
        """Wait for all, and return what they said went wrong."""
        self.wake(all_of_them=True)
        return [one.communicate(timeout=PATIENCE)[1] for one in self.working]


@contextmanager
def shared_school(kind: str, *, rows_of_a_part: int = 100) -> Iterator[School]:
    """Give a school whose own state lies on a server, and whose runs are cut into small parts."""
    with ExitStack() as stack:
        here = stack.enter_context(school(kind, rows=False))
        own = stack.enter_context(fresh_database("postgres"))
        here.environment = {
            "GARANT_DATABASE_URL": postgres_address(own),
            "GARANT_PART_ROWS": str(rows_of_a_part),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        yield here


def state_of(here: School) -> str:
    said = here.garant("runs", here.folder, "--json", "--last", "1").output
    return str(next(word for word in ("finished", "refused", "paused", "cancelled", "open") if f'"{word}"' in said))


def disturb_and_finish(here: School, *, seed: int, workers: int, disturbances: int) -> None:
    """Kill and stop workers at random instants; what is left and what the evidence says must be as never disturbed."""
    with school("sqlite", rows=False) as alone:
        fill(alone)
        alone.plan()
        assert alone.apply().exit_code == 0
        expected = alone.rows()
    fill(here)
    assert here.plan().exit_code == 0
    before = here.rows()
    assert here.apply("--workers", "0").exit_code == 0

    crew = Crew(here, random.Random(seed))
    for _ in range(workers):
        crew.join()
    begun = time.monotonic()  # noqa: TID251
    while (state := state_of(here)) == "open":
        assert time.monotonic() - begun < PATIENCE, "the run does not come to its end"  # noqa: TID251
        time.sleep(crew.chance.uniform(0.5, 3.0))
        crew.wake()
        if disturbances and any(one.poll() is None for one in crew.working):
            disturbances -= 1
            if crew.chance.random() < 0.5 and not crew.stopped:
                crew.stop_one()
            else:
                crew.kill_one()
                crew.join()
        between = here.rows()
        assert all(set(expected[name]) <= set(rows) for name, rows in between.items())
    said = crew.end()

    assert state == "finished", said
    left = here.rows()
    assert left == expected
    assert confirmed(here) == gone(before, left)
    assert "Nothing is due" in here.garant("plan", here.folder, "--on", ON).output


def test_workers_that_are_killed_and_stopped_end_a_run_as_if_never_disturbed():
    with shared_school("postgres") as here:
        disturb_and_finish(here, seed=1, workers=2, disturbances=3)


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["postgres", "mariadb", "sqlite"])
@pytest.mark.parametrize("workers", [2, 3, 4])
def test_a_hundred_disturbances_lose_nothing(kind: str, workers: int):
    for seed in range(12):
        with shared_school(kind, rows_of_a_part=60) as here:
            disturb_and_finish(here, seed=100 * workers + seed, workers=workers, disturbances=9)
