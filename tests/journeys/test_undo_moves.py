"""A run that moves some rows to the archive and erases others is undone: these come back, those stay where they are."""

from collections.abc import Iterator

import pytest

from tests.journeys.school import School
from tests.journeys.test_killed_moves import PEOPLE, active, records, with_archive
from tests.journeys.test_undo import WHY, ran, undone

MOVED, ERASED = 2 * PEOPLE // 5, PEOPLE // 5


@pytest.fixture(params=["sqlite", "one"])
def here(request: pytest.FixtureRequest) -> Iterator[School]:
    with with_archive(request.param) as made:
        yield made


def test_what_was_erased_comes_back_and_what_moved_is_told_and_is_in_one_place(here: School):
    before = active(here, "pupils")
    said = here.plan().output
    ran(here)
    archived = records(here, "school_pupils"), records(here, "school_letters")

    rehearsed = undone(here, "--dry-run")
    done = undone(here, *WHY)

    assert "What goes is sealed first" in said
    assert "What moves to the archive stays there: no undo brings it back." in said
    assert rehearsed["away"] == done["away"]
    assert done["away"] == [
        {"why": "archived", "where": "school.letters", "count": 2 * MOVED},
        {"why": "archived", "where": "school.pupils", "count": MOVED},
    ]
    assert len(active(here, "pupils")) == len(before) - MOVED
    assert (records(here, "school_pupils"), records(here, "school_letters")) == archived
    assert "Nothing is due" in here.plan().output


def test_of_another_table_nothing_is_told_that_moved(here: School):
    ran(here)

    assert undone(here, "--table", "platform.accounts", "--dry-run")["away"] == []
