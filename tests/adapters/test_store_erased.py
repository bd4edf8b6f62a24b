"""What was erased is known again by its digest, as long as a backup may bring it back: in memory and in the store."""

from dataclasses import replace
from datetime import date, timedelta

from garant.adapters.store.models import Erased
from garant.adapters.store.opening import Store
from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.evidence.runs import BatchNumber, BatchOutcome, Deed
from garant.planning.remembered import RememberedEvent
from garant.planning.replay.traces import Covered, Trace, TraceKind, in_memory
from garant.planning.undo.pieces import of_events
from tests.adapters.stores import DONE, NOW, RUN, State, intent, record

ON, UNTIL = date(2026, 11, 22), date(2027, 2, 20)
MARKS = Covered(kind=TraceKind.ROW, place="courses.marks", columns=("id", "given_on"))
PUPILS = Covered(kind=TraceKind.ROW, place="courses.pupils", columns=("id",))
PEOPLE = "pupil@courses.pupils"
LOGGED_IN = RememberedEvent(people=PEOPLE, person="4711", event="logged in", latest=date(2024, 5, 6))


def trace(covers: Covered, text: str, *events: RememberedEvent) -> Trace:
    sealed = of_events(PEOPLE, events).content if events else b""
    return Trace(covers=covers, store="courses", text=text, sealed=sealed)


def kept(state: State, *traces: Trace, on: date = ON, until: date = UNTIL, confirmed: bool = True) -> BatchNumber:
    run = state.journal.start_run(RUN, record=record(kind=RecordKind.RUN_STARTED))
    batch = state.journal.intend(intent(run))
    state.erased.keep(batch, [(one, until) for one in traces], on=on)
    if confirmed:
        state.journal.confirm(batch, DONE, record=record())
    return batch


def test_what_was_erased_is_known_and_nothing_else(state: State) -> None:
    kept(state, trace(MARKS, "1"), trace(MARKS, "2"), trace(PUPILS, "3"))

    assert state.erased.knows(MARKS, ["1", "3", "2", ""], since=ON) == [True, False, True, False]
    assert state.erased.knows(PUPILS, ["1", "3"], since=ON) == [False, True]
    assert state.erased.knows(replace(MARKS, columns=("id",)), ["1"], since=ON) == [False]
    assert state.erased.knows(MARKS, [], since=ON) == []


def test_it_is_known_from_the_day_on_that_is_asked_for(state: State) -> None:
    kept(state, trace(MARKS, "1"), on=ON)

    assert state.erased.knows(MARKS, ["1"], since=ON) == [True]
    assert state.erased.knows(MARKS, ["1"], since=ON + timedelta(days=1)) == [False]
    assert state.erased.covered(ON + timedelta(days=1)) == []


def test_a_batch_that_did_nothing_says_nothing_of_what_it_was_about_to_erase(state: State) -> None:
    kept(state, trace(MARKS, "1"), confirmed=False)

    assert state.erased.knows(MARKS, ["1"], since=ON) == [False]
    assert state.erased.covered(ON) == []


def test_of_what_something_was_erased_is_told_once_in_order_of_place(state: State) -> None:
    kept(state, trace(PUPILS, "3"), trace(MARKS, "1"))
    kept(state, trace(MARKS, "2"))

    assert state.erased.covered(ON) == [MARKS, PUPILS]


def test_what_was_remembered_of_a_person_comes_back_with_them_alone(state: State) -> None:
    kept(state, trace(in_memory(PEOPLE), "4711", LOGGED_IN), trace(in_memory(PEOPLE), "4712"))

    assert list(state.erased.forgotten(PEOPLE, ["4710", "4711", "4712"], since=ON)) == [LOGGED_IN]
    assert list(state.erased.forgotten("other@courses.pupils", ["4711"], since=ON)) == []


def test_where_something_was_erased_is_known_from_the_counts_of_runs(state: State) -> None:
    batch = kept(state, confirmed=False)
    counts = {
        Deed("erase rows", "courses.marks"): 2,
        Deed("blank cells", "courses.pupils", ("name",)): 1,
        Deed("empty references", "courses.letters", ("mark_id",)): 1,
        Deed("erase rows", "courses.calls"): 0,
    }
    state.journal.confirm(batch, BatchOutcome(counts=counts, is_exact=True), record=record())

    assert state.erased.places(ON) == {"courses.marks", "courses.pupils"}
    assert state.erased.places(ON + timedelta(days=1)) == frozenset()


def test_digests_go_after_their_last_day_and_this_is_evidence(state: State) -> None:
    kept(state, trace(MARKS, "1"), trace(MARKS, "2"))
    kept(state, trace(MARKS, "3"), until=UNTIL + timedelta(days=1))
    before = state.evidence.size

    assert state.erased.forget(UNTIL, NOW) == 0
    assert state.evidence.size == before
    assert state.erased.forget(UNTIL + timedelta(days=1), NOW) == 2

    assert state.erased.knows(MARKS, ["1", "2", "3"], since=ON) == [False, False, True]
    facts: dict[str, Fact] = {"digests": 2, "until": "2027-02-21"}
    assert state.evidence.all_of(RecordKind.DIGESTS_ERASED) == [
        EvidenceRecord(kind=RecordKind.DIGESTS_ERASED, at=NOW, facts=facts)
    ]


def test_the_store_holds_no_text_of_what_was_erased(store: Store) -> None:
    kept(store, trace(in_memory(PEOPLE), "canary-4711", replace(LOGGED_IN, person="canary-4711")))

    (row,) = Erased.objects.using(store.alias).all()
    held = b" ".join((bytes(row.digest), bytes(row.sealed or b""), row.place.encode(), row.columns.encode()))
    assert b"canary" not in held and len(bytes(row.digest)) == 32
