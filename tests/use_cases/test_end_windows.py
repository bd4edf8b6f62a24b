"""A window that is over ends with its key, unless a hold may need what it opens."""

from datetime import UTC, date, datetime

from garant.evidence.records import EvidenceRecord, RecordKind
from garant.evidence.runs import BatchIntent, BatchOutcome, NewRun, RunNumber
from garant.planning.grounds.holds import Held, HeldFiles, HeldPerson, HeldRows, Lifted, NewHold
from garant.planning.undo.pieces import Piece, PieceKind
from garant.use_cases.end_windows import Ended, end_windows
from tests.evidence.fakes import MemoryState

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
UNTIL, AFTER = date(2026, 11, 29), date(2026, 11, 30)


def sealed(state: MemoryState, *places: tuple[PieceKind, str]) -> RunNumber:
    digests = {"plan": "p", "policy": "p", "data_map": "m", "schema": "s"}
    new = NewRun(**digests, on=UNTIL, approved_by=None, places=(), started=NOW)
    run = state.journal.start_run(new, record=record())
    state.capsules.begin(run, until=UNTIL)
    batch = state.journal.intend(BatchIntent(run=run, step=0, attempt=0, bounds=""))
    capsule = state.capsules.of_batch(run, batch)
    for kind, place in places:
        capsule.put(Piece(kind=kind, place=place))
    capsule.keep()
    state.journal.confirm(batch, BatchOutcome(counts={}, is_exact=True), record=record())
    return run


def record(*_: object) -> EvidenceRecord:
    return EvidenceRecord(kind=RecordKind.BATCH_CONFIRMED, at=NOW)


def held(state: MemoryState, names: Held) -> int:
    wanted = NewHold(names=names, reason="case 12", article="17(3)(e)", author="Dana", review=date(2027, 1, 1))
    return state.holds.place(wanted, on=UNTIL, record=record)


def ended(state: MemoryState, *, on: date = AFTER) -> Ended:
    return end_windows(state.capsules, state.holds, on=on, at=NOW)


ROWS = (PieceKind.ROWS, "school.letters")


def test_a_key_goes_on_the_day_after_the_last_one_and_its_level_is_on_record():
    state = MemoryState()
    run = sealed(state, ROWS)

    assert ended(state, on=UNTIL).destroyed == ()
    assert ended(state).destroyed == (run,)
    assert ended(state).destroyed == ()

    (found,) = (one for one in state.evidence.appended if one.kind is RecordKind.KEY_DESTROYED)
    assert found.facts == {"run": run, "sealed until": "2026-11-29", "level": "deleted"}


def test_a_hold_on_what_is_sealed_keeps_the_key_until_it_is_lifted():
    for names in (
        HeldRows(table="school.letters"),
        HeldPerson(table="school.pupils", key="1"),
        HeldFiles(files="scans", pattern="*"),
    ):
        state = MemoryState()
        run = sealed(state, ROWS, (PieceKind.FILE, "scans"))
        number = held(state, names)

        assert ended(state) == Ended(destroyed=(), kept=((run, (number,)),))

        state.holds.lift(number, Lifted(by="Dana", on=AFTER, because="settled"), record=record())
        assert ended(state).destroyed == (run,)


def test_a_hold_elsewhere_keeps_no_key():
    state = MemoryState()
    run = sealed(state, ROWS)
    held(state, HeldRows(table="school.pupils"))
    held(state, HeldPerson(table="platform.accounts", key="1"))

    assert ended(state).destroyed == (run,)
