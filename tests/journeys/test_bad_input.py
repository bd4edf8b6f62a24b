"""What is wrong outside gets a sentence and a mend, the right status, and no change half made."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from garant import wiring
from tests.journeys.school import MAP, POLICY, School, school

FINE, REFUSED, COULD_NOT_RUN = 0, 1, 2


@pytest.fixture
def here() -> Iterator[School]:
    with school() as made:
        yield made


def told(result: Result, *, status: int, says: str, mend: str) -> bool:
    """Return whether a command ended with this status, a sentence and a mend, and no traceback."""
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code == status, result.output
    assert says in result.output, result.output
    assert mend in result.output, result.output
    return True


def steps(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == FINE, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)["steps"]
    return found


def deeds(result: Result) -> dict[str, int]:
    return {
        step["table"]: step["count"] for step in steps(result) if step["count"] and not step["kind"].startswith("keep")
    }


ALL_DUE = {"platform.log_ins": 2, "platform.accounts": 1, "school.letters": 2, "school.pupils": 1}


# the folder


@pytest.mark.parametrize("command", ["plan", "apply"])
def test_a_policy_that_cannot_be_read_stops_everything(here: School, command: str):
    here.plan()
    before = here.rows()
    here.write("policy.yaml", POLICY.replace("retention:", "retentoin:", 1))

    result = here.plan() if command == "plan" else here.apply()

    assert told(result, status=COULD_NOT_RUN, says="cannot be read whole", mend="garant check")
    assert here.rows() == before


# the stores


def test_a_store_whose_address_is_not_set_is_named_and_the_rest_is_planned(here: School):
    settings = (here.folder / ".env").read_text(encoding="utf-8")
    here.write(".env", re.sub("PLATFORM_URL=.*\n", "", settings))

    assert told(here.plan(), status=FINE, says="`platform` does not answer", mend="needs a named person's approval")
    assert deeds(here.plan("--json")) == {"school.letters": 2, "school.pupils": 1}


def test_one_of_two_stores_that_does_not_answer_keeps_its_people_and_the_plan_says_so(here: School):
    here.environment["PLATFORM_URL"] = "postgresql://nobody@127.0.0.1:1/nowhere"
    before = here.rows()

    assert told(here.plan(), status=FINE, says="`platform` does not answer", mend="approval")
    assert deeds(here.plan("--json")) == {"school.letters": 2, "school.pupils": 1}
    assert here.garant("apply", here.plan_file).exit_code == REFUSED
    assert here.rows() == before

    assert here.apply().exit_code == FINE
    left = here.rows()
    assert {table: left[table] for table in left if table.startswith("platform.")} == {
        table: rows for table, rows in before.items() if table.startswith("platform.")
    }
    assert [name for _, name, _ in left["school.pupils"]] == ["Alice", "Cleo"]


def test_a_store_that_falls_silent_after_the_plan_stops_the_run(here: School):
    here.plan()
    before = here.rows()
    here.environment["PLATFORM_URL"] = "postgresql://nobody@127.0.0.1:1/nowhere"

    result = here.apply()

    assert told(result, status=COULD_NOT_RUN, says="`platform` does not answer", mend="check its address")
    assert here.rows() == before


def test_no_store_that_answers_is_no_plan_to_erase(here: School):
    for name in ("SCHOOL_URL", "PLATFORM_URL"):
        here.environment[name] = "postgresql://nobody@127.0.0.1:1/nowhere"

    assert told(here.plan(), status=COULD_NOT_RUN, says="does not answer", mend="address")


def test_a_file_that_is_no_database_yet_is_not_made(here: School, tmp_path: Path):
    for name in ("SCHOOL_URL", "PLATFORM_URL"):
        here.environment[name] = f"sqlite:///{tmp_path}/scool.db"

    assert told(here.plan(), status=COULD_NOT_RUN, says="there is no database file", mend="address")
    assert not list(tmp_path.glob("scool.db*"))


@pytest.mark.parametrize(
    "address", ["oracle://x/y", "not an address at all", "sqlite:////nowhere/at/all/test.db"], ids=str
)
def test_an_address_that_names_no_database_is_told(here: School, address: str):
    here.environment["PLATFORM_URL"] = address
    before = here.rows()

    assert told(here.plan(), status=FINE, says="`platform` does not answer", mend="a named person's approval")
    assert here.rows() == before


# map and schema disagree


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (MAP.replace("body: letters", "body: letters, signature: letters"), "signature"),
        (MAP + "  school.choirs: {used for: [teaching], columns: {motto: letters}}\n", "choirs"),
    ],
    ids=["column", "table"],
)
def test_what_the_map_names_and_the_store_lacks_stops_the_plan(here: School, wrong: str, named: str):
    here.write("data-map.yaml", wrong)
    before = here.rows()

    assert named in here.garant("check", here.folder).output
    assert told(here.plan(), status=COULD_NOT_RUN, says=named, mend="garant check")
    assert not here.plan_file.exists()
    assert here.rows() == before


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ("ALTER TABLE pupils ADD COLUMN nickname VARCHAR(20)", "unmapped-column", "nickname"),
        (
            "CREATE TABLE choirs (id INTEGER PRIMARY KEY, pupil_id INTEGER REFERENCES pupils (id))",
            "unmapped-table",
            "choirs",
        ),
    ],
    ids=["column", "table"],
)
def test_what_the_store_holds_and_the_map_does_not_say_asks_for_approval(
    here: School, change: str, *, code: str, named: str
):
    here.execute("school", change)
    before = here.rows()

    planned = here.plan()

    assert planned.exit_code == FINE, planned.output
    assert code in planned.output
    assert named in here.garant("check", here.folder).output
    assert here.garant("apply", here.plan_file).exit_code == REFUSED
    assert here.rows() == before


def test_a_trigger_that_nobody_declared_stops_what_would_wake_it(here: School):
    here.execute(
        "school",
        "CREATE TABLE removed (name VARCHAR(80))",
        "CREATE TRIGGER remember_pupils AFTER DELETE ON pupils BEGIN INSERT INTO removed VALUES (OLD.name); END",
    )
    before = here.rows()

    assert "undeclared-trigger" in here.plan().output
    here.apply()

    assert here.rows()["school.removed"] == []
    assert here.rows()["school.pupils"] == before["school.pupils"]


# the plan and the day


def test_a_row_that_got_a_reason_since_the_plan_stays(here: School):
    here.plan()
    here.execute("platform", "INSERT INTO log_ins VALUES (9, 1, '2026-02-28', '192.0.2.9')")

    assert here.apply().exit_code == FINE

    left = here.rows()
    assert [mail for _, mail in left["platform.accounts"]] == ["old@ecole.example", "new@ecole.example"]
    assert [key for key, *_ in left["platform.log_ins"]] == [3, 9]
    assert [name for _, name, _ in left["school.pupils"]] == ["Alice", "Cleo"]


def test_a_row_that_came_due_since_the_plan_waits_for_the_next_one(here: School):
    here.execute("school", "DELETE FROM letters", "DELETE FROM pupils WHERE id = 2")
    here.execute("platform", "DELETE FROM log_ins WHERE account_id = 1", "DELETE FROM accounts WHERE id = 1")
    assert deeds(here.plan("--json")) == {"platform.log_ins": 1}
    here.execute("school", "UPDATE pupils SET ended_on = '2001-01-01'")

    here.apply()

    assert len(here.rows()["school.pupils"]) == 2


def test_a_plan_for_a_day_to_come_is_refused(here: School):
    tomorrow = wiring.now() + timedelta(days=2)
    here.plan(on=tomorrow.date().isoformat())
    before = here.rows()

    assert told(here.apply(), status=REFUSED, says="which is still to come", mend="nothing was changed")
    assert here.rows() == before


def test_a_clock_that_was_set_back_is_refused(here: School, monkeypatch: pytest.MonkeyPatch):
    here.plan()
    assert here.apply().exit_code == FINE
    here.execute("school", "UPDATE pupils SET ended_on = '2001-01-01'")
    here.plan()
    before, then = here.rows(), wiring.now() - timedelta(days=3)
    monkeypatch.setattr(wiring, "now", lambda: then)

    assert told(here.apply(), status=REFUSED, says="the clock was set back", mend="nothing was changed")
    assert here.rows() == before


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_that_is_far_from_that_of_a_server_is_refused(monkeypatch: pytest.MonkeyPatch, kind: str, days: int):
    with school(kind) as here:
        then = wiring.now() + timedelta(days=days)
        monkeypatch.setattr(wiring, "now", lambda: then)
        here.plan()
        before = here.rows()

        assert told(here.apply(), status=REFUSED, says="differ by more than a day", mend="set right the one")
        assert here.rows() == before


@pytest.mark.parametrize(("on", "status"), [("2026-03-01", REFUSED), ("2027-06-01", FINE)])
def test_a_policy_that_is_not_in_force_on_the_day_asks_for_approval(
    here: School, monkeypatch: pytest.MonkeyPatch, *, on: str, status: int
):
    version = "versions: {v1: {announced: 2026-01-01, in force: 2027-06-01, told by: [e-mail]}}\n"
    here.write("policy.yaml", POLICY + version)
    monkeypatch.setattr(wiring, "now", lambda: datetime(2027, 6, 2, 12, tzinfo=UTC))
    planned = here.plan(on=on)
    before = here.rows()

    result = here.garant("apply", here.plan_file)

    assert result.exit_code == status, result.output
    if status == REFUSED:
        assert "in force from 1 June 2027 only" in planned.output
        assert told(result, status=status, says="in force from 1 June 2027 only", mend="--approved-by NAME")
    assert (here.rows() == before) is (status == REFUSED)


def test_what_is_applied_is_kept_whole_under_the_digests_that_evidence_names(here: School):
    here.plan()
    assert here.apply().exit_code == FINE

    said = json.loads(here.plan_file.read_text(encoding="utf-8"))["digests"]
    versions = wiring.open_state(here.folder).versions

    for name in ("policy", "data map"):
        text = versions.text(said[name])
        assert text is not None
        assert sha256(text.encode()).hexdigest() == said[name]


@pytest.mark.parametrize("moved", ["policy", "data map", "schema"])
def test_a_plan_goes_stale_when_what_it_was_made_from_moves(here: School, moved: str):
    here.plan()
    if moved == "policy":
        here.write("policy.yaml", POLICY.replace("P2Y", "P9Y"))
    elif moved == "data map":
        here.write("data-map.yaml", MAP.replace("body: letters", "body: identity"))
    else:
        here.execute("school", "ALTER TABLE pupils ADD COLUMN nickname VARCHAR(20)")
    before = here.rows()

    assert told(here.apply(), status=REFUSED, says=f"the plan is stale: the {moved}", mend="make a new plan")
    assert here.rows() == before


@pytest.mark.parametrize("name", ["", "   "])
def test_a_name_of_blanks_is_nobody_s(here: School, name: str):
    here.plan()
    before = here.rows()

    result = here.garant("apply", here.plan_file, "--approved-by", name)

    assert result.exit_code == COULD_NOT_RUN
    assert "must be named" in result.output
    assert here.rows() == before


def test_a_plan_that_needs_approval_waits_for_a_name(here: School):
    here.write("policy.yaml", POLICY.replace('"100 %"', '"10 %"'))
    here.plan()
    before = here.rows()

    refused = here.garant("apply", here.plan_file)

    assert told(refused, status=REFUSED, says="a named person's approval", mend="--approved-by NAME")
    assert here.rows() == before
    assert here.apply().exit_code == FINE
    assert here.rows() != before


# a file that is no plan


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 99}', "no plan at all", '{"format": 1, "on": 3}'])
def test_a_file_that_holds_no_plan_is_told(here: School, text: str):
    here.write("day.plan", text)

    assert told(here.apply(), status=COULD_NOT_RUN, says="plan", mend="make the plan again")
