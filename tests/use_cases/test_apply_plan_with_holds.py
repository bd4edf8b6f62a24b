"""A hold that is placed between two batches is heard: what it names is left alone by every batch after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from garant.evidence.records import EvidenceRecord, RecordKind
from garant.planning.grounds.holds import HeldPerson, HeldRows, NewHold
from garant.planning.remembered import RememberedEvent
from tests.evidence.fakes import MemoryState
from tests.fakes import FakeBatch, FakeRun
from tests.use_cases.test_apply_plan import ERASED, applied

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass
class Meanwhile(FakeBatch):
    """A batch during which somebody else places a hold, once."""

    state: MemoryState | None = None
    names: HeldPerson | HeldRows | None = None

    def begin(self) -> Sequence[RememberedEvent]:
        if self.state is not None and self.names is not None and not self.state.holds.all():
            wanted = NewHold(names=self.names, reason="r", article="a", author="Dana", review=NOON.date())
            placed = EvidenceRecord(kind=RecordKind.HOLD_PLACED, at=NOON)
            self.state.holds.place(wanted, on=NOON.date(), record=lambda _: placed)
        return super().begin()


def two_batches(state: MemoryState, names: HeldPerson | HeldRows) -> FakeRun:
    deeds: list[str] = []
    first = Meanwhile(counts={ERASED: 1}, deeds=deeds, state=state, names=names)
    return FakeRun(made=[first, FakeBatch(counts={ERASED: 1}, deeds=deeds)], receipts=first.receipts, deeds=deeds)


def test_after_a_hold_the_session_hears_who_is_held_and_the_batches_are_made_anew():
    state = MemoryState()
    session = two_batches(state, HeldPerson(table="school.pupils", key="1"))

    done = applied(state, session)

    began = [deed for deed in session.deeds if deed in ("begin", "hear")]
    assert began == ["begin", "hear", "begin", "begin"]
    assert (done.counts, done.refused) == ({ERASED: 3}, ())


def test_after_a_hold_on_all_that_was_due_nothing_more_is_erased():
    state = MemoryState()
    session = two_batches(state, HeldRows(table="school.pupils"))

    done = applied(state, session)

    assert done.counts == {ERASED: 1}
    assert done.refused == ()
    assert state.journal.unfinished() == []
