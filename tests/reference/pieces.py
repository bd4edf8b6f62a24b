"""The tables that worlds are put together from: shape, what the map says, and how a row is drawn."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from hypothesis import strategies as st

from tests.reference.cases import read_shapes
from tests.reference.schema import TableShape, Values

Draw = Callable[[st.SearchStrategy[Any]], Any]
Said = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What a row may be drawn from: the days around the cutoffs, and the keys of the rows already there."""

    draw: Draw
    days: tuple[date, ...]
    keys: dict[str, list[int]]

    def day(self, *, missing: bool = True) -> date | None:
        """Return a day near a cutoff, or none."""
        found: date | None = self.draw(st.sampled_from((*self.days, *([None] if missing else []))))
        return found

    def key(self, table: str, *, missing: bool = False) -> int | None:
        """Return the key of a row that is there, or none."""
        found: int | None = self.draw(st.sampled_from((*self.keys[table], *([None] if missing else []))))
        return found

    def series(self, number: int) -> str:
        """Return the text that stands beside a number in a key of two columns."""
        return f"c{number % 2}"

    def one_of(self, *values: Any) -> Any:
        """Return one of these values."""
        return self.draw(st.sampled_from(values))


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One table with what the map says of it; `after` names the tables whose keys its rows hold.

    `classes` are the classes of people that have their rows in it; `known` says how people are also known in it.
    """

    name: str
    columns: dict[str, str]
    said: Said
    row: Callable[[Drawn, int], Values]
    after: tuple[str, ...] = ("people",)
    references: dict[str, Said] = field(default_factory=dict)
    counts: tuple[int, int] = (1, 6)
    classes: dict[str, Said] = field(default_factory=dict)
    known: dict[str, dict[str, str]] = field(default_factory=dict)
    store: str = "school"

    @property
    def table(self) -> str:
        """Return the table's name, its store before it."""
        return f"{self.store}.{self.name}"


def shapes_of(pieces: list[Piece]) -> dict[str, TableShape]:
    """Return the shapes of the chosen tables."""
    return read_shapes({piece.table: piece.columns for piece in pieces})


def people(draw: Draw) -> Piece:
    """Return the people's table: kinds by a column, merged duplicates, companies among them."""
    may_be_null = draw(st.booleans())

    def row(drawn: Drawn, number: int) -> Values:
        return {
            "id": number,
            "role": drawn.one_of("pupil", "pupil", "enquirer", "teacher", "other"),
            "is_company": drawn.one_of(False, False, False, True),
            "full_name": drawn.one_of("Anne", "Bruno", "—"),
            "number": drawn.one_of(f"S-{number}", f"S-{number}", f"s-{number}", "S-1", None),
            "email": drawn.one_of(f"p{number}@example.org", f"P{number}@example.org", f"erased-{number}@invalid"),
            "mobile": drawn.one_of(None, "06", ""),
            "born": drawn.one_of(None, 0, 1990, 2006, 2007, 2008),
            "created": drawn.day(missing=may_be_null),
            "replaced_by": None,
        }

    said: Said = {
        "columns": {
            "full_name": {"category": "identity", "blank": "—"},
            "email": {"category": "contact", "blank": "erased-{id}@invalid"},
            "mobile": "contact",
            "number": "none",
        },
        "events": {"registered": "created"},
    }
    columns = {"id": "int key", "role": "text null", "is_company": "bool", "full_name": "text", "email": "text unique"}
    columns |= {
        "number": "text null",
        "mobile": "text null",
        "born": "int null",
        "created": "date null" if may_be_null else "date",
    }
    columns |= {"replaced_by": "int null -> people"}
    return Piece(name="people", columns=columns, said=said, row=row, after=(), counts=(2, 6))


def _epoch(day: date) -> int:
    return int(datetime.combine(day, time(23, 59, 59), tzinfo=UTC).timestamp())


_FORMS: dict[str, tuple[str, str, Callable[[date], object]]] = {
    "date": ("date", "date", lambda day: day),
    "timestamp": ("timestamp", "timestamp", lambda day: datetime.combine(day, time(22, 30))),
    "iso text": ("text", "iso text", lambda day: f"{day}T22:30:00"),
    "iso date text": ("text", "iso date text", str),
    "epoch seconds": ("epoch", "epoch seconds", _epoch),
    "epoch milliseconds": ("epoch", "epoch milliseconds", lambda day: _epoch(day) * 1000 + 999),
    "year": ("int", "year", lambda day: day.year),
}


_DATELESS = {
    "text": (None, "", "0000-00-00", "31/12/2019", "2023-02-29", "31/12/2099"),
    "epoch": (None, 0, 17_000_000_000_000),
    "int": (None, 0, 20191231),
}
"""What stands for a day in columns of a type that lets in what is none; where it cannot be read, its day is unknown."""


def logins(draw: Draw) -> Piece:
    """Return a table that is part of a person, dated in one of the forms that databases have."""
    form = draw(st.sampled_from(sorted(_FORMS)))
    word, written, made = _FORMS[form]
    open_text = word == "text" and draw(st.booleans())

    def row(drawn: Drawn, number: int) -> Values:
        day = drawn.day()
        at = made(day) if day else drawn.one_of(*_DATELESS.get(word, (None,)))
        return {"id": number, "person_id": drawn.key("people"), "login": drawn.one_of(None, "x"), "ip": "::1", "at": at}

    event: Said = {"column": "at", "format": written}
    if open_text:
        event["stand-ins"] = {"open": ["0000-00-00"]}
    elif word == "text":
        event["stand-ins"] = {"missing": ["0000-00-00"]}
    at = draw(st.sampled_from(["none", "log"]))
    said = {
        "part of": "person_id",
        "columns": {"login": "contact", "ip": {"category": "log"}, "at": at},
        "events": {"logged in": event},
    }
    columns = {
        "id": "int key",
        "person_id": "int -> people",
        "login": "text null",
        "ip": "text null",
        "at": f"{word} null",
    }
    return Piece(name="logins", columns=columns, said=said, row=row)


def courses(draw: Draw) -> Piece:
    """Return a catalogue: no personal data, and the date that enrolments end on."""

    def row(drawn: Drawn, number: int) -> Values:
        return {"id": number, "ends_on": drawn.day(), "code": drawn.one_of("A", "B", None)}

    columns = {"id": "int key", "ends_on": "date null", "code": "text null"}
    return Piece(name="courses", columns=columns, said={"no personal data": "a catalogue"}, row=row, after=())


def enrolments(draw: Draw) -> Piece:
    """Return the rows that start most periods: dated here or three tables away, open or missing where empty."""
    far = draw(st.booleans())
    null_owner = draw(st.booleans())
    event: Said = {
        "column": "course_id.ends_on" if far else "ended",
        "empty": draw(st.sampled_from(["open", "missing"])),
    }
    event |= draw(st.sampled_from([{}, {"began": "began"}, {"for": ["pupil"]}, {"for": ["pupil", "guardian"]}]))
    event |= draw(st.sampled_from([{}, {}, {"when": {"valid": True}}, {"stand-ins": {"open": ["9999-12-31"]}}]))

    def row(drawn: Drawn, number: int) -> Values:
        return {
            "id": number,
            "person_id": drawn.key("people", missing=null_owner),
            "course_id": drawn.key("courses", missing=True),
            "level": drawn.one_of(None, "1"),
            "began": drawn.day(),
            "ended": drawn.one_of(drawn.day(), drawn.day(), date(9999, 12, 31)),
            "valid": drawn.one_of(True, True, False, None),
        }

    said: Said = {"belongs to": {"pupil": "person_id"}, "columns": {"level": "schooling"}, "events": {"ended": event}}
    said["columns"] |= draw(st.sampled_from([{}, {"began": "log", "ended": "log"}]))
    said["shown to"] = {"guardian": {"path": "person_id.guardianships(child_id).parent_id"}}
    columns = {
        "id": "int key",
        "person_id": f"int{' null' if null_owner else ''} -> people",
        "course_id": "int null -> courses",
    }
    columns |= {"level": "text null", "began": "date null", "ended": "date null", "valid": "bool null"}
    return Piece(name="enrolments", columns=columns, said=said, row=row, after=("people", "courses"))


def guardianships(draw: Draw) -> Piece:
    """Return the link between a child and a guardian, which belongs to both."""

    def row(drawn: Drawn, number: int) -> Values:
        return {"id": number, "child_id": drawn.key("people"), "parent_id": drawn.key("people"), "relation": "mother"}

    said = {"belongs to": {"child": "child_id", "parent": "parent_id"}, "columns": {"relation": "identity"}}
    columns = {"id": "int key", "child_id": "int -> people", "parent_id": "int -> people", "relation": "text null"}
    return Piece(name="guardianships", columns=columns, said=said, row=row, counts=(0, 3))


def marks(draw: Draw) -> Piece:
    """Return rows that are part of an enrolment: four hops from the person with the remarks below them."""

    def row(drawn: Drawn, number: int) -> Values:
        enrolment = drawn.key("enrolments", missing=True)
        return {"id": number, "enrolment_id": enrolment, "mark": drawn.one_of("A", None), "note": "n"}

    columns = {"id": "int key", "enrolment_id": "int null -> enrolments", "mark": "text null", "note": "text null"}
    narrowed: Said = {"category": "messages", "used for": ["first"]}
    said = {
        "part of": "enrolment_id",
        "columns": {"mark": "schooling", "note": draw(st.sampled_from(["none", narrowed]))},
    }
    return Piece(name="marks", columns=columns, said=said, row=row, after=("enrolments",))


def remarks(draw: Draw) -> Piece:
    """Return rows part of marks: personal ones, or ones without a personal cell that follow their parent."""
    category = draw(st.sampled_from(["none", "schooling", "beliefs"]))

    def row(drawn: Drawn, number: int) -> Values:
        return {"id": number, "mark_id": drawn.key("marks"), "said": drawn.one_of("well", "", None)}

    columns = {"id": "int key", "mark_id": "int -> marks", "said": "text null"}
    said = {"part of": "mark_id", "columns": {"said": category}}
    return Piece(name="remarks", columns=columns, said=said, row=row, after=("marks",))
