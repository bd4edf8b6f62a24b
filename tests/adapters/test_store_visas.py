"""Lists for the public archives are kept by number, and their visas with them, each with its evidence."""

from datetime import date

import pytest

from garant.evidence.failures import UnknownInStore
from garant.evidence.records import EvidenceRecord, RecordKind
from garant.planning.terrain.visas import Granted, Series
from tests.adapters.stores import NOW, State

DAY = date(2034, 1, 1)
SERIES = (
    Series(table="cfa.results", activity="exams", count=12, up_to=date(2031, 12, 31)),
    Series(table="cfa.apprentices", activity="exams", count=9, up_to=date(2031, 12, 31)),
)
VISA = Granted(by="AD13", on=date(2034, 2, 1), reference="2034-7")


def record(number: int) -> EvidenceRecord:
    return EvidenceRecord(kind=RecordKind.VISA_ASKED, at=NOW, facts={"list": number})


def granted(number: int) -> EvidenceRecord:
    return EvidenceRecord(kind=RecordKind.VISA_RECORDED, at=NOW, facts={"list": number})


def test_a_list_is_found_as_it_was_submitted(state: State) -> None:
    number = state.visas.submit(SERIES, on=DAY, record=record)

    (found,) = state.visas.all()
    assert (found.number, found.on, found.series, found.visa) == (number, DAY, SERIES, None)
    assert state.evidence.size == 1


def test_its_visa_is_kept_with_it_and_nobody_gives_another(state: State) -> None:
    first = state.visas.submit(SERIES, on=DAY, record=record)
    second = state.visas.submit(SERIES[:1], on=DAY, record=record)

    state.visas.grant(first, VISA, record=granted(first))

    assert [(one.number, one.visa) for one in state.visas.all()] == [(first, VISA), (second, None)]
    assert state.evidence.size == 3
    with pytest.raises(UnknownInStore):
        state.visas.grant(first, VISA, record=granted(first))
    assert state.evidence.size == 3


def test_a_list_that_was_never_made_gets_no_visa(state: State) -> None:
    with pytest.raises(UnknownInStore):
        state.visas.grant(1, VISA, record=granted(1))
