"""A checkpoint is a signed note with one spelling."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garant.evidence.checkpoints import (
    Checkpoint,
    NoCheckpoint,
    fingerprint,
    is_signed_by,
    note,
    read_key,
    read_note,
    spell_key,
    to_sign,
)
from garant.evidence.merkle import EMPTY, root
from tests.evidence.signing import ORGANISATION, STRANGER, check, stated

CHECKPOINT = Checkpoint(origin="garant/test", size=0, root=root(EMPTY), at=datetime(2026, 11, 22, 8, tzinfo=UTC))
NOTE = note(stated([], size=0))


def test_what_is_signed_names_the_log_its_size_its_root_and_the_instant() -> None:
    assert to_sign(CHECKPOINT).decode() == (
        "garant/test\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\ntime 2026-11-22T08:00:00.000000Z\n"
    )


def test_a_note_reads_back_as_the_checkpoint_that_was_signed() -> None:
    read = read_note(NOTE)

    assert read.checkpoint == CHECKPOINT
    assert is_signed_by(read, ORGANISATION.public_key, check=check)


def test_another_key_did_not_sign() -> None:
    assert not is_signed_by(read_note(NOTE), STRANGER.public_key, check=check)


def test_the_signature_covers_every_part_of_the_checkpoint() -> None:
    signed = stated([], size=0)
    changes = [{"size": 1}, {"root": b"\x00" * 32}, {"at": datetime(2026, 11, 23, tzinfo=UTC)}]

    for change in changes:
        changed = replace(signed, checkpoint=replace(signed.checkpoint, **change))  # type: ignore[arg-type]
        assert not is_signed_by(changed, ORGANISATION.public_key, check=check)


@given(place=st.integers(0, len(NOTE.encode()) - 1), other=st.integers(1, 255))
def test_a_changed_byte_is_another_checkpoint_or_none(place: int, other: int) -> None:
    data = bytearray(NOTE.encode())
    data[place] ^= other

    try:
        read = read_note(data.decode())
    except (NoCheckpoint, UnicodeDecodeError):
        return
    assert not is_signed_by(read, ORGANISATION.public_key, check=check)


@pytest.mark.parametrize("text", ["", "\n" * 6, NOTE + "\n", NOTE.replace("\n0\n", "\n+0\n"), NOTE.replace("—", "-")])
def test_other_texts_are_no_checkpoint(text: str) -> None:
    with pytest.raises(NoCheckpoint):
        read_note(text)


@pytest.mark.parametrize(
    "change", [{"origin": ""}, {"origin": "two words"}, {"origin": "a+b"}, {"size": -1}, {"root": b"short"}]
)
def test_a_checkpoint_that_a_note_cannot_say_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"log|size"):
        replace(CHECKPOINT, **change)  # type: ignore[arg-type]


def test_a_key_file_reads_back() -> None:
    assert read_key(spell_key(ORGANISATION.public_key)) == ORGANISATION.public_key


@pytest.mark.parametrize("text", ["", "ed25519 ", "ed25519 AAAA", "ed25519 é", "A" * 44])
def test_other_texts_are_no_key(text: str) -> None:
    with pytest.raises(ValueError, match="public key"):
        read_key(text)


def test_a_fingerprint_is_short_enough_to_read_aloud() -> None:
    assert fingerprint(ORGANISATION.public_key) == "SHA256:NHUPmL1Z/PyUbaRaqr6TO+FUpLUJThxKv0KGZQXzyX4"
