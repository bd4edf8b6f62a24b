"""Each way to tamper with exported evidence has its flaw."""

from dataclasses import replace
from datetime import timedelta

import pytest

from garant.evidence.bundle import Bundle
from garant.evidence.checkpoints import SignedCheckpoint, signed, to_sign
from garant.evidence.merkle import leaf_hash
from garant.evidence.verification import Expectations, Flaw, FlawCode, Trust, Verification, verify
from tests.evidence.signing import BEGIN, ORGANISATION, STRANGER, bundle, check, records, stated

LEAVES = bundle().leaves
FORGED = leaf_hash(b"forged")


def verified(exported: Bundle, **expected: object) -> Verification:
    return verify(exported, Expectations(**expected), check=check)  # type: ignore[arg-type]


def flaws(exported: Bundle, **expected: object) -> list[Flaw]:
    return list(verified(exported, **expected).flaws)


def test_a_sound_export_is_told_with_its_figures() -> None:
    assert verified(bundle()) == Verification(
        origin="garant/test",
        size=5,
        at=BEGIN + timedelta(hours=5),
        fingerprint="SHA256:NHUPmL1Z/PyUbaRaqr6TO+FUpLUJThxKv0KGZQXzyX4",
        trust=Trust.ITS_OWN,
        checkpoints=2,
        records=2,
    )
    assert verified(bundle()).is_sound


def test_a_key_that_was_brought_is_trusted_more() -> None:
    assert verified(bundle(), public_key=ORGANISATION.public_key).trust is Trust.PINNED


def test_a_log_signed_by_a_stranger_does_not_pass_for_the_organisation_s() -> None:
    forged = replace(bundle(), public_key=STRANGER.public_key, checkpoints=[stated(LEAVES, size=5, signer=STRANGER)])

    assert verified(forged).is_sound
    assert flaws(forged, public_key=ORGANISATION.public_key) == [Flaw(code=FlawCode.OTHER_KEY)]


def test_a_changed_leaf_shows_in_the_root() -> None:
    changed = replace(bundle(shown=()), leaves=[*LEAVES[:3], FORGED, LEAVES[4]])

    assert flaws(changed) == [Flaw(code=FlawCode.WRONG_ROOT, number=5)]


def test_a_removed_leaf_shows() -> None:
    removed = replace(bundle(shown=()), leaves=LEAVES[:-1])

    assert flaws(removed) == [Flaw(code=FlawCode.LEAVES_MISSING, number=5)]


def test_a_leaf_after_the_last_checkpoint_is_not_proved() -> None:
    more = replace(bundle(), leaves=[*LEAVES, FORGED])

    assert flaws(more) == [Flaw(code=FlawCode.LEAVES_UNSIGNED, number=5)]


def test_an_export_without_checkpoint_proves_nothing() -> None:
    assert flaws(bundle(sizes=())) == [Flaw(code=FlawCode.NO_CHECKPOINT)]
    assert verified(bundle(sizes=())).at is None


def test_a_checkpoint_signed_by_another_key_shows() -> None:
    mixed = replace(bundle(), checkpoints=[stated(LEAVES, size=2, signer=STRANGER), stated(LEAVES, size=5)])

    assert flaws(mixed) == [Flaw(code=FlawCode.WRONG_SIGNATURE, number=2)]


def test_a_checkpoint_of_another_log_shows() -> None:
    mixed = replace(bundle(), checkpoints=[stated(LEAVES, size=2, origin="garant/other"), stated(LEAVES, size=5)])

    assert flaws(mixed) == [Flaw(code=FlawCode.OTHER_LOG, number=5)]


def test_checkpoints_in_the_wrong_order_show() -> None:
    turned = bundle(sizes=(5, 2))

    assert flaws(turned) == [
        Flaw(code=FlawCode.CHECKPOINTS_OUT_OF_ORDER, number=2),
        Flaw(code=FlawCode.LEAVES_UNSIGNED, number=2),
    ]


def test_a_larger_log_is_not_older() -> None:
    backdated = _signed_at(stated(LEAVES, size=5), hours=-1)

    assert flaws(replace(bundle(), checkpoints=[stated(LEAVES, size=2), backdated])) == [
        Flaw(code=FlawCode.CHECKPOINTS_OUT_OF_ORDER, number=5)
    ]


def _signed_at(one: SignedCheckpoint, *, hours: int) -> SignedCheckpoint:
    checkpoint = replace(one.checkpoint, at=BEGIN + timedelta(hours=hours))
    return signed(checkpoint, public_key=ORGANISATION.public_key, signature=ORGANISATION.sign(to_sign(checkpoint)))


def test_a_changed_record_shows() -> None:
    record = replace(records(5)[3], text=records(5)[3].text.replace('"batch":3', '"batch":4'))

    assert flaws(replace(bundle(), records=[record])) == [Flaw(code=FlawCode.RECORD_CHANGED, number=3)]


def test_a_record_under_another_number_shows() -> None:
    record = replace(records(5)[3], number=2)

    assert flaws(replace(bundle(), records=[record])) == [Flaw(code=FlawCode.RECORD_CHANGED, number=2)]


@pytest.mark.parametrize("number", [5, -1])
def test_a_record_that_was_never_logged_shows(number: int) -> None:
    record = replace(records(5)[3], number=number)

    assert flaws(replace(bundle(), records=[record])) == [Flaw(code=FlawCode.RECORD_WITHOUT_LEAF, number=number)]


def test_a_record_shown_twice_shows() -> None:
    assert flaws(bundle(shown=(1, 1))) == [Flaw(code=FlawCode.RECORDS_OUT_OF_ORDER, number=1)]


def test_a_later_export_extends_an_earlier_one() -> None:
    later = verified(bundle(), earlier=stated(LEAVES, size=3))

    assert later.is_sound
    assert later.extends == 3


def test_a_rewritten_past_shows_even_if_it_was_signed_again() -> None:
    earlier = stated([FORGED, *LEAVES[1:]], size=3)

    assert flaws(bundle(), earlier=earlier) == [Flaw(code=FlawCode.NOT_EXTENDED, number=3)]


def test_a_smaller_export_extends_no_larger_one() -> None:
    earlier = stated([*LEAVES, FORGED], size=6)

    assert flaws(bundle(), earlier=earlier) == [Flaw(code=FlawCode.EARLIER_IS_LARGER, number=6)]


def test_an_earlier_checkpoint_of_another_log_or_key_is_told() -> None:
    assert flaws(bundle(), earlier=stated(LEAVES, size=3, origin="garant/other")) == [
        Flaw(code=FlawCode.EARLIER_OF_OTHER_LOG)
    ]
    assert flaws(bundle(), earlier=stated(LEAVES, size=3, signer=STRANGER)) == [
        Flaw(code=FlawCode.EARLIER_NOT_SIGNED, number=3)
    ]
