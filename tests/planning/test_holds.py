"""Holds as values: what they name shows itself to nobody, and when they are to be looked at again."""

from dataclasses import replace
from datetime import date

import pytest

from garant.planning.grounds.facts.held import merged
from garant.planning.grounds.holds import (
    SHOWN_APART,
    HeldFiles,
    HeldPerson,
    HeldRows,
    Holds,
    LegalHold,
    Lifted,
    ruling,
)
from garant.planning.questions import Programme
from garant.planning.retention import sentence, why_held
from garant.planning.steps import StepKind
from tests.use_cases.school import school

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


def of(number: int, reason: str = "one case", readers: tuple[str, ...] = ()) -> LegalHold:
    person = HeldPerson(table="school.pupils", key=str(number))
    return replace(LAWSUIT, number=number, names=person, reason=reason, readers=readers)


def test_holds_of_one_reason_are_one_case_and_of_many_cases_the_last_are_counted_together():
    alike = Holds(tuple(of(n) for n in range(1, 2001)))
    apart = Holds(tuple(of(n, reason=f"case {n}") for n in range(1, 2001)))

    assert [len(case.holds) for case in alike.cases] == [2000]
    assert [len(case.holds) for case in apart.cases] == [1] * SHOWN_APART + [2000 - SHOWN_APART]
    assert sorted(hold.number for case in apart.cases for hold in case.holds) == list(range(1, 2001))


def test_what_is_asked_does_not_grow_with_the_number_of_holds():
    one, many = (Holds(tuple(of(n) for n in range(1, last))) for last in (2, 2001))

    assert [len(Programme(school(), DAY, holds=holds).questions()) for holds in (one, many)] == [
        len(Programme(school(), DAY, holds=one).questions())
    ] * 2


def test_of_whom_several_holds_speak_each_fact_is_told_once():
    holds = Holds((of(1, readers=("lawyer",)), of(2)))

    told = {(event.person, event.event) for event in holds.brought("pupil@school.pupils")}

    assert told == {
        ("1", "hold: 1"),
        ("1", "held case: 1"),
        ("1", "held for: lawyer"),
        ("2", "hold: 2"),
        ("2", "held case: 1"),
    }


def test_rows_that_are_named_by_values_of_one_column_are_looked_for_together():
    def rows(path: str, test: str | int | tuple[str | int, ...]) -> HeldRows:
        return HeldRows(table="school.letters", when=((path, test),))

    whole = HeldRows(table="school.letters")

    assert merged([rows("id", 1), None, rows("id", 2), rows("kind", "some"), whole, rows("body", "a")]) == (
        rows("id", (1, 2)),
        rows("kind", "some"),
        whole,
        rows("body", ("a",)),
    )


def test_a_step_says_how_many_holds_it_rests_on():
    together = Holds(tuple(of(n) for n in (1, 2, 3))).cases[0]
    mixed = Holds(tuple(of(n, reason=f"case {n}") for n in range(1, SHOWN_APART + 3))).cases[-1]

    assert sentence(StepKind.KEEP_HELD, why_held(together)) == "hold 1 and 2 more: one case (Art. 17(3)(e))"
    assert sentence(StepKind.KEEP_HELD, why_held(mixed)) == f"hold {SHOWN_APART + 1} and 1 more"
