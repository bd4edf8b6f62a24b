"""A run can be killed at any instant: the journal knows what was intended and what was confirmed."""

import json
from datetime import date

import pytest
from django.db import connections

from garant.adapters.store.models import Batch
from garant.adapters.store.opening import Store
from garant.evidence.failures import BatchesOpen, KeyDamaged, UnknownInStore
from garant.evidence.records import RecordKind, read
from garant.evidence.runs import BatchNumber, RunNumber, StepState
from garant.planning.remembered import RememberedEvent
from tests.adapters.stores import DONE, NOW, RUN, State, intent, record

STARTED = record(kind=RecordKind.RUN_STARTED)
FINISHED = record(kind=RecordKind.RUN_FINISHED)
LOG_IN = RememberedEvent(people="persons", person="alice", event="last log-in", latest=date(2025, 3, 1))


def kinds(state: State) -> list[RecordKind]:
    return [read(kept.text).kind for kept in state.evidence.records(up_to=state.evidence.size)]


def test_a_started_run_is_found_again_with_all_it_was_started_with(state: State) -> None:
    number = state.journal.start_run(RUN, record=STARTED)

    (found,) = state.journal.unfinished()
    assert (found.number, found.run) == (number, RUN)
    assert found.steps == (StepState.WAITING, StepState.WAITING)
    assert found.batches == ()
    assert kinds(state) == [RecordKind.RUN_STARTED]


def test_a_step_is_found_again_as_far_as_it_came(state: State) -> None:
    number = state.journal.start_run(RUN, record=STARTED)
    state.journal.set_step(number, 1, state=StepState.BEGUN)

    assert state.journal.unfinished()[0].steps == (StepState.WAITING, StepState.BEGUN)


def test_an_intended_batch_is_found_again_with_its_bounds(state: State) -> None:
    run = state.journal.start_run(RUN, record=STARTED)
    batch = state.journal.intend(intent(run))

    (found,) = state.journal.unfinished()[0].batches
    assert (found.number, found.intent) == (batch, intent(run))


def test_bounds_lie_sealed_and_go_at_confirmation(store: Store) -> None:
    run = store.journal.start_run(RUN, record=STARTED)
    batch = store.journal.intend(intent(run))

    sealed = bytes(Batch.objects.using(store.alias).get(number=batch).bounds or b"")
    assert b"example.org" not in sealed
    store.journal.confirm(batch, DONE, record=record())
    kept = Batch.objects.using(store.alias).get(number=batch)
    assert (kept.bounds, kept.counts, kept.is_exact) == (None, [["erase rows", "courses.marks", [], 12]], True)


def test_bounds_that_were_moved_to_another_batch_do_not_open(store: Store) -> None:
    run = store.journal.start_run(RUN, record=STARTED)
    store.journal.intend(intent(run))
    Batch.objects.using(store.alias).update(step=1)

    with pytest.raises(KeyDamaged):
        store.journal.unfinished()


def test_a_confirmed_batch_is_on_record_once(state: State) -> None:
    run = state.journal.start_run(RUN, record=STARTED)
    batch = state.journal.intend(intent(run))
    state.journal.confirm(batch, DONE, record=record())
    state.journal.confirm(batch, DONE, record=record())

    assert kinds(state) == [RecordKind.RUN_STARTED, RecordKind.BATCH_CONFIRMED]
    assert state.journal.unfinished()[0].batches == ()


def test_a_withdrawn_batch_is_gone_without_record(state: State) -> None:
    run = state.journal.start_run(RUN, record=STARTED)
    batch = state.journal.intend(intent(run))
    state.journal.withdraw(batch)
    state.journal.withdraw(batch)

    assert state.journal.unfinished()[0].batches == ()
    assert kinds(state) == [RecordKind.RUN_STARTED]
    with pytest.raises(UnknownInStore):
        state.journal.confirm(batch, DONE, record=record())


def test_events_are_remembered_with_the_intent(state: State) -> None:
    run = state.journal.start_run(RUN, record=STARTED)
    state.journal.intend(intent(run), remembered=[LOG_IN])

    assert list(state.memory.remembered("persons")) == [LOG_IN]


def test_an_intent_that_fails_remembers_nothing(state: State) -> None:
    with pytest.raises(UnknownInStore):
        state.journal.intend(intent(RunNumber(99)), remembered=[LOG_IN])

    assert list(state.memory.remembered("persons")) == []


def test_a_run_with_a_batch_that_is_not_accounted_for_is_not_finished(state: State) -> None:
    run = state.journal.start_run(RUN, record=STARTED)
    state.journal.intend(intent(run))

    with pytest.raises(BatchesOpen):
        state.journal.finish_run(run, NOW, record=FINISHED)
    assert len(state.journal.unfinished()) == 1


def test_a_finished_run_is_done_with(state: State) -> None:
    run = state.journal.start_run(RUN, record=STARTED)
    state.journal.finish_run(run, NOW, record=FINISHED)

    assert state.journal.unfinished() == []
    assert kinds(state) == [RecordKind.RUN_STARTED, RecordKind.RUN_FINISHED]
    with pytest.raises(UnknownInStore):
        state.journal.finish_run(run, NOW, record=FINISHED)


def test_numbers_that_the_store_did_not_give_are_refused(state: State) -> None:
    with pytest.raises(UnknownInStore):
        state.journal.set_step(RunNumber(99), 0, state=StepState.DONE)
    with pytest.raises(UnknownInStore):
        state.journal.confirm(BatchNumber(99), DONE, record=record())
    assert state.evidence.size == 0


def test_no_key_of_a_customer_s_row_is_in_clear_anywhere_in_the_store(store: Store) -> None:
    run = store.journal.start_run(RUN, record=STARTED)
    store.journal.intend(intent(run, bounds=json.dumps(["canary-lower", "canary-upper"])))

    assert "canary" not in repr(store.journal.unfinished())
    assert not [row for row in everything_in(store) if b"canary" in row]


def everything_in(store: Store) -> list[bytes]:
    connection = connections[store.alias]
    rows: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - the names are our own
            rows += [
                bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                for row in cursor.fetchall()
                for cell in row
            ]
    return rows
