"""The flow of a rights request: what may follow what, and what never may (Art. 12)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garant.planning.rights.flow.order import CHANGES, Obstacle, obstacles
from garant.planning.rights.flow.requests import Channel, Entry, Happening, Proof, RightsRequest
from garant.policy.periods import Period
from garant.policy.terms import Right

H = Happening
DAY = date(2026, 3, 3)


def entry(what: Happening, *, on: date = DAY, proof: Proof | None = None) -> Entry:
    return Entry(what=what, on=on, by="Mme Petit", because="un motif", proof=proof)


def asked(*happened: Happening, right: Right = Right.ERASURE, proof: Proof = Proof.CODE) -> RightsRequest:
    history = tuple(entry(one, proof=proof if one is H.IDENTIFIED else None) for one in (H.RECEIVED, *happened))
    return RightsRequest(number=1, right=right, channel=Channel.POST, history=history)


@pytest.mark.parametrize("right", Right)
def test_a_request_goes_its_whole_way(right: Right):
    way = [H.ACKNOWLEDGED, H.IDENTIFIED, H.DECIDED]
    way += [H.PLANNED, H.APPROVED, H.CARRIED_OUT] if right in CHANGES else []
    way += [H.ANSWERED, H.CLOSED]
    met = asked(right=right)

    for step in way:
        next_one = entry(step, proof=Proof.CODE if step is H.IDENTIFIED else None)
        assert obstacles(met, next_one) == (), step
        met = RightsRequest(number=1, right=right, channel=met.channel, history=(*met.history, next_one))

    assert not met.is_open


@pytest.mark.parametrize(
    ("happened", "what", "why"),
    [
        ((), H.DECIDED, Obstacle.IDENTITY_FIRST),
        ((H.IDENTIFIED,), H.IDENTIFIED, Obstacle.HAPPENED_BEFORE),
        ((H.NOBODY_FOUND,), H.IDENTIFIED, Obstacle.HAPPENED_BEFORE),
        ((H.IDENTIFIED,), H.PLANNED, Obstacle.OUT_OF_ORDER),
        ((H.IDENTIFIED, H.DECIDED), H.CARRIED_OUT, Obstacle.OUT_OF_ORDER),
        ((H.IDENTIFIED, H.DECIDED, H.PLANNED), H.CARRIED_OUT, Obstacle.OUT_OF_ORDER),
        ((H.IDENTIFIED, H.DECIDED), H.ANSWERED, Obstacle.OUT_OF_ORDER),
        ((H.IDENTIFIED,), H.CLOSED, Obstacle.OUT_OF_ORDER),
        ((H.REFUSED, H.ANSWERED), H.IDENTIFIED, Obstacle.IS_OVER),
        ((H.TAKEN_BACK,), H.DECIDED, Obstacle.IS_OVER),
        ((H.TAKEN_BACK, H.CLOSED), H.PAPERS_ERASED, Obstacle.IS_OVER),
        ((H.IDENTIFIED,), H.PAPERS_ERASED, Obstacle.OUT_OF_ORDER),
    ],
)
def test_what_may_not_happen(happened: tuple[Happening, ...], what: Happening, why: Obstacle):
    assert why in obstacles(asked(*happened), entry(what, proof=Proof.CODE))


def test_nobody_found_is_an_answer_too():
    assert obstacles(asked(H.NOBODY_FOUND), entry(H.ANSWERED)) == ()


def test_papers_are_asked_for_in_a_recorded_doubt_alone():
    assert obstacles(asked(), entry(H.IDENTIFIED, proof=Proof.PAPERS)) == (Obstacle.NO_DOUBT,)
    assert obstacles(asked(H.DOUBTED), entry(H.IDENTIFIED, proof=Proof.PAPERS)) == ()
    assert obstacles(asked(), entry(H.IDENTIFIED, proof=Proof.CODE)) == ()


def test_a_request_is_not_closed_while_papers_are_there():
    shown = asked(H.DOUBTED, H.IDENTIFIED, H.DECIDED, H.ANSWERED, right=Right.ACCESS, proof=Proof.PAPERS)

    assert obstacles(shown, entry(H.CLOSED)) == (Obstacle.PAPERS_LEFT,)
    assert obstacles(shown, entry(H.PAPERS_ERASED)) == ()


def test_a_refusal_owes_a_reason_and_a_name():
    bare = Entry(what=H.REFUSED, on=DAY)

    assert obstacles(asked(), bare) == (Obstacle.NO_REASON, Obstacle.NO_NAME)
    assert obstacles(asked(), entry(H.REFUSED)) == ()
    assert obstacles(asked(H.IDENTIFIED, H.DECIDED, H.PLANNED, H.APPROVED, H.CARRIED_OUT), entry(H.REFUSED))


def test_an_extension_is_told_within_the_first_month_once_and_with_reasons():
    assert obstacles(asked(), entry(H.EXTENDED, on=date(2026, 4, 3))) == ()
    assert obstacles(asked(), entry(H.EXTENDED, on=date(2026, 4, 4))) == (Obstacle.TOO_LATE,)
    assert obstacles(asked(H.EXTENDED), entry(H.EXTENDED)) == (Obstacle.HAPPENED_BEFORE,)
    assert obstacles(asked(), Entry(what=H.EXTENDED, on=DAY, by="Mme Petit")) == (Obstacle.NO_REASON,)


def test_nothing_happens_before_the_day_of_receipt():
    assert obstacles(asked(), entry(H.ACKNOWLEDGED, on=DAY - timedelta(days=1))) == (Obstacle.BEFORE_RECEIPT,)


def test_a_doubt_stops_the_clock_until_it_is_settled():
    doubted = asked(H.DOUBTED)
    settled = RightsRequest(
        number=1,
        right=Right.ACCESS,
        channel=Channel.WEB,
        history=(*doubted.history, entry(H.IDENTIFIED, on=DAY + timedelta(days=10), proof=Proof.PAPERS)),
    )

    assert doubted.clock.is_suspended
    assert not doubted.is_late(date(2026, 12, 1))
    assert settled.clock.due(date(2026, 5, 1)) == date(2026, 4, 13)


def test_an_answered_request_is_not_late():
    answered = asked(H.REFUSED, H.ANSWERED)

    assert asked().is_late(date(2026, 4, 7))
    assert not answered.is_late(date(2026, 4, 7))


def test_recipients_are_told_of_what_changed_and_of_nothing_else():
    done = (H.IDENTIFIED, H.DECIDED, H.PLANNED, H.APPROVED, H.CARRIED_OUT)

    assert obstacles(asked(*done), entry(H.RECIPIENTS_TOLD)) == ()
    assert Obstacle.NOBODY_IS_TOLD in obstacles(asked(*done, right=Right.WITHDRAWAL), entry(H.RECIPIENTS_TOLD))


def test_access_plans_no_change():
    decided = asked(H.IDENTIFIED, H.DECIDED, right=Right.ACCESS)

    assert obstacles(decided, entry(H.PLANNED)) == (Obstacle.NOTHING_TO_CARRY_OUT,)


def test_a_stricter_promise_makes_it_late_sooner():
    by_cesi = RightsRequest(
        number=1,
        right=Right.ACCESS,
        channel=Channel.EMAIL,
        history=(entry(H.RECEIVED),),
        promised=Period(days=30),
    )

    assert not by_cesi.is_late(date(2026, 4, 2))
    assert by_cesi.is_late(date(2026, 4, 3))
    assert not asked().is_late(date(2026, 4, 3))


@given(st.sampled_from(list(Right)), st.lists(st.sampled_from([one for one in H if one is not H.RECEIVED])))
def test_whatever_is_tried_nothing_is_decided_or_carried_out_for_somebody_unknown(right: Right, tried: list[Happening]):
    met = asked(right=right)
    for what in tried:
        one = entry(what, proof=Proof.CODE if what is H.IDENTIFIED else None)
        if not obstacles(met, one):
            met = RightsRequest(number=1, right=right, channel=met.channel, history=(*met.history, one))

    happened = [one.what for one in met.history]
    for what in (H.DECIDED, H.PLANNED, H.CARRIED_OUT):
        if what in happened:
            assert H.IDENTIFIED in happened[: happened.index(what)]
    if H.CARRIED_OUT in happened:
        assert right in CHANGES
        assert H.APPROVED in happened[: happened.index(H.CARRIED_OUT)]
    assert H.CLOSED not in happened or happened.index(H.CLOSED) == len(happened) - 1
