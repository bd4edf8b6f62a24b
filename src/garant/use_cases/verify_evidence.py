"""Checks exported evidence with nothing but the file and what the one who checks brings along (Art. 5(2))."""

from dataclasses import dataclass

from garant.evidence.bundle import BundleOfNewerGarant, NoBundle, read, read_earlier
from garant.evidence.checkpoints import SignatureCheck, read_key
from garant.evidence.verification import Expectations, FlawCode, Verification, unreadable, verify


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What the one who checks brings along: the text of a key file, an earlier export or checkpoint."""

    key: str | None = None
    earlier: bytes | None = None


def verify_evidence(exported: bytes, brought: Brought, *, check: SignatureCheck) -> Verification:
    """Return what an export proves and what speaks against it; raise ValueError if what was brought is unreadable."""
    expected = Expectations(
        public_key=None if brought.key is None else read_key(brought.key),
        earlier=None if brought.earlier is None else read_earlier(brought.earlier),
    )
    try:
        bundle = read(exported)
    except BundleOfNewerGarant:
        return unreadable(FlawCode.OF_NEWER_GARANT)
    except NoBundle:
        return unreadable(FlawCode.UNREADABLE)
    return verify(bundle, expected, check=check)
