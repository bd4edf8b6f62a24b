"""Pieces of a capsule: rows, cells, files and remembered events as a batch took them out, and their one spelling."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from garant.planning.remembered import RememberedEvent


class PieceKind(StrEnum):
    """What a piece holds."""

    ROWS = "rows"
    CELLS = "cells"
    FILE = "file"
    MEMORY = "memory"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some of what a batch took out of one place: a table, a set of files, or what is remembered of people.

    INVARIANT: it holds what was erased; only its kind and its place are shown to anybody.
    """

    kind: PieceKind
    place: str
    said: Mapping[str, Any] = field(default_factory=dict, repr=False)
    content: bytes = field(default=b"", repr=False)

    @property
    def items(self) -> list[Any]:
        """Return the rows, the changed cells or the events."""
        found: list[Any] = json.loads(self.content, object_hook=_value)
        return found


def as_bytes(piece: Piece) -> bytes:
    """Return a piece as it is sealed: a line that says what it is, then its content."""
    head = {"kind": piece.kind.value, "place": piece.place, "said": piece.said}
    return json.dumps(head, ensure_ascii=False).encode() + b"\n" + piece.content


def read(text: bytes) -> Piece:
    """Return the piece that was sealed."""
    head, _, content = text.partition(b"\n")
    said = json.loads(head)
    return Piece(kind=PieceKind(said["kind"]), place=said["place"], said=said["said"], content=content)


def spelled(values: object) -> str:
    """Return the one spelling of values as a database gave them: two are the same where their spellings are."""
    return json.dumps(values, default=_tagged, ensure_ascii=False, separators=(",", ":"))


def values_in(text: str) -> list[Any]:
    """Return the values that `spelled` spelled."""
    found: list[Any] = json.loads(text, object_hook=_value)
    return found


def listed(spellings: Sequence[str]) -> bytes:
    """Return the content of a piece that holds these."""
    return f"[{','.join(spellings)}]".encode()


def _tagged(value: object) -> dict[str, str]:
    """Return what JSON has no word for, under the name of its type."""
    match value:
        case bytes():
            return {"bytes": b64encode(value).decode()}
        case Decimal():
            return {"decimal": str(value)}
        case datetime():
            return {"datetime": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case timedelta():
            return {"microseconds": str(value // timedelta(microseconds=1))}
        case _:
            raise TypeError(f"a value of the type {type(value).__name__} cannot be sealed")


_READ: Mapping[str, Any] = {
    "bytes": b64decode,
    "decimal": Decimal,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "microseconds": lambda text: timedelta(microseconds=int(text)),
}


def _value(tagged: dict[str, str]) -> Any:
    ((name, text),) = tagged.items()
    return _READ[name](text)


# what is remembered


def of_events(people: str, events: Sequence[RememberedEvent]) -> Piece:
    """Return what was remembered of people who go."""
    content = listed([spelled(list(asdict(event).values())) for event in events])
    return Piece(kind=PieceKind.MEMORY, place=people, content=content)


def events_in(piece: Piece) -> list[RememberedEvent]:
    """Return what was remembered."""
    names = ("people", "person", "event", "latest", "is_open", "began", "is_undated")
    return [RememberedEvent(**dict(zip(names, one, strict=True))) for one in piece.items]
