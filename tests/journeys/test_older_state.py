"""Our own state is restored to an older day: it is noticed, nothing is erased, and a named person may go on."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import make_url

from garant import wiring
from garant.evidence.records import RecordKind
from tests.databases import fresh_database
from tests.journeys.school import School, school
from tests.journeys.test_bad_input import COULD_NOT_RUN, FINE, told
from tests.journeys.test_lost_log import close_connections
from tests.journeys.test_replay_dumps import POSTGRES

FOUND = 1
IS_OLDER = "the state of Garant is older than what is known of it"
HOLD = ("--reason", "case 7", "--article", "art. 17(3)(e)", "--author", "Dana", "--review", "2099-01-01")


@dataclass
class Garant:
    """The school, and a backup of our own state as an operator makes one."""

    here: School
    backup: Path
    url: str = ""

    @property
    def state(self) -> Path:
        return self.here.folder / ".garant"

    @property
    def keys(self) -> Path:
        return self.state / "keys"

    def back_up(self) -> None:
        close_connections()
        if self.url:
            self._run("pg_dump", "--format=custom", f"--file={self.backup}")
        else:
            shutil.copy(self.state / "garant.sqlite3", self.backup)

    def restore(self) -> None:
        close_connections()
        if self.url:
            self._run("pg_restore", "--clean", "--if-exists", str(self.backup))
            return
        for file in self.state.glob("garant.sqlite3*"):
            file.unlink()
        shutil.copy(self.backup, self.state / "garant.sqlite3")

    def _run(self, tool: str, *words: str) -> None:
        said = make_url(self.url)
        where = [f"--host={said.query['host']}", f"--port={said.query['port']}", "--username=postgres"]
        command: list[str | Path] = [POSTGRES / tool, *where, f"--dbname={said.database}", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def forget_beside_keys(self) -> None:
        for name in ("log.known", "holds.known"):
            (self.keys / name).unlink(missing_ok=True)

    def hold(self, person: str) -> Result:
        return self.here.garant("hold", "add", self.here.folder, "--person", person, *HOLD)

    def go_on(self) -> Result:
        return self.here.garant("evidence", "begin", self.here.folder, "--by", "Dana", "--because", "restored")

    def record(self) -> object:
        (begun,) = wiring.open_state(self.here.folder).evidence.all_of(RecordKind.LOG_BEGUN)
        return {name: fact for name, fact in begun.facts.items() if name != "continues"}


@pytest.fixture(params=["sqlite", "postgres"])
def garant(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Garant]:
    with ExitStack() as stack:
        here = stack.enter_context(school())
        url = stack.enter_context(fresh_database("postgres")) if request.param == "postgres" else ""
        if url:
            here.environment["GARANT_DATABASE_URL"] = url
        made = Garant(here=here, backup=tmp_path / "backup", url=url)
        stack.callback(close_connections)
        for name, value in here.environment.items():
            monkeypatch.setenv(name, value)
        yield made


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Garant]:
    with school() as here:
        yield Garant(here=here, backup=tmp_path / "backup")


def planned_backed_up_and_held(made: Garant) -> None:
    """Plan while Ben is due, make a backup, then hold him: what a restore forgets is what keeps him."""
    assert made.here.plan().exit_code == FINE
    made.back_up()
    assert made.hold("school.pupils:2").exit_code == FINE


def test_a_hold_that_an_older_state_forgot_is_missed_and_nothing_is_erased(garant: Garant):
    planned_backed_up_and_held(garant)
    before = garant.here.rows()

    garant.restore()

    missing = "missing: 1 record, and with them these holds: 1 (a person of `school.pupils`)"
    assert told(garant.here.apply(), status=COULD_NOT_RUN, says=IS_OLDER, mend="--because restored")
    assert missing in garant.here.apply().output
    assert garant.here.rows() == before


def test_a_named_person_goes_on_and_the_hold_rules_again(garant: Garant):
    planned_backed_up_and_held(garant)
    garant.restore()

    gone_on = garant.go_on()

    assert gone_on.exit_code == FINE, gone_on.output
    assert "Holds placed again: 1" in gone_on.output
    expected = {"by": "Dana", "because": "restored", "size": 1, "holds placed again": 1, "holds lost": 0}
    assert garant.record() == expected
    stale = garant.here.apply()
    assert stale.exit_code == FOUND, stale.output
    assert garant.here.plan().exit_code == FINE and garant.here.apply().exit_code == FINE
    assert [row[1] for row in garant.here.rows()["school.pupils"]] == ["Alice", "Ben", "Cleo"]
    assert len(garant.here.rows()["school.letters"]) == 3


COMMANDS: dict[str, Callable[[School], tuple[str | Path, ...]]] = {
    "plan": lambda here: ("plan", here.folder),
    "apply": lambda here: ("apply", here.plan_file),
    "verify": lambda here: ("verify", here.folder),
    "hold add": lambda here: ("hold", "add", here.folder, "--table", "school.letters", *HOLD),
    "hold list": lambda here: ("hold", "list", here.folder),
    "hold lift": lambda here: ("hold", "lift", here.folder, "1", "--by", "Dana", "--because", "settled"),
    "undo": lambda here: ("undo", "1", "--folder", here.folder, "--by", "Dana", "--motive", "why"),
    "replay": lambda here: ("replay", here.folder, "--backup-of", "2026-02-01"),
    "night": lambda here: ("night", here.folder),
    "pause": lambda here: ("pause", "1", "--folder", here.folder),
    "export": lambda here: ("evidence", "export", here.folder, "--to", here.folder / "out.json"),
    "visa": lambda here: ("archive", "list", here.folder),
}


@pytest.mark.parametrize("known_to", ["the keys", "a store"])
def test_every_command_that_needs_our_state_refuses_one_that_is_older(quick: Garant, known_to: str):
    assert quick.here.plan().exit_code == FINE
    quick.back_up()
    assert quick.here.apply().exit_code == FINE
    quick.restore()
    if known_to == "a store":
        quick.forget_beside_keys()
    before = quick.here.rows()

    for words in COMMANDS.values():
        assert told(quick.here.garant(*words(quick.here)), status=COULD_NOT_RUN, says=IS_OLDER, mend="later backup")
    assert quick.here.rows() == before


def test_what_went_on_from_an_older_day_unnoticed_is_noticed_later(quick: Garant):
    quick.here.plan()
    quick.back_up()
    assert quick.hold("school.pupils:2").exit_code == FINE
    known = {name: (quick.keys / name).read_text() for name in ("log.known", "holds.known")}
    quick.restore()
    quick.forget_beside_keys()
    for store in ("school", "platform"):
        quick.here.execute(store, "DROP TABLE garant_receipts")
    for _ in range(2):
        assert quick.here.garant("evidence", "export", quick.here.folder, "--to", quick.backup).exit_code == FINE
    for name, text in known.items():
        (quick.keys / name).write_text(text)

    refused = quick.here.plan()

    assert told(refused, status=COULD_NOT_RUN, says=IS_OLDER, mend="later backup")
    assert "it went on from an older day" in refused.output


def test_a_hold_of_which_nobody_has_a_copy_is_told_by_its_number(quick: Garant):
    planned_backed_up_and_held(quick)
    for store in ("school", "platform"):
        quick.here.execute(store, "DELETE FROM garant_receipts")
    quick.restore()

    gone_on = quick.go_on()

    assert gone_on.exit_code == FOUND
    assert "A hold is lost, and there is no copy: 1 (a person of `school.pupils`)" in gone_on.output
    assert quick.here.plan().exit_code == FINE


def test_a_log_that_is_whole_is_not_gone_on_with(quick: Garant):
    quick.here.plan()
    quick.here.apply()

    assert told(quick.go_on(), status=COULD_NOT_RUN, says="nothing to begin anew", mend="keep it")


def test_killed_before_the_keys_know_it_the_same_command_goes_on(quick: Garant):
    planned_backed_up_and_held(quick)
    quick.restore()
    known = {file.name: file.read_text() for file in quick.keys.glob("*.known")}
    origin = (quick.keys / "log.origin").read_text()
    assert quick.go_on().exit_code == FINE
    for name, text in {**known, "log.origin": origin}.items():
        (quick.keys / name).write_text(text)

    assert told(quick.here.plan(), status=COULD_NOT_RUN, says="the keys serve another log", mend="backup")
    assert quick.go_on().exit_code == FINE
    assert quick.here.plan().exit_code == FINE
    assert len(wiring.open_state(quick.here.folder).holds.all()) == 1


def test_a_run_of_before_the_backup_can_still_be_undone_and_the_key_of_a_later_one_is_gone(quick: Garant):
    quick.here.plan(on="2022-08-01")
    quick.here.apply()
    quick.back_up()
    quick.here.plan()
    quick.here.apply()
    assert len(list((quick.keys / "runs").iterdir())) == 2
    quick.restore()

    assert quick.go_on().exit_code == FINE

    assert len(list((quick.keys / "runs").iterdir())) == 1
    asked = ("--folder", quick.here.folder, "--by", "Dana", "--motive", "why")
    undone = quick.here.garant("undo", "1", *asked, "--table", "school.pupils")
    assert undone.exit_code == FINE, undone.output
    assert "school.pupils  1 row" in undone.output


def test_what_the_keys_and_stores_know_of_holds_names_nobody(quick: Garant):
    assert quick.hold("school.pupils:2").exit_code == FINE

    beside = json.loads((quick.keys / "holds.known").read_text())
    assert beside == {"1": ["person", "school.pupils"]}
    with quick.here.engines["school"].connect() as connection:
        rows = connection.exec_driver_sql("SELECT counts FROM garant_receipts WHERE batch < 0").fetchall()
    assert len(rows) == 1
    assert "case 7" not in rows[0][0] and "pupils" not in rows[0][0]


def test_a_hold_that_was_lifted_leaves_no_copy(quick: Garant):
    quick.hold("school.pupils:2")
    lifted = quick.here.garant("hold", "lift", quick.here.folder, "1", "--by", "Dana", "--because", "settled")

    assert lifted.exit_code == FINE
    with quick.here.engines["school"].connect() as connection:
        assert connection.exec_driver_sql("SELECT counts FROM garant_receipts WHERE batch < 0").fetchall() == []
    assert json.loads((quick.keys / "holds.known").read_text()) == {}
