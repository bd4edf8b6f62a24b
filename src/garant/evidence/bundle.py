"""The exported evidence as one JSON file that anybody can check alone; docs/explanation/evidence.md has its form.

INVARIANT: one bundle has one spelling, so that a byte changed anywhere shows.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from garant.evidence.checkpoints import SignedCheckpoint, note, read_key, read_note, spell_key
from garant.evidence.merkle import HASH_BYTES
from garant.evidence.records import SALT_BYTES, NumberedRecord, canonical_json

VERSION = 1
_OPENING = {"format": "garant evidence", "version": VERSION}
_LINES_A_CHUNK = 1_000


class NoBundle(ValueError):
    """The file is not exported evidence."""


class BundleOfNewerGarant(NoBundle):
    """The file was written by a newer Garant."""


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """Exported evidence: who signs, the checkpoints from the first to the last, the leaves, and some records.

    The language is the organisation's own, for whoever checks and asks for no other.
    """

    public_key: bytes
    language: str | None = None
    checkpoints: Sequence[SignedCheckpoint]
    records: Sequence[NumberedRecord] = ()
    leaves: Sequence[bytes]


def spell(
    public_key: bytes,
    checkpoints: Iterable[SignedCheckpoint],
    *,
    records: Iterable[NumberedRecord] = (),
    leaves: Iterable[bytes],
    language: str | None = None,
) -> Iterator[str]:
    """Return the text of a bundle, piece by piece, so that a long log need not be held at once."""
    spoken = {} if language is None else {"language": language}
    opening = canonical_json(_OPENING | spoken | {"key": spell_key(public_key).strip()}).removesuffix("}")
    yield opening + ',\n"checkpoints":['
    yield from _lines(canonical_json(note(stated)) for stated in checkpoints)
    yield '],\n"records":['
    yield from _lines(_record_line(record) for record in records)
    yield '],\n"leaves":['
    yield from _lines(f'"{_text(leaf)}"' for leaf in leaves)
    yield "]}\n"


def read(data: bytes) -> Bundle:
    """Return the bundle of a file, or raise NoBundle."""
    try:
        text = data.decode()
        bundle = _from_json(json.loads(text))
    except BundleOfNewerGarant:
        raise
    except (ValueError, TypeError, LookupError, RecursionError):
        raise NoBundle("the file is not exported evidence, or was damaged") from None
    if not _is_spelled(bundle, text):
        raise NoBundle("the file is not exported evidence, or was damaged")
    return bundle


def read_earlier(data: bytes) -> SignedCheckpoint:
    """Return the last checkpoint of an earlier export, or the checkpoint that the file is, or raise ValueError."""
    if not data.startswith(b"{"):
        return read_note(data.decode())
    checkpoints = read(data).checkpoints
    if not checkpoints:
        raise NoBundle("the earlier export has no checkpoint")
    return checkpoints[-1]


def _is_spelled(bundle: Bundle, text: str) -> bool:
    """Return whether the text is this bundle's own, comparing piece by piece."""
    place = 0
    for piece in spell(
        bundle.public_key,
        bundle.checkpoints,
        records=bundle.records,
        leaves=bundle.leaves,
        language=bundle.language,
    ):
        if not text.startswith(piece, place):
            return False
        place += len(piece)
    return place == len(text)


def _lines(items: Iterable[str]) -> Iterator[str]:
    """Return the items of an array, one a line, many in a piece."""
    separator, lines = "\n", list[str]()
    for item in items:
        lines.append(separator + item)
        separator = ",\n"
        if len(lines) == _LINES_A_CHUNK:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


def _record_line(record: NumberedRecord) -> str:
    """Return a record in one line, the record itself as the JSON that was hashed."""
    return f'{{"number":{record.number},"record":{record.text},"salt":"{_text(record.salt)}"}}'


# What a bundle holds is proved by what is read out of it; any surprise on the way is a NoBundle.
def _from_json(value: Any) -> Bundle:
    if value["format"] != _OPENING["format"]:
        raise ValueError("another format")
    if isinstance(value["version"], int) and value["version"] > VERSION:
        raise BundleOfNewerGarant("the file was written by a newer Garant")
    return Bundle(
        public_key=read_key(value["key"]),
        language=_spoken(value.get("language")),
        checkpoints=[read_note(text) for text in value["checkpoints"]],
        records=[_record(item) for item in value["records"]],
        leaves=[_bytes(text, HASH_BYTES) for text in value["leaves"]],
    )


def _spoken(word: Any) -> str | None:
    if word not in (None, "fr", "en"):
        raise ValueError("another language")
    found: str | None = word
    return found


def _record(item: Any) -> NumberedRecord:
    number = item["number"]
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError("a record has a number")
    return NumberedRecord(number=number, text=canonical_json(item["record"]), salt=_bytes(item["salt"], SALT_BYTES))


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _bytes(text: str, length: int) -> bytes:
    data = b64decode(text, validate=True)
    if len(data) != length:
        raise ValueError("another length")
    return data
