"""`garant verify`: what it counts on a real store, what it says of it, and what a broken folder gets."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from garant import wiring
from garant.cli.demo import ORGANISATIONS, demo
from garant.cli.verify import verify
from tests.cli.folders import MAP, POLICY, TABLES, execute, school


def run(folder: Path, *options: str, on: str = "2026-03-01") -> Result:
    return CliRunner().invoke(verify, [str(folder), "--on", on, *options])


def findings(folder: Path, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(folder, "--json", *options).stdout)["findings"]
    return found


def counted(folder: Path) -> set[tuple[str, str, int]]:
    return {(one["code"], one["where"], one["count"]) for one in findings(folder)}


ALICE = """
INSERT INTO pupils VALUES (1, 'Alice Canari', '2025-06-30');
INSERT INTO letters VALUES (1, 1, 'Dear Alice Canari');
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return school(tmp_path, rows=ALICE)


def test_data_in_order_are_told_so(folder: Path):
    result = run(folder)

    assert result.stdout == "Verification on 1 March 2026\n\nNothing was found.\n"
    assert result.exit_code == 0


def test_what_has_no_reason_left_is_past_due_on_its_day_and_not_before(folder: Path):
    assert run(folder, on="2027-06-30").exit_code == 0

    result = run(folder, on="2027-07-01")

    assert "1  row of `school.pupils` that has no reason left to be there" in result.stdout
    assert "1  row of `school.letters` that has no reason left to be there" in result.stdout
    assert result.exit_code == 1


def test_rows_without_an_owner_are_counted(folder: Path):
    execute(folder, "INSERT INTO letters VALUES (2, NULL, 'To Canari'), (3, 77, 'To Canari'), (4, NULL, NULL)")

    assert counted(folder) >= {
        ("without-owner", "school.letters", 2),
        ("dangling-reference", "school.letters.pupil_id", 1),
        ("without-clock", "school.letters", 2),
    }


def test_missing_dates_are_counted(folder: Path):
    execute(folder, "INSERT INTO pupils VALUES (2, 'Ben Canari', NULL), (3, 'Olga Canari', ''), (4, NULL, NULL)")

    assert ("missing-date", "school.pupils.ended_on", 2) in counted(folder)


def test_dates_in_another_form_than_the_map_says_are_counted(folder: Path):
    execute(folder, "INSERT INTO pupils VALUES (2, 'B', '30/06/2025'), (3, 'C', '05/06/25'), (4, 'D', '9999-12-31')")

    assert ("misread-date", "school.pupils.ended_on", 3) in counted(folder)


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ("epoch seconds", (1_750_000_000, 0, 1_750_000_000_000)),
        ("epoch milliseconds", (1_750_000_000_000, 0, 1_750_000_000)),
        ("year", (2025, 0, 20250630)),
    ],
)
def test_numbers_that_are_no_dates_in_their_form_are_counted(tmp_path: Path, form: str, values: tuple[int, ...]):
    tables = TABLES.replace("ended_on TEXT", "ended_on INTEGER")
    there = school(tmp_path, tables=tables, rows="", data_map=MAP.replace("format: iso text", f"format: {form}"))
    for number, value in enumerate(values):
        execute(there, f"INSERT INTO pupils VALUES ({number}, 'Alice', {value})")  # noqa: S608

    assert ("misread-date", "school.pupils.ended_on", 2) in counted(there)


def test_stand_ins_for_open_dates_are_not_missing_and_those_for_missing_ones_are(tmp_path: Path):
    stand_ins = "format: iso text, stand-ins: {open: ['9999-12-31'], missing: ['0000-00-00']}}"
    there = school(tmp_path, rows=ALICE, data_map=MAP.replace("format: iso text}", stand_ins))
    execute(there, "INSERT INTO pupils VALUES (2, 'Ben Canari', '9999-12-31'), (3, 'Max Canari', '0000-00-00')")

    assert counted(there) == {("missing-date", "school.pupils.ended_on", 1)}


def test_rows_of_no_kind_and_of_two_are_counted(tmp_path: Path):
    kinds = """
    rows:
      - {when: {body: A}, columns: {body: letters}}
      - {when: {pupil_id: 1}, columns: {body: letters}}
"""
    there = school(tmp_path, rows=ALICE, data_map=MAP.replace("\n    columns: {body: letters}\n", kinds))
    execute(there, "INSERT INTO letters VALUES (2, 1, 'A'), (3, 2, 'B'), (4, 2, 'C'), (5, 2, 'A')")

    assert counted(there) >= {
        ("row-of-no-kind", "school.letters", 2),
        ("row-of-two-kinds", "school.letters", 1),
    }


def test_columns_and_tables_of_which_nothing_is_said_are_found(folder: Path):
    execute(folder, "ALTER TABLE pupils ADD COLUMN shoe_size INTEGER; CREATE TABLE rooms (id INTEGER PRIMARY KEY)")

    assert counted(folder) == {
        ("unmapped-column", "school.pupils.shoe_size", 1),
        ("unmapped-table", "school.rooms", 1),
    }


def test_where_the_map_names_what_is_not_there_the_data_are_not_asked(folder: Path):
    execute(folder, "ALTER TABLE letters RENAME COLUMN body TO text")

    assert [(one["code"], one["where"]) for one in findings(folder)] == [
        ("unmapped-column", "school.letters.text"),
        ("unknown-column", "data-map.yaml:11"),
    ]


def test_an_accepted_finding_is_shown_apart_and_does_not_count_until_its_day(tmp_path: Path):
    accepted = (
        "accepted findings:\n"
        "  - {finding: missing-date, where: school.pupils.ended_on, by: Dana,\n"
        "     until: 2026-03-01, because: being asked}\n"
    )
    there = school(tmp_path, rows=ALICE, policy=POLICY + accepted)
    execute(there, "INSERT INTO pupils VALUES (2, 'Ben Canari', NULL)")

    result = run(there)

    assert "Nothing was found." in result.stdout
    assert "accepted by Dana until 1 March 2026: being asked" in result.stdout
    assert result.exit_code == 0
    assert findings(there)[0]["accepted"] == {"by": "Dana", "until": "2026-03-01", "because": "being asked"}
    assert run(there, on="2026-03-02").exit_code == 1


def test_it_speaks_french_where_the_policy_does_first(tmp_path: Path):
    there = school(tmp_path, rows=ALICE, policy=POLICY.replace("languages: [en]", "languages: [fr, en]"))

    assert "ligne de `school.pupils` qui n'a plus aucune raison d'être là" in run(there, on="2028-01-01").stdout
    assert "row of `school.pupils`" in run(there, "--language", "en", on="2028-01-01").stdout


def test_each_finding_for_programs_has_its_code_place_count_and_mend(folder: Path):
    execute(folder, "INSERT INTO pupils VALUES (2, 'Ben Canari', NULL)")

    assert findings(folder) == [
        {
            "code": "missing-date",
            "where": "school.pupils.ended_on",
            "count": 1,
            "severity": "warning",
            "message": "date missing in `school.pupils.ended_on`: that row stays",
            "help": "fill the dates in, or give the rule a ceiling (`at latest`)",
            "accepted": None,
        }
    ]


def test_nobody_is_named(folder: Path):
    execute(folder, "INSERT INTO letters VALUES (2, NULL, 'Canari'); INSERT INTO pupils VALUES (2, 'Ben Canari', NULL)")

    assert "Canari" not in run(folder, on="2028-01-01").output + run(folder, "--json", on="2028-01-01").output
    assert b"Canari" not in b"".join(path.read_bytes() for path in (folder / ".garant").rglob("*") if path.is_file())


def test_it_is_put_on_record(folder: Path):
    run(folder)

    evidence = wiring.open_state(folder).evidence
    assert [record.text for record in evidence.records(up_to=1) if '"kind":"data verified"' in record.text] != []


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("postgresql://alice:hush@127.0.0.1:1/none", "the store `school` does not answer"),
        ("", "SCHOOL_URL is not set"),
        ("oracle://alice:hush@server/none", "no database that Garant speaks to"),
    ],
)
def test_a_store_that_cannot_be_reached_is_a_sentence(folder: Path, address: str, sentence: str):
    (folder / ".env").write_text(f"SCHOOL_URL={address}\n", encoding="utf-8")

    result = run(folder)

    assert sentence in result.stderr
    assert "hush" not in result.output
    assert result.exit_code == 2


def test_a_store_among_others_that_does_not_answer_is_a_finding(tmp_path: Path):
    data_map = MAP.replace("FR}}", "FR}, crm: {url: env:CRM_URL, country: FR}}", 1)

    assert counted(school(tmp_path, rows=ALICE, data_map=data_map)) == {("store-unreachable", "crm", 1)}


def test_a_policy_that_cannot_be_read_is_a_sentence(folder: Path):
    (folder / "policy.yaml").write_text("organisation: [\n", encoding="utf-8")

    result = run(folder)

    assert "cannot be read whole" in result.stderr
    assert f"garant check {folder}" in result.stderr
    assert result.exit_code == 2


def test_a_file_that_is_no_text_is_a_sentence(folder: Path):
    (folder / "policy.yaml").write_bytes(b"\xff\xfe\x00\xd8")

    result = run(folder)

    assert "UTF-8" in result.stderr
    assert result.exit_code == 2


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_the_demo_is_verified(tmp_path: Path, organisation: str):
    there = tmp_path / "essai"
    CliRunner().invoke(demo, [str(there), "--organisation", organisation, "--people", "60", "--on", "2026-11-22"])

    result = run(there, "--json", on="2026-11-22")

    assert "past-due" in {one["code"] for one in json.loads(result.stdout)["findings"]}
    assert result.exit_code == 1
