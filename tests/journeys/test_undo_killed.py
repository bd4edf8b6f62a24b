"""An undo that is killed at any instant and started again ends as if it had never been; nothing is there twice."""

import random  # noqa: TID251 - the instants of the kills, from a seed
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.journeys.school import School, school
from tests.journeys.test_killed import ENOUGH, SMALL_BATCHES, Killed, confirmed, fill, killed
from tests.journeys.test_undo import WHY, keys_of_runs, ran, undone

KILLS = 3


def undo(here: School) -> "subprocess.Popen[str]":
    """Start an undo of the first run as a process of its own."""
    words = ["undo", "1", "--folder", str(here.folder), *WHY]
    command = [sys.executable, "-c", SMALL_BATCHES, *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def killed_while(process: "subprocess.Popen[str]", *, within: float) -> bool:
    """Kill a process that has not ended within so many seconds; return whether it was killed."""
    try:
        said, _ = process.communicate(timeout=within)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return True
    assert process.returncode == 0, said
    return False


@pytest.fixture(params=["sqlite", "postgres"])
def filled(request: pytest.FixtureRequest) -> Iterator[School]:
    with school(request.param, rows=False) as here:
        fill(here)
        yield here


def test_an_undo_that_is_killed_again_and_again_ends_as_if_never_killed(filled: School):
    before, chance = filled.rows(), random.Random(0)
    ran(filled)
    taken = confirmed(filled)
    left = filled.rows()
    began = time.monotonic()  # noqa: TID251
    assert killed_while(undo(filled), within=0.0)
    within, kills = 4.0, 1
    for _ in range(ENOUGH):
        moment = chance.uniform(within / 4, within) if kills < KILLS else 300.0
        was_killed = killed_while(undo(filled), within=moment)
        between = filled.rows()
        assert all(set(left[name]) <= set(rows) <= set(before[name]) for name, rows in between.items())
        kills += was_killed
        if not was_killed and kills >= KILLS:
            break
        within = min(within, time.monotonic() - began)  # noqa: TID251

    assert filled.rows() == before
    assert confirmed(filled) == taken
    holds = filled.garant("hold", "list", filled.folder, "--json").output
    assert holds.count('"number"') == len(taken)


@pytest.mark.parametrize(
    "moment",
    [
        "holds.StoredHolds.place",
        "journal.StoredJournal.start_run",
        "journal.StoredJournal.intend",
        "journal.StoredJournal.confirm",
        "journal.StoredJournal.finish_run",
    ],
)
def test_killed_between_two_deeds_the_next_undo_goes_on(moment: str, monkeypatch: pytest.MonkeyPatch):
    with school() as here:
        before = here.rows()
        ran(here)
        monkeypatch.setattr(f"garant.adapters.store.{moment}", killed)
        with pytest.raises(Killed):
            here.garant("undo", "1", "--folder", here.folder, *WHY)
        monkeypatch.undo()

        assert undone(here, *WHY)["away"] == []

        assert here.rows() == before
        assert "Nothing is due" in here.plan().output
        confirmed(here)


@pytest.mark.parametrize("moment", ["undo._StoredCapsule.keep", "journal.StoredJournal.confirm"])
def test_a_run_that_is_killed_around_its_capsule_can_be_undone_whole(moment: str, monkeypatch: pytest.MonkeyPatch):
    with school() as here:
        before = here.rows()
        here.plan()
        monkeypatch.setattr(f"garant.adapters.store.{moment}", killed)
        with pytest.raises(Killed):
            here.apply()
        monkeypatch.undo()
        assert here.apply().exit_code == 0
        assert len(list(keys_of_runs(here))) == 2

        for run in (2, 1):
            here.garant("undo", str(run), "--folder", here.folder, *WHY)

        assert here.rows() == before
