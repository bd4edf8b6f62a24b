"""Lists for the public archives: made once, on record, and given a visa that fits them."""

from datetime import UTC, date, datetime

import pytest

from garant.evidence.records import RecordKind
from garant.planning.terrain.visas import Granted, Series
from garant.use_cases.ask_visa import NoSuchList, VisaGiven, VisaOfAnotherDay, ask_visa, find_list, record_visa
from tests.evidence.fakes import MemoryState

DAY, LATER = date(2034, 1, 1), date(2034, 3, 1)
AT = datetime(2034, 1, 1, 8, 0, tzinfo=UTC)
SERIES = (Series(table="cfa.results", activity="exams", count=12, up_to=date(2031, 12, 31)),)
VISA = Granted(by="AD13", on=date(2034, 2, 1), reference="2034-7")


@pytest.fixture
def state() -> MemoryState:
    return MemoryState()


def submit(state: MemoryState, on: date = DAY) -> int:
    found = ask_visa(state.visas, SERIES, on=on, at=AT)
    assert found is not None
    return found.number


def test_the_same_list_asked_for_again_is_the_same(state: MemoryState):
    assert submit(state) == submit(state)
    assert [one.kind for one in state.evidence.appended] == [RecordKind.VISA_ASKED]
    assert submit(state, on=LATER) != submit(state)


def test_where_nothing_waits_no_list_is_made(state: MemoryState):
    assert ask_visa(state.visas, (), on=DAY, at=AT) is None
    assert state.evidence.appended == []


def test_a_visa_goes_on_record_with_its_reference(state: MemoryState):
    record_visa(state.visas, submit(state), VISA, today=LATER, at=AT)

    facts = {"list": 1, "by": "AD13", "visa on": "2034-02-01", "reference": "2034-7"}
    assert [(one.kind, one.facts) for one in state.evidence.appended[1:]] == [(RecordKind.VISA_RECORDED, facts)]
    assert find_list(state.visas, 1).visa == VISA


def test_a_list_has_one_visa(state: MemoryState):
    record_visa(state.visas, submit(state), VISA, today=LATER, at=AT)

    with pytest.raises(VisaGiven):
        record_visa(state.visas, 1, VISA, today=LATER, at=AT)


def test_a_visa_needs_its_list(state: MemoryState):
    with pytest.raises(NoSuchList):
        record_visa(state.visas, 1, VISA, today=LATER, at=AT)


@pytest.mark.parametrize("on", [date(2033, 12, 31), date(2034, 3, 2)])
def test_a_visa_is_no_older_than_its_list_and_not_of_tomorrow(state: MemoryState, on: date):
    given = Granted(by="AD13", on=on, reference="2034-7")

    with pytest.raises(VisaOfAnotherDay):
        record_visa(state.visas, submit(state), given, today=LATER, at=AT)
    assert find_list(state.visas, 1).visa is None
