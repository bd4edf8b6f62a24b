"""One row that names a file outside its folder keeps itself and what it refers to, and nobody else (Art. 5(1)(e))."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from garant.documents.plan_files import read
from garant.planning.steps import StepKind
from tests.databases import KINDS
from tests.journeys.school import MAP, ON, School, school
from tests.journeys.test_bad_input import FINE

WITH_FILES = MAP.replace("people:", "  papers: {files: env:PAPERS_URL, country: FR}\npeople:") + (
    """\
  school.papers:
    part of: pupil_id
    columns: {file_name: none}
files:
  papers: {part of: school.papers, path: "{file_name}"}
"""
)


@pytest.fixture(params=KINDS)
def here(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[School]:
    """Give the school with papers of two pupils whose time is over, one of which names a file outside."""
    with school(request.param) as made:
        made.write("data-map.yaml", WITH_FILES)
        made.environment["PAPERS_URL"] = str(tmp_path / "papers")
        (tmp_path / "papers").mkdir()
        for name in ("alice.pdf", "ben.pdf"):
            (tmp_path / "papers" / name).write_text("x", encoding="utf-8")
        (tmp_path / "x.txt").write_text("somebody else's", encoding="utf-8")
        made.execute(
            "school",
            "CREATE TABLE papers (id INTEGER PRIMARY KEY, pupil_id INTEGER, file_name VARCHAR(80),"
            " FOREIGN KEY (pupil_id) REFERENCES pupils (id))",
            "CREATE INDEX papers_pupil ON papers (pupil_id)",
            "UPDATE pupils SET ended_on = '2020-06-30' WHERE id = 1",
            "INSERT INTO papers VALUES (1, 1, 'alice.pdf'), (2, 2, 'ben.pdf'), (3, 2, '../x.txt'), (4, 1, '')",
        )
        yield made


def test_everybody_else_goes_and_the_plan_says_who_stays_and_why(here: School, tmp_path: Path):
    said = here.plan(on=ON)
    assert said.exit_code == FINE, said.output
    assert "of which 1 file outside the folder" in said.output
    steps = read(here.plan_file.read_text(encoding="utf-8"), file="day.plan").steps
    files = {step.kind: step.count for step in steps if step.files == "papers"}
    assert files == {StepKind.ERASE_FILES: 1, StepKind.KEEP: 2, StepKind.KEEP_ASTRAY: 1}

    assert here.apply().exit_code == FINE

    rows = here.rows()
    assert rows["school.papers"] == [(2, 2, "ben.pdf"), (3, 2, "../x.txt")]
    assert [row[0] for row in rows["school.pupils"]] == [2, 3]
    assert [file.name for file in (tmp_path / "papers").iterdir()] == ["ben.pdf"]
    assert (tmp_path / "x.txt").exists()
    assert "Nothing is due" in here.plan(on=ON).output


def test_once_the_row_is_right_they_go_too(here: School, tmp_path: Path):
    here.plan(on=ON)
    here.apply()
    here.execute("school", "UPDATE papers SET file_name = 'gone.pdf' WHERE id = 3")
    here.plan(on=ON)

    assert here.apply().exit_code == FINE
    assert [row[0] for row in here.rows()["school.pupils"]] == [3]
    assert list((tmp_path / "papers").iterdir()) == []
