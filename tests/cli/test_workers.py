"""`garant apply --workers`, `work`, `runs`, `pause`, `resume`, `cancel`: a run that is shared, as operators see it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from garant import wiring
from tests.journeys.school import POLICY, School, school

DONE = {"platform.accounts": 1, "platform.log_ins": 2, "school.letters": 2, "school.pupils": 1}


@pytest.fixture
def here() -> Iterator[School]:
    with school() as made:
        assert made.plan().exit_code == 0
        yield made


def states(here: School) -> list[str]:
    said = here.garant("runs", here.folder, "--json")
    assert said.exit_code == 0, said.output
    return [run["state"] for run in json.loads(said.stdout)["runs"]]


def run_of(here: School, command: str, *options: str, number: str = "1"):
    return here.garant(command, number, "--folder", here.folder, *options)


def counts(said: str) -> dict[str, int]:
    return {step["table"]: step["count"] for step in json.loads(said)["steps"]}


def test_several_workers_do_what_one_does(here: School):
    done = here.apply("--workers", "2", "--json")

    assert done.exit_code == 0, done.output
    assert counts(done.stdout) == DONE
    assert states(here) == ["finished"]
    assert "Nothing is due" in here.garant("plan", here.folder, "--on", "2026-03-01").output


def test_a_run_may_be_left_to_those_who_work(here: School):
    begun = here.apply("--workers", "0")
    assert begun.exit_code == 0, begun.output
    assert "`garant work` works on it" in begun.output
    assert states(here) == ["open"]

    assert here.garant("work", here.folder, "--until-done").exit_code == 0
    assert states(here) == ["finished"]
    assert "step 4 of 4, 6 dealt with" in here.garant("runs", here.folder).output


def test_where_nothing_is_to_be_done_a_worker_goes_home(here: School):
    assert here.garant("work", here.folder, "--until-done").exit_code == 0
    assert "No runs." in here.garant("runs", here.folder).output


def test_a_paused_run_waits_and_no_other_begins_until_it_is_resumed(here: School):
    here.apply("--workers", "0")
    assert run_of(here, "pause").exit_code == 0
    assert states(here) == ["paused"]

    assert here.garant("work", here.folder, "--until-done").exit_code == 0
    refused = here.apply()
    assert refused.exit_code == 2
    assert "a run is paused" in refused.output
    assert len(here.rows()["school.pupils"]) == 3

    resumed = run_of(here, "resume", "--json")
    assert resumed.exit_code == 0, resumed.output
    assert counts(resumed.stdout) == DONE
    assert states(here) == ["finished"]


def test_a_cancelled_run_changes_nothing_more_and_another_may_begin(here: School):
    here.apply("--workers", "0")
    cancelled = run_of(here, "cancel")

    assert (cancelled.exit_code, "Run 1 is cancelled." in cancelled.output) == (0, True)
    assert states(here) == ["cancelled"]
    assert len(here.rows()["school.pupils"]) == 3
    assert here.apply().exit_code == 0
    assert states(here) == ["finished", "cancelled"]


@pytest.mark.parametrize("command", ["pause", "resume", "cancel"])
def test_a_run_that_is_not_there_or_has_ended_is_refused(here: School, command: str):
    here.apply()

    for number in ("1", "7"):
        refused = run_of(here, command, number=number)
        assert refused.exit_code == 2
        assert "garant:" in refused.output


def test_a_worker_whose_folder_is_another_takes_no_part(here: School):
    here.apply("--workers", "0")
    here.write("policy.yaml", POLICY.replace("P2Y", "P3Y"))

    refused = here.garant("work", here.folder, "--until-done")

    assert refused.exit_code == 2
    assert "its policy, map or addresses differ" in refused.output
    assert len(here.rows()["school.pupils"]) == 3


def with_guards(here: School, said: str) -> None:
    here.write("policy.yaml", POLICY.replace('guards: {share of a table: "100 %"}', f"guards: {said}"))


def test_at_night_a_plan_that_the_policy_lets_run_is_applied(here: School):
    with_guards(here, '{share of a table: "100 %", unattended up to: 50}')

    done = here.garant("night", here.folder)

    assert done.exit_code == 0, done.output
    assert "school.pupils" in done.output
    assert states(here) == ["finished"]
    assert "Nothing is due." in here.garant("night", here.folder).output


def test_at_night_a_larger_plan_is_left_to_be_read(here: School):
    with_guards(here, '{share of a table: "100 %", unattended up to: 2}')
    file = here.folder / "night.plan"

    left = here.garant("night", here.folder, "--out", file)

    assert left.exit_code == 1
    assert "and the policy allows 2 unattended" in left.output
    assert f"garant apply {file} --approved-by NAME" in left.output
    assert left.output.startswith("Plan for ")
    assert "rows to erase in" in left.stdout
    assert here.garant("apply", file, "--approved-by", "Dana").exit_code == 0


def test_a_night_is_one_workers_and_comes_once(here: School, monkeypatch: pytest.MonkeyPatch):
    with_guards(here, '{share of a table: "100 %", unattended up to: 50}')
    monkeypatch.setattr(wiring, "now", lambda: datetime(2027, 6, 2, 0, 45, tzinfo=UTC))

    first = here.garant("work", here.folder, "--nightly", "02:30", "--until-done")
    second = here.garant("work", here.folder, "--nightly", "02:30", "--until-done")

    assert (first.exit_code, "school.pupils" in first.output) == (0, True)
    assert (second.exit_code, second.output) == (0, "")
    assert states(here) == ["finished"]


def test_by_day_no_night_begins(here: School, monkeypatch: pytest.MonkeyPatch):
    with_guards(here, '{share of a table: "100 %", unattended up to: 50}')
    monkeypatch.setattr(wiring, "now", lambda: datetime(2027, 6, 2, 12, 45, tzinfo=UTC))

    assert here.garant("work", here.folder, "--nightly", "02:30", "--until-done").exit_code == 0
    assert states(here) == []


def test_how_many_rows_make_a_part_is_a_number(here: School):
    here.environment = {"GARANT_PART_ROWS": "many"}

    refused = here.apply()

    assert refused.exit_code == 2
    assert "GARANT_PART_ROWS is not a positive whole number" in refused.output
