"""Puts what exported evidence proves, and what is wrong with it, into words and JSON."""

from collections.abc import Iterator

from garant.evidence.records import canonical_json
from garant.evidence.verification import Flaw, FlawCode, Trust, Verification

# What is wrong, and what to do about it; `{}` is the checkpoint's size or the record's number.
_WORDS: dict[FlawCode, tuple[str, str]] = {
    FlawCode.UNREADABLE: (
        "the file is not exported evidence, or bytes of it were changed",
        "ask for the file again, and compare the two",
    ),
    FlawCode.OF_NEWER_GARANT: ("the file was written by a newer Garant", "check it with that version, or a later one"),
    FlawCode.NO_CHECKPOINT: ("nothing in the file is signed", "ask for an export that holds a checkpoint"),
    FlawCode.OTHER_LOG: (
        "the checkpoint of {} leaves is of another log than the one before",
        "ask for the export of one log",
    ),
    FlawCode.OTHER_KEY: (
        "the file was signed with another key than the one given",
        "ask the organisation which of the two is its key, and why there are two",
    ),
    FlawCode.WRONG_SIGNATURE: (
        "the signature of the checkpoint of {} leaves is not that of the key in the file",
        "take nothing in the file as proved",
    ),
    FlawCode.WRONG_ROOT: (
        "the leaves are not those that the checkpoint of {} leaves was signed for",
        "a record up to this one was changed, removed or put in: ask the organisation which",
    ),
    FlawCode.CHECKPOINTS_OUT_OF_ORDER: (
        "the checkpoint of {} leaves stands after a later one",
        "ask the organisation whether its clock was set back",
    ),
    FlawCode.LEAVES_MISSING: (
        "the checkpoint of {} leaves was signed for more leaves than the file holds",
        "ask for the leaves that are missing",
    ),
    FlawCode.LEAVES_UNSIGNED: (
        "the leaves after the checkpoint of {} leaves are not signed",
        "take what stands after it as not proved",
    ),
    FlawCode.RECORDS_OUT_OF_ORDER: ("record {} stands twice or out of its place", "ask for the file again"),
    FlawCode.RECORD_WITHOUT_LEAF: ("record {} is not in the log", "take this record as not proved"),
    FlawCode.RECORD_CHANGED: (
        "record {} is not the one that was logged under its number",
        "take this record as not proved, and ask the organisation for the one that was logged",
    ),
    FlawCode.EARLIER_OF_OTHER_LOG: ("the earlier one is of another log", "bring an earlier export of this log"),
    FlawCode.EARLIER_NOT_SIGNED: (
        "the earlier one, of {} leaves, was not signed with the key in this file",
        "ask the organisation which of the two is its key, and why there are two",
    ),
    FlawCode.EARLIER_IS_LARGER: (
        "the earlier one has {} leaves, more than this file",
        "check the larger file against the smaller; if this is the later one, records were removed",
    ),
    FlawCode.NOT_EXTENDED: (
        "the first {} leaves are not those of the earlier one",
        "the past was rewritten between the two: ask the organisation why",
    ),
}

_TRUSTED = {
    Trust.PINNED: "this is the key that you gave",
    Trust.ITS_OWN: "the key came with the file, so this proves only that the file agrees with itself: "
    "compare the key's fingerprint with the organisation's, or give its key with --key",
}


def message(flaw: Flaw) -> str:
    """Return what is wrong."""
    return _WORDS[flaw.code][0].format(flaw.number)


def mend(flaw: Flaw) -> str:
    """Return what the one who checks can do about it."""
    return _WORDS[flaw.code][1]


def as_text(verification: Verification) -> str:
    """Return a verification for people to read."""
    return "\n".join(_lines(verification)) + "\n"


def as_json(verification: Verification) -> str:
    """Return a verification for programs to read."""
    return canonical_json(
        {
            "sound": verification.is_sound,
            "log": verification.origin,
            "leaves": verification.size,
            "checkpoints": verification.checkpoints,
            "records": verification.records,
            "last": verification.at.isoformat() if verification.at else None,
            "extends": verification.extends,
            "key": {"fingerprint": verification.fingerprint, "trust": verification.trust.value},
            "problems": [
                {"code": flaw.code.value, "number": flaw.number, "message": message(flaw), "help": mend(flaw)}
                for flaw in verification.flaws
            ],
        }
    )


def _lines(verification: Verification) -> Iterator[str]:
    if verification.origin:
        yield from _what_was_checked(verification)
    if verification.is_sound:
        yield "sound: nothing was changed, removed or put in"
    for flaw in verification.flaws:
        yield f"{flaw.code}: {message(flaw)}"
        yield f"  {mend(flaw)}"


def _what_was_checked(verification: Verification) -> Iterator[str]:
    yield f"log {verification.origin}"
    last = f", the last of {verification.at:%Y-%m-%d %H:%M} UTC" if verification.at else ""
    yield f"  {_number(verification.size, 'leaf')}, {_number(verification.checkpoints, 'checkpoint')}{last}"
    shown, hidden = verification.records, verification.size - verification.records
    yield f"  {_number(shown, 'record')} shown, {hidden:,} known by their leaves alone"
    if verification.extends is not None:
        yield f"  compared with an earlier one of {_number(verification.extends, 'leaf')}"
    yield f"  key {verification.fingerprint}"
    yield f"  {_TRUSTED[verification.trust]}"


def _number(count: int, noun: str) -> str:
    plural = {"leaf": "leaves"}.get(noun, f"{noun}s")
    return f"{count:,} {noun if count == 1 else plural}"
