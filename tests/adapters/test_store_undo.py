"""What runs took out lies sealed, is brought back by confirmed batches alone, and goes with its key."""

from datetime import date
from pathlib import Path

import pytest

from garant.adapters.keys import KeysOfRuns
from garant.evidence.failures import KeyDamaged, KeyShownToOthers, RunKeyGone
from garant.evidence.records import EvidenceRecord, RecordKind
from garant.evidence.runs import BatchNumber, RunNumber
from garant.planning.undo.pieces import Piece, PieceKind, listed, spelled
from tests.adapters.stores import DONE, NOW, RUN, State, intent, open_for_test, record

UNTIL = date(2026, 11, 29)
ALICE = Piece(kind=PieceKind.ROWS, place="school.pupils", said={"key": ["id"]}, content=listed([spelled([1, "Alice"])]))
CELLS = Piece(kind=PieceKind.CELLS, place="school.letters", said={"to": ""}, content=listed([]))
FILE = Piece(kind=PieceKind.FILE, place="scans", said={"path": "a.pdf"}, content=b"\x00 Alice")


def sealed(state: State, *pieces: Piece, confirmed: bool = True) -> tuple[RunNumber, BatchNumber]:
    run = state.journal.start_run(RUN, record=record(kind=RecordKind.RUN_STARTED))
    state.capsules.begin(run, until=UNTIL)
    batch = state.journal.intend(intent(run))
    capsule = state.capsules.of_batch(run, batch)
    for piece in pieces:
        capsule.put(piece)
    capsule.keep()
    if confirmed:
        state.journal.confirm(batch, DONE, record=record())
    return run, batch


def gone(run: RunNumber) -> EvidenceRecord:
    return EvidenceRecord(kind=RecordKind.KEY_DESTROYED, at=NOW, facts={"run": int(run)})


def test_pieces_come_out_the_last_first_and_files_in_order(state: State) -> None:
    run, batch = sealed(state, ALICE, FILE, CELLS, FILE)

    assert list(state.capsules.pieces(run, batch)) == [CELLS, ALICE]
    assert list(state.capsules.files(run, batch)) == [FILE, FILE]
    (found,) = state.capsules.batches(run)
    assert found.places == {("rows", "school.pupils"): 1, ("cells", "school.letters"): 1, ("file", "scans"): 2}


def test_what_a_killed_batch_left_is_never_brought_back(state: State) -> None:
    run, _ = sealed(state, ALICE, confirmed=False)

    assert state.capsules.batches(run) == []


def test_with_its_key_all_that_a_run_sealed_goes_and_this_is_evidence_once(state: State) -> None:
    run, batch = sealed(state, ALICE)
    before = state.evidence.size

    state.capsules.destroy(run, NOW, record=gone(run))
    state.capsules.destroy(run, NOW, record=gone(run))

    (found,) = state.capsules.runs()
    assert (found.number, found.until, found.destroyed) == (run, UNTIL, NOW)
    assert state.capsules.batches(run) == []
    assert state.evidence.size == before + 1
    with pytest.raises(RunKeyGone):
        list(state.capsules.pieces(run, batch))


def test_each_run_has_a_key_of_its_own(state: State) -> None:
    first, _ = sealed(state, ALICE)
    second, batch = sealed(state, ALICE)

    state.capsules.destroy(first, NOW, record=gone(first))

    assert list(state.capsules.pieces(second, batch)) == [ALICE]


def test_nothing_of_a_person_is_in_the_store_in_clear(tmp_path: Path) -> None:
    with open_for_test(tmp_path / "policy", {}) as store:
        sealed(store, ALICE, FILE)

        texts = [file.read_bytes() for file in (tmp_path / "policy" / ".garant").iterdir() if file.is_file()]
        assert not any(b"Alice" in text for text in texts)


def test_a_piece_opens_in_its_own_place_only(tmp_path: Path) -> None:
    with open_for_test(tmp_path / "policy", {}) as store:
        run, batch = sealed(store, ALICE, CELLS)
        from garant.adapters.store.models import SealedPiece

        rows = SealedPiece.objects.using(store.alias).filter(batch=batch)
        rows.filter(number=0).update(number=2)

        with pytest.raises(KeyDamaged):
            list(store.capsules.pieces(run, batch))


def test_more_than_fits_into_memory_is_written_in_portions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_for_test(tmp_path / "policy", {}) as store:
        monkeypatch.setattr("garant.adapters.store.undo._HELD_BACK", 10)

        run, batch = sealed(store, *[ALICE] * 5)

        assert len(list(store.capsules.pieces(run, batch))) == 5


def test_a_key_that_was_destroyed_is_nowhere_and_not_made_again(tmp_path: Path) -> None:
    keys = KeysOfRuns(tmp_path)
    sealed_text = keys.make("run 1").seal(b"Alice", context="here")
    assert keys.of("run 1").open(sealed_text, context="here") == b"Alice"
    (file,) = (tmp_path / "runs").iterdir()
    assert file.stat().st_mode & 0o077 == 0

    keys.destroy("run 1")
    keys.destroy("run 1")

    assert list((tmp_path / "runs").iterdir()) == []
    with pytest.raises(RunKeyGone):
        keys.of("run 1")


def test_a_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    keys = KeysOfRuns(tmp_path)
    keys.make("run 1")
    next((tmp_path / "runs").iterdir()).chmod(0o640)

    with pytest.raises(KeyShownToOthers):
        keys.of("run 1")
