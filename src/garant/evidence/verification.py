"""What an export proves: roots recomputed, signatures and records checked, an earlier export continued (Art. 5(2))."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from garant.evidence.bundle import Bundle
from garant.evidence.checkpoints import SignatureCheck, SignedCheckpoint, fingerprint, is_signed_by
from garant.evidence.merkle import EMPTY, extend, root
from garant.evidence.records import NumberedRecord


class FlawCode(StrEnum):
    """What can be wrong with exported evidence."""

    UNREADABLE = "unreadable"
    OF_NEWER_GARANT = "of-newer-garant"
    NO_CHECKPOINT = "no-checkpoint"
    OTHER_LOG = "other-log"
    OTHER_KEY = "other-key"
    WRONG_SIGNATURE = "wrong-signature"
    WRONG_ROOT = "wrong-root"
    CHECKPOINTS_OUT_OF_ORDER = "checkpoints-out-of-order"
    LEAVES_MISSING = "leaves-missing"
    LEAVES_UNSIGNED = "leaves-unsigned"
    RECORDS_OUT_OF_ORDER = "records-out-of-order"
    RECORD_WITHOUT_LEAF = "record-without-leaf"
    RECORD_CHANGED = "record-changed"
    EARLIER_OF_OTHER_LOG = "earlier-of-other-log"
    EARLIER_NOT_SIGNED = "earlier-not-signed"
    EARLIER_IS_LARGER = "earlier-is-larger"
    NOT_EXTENDED = "not-extended"


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """One thing wrong, and at which checkpoint size or record number, where it has a place."""

    code: FlawCode
    number: int | None = None


class Trust(StrEnum):
    """Whose word it is that the key is the organisation's."""

    PINNED = "pinned"  # the one who checks brought the key
    ITS_OWN = "its own"  # the file brought it: it agrees with itself, no more


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What was checked, and every flaw that was found."""

    origin: str = ""
    language: str | None = None
    size: int = 0
    at: datetime | None = None
    fingerprint: str = ""
    trust: Trust = Trust.ITS_OWN
    checkpoints: int = 0
    records: int = 0
    extends: int | None = None
    flaws: tuple[Flaw, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.flaws


@dataclass(frozen=True, kw_only=True)
class Expectations:
    """What the one who checks brings along: the organisation's key, an earlier checkpoint."""

    public_key: bytes | None = None
    earlier: SignedCheckpoint | None = None


def unreadable(code: FlawCode) -> Verification:
    """Return the verification of a file that could not even be read."""
    return Verification(flaws=(Flaw(code=code),))


def verify(bundle: Bundle, expected: Expectations, *, check: SignatureCheck) -> Verification:
    """Return all that the bundle proves, and all that speaks against it."""
    last = bundle.checkpoints[-1].checkpoint if bundle.checkpoints else None
    earlier = expected.earlier
    return Verification(
        origin=last.origin if last else "",
        language=bundle.language,
        size=len(bundle.leaves),
        at=last.at if last else None,
        fingerprint=fingerprint(bundle.public_key),
        trust=Trust.PINNED if expected.public_key == bundle.public_key else Trust.ITS_OWN,
        checkpoints=len(bundle.checkpoints),
        records=len(bundle.records),
        extends=earlier.checkpoint.size if earlier else None,
        flaws=(
            *_flaws_of_the_key(bundle, expected.public_key),
            *_flaws_of_the_chain(bundle),
            *_flaws_of_the_signatures(bundle, check=check),
            *_flaws_of_the_roots(bundle, earlier),
            *_flaws_of_the_records(bundle.records, bundle.leaves),
            *(_flaws_of_the_earlier(bundle, earlier, check=check) if earlier else ()),
        ),
    )


def _flaws_of_the_key(bundle: Bundle, pinned: bytes | None) -> Iterator[Flaw]:
    if pinned is not None and pinned != bundle.public_key:
        yield Flaw(code=FlawCode.OTHER_KEY)


def _flaws_of_the_chain(bundle: Bundle) -> Iterator[Flaw]:
    """Yield what is wrong between the checkpoints: they name one log, grow, and reach its end."""
    if not bundle.checkpoints:
        yield Flaw(code=FlawCode.NO_CHECKPOINT)
        return
    stated = [one.checkpoint for one in bundle.checkpoints]
    for before, after in pairwise(stated):
        if after.origin != before.origin:
            yield Flaw(code=FlawCode.OTHER_LOG, number=after.size)
        if (after.size, after.at) < (before.size, before.at) or after.at < before.at:
            yield Flaw(code=FlawCode.CHECKPOINTS_OUT_OF_ORDER, number=after.size)
    if stated[-1].size < len(bundle.leaves):
        yield Flaw(code=FlawCode.LEAVES_UNSIGNED, number=stated[-1].size)


def _flaws_of_the_signatures(bundle: Bundle, *, check: SignatureCheck) -> Iterator[Flaw]:
    for stated in bundle.checkpoints:
        if not is_signed_by(stated, bundle.public_key, check=check):
            yield Flaw(code=FlawCode.WRONG_SIGNATURE, number=stated.checkpoint.size)


def _flaws_of_the_roots(bundle: Bundle, earlier: SignedCheckpoint | None) -> Iterator[Flaw]:
    """Yield each checkpoint, the earlier one included, whose root the leaves do not give."""
    stated = [one.checkpoint for one in bundle.checkpoints]
    before = earlier.checkpoint if earlier else None
    roots = _roots(bundle.leaves, [one.size for one in stated] + ([before.size] if before else []))
    for one in stated:
        if one.size not in roots:
            yield Flaw(code=FlawCode.LEAVES_MISSING, number=one.size)
        elif roots[one.size] != one.root:
            yield Flaw(code=FlawCode.WRONG_ROOT, number=one.size)
    if before and before.size not in roots:
        yield Flaw(code=FlawCode.EARLIER_IS_LARGER, number=before.size)
    elif before and roots[before.size] != before.root:
        yield Flaw(code=FlawCode.NOT_EXTENDED, number=before.size)


def _roots(leaves: Sequence[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """Return the root at each of the sizes that the leaves reach, in one pass."""
    tree, roots = EMPTY, dict[int, bytes]()
    for size in sorted(set(sizes)):
        if size > len(leaves):
            break
        tree = extend(tree, leaves[tree.size : size])
        roots[size] = root(tree)
    return roots


def _flaws_of_the_records(records: Sequence[NumberedRecord], leaves: Sequence[bytes]) -> Iterator[Flaw]:
    for before, after in pairwise(records):
        if after.number <= before.number:
            yield Flaw(code=FlawCode.RECORDS_OUT_OF_ORDER, number=after.number)
    for record in records:
        if not 0 <= record.number < len(leaves):
            yield Flaw(code=FlawCode.RECORD_WITHOUT_LEAF, number=record.number)
        elif record.leaf != leaves[record.number]:
            yield Flaw(code=FlawCode.RECORD_CHANGED, number=record.number)


def _flaws_of_the_earlier(bundle: Bundle, earlier: SignedCheckpoint, *, check: SignatureCheck) -> Iterator[Flaw]:
    """Yield why an earlier checkpoint is not this organisation's; whether it is continued, the roots say."""
    if bundle.checkpoints and earlier.checkpoint.origin != bundle.checkpoints[-1].checkpoint.origin:
        yield Flaw(code=FlawCode.EARLIER_OF_OTHER_LOG)
    if not is_signed_by(earlier, bundle.public_key, check=check):
        yield Flaw(code=FlawCode.EARLIER_NOT_SIGNED, number=earlier.checkpoint.size)
