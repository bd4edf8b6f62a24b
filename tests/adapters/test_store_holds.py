"""Holds are kept sealed, numbered, with their evidence; what they name is forgotten when they are lifted."""

from dataclasses import replace
from datetime import date

import pytest

from garant.adapters.store.opening import Store
from garant.evidence.failures import UnknownInStore
from garant.evidence.records import EvidenceRecord, RecordKind
from garant.planning.grounds.holds import HeldFiles, HeldPerson, HeldRows, HoldKind, Lifted, NewHold
from garant.policy.datamap import Test as Asked
from tests.adapters.stores import NOW, State

DAY = date(2026, 11, 22)
PERSON = HeldPerson(table="school.pupils", key="alice-4711")
LAWSUIT = NewHold(names=PERSON, reason="case 2026-14", article="Art. 17(3)(e)", author="Dana", review=date(2027, 3, 1))
LIFTED = Lifted(by="Dana", on=date(2027, 2, 1), because="settled")


def record(number: int, kind: RecordKind = RecordKind.HOLD_PLACED) -> EvidenceRecord:
    return EvidenceRecord(kind=kind, at=NOW, facts={"hold": number})


def placed(state: State, wanted: NewHold = LAWSUIT) -> int:
    return state.holds.place(wanted, on=DAY, record=record)


def test_the_readers_of_a_hold_are_kept_with_it(state: State) -> None:
    placed(state, replace(LAWSUIT, readers=("lawyer", "DPO")))
    placed(state)

    assert [hold.readers for hold in state.holds.all()] == [("lawyer", "DPO"), ()]


def test_a_hold_is_found_as_it_was_placed(state: State) -> None:
    number = placed(state)

    (found,) = state.holds.all()
    assert (found.number, found.kind, found.place, found.names) == (number, HoldKind.PERSON, "school.pupils", PERSON)
    assert (found.reason, found.article, found.author) == ("case 2026-14", "Art. 17(3)(e)", "Dana")
    assert (found.since, found.review, found.lifted) == (DAY, date(2027, 3, 1), None)
    assert state.evidence.size == 1


@pytest.mark.parametrize(
    "names",
    [
        HeldRows(table="school.letters"),
        HeldRows(table="school.letters", when=(("pupil_id", 3), ("kind", ("a", "b")), ("sent", True))),
        HeldRows(table="school.letters", when=(("body", Asked.model_validate({"starts": "Dear"})),)),
        HeldRows(table="school.letters", when=(("body", Asked.model_validate({"not": ("x", "y")})),)),
        HeldFiles(files="cctv", pattern="door/*", first=date(2026, 1, 1)),
    ],
)
def test_whatever_is_named_is_read_back(state: State, names: HeldRows | HeldFiles) -> None:
    placed(state, NewHold(names=names, reason="r", article="a", author="Dana", review=DAY))

    assert [hold.names for hold in state.holds.all()] == [names]


def test_holds_are_numbered_one_after_the_other_and_the_newest_is_known_to_batches(state: State) -> None:
    with state.holds.steady() as before:
        pass
    first, second = placed(state), placed(state)

    with state.holds.steady() as newest:
        assert (before, first < second, newest) == (0, True, second)


def test_a_review_gives_a_hold_another_day(state: State) -> None:
    number = placed(state)

    state.holds.review(number, until=date(2028, 1, 1), record=record(number, RecordKind.HOLD_REVIEWED))

    assert [hold.review for hold in state.holds.all()] == [date(2028, 1, 1)]
    assert state.evidence.size == 2


def test_a_hold_that_is_lifted_stays_in_the_book_without_what_it_named(state: State) -> None:
    number = placed(state)

    state.holds.lift(number, LIFTED, record=record(number, RecordKind.HOLD_LIFTED))

    (found,) = state.holds.all()
    assert (found.names, found.lifted) == (None, LIFTED)
    assert state.evidence.size == 2


def test_what_is_lifted_or_was_never_placed_is_neither_lifted_nor_reviewed(state: State) -> None:
    number = placed(state)
    state.holds.lift(number, LIFTED, record=record(number))

    for unknown in (number, 99):
        with pytest.raises(UnknownInStore):
            state.holds.lift(unknown, LIFTED, record=record(unknown))
        with pytest.raises(UnknownInStore):
            state.holds.review(unknown, until=DAY, record=record(unknown))
    assert state.evidence.size == 2


def test_nothing_that_a_hold_names_or_says_stands_in_clear_in_the_file(store: Store) -> None:
    number = placed(store)
    store.holds.lift(number, LIFTED, record=record(number))
    placed(store)
    store.close()

    held = b"".join(file.read_bytes() for file in store.state.iterdir() if file.is_file())
    assert b"alice-4711" not in held
    assert b"case 2026-14" not in held
    assert b"settled" not in held
