"""`garant archive`: who may read what lies in the archive, with a motive, and on record."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from garant.cli import main
from tests.cli.folders import MAP, POLICY, school

WITH_ARCHIVE = POLICY.replace(
    "retention: [{keep: P2Y, from: lessons ended}]",
    "retention: [{keep: P90Y, from: lessons ended, archive: {after: P1D, readers: [head]}}]",
).replace("rights:", "recipients: {head: {en: the head, kind: internal}}\nrights:")
BESIDE = MAP.replace(
    "stores: {school: {url: env:SCHOOL_URL, country: FR}}",
    "stores: {school: {url: env:SCHOOL_URL, country: FR, archive: vault}, vault: {url: env:VAULT_URL, country: FR}}",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    school(tmp_path, policy=WITH_ARCHIVE, data_map=BESIDE)
    with (tmp_path / ".env").open("a", encoding="utf-8") as settings:
        settings.write(f"VAULT_URL=sqlite:///{tmp_path}/vault.db\n")
    vault = sqlite3.connect(tmp_path / "vault.db")
    vault.execute("VACUUM")
    vault.close()
    return tmp_path


@pytest.fixture
def archived(folder: Path) -> Path:
    plan = folder / "plan.json"
    assert run("plan", str(folder), "--out", str(plan)).exit_code == 0
    assert run("apply", str(plan), "--approved-by", "Dana").exit_code == 0
    return folder


def run(*typed: str) -> Result:
    return CliRunner().invoke(main, list(typed), env={"GARANT_LANGUAGE": "en"})


def read(folder: Path, *typed: str, reader: str = "head", motive: str = "claim 14") -> Result:
    table = ("--table", "school.letters")
    return run("archive", "read", str(folder), *table, "--as", reader, "--motive", motive, *typed)


def test_a_named_reader_sees_what_the_rule_keeps(archived: Path):
    shown = read(archived)

    assert shown.exit_code == 0
    assert "body: Dear Alice Canari" in shown.output
    assert "The reading is on record." in shown.output


def test_one_person_can_be_asked_for_and_programs_get_json(archived: Path):
    shown = read(archived, "--person", "school.pupils:2", "--json")

    assert json.loads(shown.output) == {"records": [{"id": 2, "body": "Dear Ben Canari"}]}


def test_a_value_can_be_asked_for(archived: Path):
    shown = read(archived, "--where", "pupil_id=1", "--json")

    assert json.loads(shown.output) == {"records": [{"id": 1, "body": "Dear Alice Canari"}]}


def test_max_may_not_read_and_is_told_who_may(archived: Path):
    shown = read(archived, reader="max")

    assert shown.exit_code == 2
    assert "`max` may not read what is kept of `school.letters`" in shown.output
    assert "head" in shown.output
    assert "Canari" not in shown.output


def test_without_a_motive_nothing_is_read(archived: Path):
    shown = read(archived, motive=" ")

    assert shown.exit_code == 2
    assert "an archive is not read without a motive" in shown.output


def test_nothing_of_a_table_that_is_nowhere_archived_is_read(folder: Path):
    shown = read(folder)

    assert shown.exit_code == 2
    assert "nothing of `school.letters` lies in an archive, or is kept by a hold" in shown.output


def test_the_reading_is_on_record_with_its_reader_and_without_values_or_motive(archived: Path):
    read(archived, "--person", "school.pupils:2", motive="claim of Ben Canari")
    exported = archived / "evidence.json"
    assert run("evidence", "export", str(archived), "--to", str(exported), "--with-records").exit_code == 0

    text = exported.read_text(encoding="utf-8")
    assert "archive read" in text
    assert "head" in text
    assert "Canari" not in text


HOLD = ("--reason", "case 14", "--article", "art. 17(3)(e)", "--author", "Dana", "--review", "2999-01-01")


def test_what_a_hold_alone_keeps_is_read_by_the_readers_of_the_hold_and_nobody_else(tmp_path: Path):
    school(tmp_path, policy=POLICY)
    held = ("hold", "add", str(tmp_path), "--person", "school.pupils:2", *HOLD)
    assert run(*held, "--reader", "lawyer").exit_code == 0

    shown = read(tmp_path, "--json", reader="lawyer", motive="case 14, hearing")
    refused = read(tmp_path, reader="head")

    # Ben's lessons ended long ago, and no rule keeps his letter; Alice's is kept by a rule, and for no lawyer.
    assert json.loads(shown.output) == {"records": [{"id": 2, "body": "Dear Ben Canari"}]}
    assert refused.exit_code == 2
    assert "lawyer" in refused.output
    assert "Canari" not in refused.output
    listed = run("hold", "list", str(tmp_path))
    assert "may read what it alone keeps: lawyer" in listed.output


def test_a_hold_without_readers_lets_nobody_read(tmp_path: Path):
    school(tmp_path, policy=POLICY)
    assert run("hold", "add", str(tmp_path), "--table", "school.letters", *HOLD).exit_code == 0

    assert read(tmp_path, reader="lawyer").exit_code == 2


def test_one_person_and_one_value_narrow_what_is_read_under_a_hold(tmp_path: Path):
    school(tmp_path, policy=POLICY)
    held = ("hold", "add", str(tmp_path), "--table", "school.letters", *HOLD, "--reader", "lawyer")
    assert run(*held).exit_code == 0

    everything = json.loads(read(tmp_path, "--json", reader="lawyer").output)["records"]
    one = json.loads(read(tmp_path, "--json", "--person", "school.pupils:2", reader="lawyer").output)["records"]
    none = json.loads(read(tmp_path, "--json", "--where", "pupil_id=99", reader="lawyer").output)["records"]

    assert (everything, one, none) == ([{"id": 2, "body": "Dear Ben Canari"}], everything, [])


PUBLIC = POLICY.replace("    purpose: {en: teaching}", "    purpose: {en: teaching}\n    public archives: true")
GIVEN = ("--by", "AD13", "--reference", "2026-7")


def waiting(folder: Path) -> list[tuple[str, int]]:
    listed = json.loads(run("archive", "list", str(folder), "--json").output)
    return [(one["table"], one["count"]) for one in listed["waiting"]]


def test_what_waits_for_the_visa_of_the_public_archives_is_printed_by_number(tmp_path: Path):
    school(tmp_path, policy=PUBLIC)

    listed = run("archive", "list", str(tmp_path))

    assert listed.output.startswith("List 1 of what")
    assert waiting(tmp_path) == [("school.letters", 1), ("school.pupils", 1)]
    assert run("archive", "list", str(tmp_path), "--number", "1").output == listed.output


def test_once_the_visa_is_recorded_what_was_on_the_list_goes(tmp_path: Path):
    school(tmp_path, policy=PUBLIC)
    run("archive", "list", str(tmp_path))
    today = json.loads(run("archive", "list", str(tmp_path), "--json").output)["on"]

    recorded = run("archive", "visa", str(tmp_path), "1", *GIVEN, "--on", today)

    assert recorded.exit_code == 0, recorded.output
    assert "The visa of list 1 is on record." in recorded.output
    plan = tmp_path / "plan.json"
    assert run("plan", str(tmp_path), "--out", str(plan)).exit_code == 0
    assert run("apply", str(plan), "--approved-by", "Dana").exit_code == 0
    assert waiting(tmp_path) == []
    assert "ref. 2026-7" in run("archive", "list", str(tmp_path), "--number", "1").output


def test_a_visa_without_its_list_is_refused(tmp_path: Path):
    school(tmp_path, policy=PUBLIC)

    refused = run("archive", "visa", str(tmp_path), "9", *GIVEN, "--on", "2026-01-01")

    assert refused.exit_code == 2
    assert "there is no list 9" in refused.output
