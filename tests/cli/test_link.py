"""`garant link`: whose a row is, said by a person, rules from the next plan on."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from garant.cli import main
from tests.cli.folders import school

TABLES = """
CREATE TABLE pupils (id INTEGER PRIMARY KEY, name TEXT, mail TEXT);
CREATE TABLE lessons (id INTEGER PRIMARY KEY, pupil_id INTEGER NOT NULL REFERENCES pupils, ended_on TEXT);
CREATE INDEX lessons_pupil_id ON lessons (pupil_id);
CREATE TABLE guests (id INTEGER PRIMARY KEY, nick TEXT, mail TEXT, came_on TEXT);
"""
ROWS = """
INSERT INTO pupils VALUES (1, 'Alice Canari', 'Home@mail.example'), (2, 'Ben Canari', 'home@mail.example ');
INSERT INTO lessons VALUES (1, 1, '2025-06-30'), (2, 2, '2020-06-30');
INSERT INTO guests VALUES (7, 'canary', 'HOME@mail.example', '2025-06-30');
"""
MAP = """stores: {school: {url: env:SCHOOL_URL, country: FR}}
people:
  pupil: {table: school.pupils, key: id, identifiers: {e-mail: mail}, also known: {school.guests: {e-mail: mail}}}
tables:
  school.pupils:
    used for: [teaching]
    columns: {name: identity, mail: none}
  school.lessons: {part of: pupil_id, events: {lessons ended: {column: ended_on, format: iso text}}}
  school.guests:
    used for: [teaching]
    columns: {nick: identity, mail: none}
    events: {lessons ended: {column: came_on, format: iso text}}
"""


def garant(*words: object, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=typed)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a school where two pupils have one mailbox, and a guest too."""
    return school(tmp_path, tables=TABLES, rows=ROWS, data_map=MAP)


def steps(folder: Path) -> dict[tuple[str, str], int]:
    done = garant("plan", folder, "--on", "2026-03-01", "--json")
    return {(step["kind"], step["table"]): step["count"] for step in json.loads(done.stdout)["steps"] if step["count"]}


def findings(folder: Path) -> dict[str, int]:
    found = json.loads(garant("verify", folder, "--on", "2026-03-01", "--json").stdout)["findings"]
    return {one["where"]: one["count"] for one in found if one["code"] == "doubtful-person"}


def test_nothing_is_erased_on_a_doubt_and_the_plan_and_verify_say_so(folder: Path):
    text = garant("plan", folder, "--on", "2026-03-01").stdout

    assert "of which 2 rows of a person who may be another: nothing of them is erased" in text
    assert ("erase rows", "school.pupils") not in steps(folder)
    assert findings(folder) == {"school.pupils": 2, "school.guests": 1}


@pytest.mark.parametrize(
    ("whose", "guests"), [(("--person", "school.pupils:1"), "keep"), (("--nobody",), "keep without clock")]
)
def test_once_somebody_has_said_whose_the_row_is_nobody_is_in_doubt(folder: Path, whose: tuple[str, ...], guests: str):
    done = garant("link", folder, "--row", "school.guests:7", *whose, "--by", "Dana")

    assert (done.exit_code, done.stdout) == (0, "Noted: the next plan goes by it.\n")
    assert steps(folder)["erase rows", "school.pupils"] == 1
    assert (guests, "school.guests") in steps(folder)
    assert findings(folder) == {}


def test_a_key_may_be_read_from_standard_input(folder: Path):
    said = ("--row", "school.guests:-", "--person", "school.pupils:-", "--by", "Dana")

    assert garant("link", folder, *said, typed="7\n1\n").exit_code == 0
    assert steps(folder)["erase rows", "school.pupils"] == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("--row", "school.guests:7"), "give --person or --nobody"),
        (("--row", "school.guests:7", "--person", "school.pupils:1", "--nobody"), "only one of them"),
        (("--row", "school.guests", "--nobody"), "a row is written TABLE:KEY"),
        (("--row", "school.guests:4711", "--nobody"), "`school.guests` has no such key"),
        (("--row", "school.pupils:1", "--nobody"), "the map does not say"),
    ],
)
def test_what_cannot_be_meant_is_refused_without_repeating_a_key(folder: Path, said: tuple[str, ...], told: str):
    done = garant("link", folder, *said, "--by", "Dana")

    assert done.exit_code == 2
    assert told in done.output
    assert "4711" not in done.output
