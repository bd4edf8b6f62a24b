"""A hold is looked at again by a named person: kept until another day, or lifted, and both are on record."""

from datetime import UTC, date, datetime

import pytest

from garant.evidence.records import EvidenceRecord, RecordKind
from garant.planning.grounds.holds import HeldRows, Lifted, NewHold
from garant.use_cases.review_hold import NoSuchHold, lift_hold, review_hold
from tests.evidence.fakes import MemoryState

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = date(2027, 3, 1)
LIFTED = Lifted(by="Dana", on=DAY, because="settled")


@pytest.fixture
def state() -> MemoryState:
    state = MemoryState()
    wanted = NewHold(names=HeldRows(table="school.letters"), reason="r", article="a", author="Dana", review=DAY)
    state.holds.place(wanted, on=DAY, record=lambda _: EvidenceRecord(kind=RecordKind.HOLD_PLACED, at=NOON))
    return state


def test_a_review_is_kept_with_its_evidence(state: MemoryState):
    review_hold(state.holds, 1, until=date(2028, 3, 1), by="Dana", at=NOON)

    assert [hold.review for hold in state.holds.all()] == [date(2028, 3, 1)]
    record = state.evidence.appended[-1]
    assert (record.kind, record.facts) == (RecordKind.HOLD_REVIEWED, {"hold": 1, "by": "Dana", "review": "2028-03-01"})


def test_the_evidence_of_an_end_says_who_and_not_why(state: MemoryState):
    lift_hold(state.holds, 1, LIFTED, at=NOON)

    assert [(hold.names, hold.lifted) for hold in state.holds.all()] == [(None, LIFTED)]
    record = state.evidence.appended[-1]
    assert (record.kind, record.facts) == (RecordKind.HOLD_LIFTED, {"hold": 1, "by": "Dana"})


@pytest.mark.parametrize("number", [1, 2])
def test_what_does_not_rule_is_neither_reviewed_nor_lifted(state: MemoryState, number: int):
    lift_hold(state.holds, 1, LIFTED, at=NOON)

    with pytest.raises(NoSuchHold, match=f"no hold {number} is in force"):
        lift_hold(state.holds, number, LIFTED, at=NOON)
    with pytest.raises(NoSuchHold):
        review_hold(state.holds, number, until=DAY, by="Dana", at=NOON)
    assert len(state.evidence.appended) == 2
