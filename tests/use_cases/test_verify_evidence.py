"""An export is checked with the file and what was brought, and nothing else."""

import pytest

from garant.evidence.bundle import Bundle, spell
from garant.evidence.checkpoints import note, spell_key
from garant.evidence.verification import FlawCode, Trust, Verification
from garant.use_cases.verify_evidence import Brought, verify_evidence
from tests.evidence.signing import ORGANISATION, STRANGER, bundle, check, stated


def data(exported: Bundle) -> bytes:
    pieces = spell(exported.public_key, exported.checkpoints, records=exported.records, leaves=exported.leaves)
    return "".join(pieces).encode()


EXPORT = data(bundle())


def verified(exported: bytes, **brought: object) -> Verification:
    return verify_evidence(exported, Brought(**brought), check=check)  # type: ignore[arg-type]


def test_a_sound_export_is_sound() -> None:
    assert verified(EXPORT).is_sound
    assert verified(EXPORT).trust is Trust.ITS_OWN


def test_the_key_that_was_brought_decides() -> None:
    assert verified(EXPORT, key=spell_key(ORGANISATION.public_key)).trust is Trust.PINNED
    stranger = verified(EXPORT, key=spell_key(STRANGER.public_key))
    assert [flaw.code for flaw in stranger.flaws] == [FlawCode.OTHER_KEY]


def test_an_earlier_export_or_checkpoint_is_compared() -> None:
    checkpoint = note(stated(bundle().leaves, size=3)).encode()

    assert verified(EXPORT, earlier=checkpoint).extends == 3
    assert verified(EXPORT, earlier=EXPORT).extends == 5


def test_a_file_that_cannot_be_read_is_a_flaw() -> None:
    assert [flaw.code for flaw in verified(b"").flaws] == [FlawCode.UNREADABLE]
    newer = EXPORT.replace(b'"version":1', b'"version":2')
    assert [flaw.code for flaw in verified(newer).flaws] == [FlawCode.OF_NEWER_GARANT]


@pytest.mark.parametrize("brought", [{"key": "no key"}, {"earlier": b"no export"}, {"earlier": b"{"}])
def test_what_was_brought_must_be_readable(brought: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"public key|checkpoint|exported"):
        verified(EXPORT, **brought)
