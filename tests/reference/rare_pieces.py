"""Tables of what is rare: two ways to one person, texts that are keys, values in objects, groups in groups, copies."""

from json import dumps
from typing import Any

from hypothesis import strategies as st

from tests.reference.pieces import Draw, Drawn, Piece, Said
from tests.reference.schema import Values

_STRAY = 97
"""A key that no row has."""


def notes(draw: Draw) -> Piece:
    """Return rows about something of which a column says the type and another the key: some of no kind, or of two."""
    twice = draw(st.booleans())

    def row(drawn: Drawn, number: int) -> Values:
        about = drawn.one_of("person", "person", "enrolment", "enrolment", "other", None)
        keys = drawn.keys["enrolments" if about == "enrolment" else "people"]
        key = drawn.one_of(None, _STRAY, *keys, *keys)
        return {"id": number, "about": about, "about_id": key, "text": drawn.one_of("t", None), "on": drawn.day()}

    person: Said = {"when": {"about": ["person", "other"] if twice else "person"}, "columns": {"text": "messages"}}
    person["belongs to"] = {"about": {"column": "about_id", "holds": "{id}", "people": "person"}}
    person |= draw(st.sampled_from([{}, {"events": {"sent": "on"}}]))
    enrolment: Said = {"when": {"about": {"starts": "enrol"}}, "columns": {"text": "schooling"}}
    enrolment["part of"] = {"column": "about_id", "holds": "{id}", "table": "school.enrolments"}
    others: list[Said] = [{"when": {"about": "other"}, "columns": {"text": "log"}}] if twice else []
    columns = {"id": "int key", "about": "text null", "about_id": "int null", "text": "text null", "on": "date null"}
    said = {"rows": [person, enrolment, *others]}
    return Piece(name="notes", columns=columns, said=said, row=row, after=("people", "enrolments"))


def shares(draw: Draw) -> Piece:
    """Return rows that belong to somebody on a condition, by an unenforced reference, and mention somebody."""
    loose, fixed = draw(st.booleans()), draw(st.booleans())

    def row(drawn: Drawn, number: int) -> Values:
        owner = drawn.one_of(None, *drawn.keys["people"], *([_STRAY] if loose else []))
        seller = drawn.key("people", missing=not fixed)
        kind, note = drawn.one_of(1, 2, 3, None), drawn.one_of("n", None)
        return {"id": number, "kind": kind, "owner_id": owner, "seller_id": seller, "note": note, "on": drawn.day()}

    when = draw(st.sampled_from([{"kind": [1, 2]}, {"kind": {"not": 3}}, {"seller_id.role": "teacher"}]))
    role: Said = {"path": "owner_id", "when": when} | draw(st.sampled_from([{}, {"kind": "payer"}]))
    said: Said = {"belongs to": {"owner": role}, "columns": {"note": "messages"}, "events": {"sent": "on"}}
    said["not ownership"] = {"seller_id": "who sold it"}
    columns = {
        "id": "int key",
        "kind": "int null",
        "owner_id": "int null" if loose else "int null -> people",
        "seller_id": "int -> people" if fixed else "int null -> people",
        "note": "text null",
        "on": "date null",
    }
    references = {"school.shares.owner_id": {"to": "school.people", "declared": False}} if loose else {}
    return Piece(name="shares", columns=columns, said=said, row=row, references=references)


def profiles(draw: Draw) -> Piece:
    """Return rows whose owner and friends are named inside an object, with a filler that sets another column too."""
    form = draw(st.sampled_from(["json", "json text"]))
    friends = draw(st.booleans())

    def row(drawn: Drawn, number: int) -> Values:
        keys = [*drawn.keys["people"], 98]
        held: dict[str, Any] = {"person": drawn.one_of(None, *keys), "phone": drawn.one_of(None, "06")}
        if friends:
            held["friends"] = drawn.one_of([keys[0]], [], [keys[-2], "x"], None, {"a": 1})
        found = {name: value for name, value in held.items() if value is not None or drawn.one_of(True, False)}
        data = drawn.one_of(found, found, found, None)
        photo, masked = drawn.one_of("face", "-", None), drawn.one_of(True, False)
        return {
            "id": number,
            "data": dumps(data) if data and form != "json" else data,
            "photo": photo,
            "masked": masked,
        }

    roles: Said = {"person": {"path": "data->person", "people": "person"}}
    columns: Said = {"data->phone": "contact", "masked": "none"}
    columns["photo"] = {"category": "identity", "of": "person", "blank": {"photo": "-", "masked": True}}
    if friends:
        roles["friend"] = {"path": "data->friends.each", "people": "person"}
        columns["data->friends"] = "messages"
        columns["data->phone"] = {"category": "contact", "of": "person"}
    said: Said = {"belongs to": roles, "columns": columns} | draw(st.sampled_from([{}, {"row": "stays"}]))
    made = {"id": "int key", "data": "json null" if form == "json" else "text null", "photo": "text null"}
    return Piece(name="profiles", columns=made | {"masked": "bool"}, said=said, row=row)


def lessons(draw: Draw) -> Piece:
    """Return rows that stay when their author leaves: who made them is itself a personal cell."""
    bound = draw(st.booleans())

    def row(drawn: Drawn, number: int) -> Values:
        return {"id": number, "created_by": drawn.key("people", missing=True), "title": "t", "on": drawn.day()}

    said: Said = {"belongs to": {"author": "created_by"}, "columns": {"created_by": "schooling", "title": "none"}}
    said |= draw(st.sampled_from([{"row": "stays"}, {}])) | draw(st.sampled_from([{}, {"events": {"sent": "on"}}]))
    columns = {"id": "int key", "created_by": "int null -> people" if bound else "int null", "title": "text"}
    references = {} if bound else {"school.lessons.created_by": {"to": "school.people", "declared": False}}
    return Piece(name="lessons", columns=columns | {"on": "date null"}, said=said, row=row, references=references)


def cards(draw: Draw) -> Piece:
    """Return rows with a key of a text and a number."""

    def row(drawn: Drawn, number: int) -> Values:
        holder, motto = drawn.key("people", missing=True), drawn.one_of("m", "", None)
        return {"series": drawn.series(number), "number": number, "holder": holder, "motto": motto, "on": drawn.day()}

    said: Said = {"belongs to": {"holder": "holder"}, "columns": {"motto": "identity"}}
    said |= draw(st.sampled_from([{}, {"events": {"sent": "on"}}, {"row": "stays"}]))
    columns = {"series": "text key", "number": "int key", "holder": "int null -> people"}
    return Piece(name="cards", columns=columns | {"motto": "text null", "on": "date null"}, said=said, row=row)


def stamps(draw: Draw) -> Piece:
    """Return rows that are part of others by a reference of two columns, which nobody enforces."""

    def row(drawn: Drawn, number: int) -> Values:
        card = drawn.one_of(None, _STRAY, *drawn.keys["cards"], *drawn.keys["cards"])
        series = None if card is None else drawn.series(card)
        return {"id": number, "series": series, "card": card, "place": drawn.one_of("p", None), "on": drawn.day()}

    said: Said = {"part of": "card_of", "columns": {"place": draw(st.sampled_from(["log", "none"]))}}
    said |= draw(st.sampled_from([{}, {"events": {"issued": "on"}}]))
    columns = {"id": "int key", "series": "text null", "card": "int null", "place": "text null", "on": "date null"}
    references = {"school.stamps.card_of": {"columns": ["series", "card"], "to": "school.cards", "declared": False}}
    return Piece(
        name="stamps", columns=columns, said=said, row=row, references=references, after=("cards",), counts=(0, 5)
    )


def groups(draw: Draw) -> Piece:
    """Return groups inside groups, without personal data."""

    def row(drawn: Drawn, number: int) -> Values:
        return {"id": number, "inside_id": drawn.one_of(None, *range(1, number)), "name": "g"}

    columns = {"id": "int key", "inside_id": "int null -> groups", "name": "text null"}
    said = {"no personal data": "names of classes"}
    return Piece(name="groups", columns=columns, said=said, row=row, after=(), counts=(1, 3))


def members(draw: Draw) -> Piece:
    """Return who is in a group."""

    def row(drawn: Drawn, number: int) -> Values:
        group, person = drawn.key("groups"), drawn.key("people")
        return {"id": number, "group_id": group, "person_id": person, "nickname": drawn.one_of("n", None)}

    said = {"belongs to": {"member": "person_id"}, "columns": {"nickname": "identity"}}
    columns = {"id": "int key", "group_id": "int -> groups", "person_id": "int -> people", "nickname": "text null"}
    return Piece(name="members", columns=columns, said=said, row=row, after=("people", "groups"), counts=(0, 4))


def circulars(draw: Draw) -> Piece:
    """Return rows that belong to all members of a group and of those that it is inside."""

    def row(drawn: Drawn, number: int) -> Values:
        return {"id": number, "group_id": drawn.key("groups", missing=True), "text": "t", "on": drawn.day()}

    way = draw(
        st.sampled_from(["group_id.inside_id*.members(group_id).person_id", "group_id.members(group_id).person_id"])
    )
    said: Said = {"belongs to": {"member": way}, "columns": {"text": "messages"}}
    said |= draw(st.sampled_from([{}, {"events": {"sent": "on"}}]))
    columns = {"id": "int key", "group_id": "int null -> groups", "text": "text null", "on": "date null"}
    return Piece(name="circulars", columns=columns, said=said, row=row, after=("groups",), counts=(0, 4))


def tutors(draw: Draw) -> Piece:
    """Return the table of another class of people, who are of one kind, and some also know as they log in."""

    def row(drawn: Drawn, number: int) -> Values:
        return {"id": number, "name": drawn.one_of("T", "—", None), "hired": drawn.day()}

    said: Said = {"columns": {"name": "identity"}, "events": draw(st.sampled_from([{}, {"left": "hired"}]))}
    columns = {"id": "int key", "name": "text null", "hired": "date null"}
    classes = {"tutor": {"table": "school.tutors", "key": "id"}}
    return Piece(name="tutors", columns=columns, said=said, row=row, after=(), classes=classes, counts=(1, 3))


def tutorings(draw: Draw) -> Piece:
    """Return rows of two classes: of a tutor and a pupil, or of a list of both, whose keys are alike."""
    listed = draw(st.booleans())

    def row(drawn: Drawn, number: int) -> Values:
        keys = sorted({*drawn.keys["people"], *drawn.keys["tutors"], 98})
        names = drawn.draw(st.lists(st.sampled_from(keys), max_size=3))
        tutor, pupil = drawn.key("tutors", missing=True), drawn.key("people", missing=True)
        plain = {"id": number, "tutor_id": tutor, "person_id": pupil, "note": drawn.one_of("n", None)}
        return plain | {"names": dumps(names), "on": drawn.day()}

    roles: Said = {"tutor": "tutor_id", "pupil": "person_id"}
    uses: Said = {"note": draw(st.sampled_from(["schooling", {"category": "schooling", "of": "tutor"}]))}
    if listed:
        roles["named"] = {"path": "names.each", "people": "person"}
        roles["named tutor"] = {"path": "names.each", "people": "tutor"}
        # An element that goes takes the way to its person along: no other cell should be of those whom the list names.
        uses["note"] = {"category": "schooling", "of": "tutor"}
        uses["names"] = {"category": "messages", "format": "json text"}
    said: Said = {"belongs to": roles, "columns": uses, "events": draw(st.sampled_from([{}, {"sent": "on"}]))}
    columns = {
        "id": "int key",
        "tutor_id": "int null -> tutors",
        "person_id": "int null -> people",
        "note": "text null",
    }
    columns |= {"names": "text null", "on": "date null"}
    return Piece(name="tutorings", columns=columns, said=said, row=row, after=("people", "tutors"), counts=(0, 4))


def accounts(draw: Draw) -> Piece:
    """Return rows in which people are also known, by a number that some share and some lack."""

    def row(drawn: Drawn, number: int) -> Values:
        nickname = drawn.one_of("n", None)
        return {
            "id": number,
            "card": drawn.one_of("S-1", "S-2", "s-3", "S-9", None),
            "nickname": nickname,
            "made": drawn.day(),
        }

    said: Said = {"columns": {"nickname": "contact"}}
    said |= draw(st.sampled_from([{}, {"events": {"registered": "made"}}]))
    columns = {"id": "int key", "card": "text null", "nickname": "text null", "made": "date null"}
    known = {"school.accounts": {"number": "card"}}
    return Piece(name="accounts", columns=columns, said=said, row=row, known=known, counts=(0, 4))


def posts(draw: Draw) -> Piece:
    """Return what is written by an account, which leads on to the person."""

    def row(drawn: Drawn, number: int) -> Values:
        return {"id": number, "account_id": drawn.key("accounts", missing=True), "text": "t", "on": drawn.day()}

    said: Said = {"belongs to": {"author": "account_id"}, "columns": {"text": "messages"}}
    said |= draw(st.sampled_from([{}, {"events": {"sent": "on"}}]))
    columns = {"id": "int key", "account_id": "int null -> accounts", "text": "text null", "on": "date null"}
    return Piece(name="posts", columns=columns, said=said, row=row, after=("accounts",), counts=(0, 4))


def prints(draw: Draw) -> Piece:
    """Return copies of reports: by a reference, or by a text that something follows."""
    by_key = draw(st.booleans())

    def row(drawn: Drawn, number: int) -> Values:
        keys = [*drawn.keys["reports"], _STRAY]
        text = drawn.one_of(None, "report:", "report:1", *(f"report:ab{key};v1" for key in keys))
        return {"id": number, "report_id": drawn.one_of(None, *keys), "object": text, "body": "{}"}

    by: str | Said = "report_id" if by_key else {"column": "object", "holds": "report:{uid:hex};v1"}
    columns = {"id": "int key", "report_id": "int null", "object": "text null", "body": "text null"}
    references = {"school.prints.report_id": {"to": "school.reports", "declared": False}}
    said = {"copy of": {"table": "school.reports", "by": by}}
    return Piece(name="prints", columns=columns, said=said, row=row, references=references, after=("reports",))
