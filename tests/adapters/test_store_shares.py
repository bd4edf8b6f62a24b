"""A run is shared out: its parts are claimed, taken over, closed and queued again, and what operators want is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from garant.adapters.store.models import Part as PartRow
from garant.adapters.store.opening import Store
from garant.evidence.failures import RunHalted, TakenOver, UnknownInStore
from garant.evidence.records import RecordKind
from garant.evidence.runs import BatchIntent, BatchOutcome, Claim, Counts, Deed, PartState, RunNumber, Wish
from garant.policy.speech.sentences import Sentence
from tests.adapters.stores import DONE, NOW, RUN, State, record

STARTED, FINISHED = record(kind=RecordKind.RUN_STARTED), record(kind=RecordKind.RUN_FINISHED)
BOUNDS = ('[null, ["str", "alice@example.org"]]', '[["str", "alice@example.org"], null]')
MARKS = Deed("erase rows", "courses.marks")
WHY = Sentence("la base ne répond pas", "the store does not answer")


def begun(state: State) -> RunNumber:
    run = state.journal.start_run(replace(RUN, plan_text="{}"), record=STARTED)
    state.shares.cut(run, 0, bounds=BOUNDS)
    return run


def first(state: State, run: RunNumber) -> Claim:
    return state.shares.claim(state.shares.parts(run, 0)[0].number)


def intent(claim: Claim, *, attempt: int = 0) -> BatchIntent:
    return BatchIntent(run=claim.run, step=claim.step, attempt=attempt, bounds=claim.bounds, claim=claim)


def never(_before: Counts, _now: Counts) -> bool:
    return False


def test_a_step_is_cut_once_and_its_parts_are_given_with_their_bounds(state: State) -> None:
    run = begun(state)
    state.shares.cut(run, 0, bounds=["another"])

    parts = state.shares.parts(run, 0)
    assert [part.state for part in parts] == [PartState.WAITING, PartState.WAITING]
    assert [state.shares.claim(part.number).bounds for part in parts] == list(BOUNDS)
    assert state.shares.parts(run, 1) == []


def test_bounds_of_parts_lie_sealed_and_go_with_the_part_or_the_run(store: Store) -> None:
    run = begun(store)
    rows = PartRow.objects.using(store.alias).order_by("number")
    assert all(b"alice" not in bytes(row.bounds or b"") for row in rows)

    store.shares.close(first(store, run), state=PartState.DONE)
    assert [row.bounds is None for row in rows.all()] == [True, False]
    store.journal.finish_run(run, NOW, record=FINISHED)
    assert [row.bounds for row in rows.all()] == [None, None]


def test_who_takes_a_part_over_has_it_and_who_had_it_may_not_go_on(state: State) -> None:
    run = begun(state)
    before, after = first(state, run), first(state, run)

    assert (before.turn, after.turn) == (1, 2)
    with pytest.raises(TakenOver):
        state.journal.intend(intent(before))
    with pytest.raises(TakenOver):
        state.shares.close(before, state=PartState.DONE)
    state.journal.intend(intent(after))


def test_a_part_that_is_closed_is_not_claimed_again_and_says_why_it_was_refused(state: State) -> None:
    run = begun(state)
    state.shares.close(first(state, run), state=PartState.REFUSED, refused=WHY)

    with pytest.raises(TakenOver):
        first(state, run)
    assert state.shares.progress(run).refused == (WHY,)


def test_a_batch_of_a_part_is_found_by_whoever_takes_it_over(state: State) -> None:
    run = begun(state)
    claim = first(state, run)
    batch = state.journal.intend(intent(claim))
    state.journal.intend(intent(state.shares.claim(state.shares.parts(run, 0)[1].number)))

    assert [found.number for found in state.journal.open_batches(claim.part)] == [batch]


def test_what_is_reserved_by_one_worker_counts_for_all(state: State) -> None:
    run = begun(state)
    parts = [state.shares.claim(part.number) for part in state.shares.parts(run, 0)]
    one, other = (state.journal.intend(intent(claim)) for claim in parts)

    def is_exceeded(before: Counts, now: Counts) -> bool:
        return before.get(MARKS, 0) + now[MARKS] > 10

    assert state.journal.reserve(one, {MARKS: 8}, is_exceeded=is_exceeded)
    assert not state.journal.reserve(other, {MARKS: 3}, is_exceeded=is_exceeded)
    state.journal.withdraw(one)
    assert state.journal.reserve(other, {MARKS: 3}, is_exceeded=is_exceeded)


def test_what_is_confirmed_takes_the_place_of_what_was_reserved(state: State) -> None:
    run = begun(state)
    batch = state.journal.intend(intent(first(state, run)))
    state.journal.reserve(batch, {MARKS: 99}, is_exceeded=never)

    state.journal.confirm(batch, DONE, record=record())
    state.journal.confirm(batch, DONE, record=record())

    assert state.shares.progress(run).counts == DONE.counts
    assert state.shares.progress(run).is_exact
    at_least = state.journal.intend(intent(first(state, run), attempt=1))
    state.journal.confirm(at_least, BatchOutcome(counts={}, is_exact=False), record=record())
    assert not state.shares.progress(run).is_exact


def test_nothing_is_reserved_for_a_batch_that_was_accounted_for(state: State) -> None:
    run = begun(state)
    batch = state.journal.intend(intent(first(state, run)))
    state.journal.withdraw(batch)

    with pytest.raises(TakenOver):
        state.journal.reserve(batch, {MARKS: 1}, is_exceeded=never)


def test_a_run_that_is_paused_or_cancelled_begins_no_batch_and_goes_on_when_it_is_resumed(state: State) -> None:
    run = begun(state)
    claim = first(state, run)
    state.shares.wish(run, Wish.PAUSE)

    with pytest.raises(RunHalted):
        state.journal.intend(intent(claim))
    with pytest.raises(RunHalted):
        first(state, run)
    assert state.shares.paused()
    assert state.shares.shared() is None
    state.shares.wish(run, Wish.GO_ON)
    state.journal.intend(intent(first(state, run)))
    state.shares.wish(run, Wish.CANCEL)
    with pytest.raises(UnknownInStore):
        state.shares.wish(run, Wish.GO_ON)


def test_a_part_is_queued_again_by_one_of_those_who_find_it_lost(state: State) -> None:
    run = begun(state)
    part = state.shares.parts(run, 0)[0]

    assert state.shares.queue_again(part)
    assert not state.shares.queue_again(part)
    assert state.shares.parts(run, 0)[0].queued == 1


def test_a_run_is_there_to_be_shared_until_it_is_finished(state: State) -> None:
    state.journal.finish_run(state.journal.start_run(RUN, record=STARTED), NOW, record=FINISHED)
    assert state.shares.shared() is None
    run = begun(state)

    shared = state.shares.shared()
    assert shared is not None
    assert (shared.number, shared.run.places, shared.finished) == (run, RUN.places, None)
    state.journal.finish_run(run, NOW, record=FINISHED)
    assert state.shares.shared() is None
    assert [(found.number, found.finished) for found in state.shares.runs(last=1)] == [(run, NOW)]


def test_a_worker_is_alive_until_it_leaves(state: State) -> None:
    state.shares.hear("one")
    state.shares.hear("one")
    state.shares.hear("other")
    assert state.shares.alive(within=timedelta(minutes=1)) == {"one", "other"}

    state.shares.leave("one")
    assert state.shares.alive(within=timedelta(minutes=1)) == {"other"}


def test_a_worker_that_was_not_heard_of_is_not_alive(store: Store) -> None:
    store.shares.hear("one")

    assert store.shares.alive(within=timedelta(0)) == frozenset()
