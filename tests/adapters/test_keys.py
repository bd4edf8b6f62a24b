"""Keys lie outside the folder, for their owner alone, and are made once."""

import errno
import os
import stat
from pathlib import Path

import pytest

from garant.adapters.environment import mark_as_demo
from garant.adapters.keys import OrganisationSealer, OrganisationSigner, is_signed, keys_folder
from garant.evidence.checkpoints import read_key
from garant.evidence.failures import (
    DiskFull,
    KeyDamaged,
    KeyShownToOthers,
    KeysInsideFolder,
    KeysNotWritable,
    SigningKeyLost,
)


def test_keys_lie_in_the_home_of_the_account_one_folder_for_each_policy_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    one = keys_folder(tmp_path / "one", environment={}, home=home)
    two = keys_folder(tmp_path / "two", environment={}, home=home)

    assert one.parent == two.parent == home / ".local" / "share" / "garant" / "keys"
    assert one != two


def test_keys_lie_where_the_operator_says(tmp_path: Path) -> None:
    named = {"GARANT_KEYS": os.fspath(tmp_path / "keys")}

    assert keys_folder(tmp_path / "policy", environment=named, home=tmp_path) == tmp_path / "keys"


def test_keys_never_lie_inside_the_folder_unless_it_is_a_demo(tmp_path: Path) -> None:
    named = {"GARANT_KEYS": os.fspath(tmp_path / "policy" / "keys")}

    with pytest.raises(KeysInsideFolder, match="the keys must not lie inside the policy folder"):
        keys_folder(tmp_path / "policy", environment=named, home=tmp_path)
    with pytest.raises(KeysInsideFolder):
        keys_folder(tmp_path / "policy", environment=named | {"GARANT_DEMO": "1"}, home=tmp_path)


def test_a_demo_carries_its_keys_with_it(tmp_path: Path) -> None:
    mark_as_demo(tmp_path)

    assert keys_folder(tmp_path, environment={}, home=tmp_path / "home") == tmp_path / ".garant" / "keys"


def test_no_other_key_is_made_where_one_signed_before(tmp_path: Path) -> None:
    with pytest.raises(SigningKeyLost, match="is not in the folder of the keys"):
        OrganisationSigner(tmp_path, last=b"k" * 32)
    assert list(tmp_path.iterdir()) == []


def test_another_key_than_the_one_that_signed_before_does_not_sign(tmp_path: Path) -> None:
    signer = OrganisationSigner(tmp_path)

    assert OrganisationSigner(tmp_path, last=signer.public_key).public_key == signer.public_key
    with pytest.raises(SigningKeyLost):
        OrganisationSigner(tmp_path, last=b"k" * 32)


def test_a_signing_key_is_made_once_and_signs(tmp_path: Path) -> None:
    signer = OrganisationSigner(tmp_path / "keys")
    again = OrganisationSigner(tmp_path / "keys")

    assert signer.public_key == again.public_key
    assert is_signed(signer.public_key, b"message", again.sign(b"message"))
    assert not is_signed(signer.public_key, b"another", again.sign(b"message"))
    assert not is_signed(b"no key", b"message", b"no signature")


def test_the_public_key_lies_beside_to_be_handed_out(tmp_path: Path) -> None:
    signer = OrganisationSigner(tmp_path / "keys")

    assert read_key((tmp_path / "keys" / "signing.pub").read_text()) == signer.public_key


def test_key_files_are_their_owner_s_alone(tmp_path: Path) -> None:
    OrganisationSigner(tmp_path / "keys")
    OrganisationSealer(tmp_path / "keys")

    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "keys").iterdir()} == {
        "signing.key": 0o600,
        "signing.pub": 0o600,
        "sealing.key": 0o600,
    }


def test_a_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    OrganisationSigner(tmp_path)
    (tmp_path / "signing.key").chmod(0o640)

    with pytest.raises(KeyShownToOthers):
        OrganisationSigner(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no base64 !", b"c2hvcnQ="])
def test_a_damaged_key_is_never_replaced(tmp_path: Path, content: bytes) -> None:
    OrganisationSigner(tmp_path)
    (tmp_path / "signing.key").write_bytes(content)

    with pytest.raises(KeyDamaged):
        OrganisationSigner(tmp_path)
    assert (tmp_path / "signing.key").read_bytes() == content


def test_a_place_where_no_key_can_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file stands in its place")

    with pytest.raises(KeysNotWritable):
        OrganisationSealer(tmp_path / "keys")


def test_what_was_sealed_opens_in_its_own_context_with_its_own_key(tmp_path: Path) -> None:
    sealer = OrganisationSealer(tmp_path / "one")
    sealed = sealer.seal(b"alice", context="batch 1")

    assert OrganisationSealer(tmp_path / "one").open(sealed, context="batch 1") == b"alice"
    assert b"alice" not in sealed
    assert sealed != sealer.seal(b"alice", context="batch 1")
    for opener, context in ((sealer, "batch 2"), (OrganisationSealer(tmp_path / "two"), "batch 1")):
        with pytest.raises(KeyDamaged):
            opener.open(sealed, context=context)
    with pytest.raises(KeyDamaged):
        sealer.open(b"", context="batch 1")


FAILURES = {errno.ENOSPC: DiskFull, errno.EDQUOT: DiskFull, errno.EACCES: KeysNotWritable}


@pytest.mark.parametrize("code", FAILURES)
def test_a_full_disk_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("garant.adapters.keys.os.fsync", full)

    with pytest.raises(FAILURES[code]):
        OrganisationSigner(tmp_path / "keys")
