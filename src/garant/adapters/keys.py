"""The organisation's keys: one signs the evidence, one seals, one digests, and each run has its own."""

import errno
import hmac
import os
import stat
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import get_ident

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from garant.adapters.environment import is_demo
from garant.evidence.checkpoints import spell_key
from garant.evidence.failures import (
    DiskFull,
    KeyDamaged,
    KeyShownToOthers,
    KeysInsideFolder,
    KeysNotWritable,
    RunKeyGone,
    SigningKeyLost,
)
from garant.evidence.restored import KeysOfOther

PUBLIC = "signing.pub"
"""The file by which anybody checks what is signed."""

_NONCE_BYTES = 12
_SECRET_BYTES = 32
_FULL = (errno.ENOSPC, errno.EDQUOT)


def keys_folder(folder: Path, *, environment: Mapping[str, str], home: Path) -> Path:
    """Return where the keys of a policy folder lie, or raise KeysInsideFolder.

    Only a demo may carry its keys with it: keys that travel with what they seal protect nothing (Art. 32).
    """
    named = environment.get("GARANT_KEYS")
    digest = sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    apart = home / ".local" / "share" / "garant" / "keys" / digest
    left_out = folder.resolve() / ".garant" / "keys" if is_demo(folder) else apart
    keys = Path(named).resolve() if named else left_out
    if keys.is_relative_to(folder.resolve()) and not is_demo(folder):
        raise KeysInsideFolder
    return keys


class OrganisationSigner:
    """Signs for the organisation with an Ed25519 key, made at its first use."""

    def __init__(self, keys: Path, *, last: bytes | None = None) -> None:
        """Read the signing key of this folder, or make one with its public half beside it.

        Raise SigningKeyLost where another one signed `last`: what it signed would look like somebody else's log.
        """
        if last is not None and not (keys / "signing.key").exists():
            raise SigningKeyLost
        self._key = Ed25519PrivateKey.from_private_bytes(_secret(keys / "signing.key"))
        if last not in (None, self.public_key):
            raise SigningKeyLost
        public = keys / PUBLIC
        if not public.exists():
            _make(public, spell_key(self.public_key).encode())

    @property
    def public_key(self) -> bytes:
        """Return the 32 bytes by which anybody checks a signature."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message."""
        return self._key.sign(message)


class KeySealer:
    """Seals bytes under one key; a sealed text opens in its context only."""

    def __init__(self, secret: bytes) -> None:
        """Take the key."""
        self._cipher = AESGCM(secret)

    def seal(self, content: bytes, *, context: str) -> bytes:
        """Return the content sealed, different each time."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, context.encode())

    def open(self, sealed: bytes, *, context: str) -> bytes:
        """Return what was sealed, or raise KeyDamaged."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context.encode())
        except (InvalidTag, ValueError):
            raise KeyDamaged from None


class OrganisationSealer(KeySealer):
    """Seals under a key of the organisation."""

    def __init__(self, keys: Path) -> None:
        """Read the sealing key of this folder, or make one."""
        super().__init__(_secret(keys / "sealing.key"))


class OrganisationDigester:
    """Digests under a key of the organisation: without it nobody can try who is behind a digest."""

    def __init__(self, keys: Path) -> None:
        """Read the digesting key of this folder, or make one."""
        self._secret = _secret(keys / "digesting.key")

    def digest(self, content: bytes) -> bytes:
        """Return the HMAC-SHA256 of some content."""
        return hmac.digest(self._secret, content, "sha256")


class KeysOfRuns:
    """The keys of runs: each seals what its run takes out, and is destroyed when that can come back no more."""

    def __init__(self, keys: Path) -> None:
        """Use this folder of keys."""
        self._folder = keys / "runs"

    def make(self, run: str) -> KeySealer:
        """Return what seals under the key of a run, made at its first use."""
        return KeySealer(_secret(self._file(run)))

    def of(self, run: str) -> KeySealer:
        """Return what opens under the key of a run, or raise RunKeyGone."""
        if not self._file(run).exists():
            raise RunKeyGone
        return KeySealer(_secret(self._file(run)))

    def destroy(self, run: str) -> None:
        """Overwrite a key and remove it; a second time does nothing."""
        file = self._file(run)
        try:
            if file.exists():
                _overwrite(file)
                file.unlink(missing_ok=True)
                _keep_names(self._folder)
        except OSError:
            raise KeysNotWritable from None

    def go_along(self, runs: Mapping[str, str]) -> None:
        """Keep these keys under other names, and destroy all others: of their runs nothing is known here."""
        try:
            for before, now in runs.items():
                if self._file(before).exists():
                    self._file(before).replace(self._file(now))
            kept = {self._file(run) for run in runs.values()}
            for file in set(self._folder.glob("*.key")) - kept:
                _overwrite(file)
                file.unlink(missing_ok=True)
            if self._folder.exists():
                _keep_names(self._folder)
        except OSError:
            raise KeysNotWritable from None

    def _file(self, run: str) -> Path:
        return self._folder / f"{sha256(run.encode()).hexdigest()[:32]}.key"


def _overwrite(file: Path) -> None:
    descriptor = os.open(file, os.O_WRONLY)
    try:
        os.pwrite(descriptor, os.urandom(os.fstat(descriptor).st_size), 0)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class OriginBesideKeys:
    """The name of the log that these keys serve, written beside them: a log that is lost is missed by it."""

    def __init__(self, keys: Path) -> None:
        """Take the folder of the keys; nothing is read yet."""
        self._keys, self._file = keys, keys / "log.origin"

    @property
    def tells_of_a_log(self) -> bool:
        """Return whether a log was there before; the key that signs is made only once one is."""
        return self._file.exists() or (self._keys / "signing.key").exists()

    def hold(self, origin: str) -> None:
        """Write the name of the log, if none is written yet; raise KeysOfOther where it is another's."""
        try:
            if not self._file.exists():
                _make(self._file, f"{origin}\n".encode())
            told = self._file.read_text(encoding="utf-8").strip()
        except OSError as failure:
            raise (DiskFull() if failure.errno in _FULL else KeysNotWritable()) from None
        except ValueError:
            raise KeyDamaged from None
        if told != origin:
            raise KeysOfOther

    def names_another(self, origin: str) -> bool:
        """Return whether another log is written here."""
        with suppress(OSError, ValueError):
            return self._file.read_text(encoding="utf-8").strip() != origin
        return False

    def replace(self, origin: str) -> None:
        """Write the name of the log that a named person has declared to be the one from now on."""
        with suppress(FileNotFoundError):
            self._file.unlink()
        self.hold(origin)


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether an Ed25519 signature is that of the message and key."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _secret(path: Path) -> bytes:
    """Return the secret of a key file, made by whoever comes first."""
    try:
        if not path.exists():
            _make(path, b64encode(os.urandom(_SECRET_BYTES)) + b"\n")
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise KeyShownToOthers
        secret = b64decode(path.read_bytes().strip(), validate=True)
    except OSError as failure:
        raise (DiskFull() if failure.errno in _FULL else KeysNotWritable()) from None
    except ValueError:
        raise KeyDamaged from None
    if len(secret) != _SECRET_BYTES:
        raise KeyDamaged
    return secret


def replace_file(path: Path, text: str) -> None:
    """Write a file beside the keys in the place of what it held, whole and on the disk; the last who writes wins."""
    try:
        _draft(path, text.encode()).replace(path)
        _keep_names(path.parent)
    except OSError as failure:
        raise (DiskFull() if failure.errno in _FULL else KeysNotWritable()) from None


def _make(path: Path, content: bytes) -> None:
    """Write a file that is there whole, on the disk, or not at all; the first of two who write at once wins."""
    draft = _draft(path, content)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _keep_names(path.parent)


def _draft(path: Path, content: bytes) -> Path:
    """Write the content beside the place where it belongs, on the disk, and return where."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _keep_names(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
