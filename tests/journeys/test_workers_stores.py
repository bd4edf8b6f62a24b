"""What happens to those who share a run: a store goes away, is only to be read, is slow; a key is missing; one dies."""

import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from garant.adapters.jobs import DEAD_AFTER
from tests.journeys.school import ON, School, school
from tests.journeys.test_killed import confirmed, fill, gone
from tests.journeys.test_workers import PATIENCE, Crew, shared_school, state_of

PEOPLE = 200
Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def here() -> Iterator[School]:
    """Give a filled school on a server with a plan, cut into small parts, our own state on the server, too."""
    with shared_school("postgres", rows_of_a_part=40) as made:
        fill(made, people=PEOPLE)
        assert made.plan().exit_code == 0
        yield made


@pytest.fixture
def expected() -> Rows:
    """Return what a run leaves that nothing happens to."""
    with school("sqlite", rows=False) as alone:
        fill(alone, people=PEOPLE)
        alone.plan()
        assert alone.apply().exit_code == 0
        return alone.rows()


@contextmanager
def shared(here: School, *, workers: int) -> Iterator[Crew]:
    """Begin a run and let so many processes work on it; none outlives the test."""
    assert here.apply("--workers", "0").exit_code == 0
    crew = Crew(here)
    for _ in range(workers):
        crew.join()
    try:
        yield crew
    finally:
        for one in crew.working:
            one.kill()
            one.communicate()


def asked(address: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address, autocommit=True) as connection:
        return list(connection.execute(question.encode()))


def own(here: School, question: str) -> list[tuple[object, ...]]:
    """Return what our own state says."""
    return asked(here.environment["GARANT_DATABASE_URL"], question)


def server_of(here: School) -> tuple[str, str]:
    """Return the address of the server's own database, and the name of the school's."""
    url = make_url(here.urls["school"]).set(drivername="postgresql")
    return url.set(database="postgres").render_as_string(hide_password=False), str(url.database)


def wait_until(said: str, is_so) -> None:
    begun = time.monotonic()  # noqa: TID251
    while not is_so():
        assert time.monotonic() - begun < PATIENCE, said  # noqa: TID251
        time.sleep(0.05)


def some_letters_gone(here: School) -> bool:
    with here.engines["school"].connect() as connection:
        count: int = connection.exec_driver_sql("SELECT COUNT(*) FROM letters").scalar_one()
        return count < 2 * PEOPLE


def cut_off(here: School, *settings: str) -> None:
    """Change the school's database for all who connect from now on, and end all connections to it."""
    address, name = server_of(here)
    for setting in settings:
        asked_nothing(address, f'ALTER DATABASE "{name}" {setting}')
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
    asked(address, f"{ended}'{name}'")
    here.engines["school"].dispose()


def asked_nothing(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.mark.parametrize(
    ("away", "back"),
    [
        ("ALLOW_CONNECTIONS false", "ALLOW_CONNECTIONS true"),
        ("SET default_transaction_read_only = on", "RESET default_transaction_read_only"),
    ],
    ids=["disappears", "comes back read-only"],
)
def test_a_store_that_goes_away_under_workers_is_refused_and_the_next_run_does_the_rest(
    here: School, expected: Rows, *, away: str, back: str
):
    before = here.rows()
    with shared(here, workers=2) as crew:
        wait_until("no letter goes", lambda: some_letters_gone(here))
        cut_off(here, away)
        wait_until("nobody stops", lambda: all(one.poll() is not None for one in crew.working))
        cut_off(here, back)
        # Open, where the store fell silent between a batch and its receipt: the next run asks for it.
        assert state_of(here) in ("refused", "open"), crew.end()

        between = here.rows()
        assert between["platform.accounts"] == expected["platform.accounts"]
        assert here.plan().exit_code == 0
        assert here.apply("--workers", "2").exit_code == 0

    left = here.rows()
    assert left == expected
    assert confirmed(here) == gone(before, left)
    assert "Nothing is due" in here.garant("plan", here.folder, "--on", ON).output


class Slow:
    """A line to a server on which every answer takes a while, and which can be held for longer."""

    def __init__(self, to: str, *, seconds: float) -> None:
        self._to, self._seconds = to, seconds
        self.flows = threading.Event()
        self.flows.set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._open, daemon=True).start()

    def _open(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._to)
                for one, other, late in ((near, far, 0.0), (far, near, self._seconds)):
                    threading.Thread(target=self._carry, args=(one, other, late), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, late: float) -> None:
        with suppress(OSError), closing(one), closing(other):
            while said := one.recv(65536):
                time.sleep(late)
                self.flows.wait()
                other.sendall(said)

    def close(self) -> None:
        self._door.close()


def test_a_store_that_answers_slowly_and_then_not_for_a_while_is_waited_for(here: School, expected: Rows):
    before, url = here.rows(), make_url(here.urls["school"])
    line = Slow(f"{url.query['host']}/.s.PGSQL.{url.query['port']}", seconds=0.01)
    slow = url.set(host="127.0.0.1", port=line.port, query={}).render_as_string(hide_password=False)
    here.environment["SCHOOL_URL"] = slow
    assert here.plan().exit_code == 0
    with closing(line), shared(here, workers=2):
        wait_until("no letter goes", lambda: some_letters_gone(here))
        line.flows.clear()
        time.sleep(DEAD_AFTER.total_seconds() + 2)
        turns = own(here, "SELECT turn FROM garant_part WHERE state = 'waiting'")
        line.flows.set()
        wait_until("the run does not end", lambda: state_of(here) != "open")

        assert state_of(here) == "finished"
        # Whoever waits is alive: nobody takes the part out of their hands.
        assert {turn for (turn,) in turns} <= {0, 1}
    left = here.rows()
    assert left == expected
    assert confirmed(here) == gone(before, left)


def test_of_two_people_who_apply_the_same_plan_at_once_one_is_told_of_the_other(here: School, expected: Rows):
    before, said = here.rows(), []

    def person() -> None:
        crew.join("apply", str(here.plan_file), "--approved-by", "Dana", "--workers", "2")

    crew = Crew(here)
    for _ in range(2):
        person()
    for one in crew.working:
        one.communicate(timeout=PATIENCE)
        said.append(one.returncode)

    assert sorted(said) == [0, 2]
    left = here.rows()
    assert left == expected
    assert confirmed(here) == gone(before, left)
    assert len(own(here, "SELECT 1 FROM garant_run")) == 1


def test_a_worker_that_lacks_the_key_of_the_run_is_told_so_and_changes_nothing(here: School, tmp_path: Path):
    before = here.rows()
    keys = tmp_path / "keys"
    assert here.apply("--workers", "0").exit_code == 0
    shutil.copytree(here.folder / ".garant" / "keys", keys, ignore=shutil.ignore_patterns("runs"))

    here.environment["GARANT_KEYS"] = str(keys)
    refused = here.garant("work", here.folder, "--run", "1")
    del here.environment["GARANT_KEYS"]

    assert refused.exit_code == 2
    assert "the key of this run is not in the folder of the keys" in refused.output
    assert "let GARANT_KEYS name the folder that the run was made with" in refused.output
    assert here.rows() == before
    assert here.garant("work", here.folder, "--run", "1").exit_code == 0
    assert state_of(here) == "finished"


def test_the_part_of_a_dead_worker_is_in_other_hands_within_seconds(here: School):
    with shared(here, workers=2) as crew:
        part, turn = in_hand_of_one_killed(here, crew)
        begun = time.monotonic()  # noqa: TID251

        wait_until("nobody takes the part over", lambda: turn_of(here, part) != turn)

        took = time.monotonic() - begun  # noqa: TID251
        assert took < 3 * DEAD_AFTER.total_seconds(), took
        wait_until("the run does not end", lambda: state_of(here) != "open")
        assert state_of(here) == "finished"


def in_hand_of_one_killed(here: School, crew: Crew) -> tuple[int, int]:
    """Kill a worker that has a part in hand; return the part and by which turn it had it."""
    wait_until("nobody begins", lambda: own(here, "SELECT 1 FROM garant_part WHERE turn > 0"))
    for _ in range(400):
        for one in crew.working:
            one.send_signal(signal.SIGSTOP)
            jobs = own(
                here,
                "SELECT workflow_uuid FROM garant_jobs.workflow_status WHERE status = 'PENDING' AND "  # noqa: S608
                f"queue_name = 'garant-parts' AND executor_id LIKE '%-{one.pid}-%'",
            )
            parts = [int(str(name).split("-")[-2]) for (name,) in jobs]
            held = [(part, turn) for part in parts if (turn := turn_of(here, part))]
            if held:
                os.kill(one.pid, signal.SIGKILL)
                return held[0]
            one.send_signal(signal.SIGCONT)
        time.sleep(0.01)
    raise AssertionError("no worker was found at a part")


def turn_of(here: School, part: int) -> int:
    """Return by how many workers a part was taken in hand, none where it is done."""
    found = own(here, f"SELECT turn FROM garant_part WHERE number = {part} AND state = 'waiting'")  # noqa: S608
    return int(str(found[0][0])) if found else 0
