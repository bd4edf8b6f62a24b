"""`garant check`: problems with their places, the clocks, and what a broken folder or store gets."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from garant.cli.check import check
from garant.cli.demo import ORGANISATIONS, demo
from garant.policy.catalogue import STORES
from tests.cli.folders import MAP, POLICY, TABLES, execute, school


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(check, [str(folder), *options])


def problems(folder: Path, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(folder, "--json", *options).stdout)["problems"]
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return school(tmp_path)


def test_a_folder_without_problems_is_told_so(folder: Path):
    result = run(folder)

    assert result.stdout == "nothing is wrong\n"
    assert result.exit_code == 0


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_the_maps_of_the_demo_fit_their_stores(tmp_path: Path, organisation: str):
    there = tmp_path / "essai"
    CliRunner().invoke(demo, [str(there), "--organisation", organisation, "--people", "20", "--on", "2026-11-22"])

    of_stores = {one["code"] for one in problems(there) if one["severity"] != "note"} & set(STORES)

    assert of_stores == set()


def test_each_problem_has_its_place_code_severity_message_and_mend(folder: Path):
    execute(folder, "ALTER TABLE pupils ADD COLUMN shoe_size INTEGER")

    assert problems(folder) == [
        {
            "code": "unmapped-column",
            "severity": "error",
            "file": "data-map.yaml",
            "line": 6,
            "column": 5,
            "message": "the map says nothing of the column `shoe_size` of `school.pupils`",
            "help": "add `shoe_size:` with its category, or `shoe_size: none` if it says nothing about a person",
        }
    ]
    result = run(folder)
    assert result.stdout.splitlines()[0].startswith("data-map.yaml:6:5: unmapped-column: the map says nothing")
    assert result.stdout.splitlines()[-1] == "1 error"
    assert result.exit_code == 1


def test_a_table_that_the_store_lacks_is_an_error(folder: Path):
    execute(folder, "ALTER TABLE letters RENAME TO mail")

    result = run(folder)

    assert "unknown-table: the store `school` has no table `letters`" in result.stdout
    assert "unmapped-table: the map says nothing of the table `school.mail`" in result.stdout
    assert result.exit_code == 1


def test_a_column_that_the_table_lacks_is_an_error(folder: Path):
    execute(folder, "ALTER TABLE pupils RENAME COLUMN name TO full_name")

    result = run(folder)

    assert "unknown-column: the table `school.pupils` has no column `name`" in result.stdout
    assert "did you mean `full_name`?" in result.stdout
    assert result.exit_code == 1


def test_a_text_that_is_no_yaml_is_told_at_its_line_and_no_store_is_asked(folder: Path):
    (folder / "policy.yaml").write_text("organisation: [\n", encoding="utf-8")

    result = run(folder)

    assert re.search(r"policy\.yaml:\d+:\d+: not-yaml: this is not YAML", result.stdout)
    assert result.exit_code == 1


def test_a_folder_without_a_policy_is_an_error(tmp_path: Path):
    result = run(tmp_path)

    assert "no-policy: there is no policy here" in result.stdout
    assert result.exit_code == 1


def test_a_file_that_is_no_text_is_a_sentence(folder: Path):
    (folder / "policy.yaml").write_bytes(b"\xff\xfe\x00\xd8")

    result = run(folder)

    assert "cannot be read" in result.stderr
    assert "UTF-8" in result.stderr
    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("postgresql://alice:hush@127.0.0.1:1/none", "the store `school` does not answer"),
        ("sqlite:////nowhere/at/all/school.db", "the store `school` does not answer"),
        ("", "SCHOOL_URL is not set"),
        ("oracle://alice:hush@server/none", "no database that Garant speaks to"),
    ],
)
def test_a_store_that_cannot_be_reached_is_a_sentence(folder: Path, address: str, sentence: str):
    (folder / ".env").write_text(f"SCHOOL_URL={address}\n", encoding="utf-8")

    result = run(folder)

    assert sentence in result.output
    assert "hush" not in result.output
    assert "Traceback" not in result.output
    assert result.exit_code == 2


def test_a_store_among_others_that_does_not_answer_is_a_warning(folder: Path):
    (folder / "data-map.yaml").write_text(
        MAP.replace("FR}}", "FR}, crm: {url: env:CRM_URL, country: FR}}", 1), encoding="utf-8"
    )

    found = problems(folder)

    assert [(one["code"], one["severity"]) for one in found] == [("store-unreachable", "warning")]
    assert "its people's cells are kept" in found[0]["message"]
    assert run(folder).exit_code == 0
    assert run(folder, "--strict").exit_code == 1


def test_offline_asks_no_store(folder: Path):
    (folder / ".env").write_text("SCHOOL_URL=\n", encoding="utf-8")

    result = run(folder, "--offline")

    assert result.stdout == "nothing is wrong\n"
    assert result.exit_code == 0


def test_a_trigger_that_nobody_declared_is_told_until_it_is(folder: Path):
    execute(folder, "CREATE TRIGGER count_names AFTER DELETE ON pupils BEGIN SELECT 1; END")
    assert [one["code"] for one in problems(folder)] == ["undeclared-trigger"]

    declared = MAP.replace(
        "columns: {name: identity}", "columns: {name: identity}\n    triggers: {count_names: counts}"
    )
    (folder / "data-map.yaml").write_text(declared, encoding="utf-8")

    assert problems(folder) == []


def test_a_column_that_cannot_be_blanked_is_told(tmp_path: Path):
    there = school(tmp_path, tables=TABLES.replace("name TEXT", "name TEXT NOT NULL UNIQUE"))

    assert [one["code"] for one in problems(there)] == ["cannot-blank"]


def test_a_reference_without_an_index_is_a_note_with_its_mend(tmp_path: Path):
    there = school(tmp_path, tables=TABLES.replace("CREATE INDEX letters_pupil_id ON letters (pupil_id);", ""))

    found = problems(there)

    assert [(one["code"], one["severity"]) for one in found] == [("no-index", "note")]
    assert found[0]["help"] == "make one: CREATE INDEX letters_pupil_id ON letters (pupil_id)"
    assert run(there, "--strict").exit_code == 0


def test_explained_it_says_where_each_rule_finds_its_clock(folder: Path):
    result = run(folder, "--explain")

    text = result.stdout
    assert re.search(
        r"teaching: 2 years after `lessons ended` · identity .* themselves\n\s+lessons ended +the row: school",
        text,
    )
    assert re.search(
        r"teaching: 2 years after `lessons ended` · letters .* of to\n\s+lessons ended +its owner: school\.pupils",
        text,
    )
    assert "Nothing is remembered" in text
    assert result.exit_code == 0


def test_explained_for_programs_it_lists_clocks_and_what_is_remembered(folder: Path):
    said = json.loads(run(folder, "--explain", "--json").stdout)

    assert said["clocks"][1] == {
        "table": "school.letters",
        "columns": ["body"],
        "category": "letters",
        "role": "to",
        "activity": "teaching",
        "rule": 1,
        "events": [{"event": "lessons ended", "where": "its owner", "tables": ["school.pupils"]}],
    }
    assert said["remembered"] == []


def test_clocks_are_explained_beside_the_errors_but_for_tables_that_cannot_be_followed(folder: Path):
    execute(folder, "ALTER TABLE letters RENAME COLUMN body TO words")

    result = run(folder, "--explain")
    said = json.loads(run(folder, "--explain", "--json").stdout)

    assert "unknown-column" in result.stdout
    assert "Without school.letters: their errors above come first" in result.stdout
    assert re.search(
        r"teaching: 2 years after `lessons ended` · identity .* themselves\n\s+lessons ended +the row",
        result.stdout,
    )
    assert [one["table"] for one in said["clocks"]] == ["school.pupils"]
    assert said["unexplained"] == ["school.letters"]
    assert result.exit_code == 1


def test_clocks_are_not_explained_without_a_look_at_the_stores(folder: Path):
    result = run(folder, "--explain", "--offline")

    assert "Where each rule finds its clock" not in result.stdout
    assert "cannot be told without a look at the stores" in result.stderr


def test_a_misspelt_key_hides_nothing_that_the_stores_tell(folder: Path):
    execute(folder, "ALTER TABLE pupils ADD COLUMN shoe_size INTEGER")
    (folder / "policy.yaml").write_text(POLICY.replace("retention:", "retentoin:"), encoding="utf-8")

    assert [one["code"] for one in problems(folder)] == ["unmapped-column", "unknown-key"]


def test_no_value_of_the_store_is_shown(folder: Path):
    execute(folder, "ALTER TABLE pupils ADD COLUMN shoe_size INTEGER")

    assert "Canari" not in run(folder, "--explain").output


def test_a_policy_with_warnings_alone_fails_only_when_strict(tmp_path: Path):
    there = school(tmp_path, policy=POLICY.replace("  dpo: {email: dpo@ecole.example}\n", ""))

    assert {one["severity"] for one in problems(there)} <= {"warning", "note"}
    assert run(there).exit_code == 0
    assert run(there, "--strict").exit_code == 1
