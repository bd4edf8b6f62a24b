"""`garant plan` and `garant apply`: what is due is told, approved, done, and told again, with honest exit statuses."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from garant.cli import main
from tests.cli.folders import execute, school

ON = "2026-03-01"


def garant(*words: object) -> Result:
    """Type a command."""
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a small school, in which Ben's lessons ended long ago."""
    return school(tmp_path)


@pytest.fixture
def plan(folder: Path) -> Path:
    """Return the file of a plan for it."""
    file = folder / "plan.json"
    assert garant("plan", folder, "--on", ON, "--out", file).exit_code == 0
    return file


def test_a_plan_says_what_is_due_what_stays_and_what_to_type_next(folder: Path):
    result = garant("plan", folder, "--on", ON, "--out", folder / "plan.json")

    assert result.exit_code == 0
    assert "2 rows to erase in 2 tables; 2 rows to keep." in result.output
    assert "  A  2 years after the end of the lessons (teaching)" in result.output
    assert result.output.endswith(f"next: garant apply {folder}/plan.json --approved-by NAME\n")


def test_a_plan_speaks_french_when_asked(folder: Path):
    result = garant("plan", folder, "--on", ON, "--out", folder / "plan.json", "--language", "fr")

    assert result.output.startswith("Plan pour École de musique au 1er mars 2026\n")
    assert "ensuite : garant apply" in result.output


def test_what_programs_read_is_what_the_file_holds(folder: Path, plan: Path):
    result = garant("plan", folder, "--on", ON, "--json")

    assert json.loads(result.output) == json.loads(plan.read_text(encoding="utf-8"))


def test_without_a_name_nothing_is_done_and_the_mend_is_told(plan: Path):
    result = garant("apply", plan)

    assert result.exit_code == 1
    assert "needs a named person's approval" in result.output
    assert "then add --approved-by NAME; nothing was changed" in result.output


def test_with_a_name_it_is_done_and_a_second_plan_is_empty(folder: Path, plan: Path):
    result = garant("apply", plan, "--approved-by", "Dana")

    assert (result.exit_code, result.output.splitlines()[0]) == (0, "Run 1: done")
    assert "Nothing is due." in garant("plan", folder, "--on", ON).output


def test_what_was_done_is_told_in_french_when_asked_and_to_programs(plan: Path):
    again = garant("apply", plan, "--approved-by", "Dana", "--language", "fr")

    assert again.output.startswith("Exécution n° 1 : terminée\n")
    assert json.loads(garant("apply", plan, "--approved-by", "Dana", "--json").output)["steps"] == []


def test_no_output_names_a_person(folder: Path, plan: Path):
    told = [plan.read_text(encoding="utf-8"), garant("apply", plan, "--approved-by", "Dana").output]

    assert "Canari" not in "".join(told)


def test_a_plan_is_stale_once_the_schema_has_moved(folder: Path, plan: Path):
    execute(folder, "ALTER TABLE letters ADD COLUMN seen INTEGER;")

    result = garant("apply", plan, "--approved-by", "Dana")

    assert result.exit_code == 1
    assert "make a new plan and apply that; nothing was changed" in result.output


def test_a_folder_that_cannot_be_read_whole_has_no_plan(folder: Path):
    (folder / "policy.yaml").write_text("organisation: [", encoding="utf-8")

    result = garant("plan", folder)

    assert result.exit_code == 2
    assert "garant check" in result.output


def test_a_file_that_is_no_plan_is_refused(tmp_path: Path):
    file = tmp_path / "notes.json"
    file.write_text("{}", encoding="utf-8")

    assert garant("apply", file).exit_code == 2
    assert "is no plan of Garant" in garant("apply", file).output


def test_a_plan_that_cannot_be_written_says_so(folder: Path):
    result = garant("plan", folder, "--on", ON, "--out", folder / "nowhere" / "plan.json")

    assert result.exit_code == 2
    assert "cannot be written" in result.output


def test_a_plan_whose_folder_was_moved_says_so(folder: Path, plan: Path, tmp_path: Path):
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    folder.rename(elsewhere)

    result = garant("apply", elsewhere / "plan.json")

    assert result.exit_code == 2
    assert f"il n'y a pas de dossier `{folder}`" in result.output or f"there is no folder `{folder}`" in result.output
    assert "Errno" not in result.output


def test_a_plan_for_a_day_to_come_says_from_when_it_may_be_applied(folder: Path):
    result = garant("plan", folder, "--on", "2090-01-01", "--out", folder / "later.json")

    assert f"from 1 January 2090 on, and not before: garant apply {folder}/later.json" in result.output
