"""A signed statement of the log's size and root at an instant, in the form of a signed note (C2SP)."""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from garant.evidence.instants import read as read_instant
from garant.evidence.instants import spell
from garant.evidence.merkle import HASH_BYTES

KEY_BYTES = 32
_ED25519 = b"\x01"
_KEY_PREFIX = "ed25519 "

# Returns whether the signature (third) of the message (second) was made with this public key (first).
SignatureCheck = Callable[[bytes, bytes, bytes], bool]


class NoCheckpoint(ValueError):
    """The text is not a checkpoint."""


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """The size and root of the log that `origin` names, at an instant."""

    origin: str
    size: int
    root: bytes
    at: datetime

    def __post_init__(self) -> None:
        """Raise ValueError for what a note cannot spell."""
        if not self.origin or any(mark.isspace() or not mark.isprintable() or mark == "+" for mark in self.origin):
            raise ValueError("the name of a log has neither spaces nor `+`")
        if self.size < 0 or len(self.root) != HASH_BYTES:
            raise ValueError("a checkpoint has a size and a root hash")
        spell(self.at)


@dataclass(frozen=True, kw_only=True)
class SignedCheckpoint:
    """A checkpoint with its signature and the first bytes of the digest that names the key."""

    checkpoint: Checkpoint
    key_id: bytes
    signature: bytes


def to_sign(checkpoint: Checkpoint) -> bytes:
    """Return the bytes that are signed: the body of the note."""
    root = b64encode(checkpoint.root).decode()
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\ntime {spell(checkpoint.at)}\n".encode()


def key_id(origin: str, *, public_key: bytes) -> bytes:
    """Return the four bytes by which a signed note names its key."""
    return hashlib.sha256(origin.encode() + b"\n" + _ED25519 + public_key).digest()[:4]


def signed(checkpoint: Checkpoint, *, public_key: bytes, signature: bytes) -> SignedCheckpoint:
    """Return the checkpoint with a signature that was made over `to_sign`."""
    name = key_id(checkpoint.origin, public_key=public_key)
    return SignedCheckpoint(checkpoint=checkpoint, key_id=name, signature=signature)


def note(stated: SignedCheckpoint) -> str:
    """Return the signed note: the body, an empty line, the signature."""
    signature = b64encode(stated.key_id + stated.signature).decode()
    return f"{to_sign(stated.checkpoint).decode()}\n\u2014 {stated.checkpoint.origin} {signature}\n"


def read_note(text: str) -> SignedCheckpoint:
    """Return the signed checkpoint of a note, or raise NoCheckpoint; one checkpoint has one spelling."""
    try:
        origin, size, root, time, empty, line, end = text.split("\n")
        mark, name, signature = line.split(" ")
        checkpoint = Checkpoint(
            origin=origin,
            size=int(size),
            root=b64decode(root, validate=True),
            at=read_instant(time.removeprefix("time ")),
        )
        blob = b64decode(signature, validate=True)
    except ValueError:
        raise NoCheckpoint("the text is not a checkpoint") from None
    stated = SignedCheckpoint(checkpoint=checkpoint, key_id=blob[:4], signature=blob[4:])
    if (mark, name, empty, end) != ("\u2014", origin, "", "") or note(stated) != text:
        raise NoCheckpoint("the text is not a checkpoint")
    return stated


def is_signed_by(stated: SignedCheckpoint, public_key: bytes, *, check: SignatureCheck) -> bool:
    """Return whether this key signed the checkpoint, under the name that the note gives."""
    if stated.key_id != key_id(stated.checkpoint.origin, public_key=public_key):
        return False
    return check(public_key, to_sign(stated.checkpoint), stated.signature)


def fingerprint(public_key: bytes) -> str:
    """Return the digest by which people compare a public key."""
    return "SHA256:" + b64encode(hashlib.sha256(public_key).digest()).decode().rstrip("=")


def spell_key(public_key: bytes) -> str:
    """Return a public key as the one line of its file."""
    return f"{_KEY_PREFIX}{b64encode(public_key).decode()}\n"


def read_key(text: str) -> bytes:
    """Return the public key that a line spells, or raise ValueError."""
    line = text.strip()
    try:
        key = b64decode(line.removeprefix(_KEY_PREFIX), validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES or not line.startswith(_KEY_PREFIX):
        raise ValueError("the text is not a public key")
    return key
