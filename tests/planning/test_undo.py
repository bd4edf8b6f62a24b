"""Pieces of capsules keep every value as it was, and windows end on their last day."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from garant.planning.remembered import RememberedEvent
from garant.planning.undo.pieces import Piece, PieceKind, as_bytes, events_in, listed, of_events, read, spelled
from garant.planning.undo.returning import KEYS_AT_MOST, Back, Obstacle, Returned, Wish
from garant.planning.undo.windows import is_over, sealed_until, window
from garant.policy.commitments import Undo
from garant.policy.periods import Period
from tests.documents.spoken import POLICY

VALUES = [
    None,
    0,
    -(10**30),
    0.1,
    "l'élève\n\u2028𝄞",
    b"\x00\xff",
    Decimal("1.10"),
    date(1, 1, 1),
    datetime(2026, 11, 22, 23, 59, 59, 999999),  # noqa: DTZ001 - as databases give it
    datetime(2026, 11, 22, tzinfo=UTC),
    time(23, 59, 59, 1),
    timedelta(hours=-838, microseconds=7),
    "0000-00-00",
]


def test_every_value_comes_out_as_it_went_in():
    piece = Piece(kind=PieceKind.ROWS, place="school.pupils", said={"key": ["id"]}, content=listed([spelled(VALUES)]))

    again = read(as_bytes(piece))

    assert again == piece
    assert again.items == [VALUES]
    assert [type(value) for value in again.items[0]] == [type(value) for value in VALUES]


def test_a_value_of_an_unknown_type_is_never_sealed_as_something_else():
    with pytest.raises(TypeError, match="of the type complex"):
        spelled([1j])


def test_a_piece_shows_its_kind_and_its_place_and_nothing_else():
    piece = Piece(kind=PieceKind.FILE, place="scans", said={"path": "alice.pdf"}, content=b"Alice")

    assert "lice" not in repr(piece)
    assert "scans" in repr(piece)


def test_what_was_remembered_comes_out_as_it_went_in():
    events = [
        RememberedEvent(people="pupil@school.pupils", person="7", event="ended", latest=date(2020, 1, 1)),
        RememberedEvent(people="pupil@school.pupils", person="7", event="began", is_open=True, began=date(2019, 1, 1)),
    ]

    assert events_in(read(as_bytes(of_events("pupil@school.pupils", events)))) == events


def test_seven_days_where_the_policy_says_nothing_and_nothing_where_it_says_nought():
    on = date(2026, 11, 22)
    said = POLICY.model_copy(update={"undo": Undo(window=Period(days=0))})

    assert window(POLICY) == Period(days=7)
    assert sealed_until(POLICY, on) == date(2026, 11, 29)
    assert sealed_until(said, on) is None


def test_the_last_day_of_a_window_is_still_within_it():
    assert not is_over(date(2026, 11, 29), date(2026, 11, 29))
    assert is_over(date(2026, 11, 29), date(2026, 11, 30))


def cells(place: str, to: str = "") -> Piece:
    return Piece(kind=PieceKind.CELLS, place=place, said={"to": to})


def test_a_table_comes_back_with_the_references_that_led_to_it_and_the_memory_of_its_people():
    wish = Wish(run=1, table="school.pupils")

    assert wish.is_for(Piece(kind=PieceKind.ROWS, place="school.pupils"))
    assert wish.is_for(cells("school.pupils"))
    assert wish.is_for(cells("school.letters", to="school.pupils"))
    assert wish.is_for(Piece(kind=PieceKind.MEMORY, place="pupil@school.pupils"))
    assert not wish.is_for(cells("school.letters"))
    assert not wish.is_for(Piece(kind=PieceKind.ROWS, place="school.letters"))
    assert not wish.is_for(Piece(kind=PieceKind.MEMORY, place="member@platform.accounts"))
    assert Wish(run=1).is_for(cells("school.letters"))


def test_rows_are_named_one_by_one_until_there_are_too_many():
    one, other = Returned(), Returned()
    one.name("school.pupils", 1)
    for key in range(KEYS_AT_MOST + 1):
        other.name("school.letters", key)
    one.came(Back.ROWS, "school.pupils", ())
    one.came(Back.ROWS, "school.letters", (), count=0)
    other.away[Obstacle.TAKEN, "school.letters"] += 2

    one.add(other)

    assert one.keys == {"school.pupils": [1], "school.letters": None}
    assert one.back == {(Back.ROWS, "school.pupils", ()): 1}
    assert list(one.obstacles()) == [(Obstacle.TAKEN, "school.letters", 2)]
