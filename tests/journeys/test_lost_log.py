"""Our own state is lost while the databases and keys live on: nothing is erased until a named person says so."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from tests.databases import KINDS
from tests.journeys.school import ON, School, school
from tests.journeys.test_bad_input import COULD_NOT_RUN, FINE, told
from tests.journeys.test_killed import Killed, killed

LATER = "2026-04-01"
IS_LOST = "is not here; without what it remembers, too much would be erased"


@pytest.fixture(params=KINDS)
def lost(request: pytest.FixtureRequest) -> Iterator[School]:
    """Give the school after a run in which a log-in was remembered, and after the loss of its store."""
    with school(request.param) as here:
        here.plan(on=ON)
        assert here.apply().exit_code == FINE
        lose_store(here)
        yield here


def lose_store(here: School) -> None:
    for file in (here.folder / ".garant").glob("garant.sqlite3*"):
        file.unlink()
    close_connections()  # as if the next command were another process


@pytest.mark.parametrize("command", ["plan", "verify", "apply", "export"])
def test_keys_without_their_log_stop_every_command_that_needs_it(lost: School, command: str):
    before = lost.rows()
    words: dict[str, tuple[str | Path, ...]] = {
        "plan": ("plan", lost.folder),
        "apply": ("apply", lost.plan_file),
        "verify": ("verify", lost.folder),
        "export": ("evidence", "export", lost.folder, "--to", lost.folder / "out.json"),
    }
    for _ in range(2):
        assert told(lost.garant(*words[command]), status=COULD_NOT_RUN, says=IS_LOST, mend="from a backup")

    assert lost.rows() == before


def test_a_database_that_another_log_worked_in_is_enough(lost: School):
    shutil.rmtree(lost.folder / ".garant")
    close_connections()
    before = lost.rows()

    for _ in range(2):
        assert told(lost.plan(on=LATER), status=COULD_NOT_RUN, says="bears the name of another log", mend="backup")
    assert lost.rows() == before


def test_a_store_of_another_origin_is_noticed(lost: School):
    keys = lost.folder / ".garant" / "keys"
    (keys / "signing.key").rename(keys / "elsewhere")
    (keys / "log.origin").rename(keys / "origin")
    lost.garant("verify", lost.folder)
    (keys / "origin").replace(keys / "log.origin")

    assert told(lost.plan(on=LATER), status=COULD_NOT_RUN, says="the keys serve another log", mend="backup")


def test_a_named_person_may_declare_that_another_log_begins(lost: School):
    begun = lost.garant("evidence", "begin", lost.folder, "--by", "Dana", "--because", "lost")

    assert begun.exit_code == FINE, begun.output
    assert first_record(lost) == {"by": "Dana", "because": "lost"}
    assert lost.plan(on=LATER).exit_code == FINE
    assert lost.apply().exit_code == FINE


def test_a_log_that_has_worked_is_not_begun_anew():
    with school() as here:
        here.plan()
        here.apply()
        again = here.garant("evidence", "begin", here.folder, "--by", "Dana", "--because", "copy")

    assert told(again, status=COULD_NOT_RUN, says="nothing to begin anew", mend="keep it")


def test_a_log_made_before_its_name_was_written_beside_the_keys_goes_on():
    with school() as here:
        here.plan()
        (here.folder / ".garant" / "keys" / "log.origin").unlink()

        assert here.apply().exit_code == FINE
        assert (here.folder / ".garant" / "keys" / "log.origin").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_first_run_that_was_killed_before_its_log_left_a_name_goes_on(kind: str, monkeypatch: pytest.MonkeyPatch):
    with school(kind) as here:
        here.plan()
        monkeypatch.setattr("garant.adapters.sql.deeds.receipts._leave_name", killed)
        with pytest.raises(Killed):
            here.apply()
        monkeypatch.undo()

        assert here.apply().exit_code == FINE
        assert "Nothing is due" in here.plan().output


def close_connections() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()


def first_record(here: School) -> object:
    file: Path = here.folder / "evidence.json"
    here.garant("evidence", "export", here.folder, "--to", file, "--with-records")
    return json.loads(file.read_text(encoding="utf-8"))["records"][0]["record"]["facts"]
