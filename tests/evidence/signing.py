"""A signer for tests, with a key that is known, and a small log that it signs."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from garant.evidence.bundle import Bundle
from garant.evidence.checkpoints import Checkpoint, SignedCheckpoint, signed, to_sign
from garant.evidence.merkle import EMPTY, extend, root
from garant.evidence.records import EvidenceRecord, NumberedRecord, RecordKind, canonical

BEGIN = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


class KnownSigner:
    """Signs with a key that is made of one number."""

    def __init__(self, number: int = 1) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)

    @property
    def public_key(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def check(public_key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


ORGANISATION = KnownSigner()
STRANGER = KnownSigner(2)


def records(count: int) -> list[NumberedRecord]:
    return [
        NumberedRecord(
            number=number,
            text=canonical(
                EvidenceRecord(
                    kind=RecordKind.BATCH_CONFIRMED,
                    at=BEGIN + timedelta(minutes=number),
                    facts={"batch": number, "table": "école.élèves", "approved by": None},
                )
            ),
            salt=bytes([number]) * 32,
        )
        for number in range(count)
    ]


def stated(
    leaves: Sequence[bytes], *, size: int, signer: KnownSigner = ORGANISATION, origin: str = "garant/test"
) -> SignedCheckpoint:
    checkpoint = Checkpoint(
        origin=origin, size=size, root=root(extend(EMPTY, leaves[:size])), at=BEGIN + timedelta(hours=size)
    )
    return signed(checkpoint, public_key=signer.public_key, signature=signer.sign(to_sign(checkpoint)))


def bundle(count: int = 5, *, shown: Sequence[int] = (1, 3), sizes: Sequence[int] = (2, 5)) -> Bundle:
    logged = records(count)
    leaves = [record.leaf for record in logged]
    return Bundle(
        public_key=ORGANISATION.public_key,
        checkpoints=[stated(leaves, size=size) for size in sizes],
        records=[logged[number] for number in shown],
        leaves=leaves,
    )
