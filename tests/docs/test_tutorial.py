"""docs/tutorial.md and README.md run: their files are written, their commands typed, their answers are those shown."""

from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.docs.typed import Block, answers_of, blocks_of, is_shown, shown

TUTORIAL = blocks_of(ROOT / "docs" / "tutorial.md")
README = blocks_of(ROOT / "README.md")
# README shows no database: that of the tutorial, without the invoices.
DATABASE = Block(
    "sh",
    """python3 -c "import sqlite3; sqlite3.connect('school.db').executescript('''
CREATE TABLE pupils (id INTEGER PRIMARY KEY, name TEXT, email TEXT, ended_on DATE);
CREATE TABLE marks (id INTEGER PRIMARY KEY, pupil_id INTEGER NOT NULL REFERENCES pupils, subject TEXT, mark INTEGER);
INSERT INTO pupils VALUES (1, 'Alice', 'a', '2023-06-30'), (2, 'Ben', 'b', '2025-06-30'), (3, 'Chloé', 'c', NULL);
INSERT INTO marks VALUES (1, 1, 'theory', 14), (2, 1, 'violin', 17), (3, 2, 'piano', 12);
''')"
export SCHOOL_URL="sqlite:///$PWD/school.db"
""",
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return what each block of the tutorial answers."""
    return answers_of(TUTORIAL, tmp_path_factory.mktemp("tutorial"))


@pytest.mark.parametrize(("block", "wanted"), shown(TUTORIAL), ids=lambda one: one if isinstance(one, int) else "")
def test_the_commands_answer_what_the_tutorial_shows(answers: list[str], block: int, wanted: str):
    assert is_shown(answers[block], wanted), answers[block]


def test_every_command_but_demo_is_tried_in_the_tutorial():
    typed = "".join(block.text for block in TUTORIAL if block.language == "sh")
    commands = ["check", "plan", "apply", "verify", "evidence export", "evidence verify"]

    assert [name for name in commands if f"garant {name}" not in typed] == []


def test_the_policy_of_the_readme_gives_the_plan_that_it_shows(tmp_path: Path):
    blocks = [DATABASE, *README]

    answers = answers_of(blocks, tmp_path)

    assert [answers[block] for block, wanted in shown(blocks) if not is_shown(answers[block], wanted)] == []
