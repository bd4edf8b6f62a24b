"""Thousands of disturbances in one count: processes killed, or stopped and woken, at random instants of every deed.

A process here is forked from one that has the program loaded already, so that its whole life is work; what the command
itself does from its start on is killed in the short tests beside.
"""

import json
import multiprocessing
import os
import random  # noqa: TID251 - the instants, from a seed
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, product
from pathlib import Path

import pytest

from tests.journeys.rounds import DEEDS, KINDS, Found, Round

KILLS = int(os.environ.get("GARANT_SOAK_KILLS", "1000"))  # noqa: TID251
FIRST = int(os.environ.get("GARANT_SOAK_SEED", "0"))  # noqa: TID251
A_ROUND = 8
STOPS = 0.2
"""How many of the disturbances stop a process and wake it, instead of killing it."""
PATIENCE = 600.0
FIGURES = Path("build/kills.json")
_FORKED = multiprocessing.get_context("forkserver")
_FORKED.set_forkserver_preload(["tests.journeys.loaded"])


def command(words: tuple[str, ...], environment: dict[str, str], said: str) -> None:
    """Be a `garant` of small batches; what it says goes into a file."""
    from garant.adapters.sql.deeds import batches
    from garant.cli import main

    with Path(said).open("w") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    os.environ.update(environment)  # noqa: TID251
    batches.MOST = 20
    batches.Pace.__init__.__defaults__ = (20,)
    main(list(words))


@dataclass
class Tally:
    """What was done to one deed on one kind of stores, and what was found."""

    rounds: int = 0
    killed: int = 0
    stopped: int = 0
    found: Found = field(default_factory=Found)


@dataclass
class Soak:
    """Disturbs rounds until there were enough."""

    chance: random.Random
    lasts: dict[str, float] = field(default_factory=lambda: defaultdict(lambda: 1.0))
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    @property
    def disturbed(self) -> int:
        """Return how often anything was disturbed."""
        return sum(tally.killed + tally.stopped for tally in self.tallies.values())

    def one(self, deed: str, kind: str) -> None:
        """Disturb one round, and count what is wrong at its end."""
        name = f"{deed} on {kind}"
        with DEEDS[deed](kind) as found:
            tally = self.tallies[name]
            tally.rounds += 1
            for turn in range(A_ROUND + 1):
                if self._ran(found, tally, name, undisturbed=turn == A_ROUND):
                    break
                tally.found.add(Found(over_erased=found.lost_now()))
            tally.found.add(found.at_the_end())

    def _ran(self, found: Round, tally: Tally, name: str, *, undisturbed: bool) -> bool:
        """Run the command, disturbed at an instant or not; return whether it came to its end."""
        said = found.here.folder / "said.txt"
        run = _FORKED.Process(target=command, args=(found.words, found.here.environment, str(said)))
        began = time.monotonic()  # noqa: TID251
        is_done = False
        run.start()
        run.join(PATIENCE if undisturbed else self.chance.uniform(0.0, 0.6 * self.lasts[name]))
        if run.is_alive() and run.pid is not None and not undisturbed:
            if self.chance.random() >= STOPS:
                run.kill()
                run.join()
                tally.killed += 1
                return False
            is_done = self._stop(found, tally, run.pid)
            run.join(PATIENCE)
        else:
            self.lasts[name] = max(self.lasts[name], time.monotonic() - began)  # noqa: TID251
        assert not run.is_alive(), f"{name}: hangs"
        if run.exitcode and not is_done:
            tally.found.other.append(f"{name}: ended with {run.exitcode}: {said.read_text()}")
        return True

    def _stop(self, found: Round, tally: Tally, pid: int) -> bool:
        """Stop a process for a while, in which somebody else may try the same; return whether they have done it.

        Where the process had begun, whoever else tries is told so; where it had not, it finds nothing left to do.
        """
        is_done = False
        os.kill(pid, signal.SIGSTOP)
        tally.stopped += 1
        try:
            if self.chance.random() < 0.5:
                other = found.here.garant(*found.words)
                is_done = other.exit_code == 0
                if other.exit_code not in (0, 2):
                    tally.found.other.append(f"a second one ended with {other.exit_code}: {other.output}")
            time.sleep(self.chance.uniform(0.0, 1.0))
        finally:
            os.kill(pid, signal.SIGCONT)
        return is_done

    def tell(self) -> None:
        """Write the figures, and one line of them to whoever watches."""
        figures = {name: {**vars(tally), "found": vars(tally.found)} for name, tally in sorted(self.tallies.items())}
        FIGURES.parent.mkdir(exist_ok=True)
        FIGURES.write_text(json.dumps(figures, indent=1))
        wrong = ", ".join(self.wrong())
        sys.stderr.write(f"\rdisturbed {self.disturbed} times; wrong: {wrong or 'nothing'}   ")
        sys.stderr.flush()

    def wrong(self) -> dict[str, Found]:
        """Return what was found wrong, by deed and kind of stores."""
        return {name: tally.found for name, tally in self.tallies.items() if not tally.found.is_nothing}


def disturb(times: int, *, seed: int, kinds: tuple[str, ...]) -> Iterator[Soak]:
    """Disturb every deed on every kind of stores in turn, and yield what was counted after each round."""
    soak = Soak(random.Random(seed))
    for kind, deed in cycle(product(kinds, DEEDS)):
        soak.one(deed, kind)
        yield soak
        if soak.disturbed >= times:
            return


def test_a_few_disturbances_of_every_deed_lose_nothing():
    *_, last = disturb(12, seed=1, kinds=("sqlite",))

    assert last.wrong() == {}


@pytest.mark.soak
def test_a_thousand_disturbances_of_every_deed_lose_nothing(capfd: pytest.CaptureFixture[str]):
    for soak in disturb(KILLS, seed=FIRST, kinds=KINDS):
        with capfd.disabled():
            soak.tell()

    assert soak.wrong() == {}
