"""One person alone is brought back out of a run: what is theirs, in whatever table, and nothing of anybody else."""

import json
from collections.abc import Iterator

import pytest

from garant import wiring
from tests.databases import KINDS
from tests.journeys.school import MAP, School, school
from tests.journeys.test_undo import WHY, ran, undone

BEN, DAN, OF_THE_PLATFORM = "school.pupils:2", "school.pupils:4", "platform.accounts:1"


@pytest.fixture(params=KINDS, ids=KINDS)
def here(request: pytest.FixtureRequest) -> Iterator[School]:
    with school(request.param) as made:
        with_dan(made)
        yield made


@pytest.fixture
def quick() -> Iterator[School]:
    with school() as made:
        with_dan(made)
        yield made


def with_dan(made: School) -> None:
    """Let Dan have gone as long ago as Ben, and have a letter of his own."""
    made.execute(
        "school",
        "INSERT INTO pupils VALUES (4, 'Dan', '2020-06-30')",
        "INSERT INTO letters VALUES (4, 4, 'Dear Dan')",
    )


def test_one_comes_back_with_what_is_theirs_and_nobody_else_does(here: School):
    before = here.rows()
    ran(here)
    left = here.rows()

    said = undone(here, "--person", BEN, *WHY)

    after = here.rows()
    assert (said["away"], len(said["holds"])) == ([], 1)
    assert {table: [row for row in rows if row not in left[table]] for table, rows in after.items()} == {
        "platform.accounts": [],
        "platform.log_ins": [],
        "school.letters": before["school.letters"][1:3],
        "school.pupils": before["school.pupils"][1:2],
    }
    assert "Nothing is due" in here.plan().output


def test_a_rehearsal_for_one_says_what_would_come_and_leaves_everything_and_holds_nobody(here: School):
    ran(here)
    left = here.rows()

    rehearsed = undone(here, "--person", BEN, "--dry-run")

    assert (here.rows(), rehearsed["run"], rehearsed["holds"]) == (left, None, [])
    assert json.loads(here.garant("hold", "list", here.folder, "--json").output)["holds"] == []
    assert undone(here, "--person", BEN, *WHY)["back"] == rehearsed["back"]


def test_each_comes_back_on_their_own_and_then_all_is_as_it_was(quick: School):
    before = quick.rows()
    ran(quick)

    for person in (BEN, DAN, OF_THE_PLATFORM):
        undone(quick, "--person", person, *WHY)

    missing = {table: [row for row in rows if row not in quick.rows()[table]] for table, rows in before.items()}
    # The second account's old log-in is of nobody who was asked for.
    assert {table: rows for table, rows in missing.items() if rows} == {
        "platform.log_ins": [row for row in before["platform.log_ins"] if row[0] == 2]
    }


def test_a_person_of_whom_the_run_took_nothing_brings_nothing_back(quick: School):
    ran(quick)
    left = quick.rows()

    said = undone(quick, "--person", "school.pupils:1", *WHY)

    assert (said["back"], said["holds"], quick.rows()) == ([], [], left)


def test_a_key_is_read_from_standard_input_and_said_nowhere(quick: School):
    ran(quick)

    words = ("undo", "1", "--folder", quick.folder, "--person", "school.pupils:-", *WHY)
    said = quick.garant(*words, typed="2\n")

    assert said.exit_code == 0, said.output
    assert "school.pupils   1 row" in said.output
    records = quick.folder / "evidence.json"
    quick.garant("evidence", "export", quick.folder, "--to", records, "--with-records")
    started = [one["record"]["facts"] for one in json.loads(records.read_text())["records"]]
    (facts,) = [one for one in started if "person of" in one]
    assert facts["person of"] == "school.pupils" and "2" not in facts.values()


@pytest.mark.parametrize("typed", ["school.pupils", "school.letters:2", "school.pupils:", "nowhere:2"])
def test_whoever_cannot_be_found_is_told_so_and_nothing_is_back(quick: School, typed: str):
    ran(quick)
    left = quick.rows()

    refused = quick.garant("undo", "1", "--folder", quick.folder, "--person", typed, *WHY)

    assert refused.exit_code == 2
    assert "nothing is back: " in refused.output
    assert quick.rows() == left


def test_the_hold_names_the_person_in_the_language_of_the_policy(quick: School):
    quick.write("policy.yaml", (quick.folder / "policy.yaml").read_text().replace("languages: [en]", "languages: [fr]"))
    ran(quick)
    undone(quick, "--person", BEN, *WHY)

    (hold,) = json.loads(quick.garant("hold", "list", quick.folder, "--json", "--with-names").output)["holds"]
    assert (hold["kind"], hold["names"], hold["reason"]) == ("person", [BEN], "annulation de l'exécution n° 1")


def test_of_cells_that_were_blanked_only_theirs_come_back(here: School):
    here.write(
        "data-map.yaml",
        MAP.replace("    columns: {name: identity}\n", "    row: stays\n    columns: {name: identity}\n"),
    )
    ran(here)
    assert [row[1] for row in here.rows()["school.pupils"]] == ["Alice", None, "Cleo", None]

    said = undone(here, "--person", BEN, *WHY)

    assert {"kind": "return cells", "table": "school.pupils", "columns": ["name"], "count": 1} in said["back"]
    assert [row[1] for row in here.rows()["school.pupils"]] == ["Alice", "Ben", "Cleo", None]


def test_what_was_remembered_comes_back_of_them_alone(quick: School):
    quick.execute(
        "platform",
        "INSERT INTO accounts VALUES (5, 'rare@ecole.example'), (6, 'rarer@ecole.example')",
        "INSERT INTO log_ins VALUES (5, 5, '2023-06-01', '192.0.2.5'), (6, 6, '2023-06-02', '192.0.2.6')",
    )
    ran(quick)
    known = remembered(quick)
    assert quick.plan(on="2026-10-01").exit_code == 0 and quick.apply().exit_code == 0
    gone = {"5", "6"}
    assert gone <= known and not gone & remembered(quick)

    undone(quick, "--person", "platform.accounts:5", *WHY, run=2)

    assert remembered(quick) & gone == {"5"}


def remembered(here: School) -> set[str]:
    memory = wiring.open_state(here.folder).memory
    return {event.person for people, _ in memory.known() for event in memory.remembered(people)}
