"""Holds as values: what they name shows itself to nobody, and when they are to be looked at again."""

from dataclasses import replace
from datetime import date

import pytest

from garant.planning.grounds.holds import HeldFiles, HeldPerson, HeldRows, Holds, LegalHold, Lifted, ruling

DAY = date(2026, 3, 1)
PERSON = HeldPerson(table="school.pupils", key="4711")
LAWSUIT = LegalHold(
    number=3,
    kind=PERSON.kind,
    place=PERSON.place,
    names=PERSON,
    reason="case 2026-14",
    article="Art. 17(3)(e)",
    author="Dana",
    since=DAY,
    review=DAY,
)


def test_what_is_held_shows_itself_to_nobody():
    files = HeldFiles(files="letters", pattern="4711/*")
    rows = HeldRows(table="school.letters", when=(("name", "4711"),))

    assert "4711" not in f"{LAWSUIT!r} {files!r} {rows!r}"


def test_a_hold_is_to_be_reviewed_from_its_day_on_until_it_is_lifted():
    lifted = replace(LAWSUIT, lifted=Lifted(by="Dana", on=DAY, because="settled"))

    assert [LAWSUIT.is_to_be_reviewed(day) for day in (date(2026, 2, 28), DAY)] == [False, True]
    assert not lifted.is_to_be_reviewed(DAY)
    assert ruling([LAWSUIT, lifted]) == Holds((LAWSUIT,))


def test_a_held_person_is_told_where_their_rows_are_and_nowhere_else():
    holds = Holds((LAWSUIT,))

    (told,) = holds.brought("pupil@school.pupils")
    assert (told.people, told.person, told.event) == ("pupil@school.pupils", "4711", "hold: 3")
    assert list(holds.brought("pupil@platform.accounts")) == []


@pytest.mark.parametrize(
    ("path", "day", "is_named"),
    [
        ("door/2026-01-31/a.mp4", date(2026, 1, 31), True),
        ("door/2026-02-28/a/b.mp4", date(2026, 2, 28), True),
        ("door/2026-03-01/a.mp4", date(2026, 3, 1), False),
        ("hall/2026-01-31/a.mp4", date(2026, 1, 31), False),
        ("backdoor/2026-01-31/a.mp4", date(2026, 1, 31), False),
    ],
)
def test_files_are_named_by_the_whole_path_and_the_day(path: str, day: date, *, is_named: bool):
    held = HeldFiles(files="cctv", pattern="door/*.mp4", first=date(2026, 1, 31), last=date(2026, 2, 28))

    assert held.names(path, {"day": day}) is is_named


def test_a_file_of_whose_day_nothing_is_known_is_named_by_its_path():
    assert HeldFiles(files="letters", pattern="*.pdf", first=DAY).names("a.pdf", {})
