"""A plan is carried out batch by batch: intended, done with a receipt, confirmed."""

from dataclasses import replace
from datetime import UTC, date, datetime

from garant.evidence.records import RecordKind
from garant.evidence.runs import Deed
from garant.planning.plan import Digests, Plan
from garant.planning.remembered import RememberedEvent
from garant.planning.steps import Step, StepKind
from garant.planning.terrain.failures import StoreUnreachable
from garant.use_cases.apply_plan import Applied, Ground, apply_plan
from tests.evidence.fakes import MemoryState
from tests.fakes import FakeBatch, FakeDatabase, FakeRun
from tests.use_cases.school import SEEN, school

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ERASED = Deed("erase rows", "school.pupils")
PLAN = Plan(
    on=date(2026, 11, 22),
    organisation="École",
    folder="",
    digests=Digests(policy="p", data_map="m", schemas={"school": "s"}),
    steps=(Step(kind=StepKind.ERASE_ROWS, store="school", table="school.pupils", count=3, of=10),),
)


def applied(state: MemoryState, session: FakeRun, *, plan: Plan = PLAN) -> Applied:
    ground = Ground(
        layout=school(),
        databases={"school": FakeDatabase(SEEN["school"], session=session)},
        journal=state.journal,
        shares=state.shares,
        memory=state.memory,
        holds=state.holds,
        origin="garant/test",
        now=lambda: NOON,
        told=lambda *_: None,
    )
    return apply_plan(ground, plan, digest="d" * 64, approved_by="Dana")


def one_batch(**said) -> FakeRun:
    deeds: list[str] = []
    batch = FakeBatch(counts=said.pop("counts", {ERASED: 3}), deeds=deeds, **said)
    return FakeRun(made=[batch], receipts=batch.receipts, deeds=deeds)


def kinds(state: MemoryState) -> list[RecordKind]:
    return [record.kind for record in state.evidence.appended]


def test_what_was_done_is_confirmed_with_evidence_and_the_run_is_closed():
    state, session = MemoryState(), one_batch()

    done = applied(state, session)

    assert (done.counts, done.refused, done.is_exact) == ({ERASED: 3}, (), True)
    assert kinds(state) == [RecordKind.RUN_STARTED, RecordKind.BATCH_CONFIRMED, RecordKind.RUN_FINISHED]
    assert state.evidence.appended[1].facts[ERASED.name] == 3
    assert state.journal.unfinished() == []


def test_more_than_was_approved_is_refused_and_left_as_it_was():
    state, session = MemoryState(), one_batch(counts={ERASED: 5})

    done = applied(state, session)

    assert done.counts == {}
    assert "more is due than was approved" in done.refused[0].en
    assert session.deeds[:2] == ["begin", "abandon"]
    assert RecordKind.BATCH_CONFIRMED not in kinds(state)


def test_up_to_a_twentieth_more_than_was_approved_may_go():
    many = replace(PLAN, steps=(replace(PLAN.steps[0], count=100, of=1000),))

    assert applied(MemoryState(), one_batch(counts={ERASED: 105}), plan=many).counts == {ERASED: 105}
    assert applied(MemoryState(), one_batch(counts={ERASED: 106}), plan=many).counts == {}


def test_a_store_that_fails_before_its_commit_did_nothing_and_its_batch_is_withdrawn():
    state, session = MemoryState(), one_batch(fails=StoreUnreachable("school"))

    done = applied(state, session)

    assert done.counts == {}
    assert "does not answer" in done.refused[0].en
    assert state.journal.unfinished() == []


def test_a_store_that_fails_after_its_commit_is_believed_by_its_receipt():
    state, session = MemoryState(), one_batch(fails=StoreUnreachable("school"), commits_first=True)

    done = applied(state, session)

    assert done.counts == {ERASED: 3}
    assert RecordKind.BATCH_CONFIRMED in kinds(state)


def test_a_store_that_falls_silent_leaves_its_batch_open_for_the_next_run_to_settle():
    state = MemoryState()
    session = one_batch(fails=StoreUnreachable("school"), commits_first=True)
    session.silent = True
    applied(state, session)
    assert len(state.journal.unfinished()[0].batches) == 1

    session.silent, session.made = False, []
    applied(state, session)

    assert state.journal.unfinished() == []
    assert kinds(state).count(RecordKind.BATCH_CONFIRMED) == 1


def test_events_are_remembered_with_the_intent_even_where_the_batch_then_fails():
    event = RememberedEvent(people="pupil@school.pupils", person="7", event="lessons ended", latest=date(2020, 1, 1))
    state = MemoryState()

    applied(state, one_batch(fails=StoreUnreachable("school"), remembered=[event]))

    assert list(state.memory.remembered("pupil@school.pupils")) == [event]


def test_nothing_is_opened_for_a_plan_without_deeds():
    state, session = MemoryState(), one_batch()

    done = applied(state, session, plan=replace(PLAN, steps=()))

    assert (done.counts, session.deeds) == ({}, [])
