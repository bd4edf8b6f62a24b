"""More tables that worlds are put together from: those of several owners, of texts and lists, of copies."""

from datetime import date
from json import dumps
from typing import Any

from hypothesis import strategies as st

from tests.reference.pieces import Draw, Drawn, Piece, Said
from tests.reference.schema import Values


def invoices(draw: Draw) -> Piece:
    """Return rows that stay, whose payer has a kind though nobody may be found, with a member inside JSON."""

    def row(drawn: Drawn, number: int) -> Values:
        return {
            "id": number,
            "person_id": drawn.key("people", missing=True),
            "billed_name": drawn.one_of("Anne", "", "Bruno"),
            "details": drawn.one_of(None, {"iban": "FR76", "lines": 2}, {"lines": 1}, {"iban": None}),
            "issued": drawn.day(),
        }

    columns = {"id": "int key", "person_id": "int null -> people", "billed_name": "text", "issued": "date null"}
    columns["details"] = "json null"
    said: Said = {"belongs to": {"payer": {"path": "person_id", "kind": draw(st.sampled_from(["payer", "pupil"]))}}}
    said["columns"] = {"billed_name": {"category": "identity", "of": "payer"}, "details->iban": "contact"}
    said["events"] = {"issued": "issued"}
    said |= draw(st.sampled_from([{}, {"row": "stays"}]))
    return Piece(name="invoices", columns=columns, said=said, row=row)


def messages(draw: Draw) -> Piece:
    """Return rows with two owners of the same kind, told apart by their roles."""
    event: Said = {"column": "sent_on"} | draw(st.sampled_from([{}, {"for": ["sender"]}]))

    def row(drawn: Drawn, number: int) -> Values:
        return {
            "id": number,
            "sender_id": drawn.key("people", missing=True),
            "recipient_id": drawn.key("people", missing=True),
            "body": drawn.one_of("hello", None),
            "sender_name": drawn.one_of("Anne", None),
            "recipient_name": drawn.one_of("Bruno", ""),
            "sent_on": drawn.day(),
        }

    columns = {
        "id": "int key",
        "sender_id": "int null -> people",
        "recipient_id": "int null -> people",
        "body": "text null",
    }
    columns |= {"sender_name": "text null", "recipient_name": "text", "sent_on": "date null"}
    said: Said = {"belongs to": {"sender": "sender_id", "recipient": "recipient_id"}, "events": {"sent": event}}
    said["columns"] = {
        "body": "messages",
        "sender_name": {"category": "identity", "of": "sender"},
        "recipient_name": {"category": "identity", "of": "recipient"},
    }
    return Piece(name="messages", columns=columns, said=said, row=row)


def comments(draw: Draw) -> Piece:
    """Return answers to answers: rows that refer to rows of their own table."""
    fixed = draw(st.booleans())

    def row(drawn: Drawn, number: int) -> Values:
        parent = drawn.one_of(None, *range(1, number)) if number > 1 else None
        author = drawn.key("people")
        return {
            "id": number,
            "author_id": author,
            "parent_id": parent,
            "text": drawn.one_of("t", None),
            "on": drawn.day(),
        }

    columns = {"id": "int key", "author_id": "int -> people", "parent_id": "int null -> comments", "text": "text null"}
    columns["on"] = "date null"
    said: Said = {"belongs to": {"author": "author_id"}, "columns": {"text": "messages"}}
    said |= draw(st.sampled_from([{}, {"events": {"sent": "on"}}]))
    references = {"school.comments.parent_id": {"to": "school.comments", "may be emptied": False}} if fixed else {}
    return Piece(name="comments", columns=columns, said=said, row=row, references=references, counts=(0, 8))


def attachments(draw: Draw) -> Piece:
    """Return rows whose text names what they are about: a person, or an enrolment."""

    def row(drawn: Drawn, number: int) -> Values:
        about = drawn.one_of("person", "enrolment")
        keys = drawn.keys["people" if about == "person" else "enrolments"]
        return {"id": number, "resource": f"{about},{drawn.one_of(99, *keys)}", "title": drawn.one_of("t", None)}

    person: Said = {"when": {"resource": {"starts": "person,"}}, "columns": {"title": "schooling"}}
    person["belongs to"] = {"about": {"column": "resource", "holds": "person,{id}", "people": "person"}}
    enrolment: Said = {"otherwise": True, "columns": {"title": "messages"}}
    enrolment["part of"] = {"column": "resource", "holds": "enrolment,{id}", "table": "school.enrolments"}
    columns = {"id": "int key", "resource": draw(st.sampled_from(["text", "text null"])), "title": "text null"}
    after = ("people", "enrolments")
    return Piece(name="attachments", columns=columns, said={"rows": [person, enrolment]}, row=row, after=after)


def labels(draw: Draw) -> Piece:
    """Return rows that name a person by a value to which nothing else refers: only the role says whose it is."""

    def row(drawn: Drawn, number: int) -> Values:
        about = drawn.one_of(99, *drawn.keys["people"])
        return {"id": number, "about": about, "title": drawn.one_of("t", None), "on": drawn.day()}

    about = draw(st.sampled_from(["int", "int null"]))
    columns = {"id": "int key", "about": about, "title": "text null", "on": "date null"}
    role = {"path": "about", "people": "person", **draw(st.sampled_from([{}, {"kind": "pupil"}]))}
    said: Said = {"belongs to": {"about": role}, "columns": {"title": draw(st.sampled_from(["schooling", "log"]))}}
    said |= draw(st.sampled_from([{}, {"events": {"sent": "on"}}, {"row": "stays"}]))
    return Piece(name="labels", columns=columns, said=said, row=row, after=("people",))


def answers(draw: Draw) -> Piece:
    """Return key-value rows: what the value is depends on the question."""

    def row(drawn: Drawn, number: int) -> Values:
        course, value = drawn.key("courses"), drawn.one_of("v", "", None)
        return {"id": number, "enrolment_id": drawn.key("enrolments"), "question_id": course, "value": value}

    kinds: list[Said] = [
        {"when": {"question_id.code": "A"}, "columns": {"value": draw(st.sampled_from(["schooling", "beliefs"]))}},
        {"when": {"question_id.code": ["B", "C"]}, "used for": ["first"], "columns": {"value": "contact"}},
        {"otherwise": True, "columns": {"value": "schooling"}},
    ]
    columns = {
        "id": "int key",
        "enrolment_id": "int -> enrolments",
        "question_id": "int -> courses",
        "value": "text null",
    }
    said = {"part of": "enrolment_id", "rows": kinds}
    return Piece(name="answers", columns=columns, said=said, row=row, after=("enrolments", "courses"))


def drafts(draw: Draw) -> Piece:
    """Return rows with a list of people inside one column: each element is a cell."""
    form = draw(st.sampled_from(["json", "json text", "comma list"]))
    held = "json null" if form == "json" else "text null"

    def row(drawn: Drawn, number: int) -> Values:
        keys = drawn.keys["people"]
        nobody = [98] if form == "comma list" else [98, True, {"a": keys[0]}, 12345678901234567890123, [keys[0]]]
        found: list[object] = drawn.draw(st.lists(st.sampled_from([*keys, *nobody]), max_size=3))
        members: Any = {"json": found, "json text": dumps(found), "comma list": ",".join(map(str, found))}[form]
        unusual: dict[str, list[Any]] = {"json": [{"a": keys[0]}], "json text": ["", f"[{keys[0]}", "{bad"]}
        cell = drawn.one_of(members, members, members, None, *unusual.get(form, [""]))
        return {"id": number, "member_ids": cell, "title": drawn.one_of("t", None)}

    use: Said = {"category": "schooling"} | ({} if form == "json" else {"format": form})
    said: Said = {"belongs to": {"member": {"path": "member_ids.each", "people": "person"}}}
    said["columns"] = {"member_ids": use, "title": "none"}
    said |= draw(st.sampled_from([{"row": "stays"}, {}]))
    columns = {"id": "int key", "member_ids": held, "title": "text null"}
    return Piece(name="drafts", columns=columns, said=said, row=row)


def reports(draw: Draw) -> Piece:
    """Return rows owned through a link table."""

    def row(drawn: Drawn, number: int) -> Values:
        return {"id": number, "uid": f"a-b{number}", "text": drawn.one_of("t", None), "on": drawn.day(), "authors": 0}

    said: Said = {"belongs to": {"author": "report_authors(report_id).person_id"}}
    said["columns"] = {"text": "messages", "authors": {"recount": "report_authors(report_id)"}}
    said |= draw(st.sampled_from([{}, {"events": {"sent": "on"}}]))
    columns = {"id": "int key", "uid": "text", "text": "text null", "on": "date null", "authors": "int"}
    return Piece(name="reports", columns=columns, said=said, row=row, counts=(0, 3))


def report_authors(draw: Draw) -> Piece:
    """Return the link table: its rows refer to what they make owned, which is a circle of reading and referring."""

    def row(drawn: Drawn, number: int) -> Values:
        return {"id": number, "report_id": drawn.key("reports"), "person_id": drawn.key("people"), "pen_name": "P"}

    columns = {"id": "int key", "report_id": "int -> reports", "person_id": "int -> people", "pen_name": "text null"}
    said = {"belongs to": {"author": "person_id"}, "columns": {"pen_name": "identity"}}
    return Piece(name="report_authors", columns=columns, said=said, row=row, after=("people", "reports"))


def outbox(draw: Draw) -> Piece:
    """Return serialised copies of people's rows, and of other things."""

    def row(drawn: Drawn, number: int) -> Values:
        named = [f"person:{key}" for key in (*drawn.keys["people"], 97)]
        return {"id": number, "object": drawn.one_of(None, "order:1", *named), "body": "{}"}

    copied = {"table": "school.people", "by": {"column": "object", "holds": "person:{id}"}}
    columns = {"id": "int key", "object": "text null", "body": "text null"}
    return Piece(name="outbox", columns=columns, said={"copy of": copied}, row=row)


def sessions(draw: Draw) -> Piece:
    """Return rows without personal data that refer to people: erased with them by the database, or needing them."""
    deed = draw(st.sampled_from(["cascade", "", "set null"]))

    def row(drawn: Drawn, number: int) -> Values:
        return {"id": number, "person_id": drawn.key("people", missing=deed == "set null")}

    columns = {"id": "int key", "person_id": f"int{' null' if deed == 'set null' else ''} -> people {deed}".strip()}
    return Piece(name="sessions", columns=columns, said={"no personal data": "keys"}, row=row, counts=(0, 2))


def slots(draw: Draw) -> Piece:
    """Return rows with a key of two columns."""

    def row(drawn: Drawn, number: int) -> Values:
        return {"room": f"r{number % 2}", "slot": number, "day": drawn.day()}

    columns = {"room": "text key", "slot": "int key", "day": "date null"}
    return Piece(name="slots", columns=columns, said={"no personal data": "a timetable"}, row=row, after=())


def bookings(draw: Draw) -> Piece:
    """Return rows that refer by two columns to the date that they take place on."""

    def row(drawn: Drawn, number: int) -> Values:
        slot = drawn.key("slots", missing=True)
        room = None if slot is None else f"r{slot % 2}"
        return {
            "id": number,
            "person_id": drawn.key("people"),
            "room": room,
            "slot": slot,
            "remark": drawn.one_of("r", ""),
        }

    said: Said = {"belongs to": {"who": "person_id"}, "columns": {"remark": "schooling"}}
    said["events"] = {"sent": {"column": "slot_of.day", "empty": "open"}}
    columns = {"id": "int key", "person_id": "int -> people", "room": "text null", "slot": "int null", "remark": "text"}
    references = {"school.bookings.slot_of": {"columns": ["room", "slot"], "to": "school.slots", "declared": False}}
    return Piece(name="bookings", columns=columns, said=said, row=row, references=references, after=("people", "slots"))


def orders(draw: Draw) -> Piece:
    """Return guest orders: the person is known by what they wrote, if at all; the clock is the order's own."""

    def row(drawn: Drawn, number: int) -> Values:
        mail = drawn.one_of(None, *(f"p{key}@example.org" for key in drawn.keys["people"]))
        on: date | None = drawn.day()
        return {"id": number, "person_id": drawn.key("people", missing=True), "mail": mail, "name": "Anne", "on": on}

    known = {"path": "person_id", "kind": "payer", "people": "person", "known by": {"e-mail": "mail", "name": "name"}}
    said: Said = {"belongs to": {"buyer": known}, "columns": {"mail": "contact", "name": "identity"}}
    said |= {"events": {"ordered": "on"}, "used for": ["ordering"]}
    columns = {
        "id": "int key",
        "person_id": "int null -> people",
        "mail": "text null",
        "name": "text null",
        "on": "date null",
    }
    return Piece(name="orders", columns=columns, said=said, row=row)


def staff(draw: Draw) -> Piece:
    """Return rows that share their person's key: a subtype in a table of its own."""

    def row(drawn: Drawn, number: int) -> Values:
        return {
            "id": number,
            "person_id": drawn.key("people"),
            "grade": "A",
            "since": drawn.day(),
            "until": drawn.day(),
        }

    said: Said = {"part of": "person_id", "columns": {"grade": {"category": "schooling", "blank": "?"}}}
    said["events"] = {"left": {"column": "until", "empty": "open", "began": "since"}}
    columns = {
        "id": "int key",
        "person_id": "int -> people",
        "grade": "text",
        "since": "date null",
        "until": "date null",
    }
    return Piece(name="staff", columns=columns, said=said, row=row, counts=(0, 3))


def visits(draw: Draw) -> Piece:
    """Return rows that may be anonymised: their owner can be emptied, and what remains is rough."""

    def row(drawn: Drawn, number: int) -> Values:
        return {
            "id": number,
            "person_id": drawn.key("people", missing=True),
            "host_id": drawn.key("people", missing=True),
            "postcode": drawn.one_of("35140", "35000", "35140", None),
            "age": drawn.one_of(11, 14, 14),
            "remark": drawn.one_of("r", None),
            "born": drawn.one_of(date(2011, 1, 1), date(2011, 7, 31)),
            "day": drawn.day(),
        }

    kind = draw(st.sampled_from(["pupil", "enquirer"]))
    owners: list[Said] = [
        {"visitor": "person_id"},
        {"visitor": {"path": "person_id", "kind": kind}},
        {"visitor": "person_id", "host": {"path": "host_id", "kind": draw(st.sampled_from(["teacher", kind]))}},
    ]
    said: Said = {"belongs to": draw(st.sampled_from(owners)), "events": {"sent": "day"}}
    said["columns"] = {
        "postcode": {"category": "contact", "generalise": "department"},
        "age": {"category": "identity", "generalise": draw(st.sampled_from(["band of 10", "band of 10", "none"]))},
        "remark": "messages",
        **({"host_id": "none"} if len(said["belongs to"]) == 1 else {}),
        "born": {"category": "identity", "generalise": draw(st.sampled_from(["year", "year", "none"]))},
    }
    columns = {
        "id": "int key",
        "person_id": "int null -> people",
        "host_id": "int null" if len(said["belongs to"]) == 1 else "int null -> people",
        "postcode": "text null",
        "age": "int null",
        "remark": "text null",
    }
    columns |= {"born": "date null", "day": "date null"}
    return Piece(name="visits", columns=columns, said=said, row=row, counts=(4, 9))
