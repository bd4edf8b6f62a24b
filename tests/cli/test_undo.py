"""`garant undo`: looks first if asked, brings back, and says what it cannot."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from garant.cli import main
from tests.cli.folders import school


def garant(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a small school of which a run has taken Ben out."""
    made = school(tmp_path)
    plan = tmp_path / "day.plan"
    assert garant("plan", made, "--on", "2026-03-01", "--out", plan).exit_code == 0
    applied = garant("apply", plan, "--approved-by", "Dana")
    assert applied.exit_code == 0, applied.output
    return made


def test_it_is_said_what_would_come_back_before_it_does(folder: Path):
    looked = garant("undo", 1, "--folder", folder, "--dry-run")
    done = garant("undo", 1, "--folder", folder, "--by", "Dana", "--motive", "the wrong period")

    assert (looked.exit_code, done.exit_code) == (0, 0)
    assert looked.stdout.startswith("Run 1 can be undone; this would come back:\n  school.")
    assert done.stdout.startswith("Run 1 undone, by run 2:\n  school.")
    assert "to be reviewed on" in done.stdout


def test_programs_read_what_is_back_and_the_holds(folder: Path):
    done = garant("undo", 1, "--folder", folder, "--by", "Dana", "--motive", "the wrong period", "--json")

    said = json.loads(done.stdout)
    assert (said["undo of"], said["run"], said["away"]) == (1, 2, [])
    assert said["back"][0]["kind"] == "return rows"
    listed = json.loads(garant("hold", "list", folder, "--json").stdout)
    assert len(listed["holds"]) == len(said["holds"]) > 0


def test_it_speaks_french(folder: Path):
    words = ("--by", "Dana", "--motive", "la mauvaise durée", "--language", "fr")

    assert "Exécution n° 1 annulée, par l'exécution n° 2" in garant("undo", 1, "--folder", folder, *words).stdout
    unknown = garant("undo", 9, "--folder", folder, *words)
    assert unknown.exit_code == 2
    assert "n'a rien scellé" in unknown.output


def test_a_review_in_the_past_is_refused(folder: Path):
    words = ("--by", "Dana", "--motive", "the wrong period", "--review", "2020-01-01")

    refused = garant("undo", 1, "--folder", folder, *words)

    assert refused.exit_code == 2
    assert "the day of review has come" in refused.output
