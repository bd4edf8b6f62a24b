"""A hold is placed once what it names was found; then it rules, is on record, and says what it keeps."""

from datetime import UTC, date, datetime

import pytest

from garant.evidence.records import RecordKind
from garant.planning.grounds.holds import HeldPerson, HeldRows, Lifted, NewHold
from garant.use_cases.place_hold import Ground, HeldAlready, NobodyThere, ReasonTells, ReviewPast, place_hold
from garant.use_cases.review_hold import lift_hold
from tests.evidence.fakes import MemoryState
from tests.fakes import FakeDatabase
from tests.use_cases.school import SEEN, school

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
BEN = HeldPerson(table="school.pupils", key="4711")


def wanted(names: HeldPerson | HeldRows = BEN, *, reason: str = "case 14", review: date = date(2027, 3, 1)) -> NewHold:
    return NewHold(names=names, reason=reason, article="Art. 17(3)(e)", author="Dana", review=review)


def ground(state: MemoryState, *, meeting: int = 3) -> Ground:
    return Ground(
        layout=school(),
        databases={"school": FakeDatabase(SEEN["school"], meeting=meeting)},
        files={},
        memory=state.memory,
        holds=state.holds,
    )


def test_a_hold_rules_and_says_how_many_rows_it_keeps():
    state = MemoryState()

    placed = place_hold(ground(state), wanted(), on=TODAY, at=NOON)

    assert (placed.number, placed.counts) == (1, {"school.pupils": 3})
    assert [(hold.names, hold.since) for hold in state.holds.all()] == [(BEN, TODAY)]


def test_the_evidence_says_who_placed_it_where_and_until_when_and_never_on_whom():
    state = MemoryState()

    place_hold(ground(state), wanted(), on=TODAY, at=NOON)

    (record,) = state.evidence.appended
    assert record.kind is RecordKind.HOLD_PLACED
    assert record.facts == {
        "hold": 1,
        "kind": "person",
        "place": "school.pupils",
        "by": "Dana",
        "review": "2027-03-01",
    }


def test_a_key_that_leads_to_nobody_is_refused_and_not_repeated():
    state = MemoryState()

    with pytest.raises(NobodyThere) as refused:
        place_hold(ground(state, meeting=0), wanted(), on=TODAY, at=NOON)

    assert "4711" not in str(refused.value)
    assert state.holds.all() == []


def test_rows_may_be_held_that_are_not_there_yet():
    state = MemoryState()
    rows = HeldRows(table="school.pupils", when=(("name", "Ben"),))

    placed = place_hold(ground(state, meeting=0), wanted(rows), on=TODAY, at=NOON)

    assert (placed.number, placed.counts) == (1, {})


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (BEN, "the matter of 4711"),
        (HeldRows(table="school.pupils", when=(("name", "Ben Canari"),)), "complaint of ben canari"),
        (HeldRows(table="school.pupils", when=(("name", ("Anne", "Canari")),)), "Canari v. School"),
    ],
)
def test_a_reason_that_repeats_what_is_held_is_refused(names: HeldPerson | HeldRows, reason: str):
    state = MemoryState()

    with pytest.raises(ReasonTells):
        place_hold(ground(state), wanted(names, reason=reason), on=TODAY, at=NOON)

    assert state.holds.all() == []


def test_a_hold_needs_a_day_of_review_that_is_to_come():
    state = MemoryState()

    with pytest.raises(ReviewPast):
        place_hold(ground(state), wanted(review=TODAY), on=TODAY, at=NOON)

    assert state.evidence.appended == []


def test_the_same_is_not_held_twice_for_the_same_reason():
    state = MemoryState()
    place_hold(ground(state), wanted(), on=TODAY, at=NOON)

    with pytest.raises(HeldAlready, match="hold 1 names the same"):
        place_hold(ground(state), wanted(), on=TODAY, at=NOON)

    assert place_hold(ground(state), wanted(reason="case 15"), on=TODAY, at=NOON).number == 2


def test_what_was_lifted_may_be_held_again():
    state = MemoryState()
    place_hold(ground(state), wanted(), on=TODAY, at=NOON)
    lift_hold(state.holds, 1, Lifted(by="Dana", on=TODAY, because="settled"), at=NOON)

    assert place_hold(ground(state), wanted(), on=TODAY, at=NOON).number == 2
