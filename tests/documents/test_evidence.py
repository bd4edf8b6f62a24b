"""What exported evidence proves is told in words, for people and for programs."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from garant.documents.evidence import as_json, as_text, mend, message
from garant.evidence.verification import Expectations, Flaw, FlawCode, Trust, Verification, unreadable, verify
from tests.evidence.signing import bundle, check, stated

SOUND = verify(bundle(), Expectations(earlier=stated(bundle().leaves, size=3)), check=check)
PINNED = replace(SOUND, trust=Trust.PINNED)
BROKEN = replace(SOUND, flaws=(Flaw(code=FlawCode.RECORD_CHANGED, number=3),))


def test_a_sound_export_is_told_with_what_it_does_not_prove() -> None:
    assert as_text(SOUND, language="en") == (
        "log garant/test\n"
        "  5 leaves, 2 checkpoints, the last on 22 November 2026 at 13:00 UTC\n"
        "  2 records shown, 3 known by their leaves alone\n"
        "  compared with an earlier one of 3 leaves\n"
        "  key SHA256:NHUPmL1Z/PyUbaRaqr6TO+FUpLUJThxKv0KGZQXzyX4\n"
        "  the key came with the file, so this proves only that the file agrees with itself: "
        "compare the key's fingerprint with the organisation's, or give its key with --key\n"
        "sound: nothing was changed, removed or put in\n"
    )


def test_a_key_that_was_given_is_named_so() -> None:
    assert "this is the key that you gave" in as_text(PINNED, language="en")
    assert "agrees with itself" not in as_text(PINNED, language="en")


def test_one_is_one_and_not_ones() -> None:
    small = replace(SOUND, size=1, checkpoints=1, records=1, extends=None)

    assert "  1 leaf, 1 checkpoint, the last" in as_text(small, language="en")
    assert "  1 record shown, 0 known" in as_text(small, language="en")
    assert "compared" not in as_text(small, language="en")


def test_a_flaw_is_told_with_its_code_its_place_and_what_to_do() -> None:
    assert as_text(BROKEN, language="en").endswith(
        "record-changed: record 3 is not the one that was logged under its number\n"
        "  take this record as not proved, and ask the organisation for the one that was logged\n"
    )
    assert "sound" not in as_text(BROKEN, language="en")


def test_a_file_that_cannot_be_read_has_nothing_else_to_tell() -> None:
    assert as_text(unreadable(FlawCode.UNREADABLE), language="en") == (
        "unreadable: the file is not exported evidence, or bytes of it were changed\n"
        "  ask for the file again, and compare the two\n"
    )


def test_an_export_without_checkpoint_has_no_log_to_name() -> None:
    nothing: Verification = verify(bundle(sizes=()), Expectations(), check=check)

    assert as_text(nothing, language="en").startswith("no-checkpoint: nothing in the file is signed\n")
    assert json.loads(as_json(nothing, language="en"))["last"] is None


@pytest.mark.parametrize("code", FlawCode)
def test_every_flaw_has_its_words(code: FlawCode) -> None:
    flaw = Flaw(code=code, number=7)

    assert message(flaw, language="en")[0].islower() or message(flaw, language="en")[0].isdigit()
    assert not message(flaw, language="en").endswith(".")
    assert mend(flaw, language="en")


def test_programs_are_told_the_same() -> None:
    assert json.loads(as_json(BROKEN, language="en")) == {
        "sound": False,
        "log": "garant/test",
        "leaves": 5,
        "checkpoints": 2,
        "records": 2,
        "last": "2026-11-22T13:00:00+00:00",
        "extends": 3,
        "key": {"fingerprint": "SHA256:NHUPmL1Z/PyUbaRaqr6TO+FUpLUJThxKv0KGZQXzyX4", "trust": "its own"},
        "problems": [
            {
                "code": "record-changed",
                "number": 3,
                "message": "record 3 is not the one that was logged under its number",
                "help": "take this record as not proved, and ask the organisation for the one that was logged",
            }
        ],
    }


def test_every_flaw_is_explained_on_its_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "evidence.md").read_text(encoding="utf-8")

    assert [code.value for code in FlawCode if f"| `{code.value}` |" not in page] == []
