"""Killed at any instant and started again: nothing over-erased, nothing missed, nothing done twice (design §4)."""

import contextlib
import random  # noqa: TID251 - the instants of the kills, from a seed
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from garant.evidence import bundle, records
from tests.journeys.school import ON, School, school

PEOPLE = 400
TODAY = date.fromisoformat(ON)
SMALL_BATCHES = """
import sys
from garant.adapters.sql.deeds import batches
batches.Pace.__init__.__defaults__ = (100,)
from garant.cli import main
main(sys.argv[1:])
"""
ENOUGH = 40
"""How many starts a plan may need, kills included, before the test gives up."""


def fill(here: School, *, people: int = PEOPLE) -> None:
    """Add people around every limit: half of them are due."""
    pupils = [
        {"id": n, "name": f"P{n}", "ended_on": TODAY - timedelta(days=365 * (n % 5))} for n in range(100, 100 + people)
    ]
    letters = [{"id": n, "pupil_id": n % people + 100, "body": f"L{n}"} for n in range(100, 100 + 2 * people)]
    accounts = [{"id": n, "mail": f"m{n}@ecole.example"} for n in range(100, 100 + people)]
    log_ins = [
        {
            "id": n,
            "account_id": n % people + 100,
            "at_day": TODAY - timedelta(days=400 * (n % people % 6)),
            "ip": "192.0.2.1",
        }
        for n in range(100, 100 + 4 * people)
    ]
    for store, tables in {
        "school": {"pupils": pupils, "letters": letters},
        "platform": {"accounts": accounts, "log_ins": log_ins},
    }.items():
        metadata = sa.MetaData()
        metadata.reflect(here.engines[store])
        with here.engines[store].begin() as connection:
            for name, rows in tables.items():
                connection.execute(metadata.tables[name].insert(), rows)


class Runs:
    """Starts `garant apply` as a process of its own, and kills it after a while."""

    def __init__(self, here: School, chance: random.Random) -> None:
        self.here, self.chance = here, chance
        self.killed = 0

    def once(self, *, within: float | None) -> bool:
        """Run the plan, killed at an instant within so many seconds; return whether it came to its end."""
        words = ["apply", str(self.here.plan_file), "--approved-by", "Dana"]
        command = [sys.executable, "-c", SMALL_BATCHES, *words]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            said, _ = run.communicate(timeout=None if within is None else self.chance.uniform(within / 3, within))
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.communicate()
            self.killed += 1
            return False
        assert run.returncode == 0, said
        return True


def confirmed(here: School) -> dict[str, int]:
    """Return how many rows the evidence says were erased, by table, and that the evidence verifies."""
    file = here.folder / "evidence.json"
    exported = here.garant("evidence", "export", here.folder, "--to", file, "--with-records")
    assert exported.exit_code == 0, exported.output
    verified = here.garant("evidence", "verify", file)
    assert verified.exit_code == 0, verified.output
    counts: dict[str, int] = {}
    for numbered in bundle.read(file.read_bytes()).records:
        one = records.read(numbered.text)
        for name, count in one.facts.items():
            if one.kind is records.RecordKind.BATCH_CONFIRMED and name.startswith("erase rows "):
                table = name.removeprefix("erase rows ")
                counts[table] = counts.get(table, 0) + int(count or 0)
    return counts


def gone(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, int]:
    return {name: len(rows) - len(after[name]) for name, rows in before.items() if len(rows) != len(after[name])}


def kill_and_finish(here: School, *, seed: int, within: float, kills: int) -> None:
    """Kill a run so many times, then let it end; what is left and what the evidence says must be as never killed."""
    with school("sqlite", rows=False) as never_killed:
        fill(never_killed)
        never_killed.plan()
        assert never_killed.apply().exit_code == 0
        expected, memory = never_killed.rows(), remembered(never_killed)
    fill(here)
    assert here.plan().exit_code == 0
    before, runs = here.rows(), Runs(here, random.Random(seed))

    for _ in range(ENOUGH):
        done = runs.once(within=within if runs.killed < kills else None)
        between = here.rows()
        assert all(set(expected[name]) <= set(rows) <= set(before[name]) for name, rows in between.items())
        if done:
            break

    left = here.rows()
    assert left == expected
    assert remembered(here) == memory
    assert confirmed(here) == gone(before, left)
    assert here.plan().exit_code == 0
    assert "Nothing is due" in here.garant("plan", here.folder, "--on", ON).output


def how_long(kind: str) -> float:
    """Return how long a run takes on this machine that nobody kills."""
    with school(kind, rows=False) as here:
        fill(here)
        here.plan()
        began = time.monotonic()  # noqa: TID251
        assert Runs(here, random.Random(0)).once(within=None)
        return time.monotonic() - began  # noqa: TID251


def test_a_run_that_is_killed_again_and_again_ends_as_if_never_killed():
    within = how_long("sqlite")
    for seed in range(2):
        with school("sqlite", rows=False) as here:
            kill_and_finish(here, seed=seed, within=within, kills=4)


def remembered(here: School) -> int:
    """Return of how many events our own store remembers something."""
    file = here.folder / ".garant" / "garant.sqlite3"
    with contextlib.closing(sqlite3.connect(file)) as connection:
        found: tuple[int] = connection.execute("SELECT COUNT(*) FROM garant_remembered").fetchone()
        return found[0]


@pytest.mark.parametrize("moment", ["memory.StoredMemory.forget", "journal.StoredJournal.confirm"])
def test_killed_after_the_last_row_of_a_person_went_nothing_of_them_is_remembered(
    moment: str, monkeypatch: pytest.MonkeyPatch
):
    with school(rows=False) as here:
        here.execute("platform", "INSERT INTO accounts VALUES (1, 'a@ecole.example')")
        here.execute("platform", "INSERT INTO log_ins VALUES (1, 1, '2022-12-01', '192.0.2.1')")
        here.plan(on="2024-03-01")
        assert here.apply().exit_code == 0
        assert remembered(here) == 1
        here.plan(on="2026-03-01")
        monkeypatch.setattr(f"garant.adapters.store.{moment}", killed)

        with pytest.raises(Killed):
            here.apply()
        assert here.rows()["platform.accounts"] == []
        monkeypatch.undo()
        assert here.apply().exit_code == 0

        assert remembered(here) == 0
        assert confirmed(here) == {"platform.log_ins": 1, "platform.accounts": 1}


class Killed(BaseException):
    """Stands for the end of the process at this very instant."""


def killed(*_words: object, **_named: object) -> None:
    """Do nothing, and nothing after it."""
    raise Killed
